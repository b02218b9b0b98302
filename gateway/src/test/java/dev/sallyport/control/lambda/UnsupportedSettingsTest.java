package dev.sallyport.control.lambda;

import static dev.sallyport.control.lambda.LambdaFixture.creation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.wire.lambda.CreateFunctionRequest;
import dev.sallyport.wire.lambda.DeadLetterConfig;
import dev.sallyport.wire.lambda.FileSystemConfig;
import dev.sallyport.wire.lambda.FunctionCode;
import dev.sallyport.wire.lambda.FunctionConfiguration;
import dev.sallyport.wire.lambda.ImageConfig;
import dev.sallyport.wire.lambda.Lambda;
import dev.sallyport.wire.lambda.LoggingConfig;
import dev.sallyport.wire.lambda.SnapStart;
import dev.sallyport.wire.lambda.TracingConfig;
import dev.sallyport.wire.lambda.UpdateFunctionConfigurationRequest;
import dev.sallyport.wire.lambda.VpcConfig;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A setting that would be ignored is refused with its name; one that asks for nothing passes. */
class UnsupportedSettingsTest {

    private final LambdaFixture lambda = new LambdaFixture();

    static Stream<Arguments> settings() {
        return Stream.of(
                setting("PackageType Image", it -> it.packageType("Image")),
                setting(
                        "Code.ImageUri",
                        it -> it.code(FunctionCode.builder().imageUri("i").build())),
                setting("Layers", it -> it.layers(List.of("arn:aws:lambda:us-east-1:111111111111:layer:l:1"))),
                setting(
                        "VpcConfig",
                        it -> it.vpcConfig(VpcConfig.builder()
                                .subnetIds(List.of("subnet-1"))
                                .build())),
                setting(
                        "FileSystemConfigs",
                        it -> it.fileSystemConfigs(
                                List.of(FileSystemConfig.builder().arn("a").build()))),
                setting(
                        "DeadLetterConfig",
                        it -> it.deadLetterConfig(DeadLetterConfig.builder()
                                .targetArn("arn:aws:sqs:x")
                                .build())),
                setting("KMSKeyArn", it -> it.kmsKeyArn("arn:aws:kms:x")),
                setting(
                        "SnapStart.ApplyOn PublishedVersions",
                        it -> it.snapStart(
                                SnapStart.builder().applyOn("PublishedVersions").build())),
                setting(
                        "ImageConfig",
                        it -> it.imageConfig(
                                ImageConfig.builder().command(List.of("c")).build())),
                setting(
                        "TracingConfig.Mode Active",
                        it -> it.tracingConfig(
                                TracingConfig.builder().mode("Active").build())),
                setting(
                        "LoggingConfig.LogFormat JSON",
                        it -> it.loggingConfig(
                                LoggingConfig.builder().logFormat("JSON").build())),
                setting(
                        "Architecture arm64",
                        it -> it.runtime("provided.al2023").architectures(List.of("arm64"))),
                setting("CodeSigningConfigArn", it -> it.codeSigningConfigArn("arn:aws:lambda:x")));
    }

    private static Arguments setting(String name, UnaryOperator<CreateFunctionRequest.Builder> set) {
        return Arguments.of(name, set);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("settings")
    void refusesByName(String name, UnaryOperator<CreateFunctionRequest.Builder> set) {
        ServiceException refused =
                lambda.refused(Lambda.CREATE_FUNCTION, set.apply(creation("f")).build());

        assertThat(refused.status()).isEqualTo(501);
        assertThat(refused.getMessage()).startsWith(name);
        assertThat(lambda.stored("f", "$LATEST")).isNull();
    }

    @Test
    void refusesInUpdatesToo() {
        lambda.create("f");

        ServiceException refused = lambda.refused(
                Lambda.UPDATE_FUNCTION_CONFIGURATION,
                UpdateFunctionConfigurationRequest.builder()
                        .functionName("f")
                        .layers(List.of("l"))
                        .build());
        assertThat(refused.status()).isEqualTo(501);
        assertThat(refused.getMessage()).startsWith("Layers");
    }

    @Test
    void letsPassWhatAsksForNothing() {
        lambda.run(
                Lambda.CREATE_FUNCTION,
                creation("f")
                        .packageType("Zip")
                        .layers(List.of())
                        .vpcConfig(VpcConfig.builder()
                                .subnetIds(List.of())
                                .securityGroupIds(List.of())
                                .build())
                        .fileSystemConfigs(List.of())
                        .deadLetterConfig(
                                DeadLetterConfig.builder().targetArn("").build())
                        .kmsKeyArn("")
                        .snapStart(SnapStart.builder().applyOn("None").build())
                        .tracingConfig(
                                TracingConfig.builder().mode("PassThrough").build())
                        .loggingConfig(LoggingConfig.builder().logFormat("Text").build())
                        .build());

        assertThat(lambda.stored("f", "$LATEST")).isNotNull();
    }

    /** R3.16 goes first. */
    @Test
    void refusesMoreThanFiveLayersAsAwsDoes() {
        ServiceException refused = lambda.refused(
                Lambda.CREATE_FUNCTION,
                creation("f").layers(Collections.nCopies(6, "l")).build());
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.getMessage()).isEqualTo("Cannot reference more than 5 layers.");
    }

    @Test
    @DisplayName("Interpreted functions may name any processor, machine code that of the host alone")
    void takesEveryProcessorForInterpretedFunctions() {
        FunctionConfiguration made = lambda.run(
                Lambda.CREATE_FUNCTION,
                creation("f").architectures(List.of("arm64")).build());
        assertThat(made.architectures()).containsExactly("arm64");

        ServiceException refused = lambda.refused(
                Lambda.UPDATE_FUNCTION_CONFIGURATION,
                UpdateFunctionConfigurationRequest.builder()
                        .functionName("f")
                        .runtime("provided.al2023")
                        .build());
        assertThat(refused.status()).isEqualTo(501);
        assertThat(refused.getMessage()).startsWith("Architecture arm64 on this host, x86_64,");
    }

    /** R3.15. */
    @Test
    void refusesTwoArchitectures() {
        ServiceException refused = lambda.refused(
                Lambda.CREATE_FUNCTION,
                creation("f").architectures(List.of("x86_64", "arm64")).build());
        assertThat(refused.code()).isEqualTo("ValidationException");
        assertThat(refused.getMessage())
                .isEqualTo("1 validation error detected: Value '[x86_64, arm64]' at 'architectures' failed to "
                        + "satisfy constraint: Member must have length less than or equal to 1");
    }
}
