package dev.sallyport.control.lambda;

import static dev.sallyport.control.lambda.LambdaFixture.ARN;
import static dev.sallyport.control.lambda.LambdaFixture.creation;
import static dev.sallyport.control.lambda.LambdaFixture.zip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.model.FunctionVersion;
import dev.sallyport.wire.lambda.Environment;
import dev.sallyport.wire.lambda.FunctionConfiguration;
import dev.sallyport.wire.lambda.Lambda;
import dev.sallyport.wire.lambda.LoggingConfig;
import dev.sallyport.wire.lambda.UpdateFunctionCodeRequest;
import dev.sallyport.wire.lambda.UpdateFunctionConfigurationRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class UpdateFunctionsTest {

    private static final String STALE =
            "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to "
                    + "retrieve the latest Revision Id";

    private final LambdaFixture lambda = new LambdaFixture();

    /** R3.25. */
    @Test
    void answersInProgressAndIsDone() {
        lambda.create("f");
        lambda.pass(Duration.ofSeconds(5));

        FunctionConfiguration answer = lambda.updateCode("f", "new");
        assertThat(answer.state()).isEqualTo("Active");
        assertThat(answer.stateReason()).isNull();
        assertThat(answer.lastUpdateStatus()).isEqualTo("InProgress");
        assertThat(answer.lastUpdateStatusReason()).isEqualTo("The function is being created.");
        assertThat(answer.lastUpdateStatusReasonCode()).isEqualTo("Creating");
        assertThat(answer.lastModified()).isEqualTo("2024-05-01T12:00:05.000+0000");
        assertThat(answer.version()).isEqualTo("$LATEST");
        assertThat(latest().revisionId()).isNotEqualTo(answer.revisionId());
    }

    @Test
    void replacesTheCodeAndForgetsTheOld() {
        lambda.create("f");

        lambda.updateCode("f", "new");
        assertThat(lambda.hasBlob("new")).isTrue();
        assertThat(lambda.hasBlob("code")).isFalse();
        assertThat(latest().codeSizeBytes()).isEqualTo(3);
    }

    @Test
    void keepsCodeThatAnyVersionOfAnyFunctionNeeds() {
        lambda.create("f");
        lambda.create("g");
        lambda.updateCode("f", "new");
        assertThat(lambda.hasBlob("code")).isTrue();

        lambda.publish("f");
        lambda.updateCode("f", "newer");
        assertThat(lambda.hasBlob("new")).isTrue();
    }

    /** R3.35. */
    @Test
    void changesNothingInADryRun() {
        lambda.create("f");
        FunctionVersion before = latest();

        FunctionConfiguration answer = lambda.run(
                Lambda.UPDATE_FUNCTION_CODE,
                code().zipFile(zip("new")).dryRun(true).publish(true).build());
        assertThat(answer.codeSize()).isEqualTo(3);
        assertThat(latest()).isEqualTo(before);
        assertThat(lambda.hasBlob("new")).isFalse();
        assertThat(lambda.stored("f", "1")).isNull();
    }

    /** R3.21: here the ARN is qualified. */
    @Test
    void publishesUnderTheQualifiedArn() {
        lambda.create("f");

        FunctionConfiguration answer = lambda.run(
                Lambda.UPDATE_FUNCTION_CODE,
                code().zipFile(zip("new")).publish(true).build());
        assertThat(answer.version()).isEqualTo("1");
        assertThat(answer.functionArn()).isEqualTo(ARN + "f:1");
    }

    /** R3.35. */
    @Test
    void refusesAnImageForAZip() {
        lambda.create("f");

        ServiceException refused =
                lambda.refused(Lambda.UPDATE_FUNCTION_CODE, code().imageUri("i").build());
        assertThat(refused.code()).isEqualTo("InvalidParameterValueException");
        assertThat(refused.getMessage())
                .isEqualTo("Please don't provide ImageUri when updating a function with packageType Zip.");
    }

    /** R3.34. */
    @Test
    void refusesAStaleRevision() {
        String stale = lambda.create("f").revisionId();

        ServiceException code = lambda.refused(
                Lambda.UPDATE_FUNCTION_CODE,
                code().zipFile(zip("new")).revisionId(stale).build());
        ServiceException configuration = lambda.refused(
                Lambda.UPDATE_FUNCTION_CONFIGURATION,
                configuration().revisionId(stale).build());
        for (ServiceException refused : new ServiceException[] {code, configuration}) {
            assertThat(refused.status()).isEqualTo(412);
            assertThat(refused.code()).isEqualTo("PreconditionFailedException");
            assertThat(refused.getMessage()).isEqualTo(STALE);
        }
        lambda.run(
                Lambda.UPDATE_FUNCTION_CONFIGURATION,
                configuration().revisionId(latest().revisionId()).build());
    }

    /** R3.34. */
    @Test
    void changesOnlyWhatIsGiven() {
        lambda.run(
                Lambda.CREATE_FUNCTION,
                creation("f")
                        .description("d")
                        .timeout(7)
                        .environment(environment(Map.of("AA", "1", "BB", "2")))
                        .loggingConfig(LoggingConfig.builder().logGroup("/g").build())
                        .build());

        FunctionConfiguration answer = lambda.run(
                Lambda.UPDATE_FUNCTION_CONFIGURATION,
                configuration().memorySize(256).build());
        assertThat(answer.memorySize()).isEqualTo(256);
        assertThat(answer.lastUpdateStatus()).isEqualTo("InProgress");
        assertThat(latest().timeoutSeconds()).isEqualTo(7);
        assertThat(latest().description()).isEqualTo("d");
        assertThat(latest().environment()).isEqualTo(Map.of("AA", "1", "BB", "2"));
        assertThat(latest().logGroup()).isEqualTo("/g");
        assertThat(latest().codeSizeBytes()).isEqualTo(4);
    }

    @Test
    @DisplayName("R3.34: the environment is replaced as a whole, and an empty one takes it away, as Terraform expects")
    void replacesTheEnvironmentAsAWhole() {
        lambda.run(
                Lambda.CREATE_FUNCTION,
                creation("f").environment(environment(Map.of("AA", "1"))).build());

        lambda.run(
                Lambda.UPDATE_FUNCTION_CONFIGURATION,
                configuration().environment(environment(Map.of("BB", "2"))).build());
        assertThat(latest().environment()).isEqualTo(Map.of("BB", "2"));

        lambda.run(
                Lambda.UPDATE_FUNCTION_CONFIGURATION,
                configuration().environment(environment(Map.of())).build());
        assertThat(latest().environment()).isNull();
    }

    @Test
    void checksARuntimeAsCreationDoes() {
        lambda.create("f");

        ServiceException refused = lambda.refused(
                Lambda.UPDATE_FUNCTION_CONFIGURATION,
                configuration().runtime("go1.x").build());
        assertThat(refused.getMessage()).startsWith("The runtime parameter of go1.x is no longer supported");
    }

    @Test
    void refusesAMissingFunction() {
        ServiceException refused = lambda.refused(
                Lambda.UPDATE_FUNCTION_CODE, code().zipFile(zip("new")).build());
        assertThat(refused.getMessage()).isEqualTo("Function not found: " + ARN + "f");
    }

    private FunctionVersion latest() {
        return Objects.requireNonNull(lambda.stored("f", "$LATEST"));
    }

    private static Environment environment(Map<String, String> variables) {
        return Environment.builder().variables(variables).build();
    }

    private static UpdateFunctionCodeRequest.Builder code() {
        return UpdateFunctionCodeRequest.builder().functionName("f");
    }

    private static UpdateFunctionConfigurationRequest.Builder configuration() {
        return UpdateFunctionConfigurationRequest.builder().functionName("f");
    }
}
