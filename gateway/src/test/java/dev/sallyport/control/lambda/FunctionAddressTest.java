package dev.sallyport.control.lambda;

import static dev.sallyport.control.lambda.LambdaFixture.ARN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.wire.lambda.GetFunctionRequest;
import dev.sallyport.wire.lambda.Lambda;
import dev.sallyport.wire.lambda.PublishVersionRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionAddressTest {

    private final LambdaFixture lambda = new LambdaFixture();

    /** R3.1. */
    @ParameterizedTest
    @CsvSource({
        "f, f, ",
        "f:live, f, live",
        "f:$LATEST, f, $LATEST",
        "function:f:7, f, 7",
        "111111111111:function:f, f, ",
        "111111111111:function:f:7, f, 7",
        "arn:aws:lambda:us-east-1:111111111111:function:f, f, ",
        "arn:aws:lambda:us-east-1:111111111111:function:my-f_1:live, my-f_1, live",
        "us-east-1:111111111111:function:f, f, "
    })
    void readsNamesAndArns(String text, String name, @Nullable String qualifier) {
        FunctionAddress address = FunctionAddress.of(LambdaFixture.call(), "GetFunction", text, null);

        assertThat(address.name()).isEqualTo(name);
        assertThat(address.qualifier()).isEqualTo(qualifier);
        assertThat(address.functionArn()).isEqualTo(ARN + name);
    }

    /** R3.1. */
    @ParameterizedTest
    @ValueSource(strings = {"", "f!", "f:1:2", "arn:aws:s3:::bucket", "f:li ve", "a/b"})
    void refusesWhatIsNoAddress(String text) {
        ServiceException refused = get(text, null);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("ValidationException");
        assertThat(refused.getMessage())
                .startsWith("1 validation error detected: Value '" + text
                        + "' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression "
                        + "pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?");
    }

    /** R3.3. */
    @Test
    void refusesAnotherRegion() {
        ServiceException refused = get("arn:aws:lambda:eu-west-1:111111111111:function:f", null);

        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.code()).isEqualTo("ResourceNotFoundException");
        assertThat(refused.getMessage())
                .isEqualTo("Functions from 'eu-west-1' are not reachable in this region ('us-east-1')");
    }

    /** R3.3. */
    @Test
    void refusesAnotherAccount() {
        ServiceException refused = get("222222222222:function:f", null);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("AccessDeniedException");
        assertThat(refused.getMessage())
                .contains("lambda:GetFunction on resource: arn:aws:lambda:us-east-1:222222222222:function:f");
    }

    /** R3.4. */
    @Test
    void refusesTwoDifferentQualifiers() {
        ServiceException refused = get("f:1", "2");

        assertThat(refused.code()).isEqualTo("InvalidParameterValueException");
        assertThat(refused.getMessage())
                .isEqualTo("The derived qualifier from the function name does not match the specified qualifier.");
        assertThat(get("f:1", "1").code()).isEqualTo("ResourceNotFoundException");
    }

    @Test
    void refusesAQualifierWhereOnlyFunctionsAreMeant() {
        ServiceException refused = lambda.refused(
                Lambda.PUBLISH_VERSION,
                PublishVersionRequest.builder().functionName("f:1").build());
        assertThat(refused.code()).isEqualTo("InvalidParameterValueException");
    }

    private ServiceException get(String name, @Nullable String qualifier) {
        return lambda.refused(
                Lambda.GET_FUNCTION,
                GetFunctionRequest.builder()
                        .functionName(name)
                        .qualifier(qualifier)
                        .build());
    }
}
