package dev.sallyport.control.lambda;

import static dev.sallyport.control.lambda.LambdaFixture.creation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.wire.lambda.Environment;
import dev.sallyport.wire.lambda.EnvironmentResponse;
import dev.sallyport.wire.lambda.Lambda;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentVariablesTest {

    private final LambdaFixture lambda = new LambdaFixture();

    @Test
    void areAbsentWhenTheRequestHadNone() {
        assertThat(lambda.create("f").environment()).isNull();
    }

    @Test
    void areEchoedEvenWhenEmpty() {
        assertThat(created(Map.of())).isEqualTo(echo(Map.of()));
        assertThat(created(Map.of("AWS_ENDPOINT_URL", "http://x", "B", "")))
                .isEqualTo(echo(Map.of("AWS_ENDPOINT_URL", "http://x", "B", "")));
    }

    /** R3.14: the JSON text counts, from both sides of the bound. */
    @Test
    void mayHave4096BytesAsJson() {
        String json = "{\"A\":\"\"}";
        String fits = "x".repeat(4096 - json.length());
        assertThat(created(Map.of("A", fits))).isEqualTo(echo(Map.of("A", fits)));

        ServiceException refused = refused(Map.of("A", fits + "y"));
        assertThat(refused.code()).isEqualTo("InvalidParameterValueException");
        assertThat(refused.getMessage())
                .isEqualTo("Lambda was unable to configure your environment variables because the environment "
                        + "variables you have provided exceeded the 4KB limit. String measured: {\"A\":\"" + fits
                        + "y\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"_HANDLER", "AWS_REGION", "AWS_SECRET_ACCESS_KEY", "LAMBDA_TASK_ROOT"})
    void mustNotHaveReservedNames(String name) {
        assertThat(refused(Map.of(name, "x")).getMessage())
                .isEqualTo("Lambda was unable to configure your environment variables because the environment "
                        + "variables you have provided contains reserved keys that are currently not supported for "
                        + "modification. Reserved keys used in this request: " + name);
    }

    /** A process's environment could not hold it. */
    @Test
    void mustNotHoldNul() {
        assertThat(refused(Map.of("AB", "x\0y")).code()).isEqualTo("InvalidParameterValueException");
    }

    private @Nullable EnvironmentResponse created(Map<String, String> variables) {
        return lambda.run(
                        Lambda.CREATE_FUNCTION,
                        creation("f" + variables.hashCode())
                                .environment(Environment.builder()
                                        .variables(variables)
                                        .build())
                                .build())
                .environment();
    }

    private ServiceException refused(Map<String, String> variables) {
        return lambda.refused(
                Lambda.CREATE_FUNCTION,
                creation("g")
                        .environment(Environment.builder().variables(variables).build())
                        .build());
    }

    private static EnvironmentResponse echo(Map<String, String> variables) {
        return EnvironmentResponse.builder().variables(variables).build();
    }
}
