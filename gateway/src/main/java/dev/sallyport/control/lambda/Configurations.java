package dev.sallyport.control.lambda;

import dev.sallyport.model.FunctionVersion;
import dev.sallyport.wire.lambda.EnvironmentResponse;
import dev.sallyport.wire.lambda.EphemeralStorage;
import dev.sallyport.wire.lambda.FunctionConfiguration;
import dev.sallyport.wire.lambda.LoggingConfig;
import dev.sallyport.wire.lambda.RuntimeVersionConfig;
import dev.sallyport.wire.lambda.SnapStartResponse;
import dev.sallyport.wire.lambda.TracingConfigResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a function version as Lambda shows it. Work is done before the answer, so {@code Pending} and
 * {@code InProgress} are only ever said in the answer of the operation itself, as AWS says them (R3.24, R3.25).
 */
final class Configurations {

    private static final DateTimeFormatter LAST_MODIFIED = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSxx", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final String CREATING = "The function is being created.";

    private Configurations() {}

    /** As a list shows it: without states and runtime version (R3.31). */
    static FunctionConfiguration listed(FunctionVersion version, String arn) {
        return base(version, arn).build();
    }

    /** As it is when nothing is going on. */
    static FunctionConfiguration active(FunctionVersion version, String arn) {
        return full(version, arn).state("Active").lastUpdateStatus("Successful").build();
    }

    /** As the answer of its creation or publication. */
    static FunctionConfiguration created(FunctionVersion version, String arn, String revisionId) {
        return full(version, arn)
                .revisionId(revisionId)
                .state("Pending")
                .stateReason(CREATING)
                .stateReasonCode("Creating")
                .build();
    }

    /** As the answer of an update. */
    static FunctionConfiguration updated(FunctionVersion version, String arn, String revisionId) {
        return full(version, arn)
                .revisionId(revisionId)
                .state("Active")
                .lastUpdateStatus("InProgress")
                // AWS: an update, too, says that the function is being created (R3.25)
                .lastUpdateStatusReason(CREATING)
                .lastUpdateStatusReasonCode("Creating")
                .build();
    }

    private static FunctionConfiguration.Builder full(FunctionVersion version, String arn) {
        return base(version, arn)
                .runtimeVersionConfig(RuntimeVersionConfig.builder()
                        .runtimeVersionArn(Runtimes.versionArn(version.scope(), version.runtime()))
                        .build());
    }

    private static FunctionConfiguration.Builder base(FunctionVersion version, String arn) {
        return FunctionConfiguration.builder()
                .functionName(version.name())
                .functionArn(arn)
                .runtime(version.runtime())
                .role(version.role())
                .handler(version.handler())
                .codeSize(version.codeSizeBytes())
                .description(version.description() == null ? "" : version.description())
                .timeout(version.timeoutSeconds())
                .memorySize(version.memoryMegabytes())
                .lastModified(lastModified(version.lastModified()))
                .codeSha256(version.codeSha256())
                .version(version.version())
                .environment(environment(version))
                .tracingConfig(
                        TracingConfigResponse.builder().mode("PassThrough").build())
                .revisionId(version.revisionId())
                .packageType("Zip")
                .architectures(version.architectures())
                .ephemeralStorage(EphemeralStorage.builder()
                        .size(version.ephemeralStorageMegabytes())
                        .build())
                .snapStart(SnapStartResponse.builder()
                        .applyOn("None")
                        .optimizationStatus("Off")
                        .build())
                .loggingConfig(LoggingConfig.builder()
                        .logFormat("Text")
                        .logGroup(version.logGroup())
                        .build());
    }

    private static @Nullable EnvironmentResponse environment(FunctionVersion version) {
        Map<String, String> variables = version.environment();
        return variables == null
                ? null
                : EnvironmentResponse.builder().variables(variables).build();
    }

    /** AWS: a text with milliseconds and {@code +0000}, unlike the timestamps of other services (R2.13). */
    private static String lastModified(Instant time) {
        return LAST_MODIFIED.format(time);
    }
}
