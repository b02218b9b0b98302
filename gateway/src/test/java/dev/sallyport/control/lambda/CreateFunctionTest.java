package dev.sallyport.control.lambda;

import static dev.sallyport.control.lambda.LambdaFixture.ARN;
import static dev.sallyport.control.lambda.LambdaFixture.creation;
import static dev.sallyport.control.lambda.LambdaFixture.zip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.wire.lambda.EphemeralStorage;
import dev.sallyport.wire.lambda.FunctionCode;
import dev.sallyport.wire.lambda.FunctionConfiguration;
import dev.sallyport.wire.lambda.GetFunctionConfigurationRequest;
import dev.sallyport.wire.lambda.Lambda;
import dev.sallyport.wire.lambda.LoggingConfig;
import dev.sallyport.wire.lambda.RuntimeVersionConfig;
import dev.sallyport.wire.lambda.SnapStartResponse;
import dev.sallyport.wire.lambda.TracingConfigResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreateFunctionTest {

    private final LambdaFixture lambda = new LambdaFixture();

    /** Section 3.2, the recorded body: what is there and what is absent. */
    @Test
    void answersAsRecordedWithDefaults() {
        FunctionConfiguration answer = lambda.create("f");

        RuntimeVersionConfig runtimeVersion = Objects.requireNonNull(answer.runtimeVersionConfig());
        assertThat(runtimeVersion.runtimeVersionArn()).matches("arn:aws:lambda:us-east-1::runtime:[0-9a-f]{64}");
        assertThat(answer)
                .isEqualTo(FunctionConfiguration.builder()
                        .functionName("f")
                        .functionArn(ARN + "f")
                        .runtime("python3.12")
                        .role("arn:aws:iam::111111111111:role/r")
                        .handler("index.handler")
                        .codeSize(4L)
                        .description("")
                        .timeout(3)
                        .memorySize(128)
                        .lastModified("2024-05-01T12:00:00.000+0000")
                        .codeSha256(Base64.getEncoder().encodeToString(Digests.sha256(zip("code"))))
                        .version("$LATEST")
                        .tracingConfig(TracingConfigResponse.builder()
                                .mode("PassThrough")
                                .build())
                        .revisionId(answer.revisionId())
                        .state("Pending")
                        .stateReason("The function is being created.")
                        .stateReasonCode("Creating")
                        .packageType("Zip")
                        .architectures(List.of("x86_64"))
                        .ephemeralStorage(EphemeralStorage.builder().size(512).build())
                        .snapStart(SnapStartResponse.builder()
                                .applyOn("None")
                                .optimizationStatus("Off")
                                .build())
                        .runtimeVersionConfig(runtimeVersion)
                        .loggingConfig(LoggingConfig.builder()
                                .logFormat("Text")
                                .logGroup("/aws/lambda/f")
                                .build())
                        .build());
    }

    /** R3.24. */
    @Test
    void isActiveUnderAnotherRevisionOnceCreated() {
        FunctionConfiguration answer = lambda.create("f");

        FunctionConfiguration later = lambda.run(
                Lambda.GET_FUNCTION_CONFIGURATION,
                GetFunctionConfigurationRequest.builder().functionName("f").build());
        assertThat(later.state()).isEqualTo("Active");
        assertThat(later.lastUpdateStatus()).isEqualTo("Successful");
        assertThat(later.stateReason()).isNull();
        assertThat(later.stateReasonCode()).isNull();
        assertThat(later.revisionId()).isNotEqualTo(answer.revisionId());
    }

    @Test
    void keepsTheZipUnderItsDigest() {
        lambda.create("f");

        assertThat(lambda.hasBlob("code")).isTrue();
    }

    @Test
    void keepsWhatTheRequestSets() {
        FunctionConfiguration answer = lambda.run(
                Lambda.CREATE_FUNCTION,
                creation("f")
                        .description("d")
                        .timeout(900)
                        .memorySize(10240)
                        .ephemeralStorage(EphemeralStorage.builder().size(10240).build())
                        .loggingConfig(LoggingConfig.builder().logGroup("/mine").build())
                        .architectures(List.of("x86_64"))
                        .build());

        assertThat(answer.description()).isEqualTo("d");
        assertThat(answer.timeout()).isEqualTo(900);
        assertThat(answer.memorySize()).isEqualTo(10240);
        assertThat(answer.ephemeralStorage())
                .isEqualTo(EphemeralStorage.builder().size(10240).build());
        assertThat(answer.loggingConfig())
                .isEqualTo(LoggingConfig.builder()
                        .logFormat("Text")
                        .logGroup("/mine")
                        .build());
    }

    /** R3.6. */
    @Test
    void refusesAnExistingName() {
        lambda.create("f");

        ServiceException refused =
                lambda.refused(Lambda.CREATE_FUNCTION, creation(ARN + "f").build());
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("ResourceConflictException");
        assertThat(refused.getMessage()).isEqualTo("Function already exist: f");
    }

    /** R3.2. */
    @Test
    void refusesANameOver64Characters() {
        String name = "a".repeat(65);

        ServiceException refused =
                lambda.refused(Lambda.CREATE_FUNCTION, creation(name).build());
        assertThat(refused.code()).isEqualTo("InvalidParameterValueException");
        assertThat(refused.getMessage())
                .isEqualTo("1 validation error detected: Value '" + name
                        + "' at 'functionName' failed to satisfy constraint: Member must have length less than or "
                        + "equal to 64");
        lambda.create("a".repeat(64));
    }

    @Test
    void refusesANameWithAQualifier() {
        ServiceException refused =
                lambda.refused(Lambda.CREATE_FUNCTION, creation("f:live").build());
        assertThat(refused.code()).isEqualTo("InvalidParameterValueException");
    }

    /** R3.7. */
    @Test
    void refusesAnUnknownRuntime() {
        ServiceException refused = lambda.refused(
                Lambda.CREATE_FUNCTION, creation("f").runtime("cobol85").build());
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("InvalidParameterValueException");
        assertThat(refused.getMessage())
                .isEqualTo("Value cobol85 at 'runtime' failed to satisfy constraint: Member must satisfy enum value "
                        + "set: [nodejs20.x, python3.14, provided.al2023, python3.12, python3.13, nodejs24.x, "
                        + "nodejs22.x, java25, python3.10, python3.11, java21, ruby3.3, ruby3.4, ruby3.2, python3.8, "
                        + "python3.9, java17, nodejs16.x, dotnet10, dotnet8, java11, dotnet6, nodejs18.x, "
                        + "provided.al2, java8.al2] or be a valid ARN");
    }

    /** R3.8. */
    @ParameterizedTest
    @ValueSource(
            strings = {"nodejs12.x", "nodejs14.x", "python3.7", "java8", "go1.x", "provided", "ruby2.7", "dotnetcore3.1"
            })
    void refusesARetiredRuntime(String runtime) {
        ServiceException refused = lambda.refused(
                Lambda.CREATE_FUNCTION, creation("f").runtime(runtime).build());
        assertThat(refused.code()).isEqualTo("InvalidParameterValueException");
        assertThat(refused.getMessage())
                .isEqualTo("The runtime parameter of " + runtime
                        + " is no longer supported for creating or updating AWS Lambda functions. We recommend you "
                        + "use a supported runtime while creating or updating functions.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"java21", "ruby3.3", "dotnet8", "java8.al2"})
    void refusesARuntimeThatTheHostCannotRun(String runtime) {
        ServiceException refused = lambda.refused(
                Lambda.CREATE_FUNCTION, creation("f").runtime(runtime).build());
        assertThat(refused.status()).isEqualTo(501);
        assertThat(refused.getMessage()).contains("Runtime " + runtime);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodejs16.x", "nodejs24.x", "python3.8", "python3.14", "provided.al2", "provided.al2023"})
    void acceptsRuntimesThatTheHostCanRun(String runtime) {
        FunctionConfiguration answer = lambda.run(
                Lambda.CREATE_FUNCTION, creation("f").runtime(runtime).build());
        assertThat(answer.runtime()).isEqualTo(runtime);
    }

    @Test
    void demandsRuntimeAndHandler() {
        ServiceException refused = lambda.refused(
                Lambda.CREATE_FUNCTION, creation("f").handler(null).build());
        assertThat(refused.code()).isEqualTo("InvalidParameterValueException");
        assertThat(refused.getMessage()).startsWith("Runtime and Handler are mandatory");
    }

    /** R3.11. */
    @Test
    void refusesWhatIsNoZip() {
        lambda.codeCheck = new CodeCheck.Result(
                0,
                "Could not unzip uploaded file. Please check your file, then try to upload again.",
                "no end of central directory");

        ServiceException refused =
                lambda.refused(Lambda.CREATE_FUNCTION, creation("f").build());
        assertThat(refused.code()).isEqualTo("InvalidParameterValueException");
        assertThat(refused.getMessage())
                .isEqualTo("Could not unzip uploaded file. Please check your file, then try to upload again.");
        assertThat(lambda.hasBlob("code")).isFalse();
    }

    /** R3.12, from both sides of the bound. */
    @Test
    void boundsTheUnzippedSize() {
        lambda.codeCheck = new CodeCheck.Result(262_144_001, null, null);
        ServiceException refused =
                lambda.refused(Lambda.CREATE_FUNCTION, creation("f").build());
        assertThat(refused.getMessage()).isEqualTo("Unzipped size must be smaller than 262144000 bytes");

        lambda.codeCheck = new CodeCheck.Result(262_144_000, null, null);
        lambda.create("f");
    }

    /** R3.13. */
    @Test
    void boundsTheZippedSize() {
        FunctionCode large =
                FunctionCode.builder().zipFile(new byte[52_428_801]).build();

        ServiceException refused =
                lambda.refused(Lambda.CREATE_FUNCTION, creation("f").code(large).build());
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.code()).isEqualTo("RequestEntityTooLargeException");
        assertThat(refused.getMessage()).isEqualTo("Zipped size must be smaller than 52428800 bytes");
    }

    @Test
    void namesTheMissingOrUnreachableSourceOfCode() {
        ServiceException none = lambda.refused(
                Lambda.CREATE_FUNCTION,
                creation("f").code(FunctionCode.builder().build()).build());
        assertThat(none.getMessage()).isEqualTo("Please provide a source for function code.");

        ServiceException s3 = lambda.refused(
                Lambda.CREATE_FUNCTION,
                creation("f")
                        .code(FunctionCode.builder().s3Bucket("b").s3Key("k").build())
                        .build());
        assertThat(s3.status()).isEqualTo(501);
        assertThat(s3.getMessage()).contains("S3");
    }

    /** R3.18, from both sides of the bound. */
    @Test
    void boundsTheTags() {
        ServiceException refused = lambda.refused(
                Lambda.CREATE_FUNCTION, creation("f").tags(tags(51)).build());
        assertThat(refused.code()).isEqualTo("InvalidParameterValueException");
        assertThat(refused.getMessage()).isEqualTo("Number of tags exceeds resource tag limit.");

        lambda.run(Lambda.CREATE_FUNCTION, creation("f").tags(tags(50)).build());
    }

    /** R3.21. */
    @Test
    void publishesVersion1UnderTheUnqualifiedArn() {
        FunctionConfiguration answer =
                lambda.run(Lambda.CREATE_FUNCTION, creation("f").publish(true).build());

        assertThat(answer.version()).isEqualTo("1");
        assertThat(answer.functionArn()).isEqualTo(ARN + "f");
        assertThat(lambda.stored("f", "1")).isNotNull();
    }

    private static Map<String, String> tags(int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "v"));
    }
}
