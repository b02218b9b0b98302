package dev.sallyport.control.lambda;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.model.FunctionVersion;
import dev.sallyport.store.Store;
import dev.sallyport.wire.lambda.EphemeralStorage;
import dev.sallyport.wire.lambda.FunctionConfiguration;
import dev.sallyport.wire.lambda.Lambda;
import dev.sallyport.wire.lambda.LoggingConfig;
import dev.sallyport.wire.lambda.UpdateFunctionCodeRequest;
import dev.sallyport.wire.lambda.UpdateFunctionConfigurationRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes of {@code $LATEST}: its code and its configuration (R3.25, R3.34, R3.35). A change is complete before it is
 * answered, so a second one is never refused as "in progress" (R3.26).
 */
final class FunctionUpdates {

    private final LambdaServices services;

    FunctionUpdates(LambdaServices services) {
        this.services = services;
    }

    void register(OperationRegistry registry) {
        registry.on(Lambda.UPDATE_FUNCTION_CODE, this::updateCode)
                .on(Lambda.UPDATE_FUNCTION_CONFIGURATION, this::updateConfiguration);
    }

    FunctionConfiguration updateCode(Call call, UpdateFunctionCodeRequest input) {
        FunctionAddress address = FunctionAddress.unqualified(call, "UpdateFunctionCode", input.functionName());
        services.store().read(transaction -> requireRevision(transaction, address, input.revisionId()));
        if (input.imageUri() != null) {
            throw LambdaErrors.invalidParameter(
                    "Please don't provide ImageUri when updating a function with packageType Zip.");
        }
        Unsupported.refuse(input.publishTo() != null, "PublishTo");
        UploadedCode code = UploadedCode.of(
                new UploadedCode.Source(
                        input.zipFile(), input.s3Bucket(), input.s3ObjectStorageMode(), input.sourceKMSKeyArn()),
                services.codeCheck());
        List<String> wanted = input.architectures();
        if (Boolean.TRUE.equals(input.dryRun())) {
            return services.store().read(transaction -> {
                FunctionVersion latest = requireRevision(transaction, address, input.revisionId());
                FunctionVersion tried = withCode(latest, code, wanted, latest.revisionId());
                return Configurations.active(tried, address.functionArn());
            });
        }
        return services.store().write(transaction -> {
            FunctionVersion latest = requireRevision(transaction, address, input.revisionId());
            transaction.putBlob(code.digest(), code.zip());
            FunctionVersion changed =
                    withCode(latest, code, wanted, services.uuids().get());
            Lookups.put(transaction, changed);
            Lookups.deleteUnusedCode(transaction, latest.codeDigest());
            return Boolean.TRUE.equals(input.publish())
                    ? Versions.answer(Versions.publish(transaction, address, null, services.uuids()), services.uuids())
                    : updated(changed);
        });
    }

    private FunctionVersion withCode(
            FunctionVersion latest, UploadedCode code, @Nullable List<String> wanted, String revisionId) {
        return latest.withCode(
                wanted == null
                        ? latest.architectures()
                        : services.architectures().checked(wanted, latest.runtime()),
                code.sha256(),
                code.digest(),
                code.zip().length,
                services.clock().instant(),
                revisionId);
    }

    FunctionConfiguration updateConfiguration(Call call, UpdateFunctionConfigurationRequest input) {
        FunctionAddress address =
                FunctionAddress.unqualified(call, "UpdateFunctionConfiguration", input.functionName());
        return services.store().write(transaction -> {
            FunctionVersion latest = requireRevision(transaction, address, input.revisionId());
            Unsupported.check(input);
            if (input.runtime() != null) {
                Runtimes.check(input.runtime());
                services.architectures().requireRunnable(latest.architectures(), input.runtime());
            }
            FunctionVersion changed = changed(latest, input);
            Lookups.put(transaction, changed);
            return updated(changed);
        });
    }

    /** Only what is given changes; the environment is replaced as a whole (R3.34). */
    private FunctionVersion changed(FunctionVersion latest, UpdateFunctionConfigurationRequest input) {
        EphemeralStorage storage = input.ephemeralStorage();
        LoggingConfig logging = input.loggingConfig();
        Map<String, String> environment = EnvironmentRules.checked(input.environment());
        return new FunctionVersion(
                latest.scope(),
                latest.name(),
                latest.version(),
                given(input.runtime(), latest.runtime()),
                given(input.handler(), latest.handler()),
                given(input.role(), latest.role()),
                input.description() == null ? latest.description() : input.description(),
                given(input.timeout(), latest.timeoutSeconds()),
                given(input.memorySize(), latest.memoryMegabytes()),
                storage == null
                        ? latest.ephemeralStorageMegabytes()
                        : given(storage.size(), latest.ephemeralStorageMegabytes()),
                environment == null ? latest.environment() : orNone(environment),
                latest.architectures(),
                latest.codeSha256(),
                latest.codeDigest(),
                latest.codeSizeBytes(),
                logging == null ? latest.logGroup() : given(logging.logGroup(), latest.logGroup()),
                services.clock().instant(),
                services.uuids().get());
    }

    /** AWS: an empty environment takes the old one away; only a creation echoes it. Terraform clears it so. */
    private static @Nullable Map<String, String> orNone(Map<String, String> environment) {
        return environment.isEmpty() ? null : environment;
    }

    private static <T> T given(@Nullable T wanted, T current) {
        return wanted == null ? current : wanted;
    }

    /** AWS: the revision id of the answer is that of the update in progress and no longer valid after it (R3.25). */
    private FunctionConfiguration updated(FunctionVersion version) {
        return Configurations.updated(
                version, version.functionArn(), services.uuids().get());
    }

    private static FunctionVersion requireRevision(
            Store.Reader transaction, FunctionAddress address, @Nullable String revisionId) {
        FunctionVersion latest = Lookups.latest(transaction, address);
        if (revisionId != null && !revisionId.equals(latest.revisionId())) {
            throw LambdaErrors.staleRevision();
        }
        return latest;
    }
}
