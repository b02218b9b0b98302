package dev.sallyport.control.lambda;

import static dev.sallyport.control.lambda.LambdaFixture.ARN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.wire.lambda.AddPermissionRequest;
import dev.sallyport.wire.lambda.CreateAliasRequest;
import dev.sallyport.wire.lambda.GetAliasRequest;
import dev.sallyport.wire.lambda.GetFunctionConfigurationRequest;
import dev.sallyport.wire.lambda.GetPolicyRequest;
import dev.sallyport.wire.lambda.GetPolicyResponse;
import dev.sallyport.wire.lambda.Lambda;
import dev.sallyport.wire.lambda.RemovePermissionRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R3.42 to R3.45. */
class PermissionsTest {

    private static final String STALE =
            "The Revision Id provided does not match the latest Revision Id. Call the GetPolicy API to retrieve the "
                    + "latest Revision Id";

    private final LambdaFixture lambda = new LambdaFixture();

    @BeforeEach
    void createFunction() {
        lambda.createWithVersions("f", 1);
        lambda.run(
                Lambda.CREATE_ALIAS,
                CreateAliasRequest.builder()
                        .functionName("f")
                        .name("live")
                        .functionVersion("1")
                        .build());
    }

    /** R3.42, R3.43: byte for byte. */
    @Test
    void areTexts() {
        AddPermissionRequest gateway = permission("s1")
                .sourceArn("arn:aws:execute-api:us-east-1:111111111111:a/*")
                .build();

        String statement =
                "{\"Sid\":\"s1\",\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"apigateway.amazonaws.com\"},"
                        + "\"Action\":\"lambda:InvokeFunction\",\"Resource\":\"" + ARN + "f\",\"Condition\":"
                        + "{\"ArnLike\":{\"AWS:SourceArn\":\"arn:aws:execute-api:us-east-1:111111111111:a/*\"}}}";
        assertThat(lambda.run(Lambda.ADD_PERMISSION, gateway).statement()).isEqualTo(statement);
        assertThat(policy("f", null).policy())
                .isEqualTo("{\"Version\":\"2012-10-17\",\"Id\":\"default\",\"Statement\":[" + statement + "]}");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "s3.amazonaws.com, '{\"Service\":\"s3.amazonaws.com\"}'",
                "222222222222, '{\"AWS\":\"arn:aws:iam::222222222222:root\"}'",
                "arn:aws:iam::222222222222:role/r, '{\"AWS\":\"arn:aws:iam::222222222222:role/r\"}'",
                "*, '\"*\"'"
            })
    void nameTheirPrincipal(String principal, String json) {
        assertThat(lambda.run(
                                Lambda.ADD_PERMISSION,
                                permission("s").principal(principal).build())
                        .statement())
                .contains("\"Principal\":" + json + ",");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "arn:aws:s3:::b", "12", "evil.example.com"})
    void refuseAnInvalidPrincipal(String principal) {
        ServiceException refused = lambda.refused(
                Lambda.ADD_PERMISSION, permission("s").principal(principal).build());
        assertThat(refused.code()).isEqualTo("InvalidParameterValueException");
        assertThat(refused.getMessage())
                .isEqualTo("The provided principal was invalid. Please check the principal and try again.");
    }

    @Test
    void holdConditionsAsPlainTexts() {
        assertThat(lambda.run(
                                Lambda.ADD_PERMISSION,
                                permission("s")
                                        .sourceAccount("111111111111")
                                        .principalOrgID("o-1")
                                        .eventSourceToken("t")
                                        .functionUrlAuthType("NONE")
                                        .invokedViaFunctionUrl(true)
                                        .build())
                        .statement())
                .endsWith("\"Condition\":{\"StringEquals\":{\"lambda:FunctionUrlAuthType\":\"NONE\","
                        + "\"AWS:SourceAccount\":\"111111111111\",\"lambda:EventSourceToken\":\"t\","
                        + "\"aws:PrincipalOrgID\":\"o-1\"},\"Bool\":{\"lambda:InvokedViaFunctionUrl\":\"true\"}}}");
    }

    /** R3.44. */
    @Test
    void belongToOneQualifier() {
        lambda.run(Lambda.ADD_PERMISSION, permission("s").qualifier("live").build());

        assertThat(policy("f", "live").policy()).contains("\"Resource\":\"" + ARN + "f:live\"");
        assertThat(policy("f:live", null).policy()).contains("\"Sid\":\"s\"");
        assertMissing("f", null);
        assertMissing("f", "1");
        lambda.run(Lambda.ADD_PERMISSION, permission("s").qualifier("1").build());
    }

    /** R3.45. */
    @Test
    void refuseAStatementIdTwice() {
        lambda.run(Lambda.ADD_PERMISSION, permission("s3").build());

        ServiceException refused =
                lambda.refused(Lambda.ADD_PERMISSION, permission("s3").build());
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("ResourceConflictException");
        assertThat(refused.getMessage())
                .isEqualTo("The statement id (s3) provided already exists. Please provide a new statement id, or "
                        + "remove the existing statement.");
    }

    /** R3.45. */
    @Test
    void refuseLatest() {
        ServiceException refused = lambda.refused(
                Lambda.ADD_PERMISSION, permission("s").qualifier("$LATEST").build());
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.getMessage()).isEqualTo("We currently do not support adding policies for $LATEST.");
    }

    /** R3.45. */
    @Test
    void nameWhatIsMissing() {
        assertMissing("g", null);
        assertMissing("f", null);
        assertThat(lambda.refused(
                                Lambda.ADD_PERMISSION,
                                permission("s").qualifier("x").build())
                        .getMessage())
                .isEqualTo("Cannot find alias arn: " + ARN + "f:x");
        assertThat(removal("g", "s", null).getMessage()).isEqualTo("No policy found for: " + ARN + "g");
        assertThat(removal("f", "s", null).getMessage()).isEqualTo("No policy is associated with the given resource.");
        lambda.run(Lambda.ADD_PERMISSION, permission("s").build());
        assertThat(removal("f", "X", null).getMessage()).isEqualTo("Statement X is not found in resource policy.");
    }

    /** R3.45. */
    @Test
    void goWithTheirLastStatement() {
        lambda.run(Lambda.ADD_PERMISSION, permission("a").build());
        lambda.run(Lambda.ADD_PERMISSION, permission("b").build());

        remove("a");
        assertThat(policy("f", null).policy()).contains("\"Sid\":\"b\"").doesNotContain("\"Sid\":\"a\"");
        remove("b");
        assertMissing("f", null);
    }

    @Test
    void shareTheRevisionOfWhatTheyBelongTo() {
        lambda.run(Lambda.ADD_PERMISSION, permission("s").build());
        lambda.run(Lambda.ADD_PERMISSION, permission("s").qualifier("live").build());

        assertThat(policy("f", null).revisionId())
                .isEqualTo(lambda.run(
                                Lambda.GET_FUNCTION_CONFIGURATION,
                                GetFunctionConfigurationRequest.builder()
                                        .functionName("f")
                                        .build())
                        .revisionId());
        assertThat(policy("f", "live").revisionId())
                .isEqualTo(lambda.run(
                                Lambda.GET_ALIAS,
                                GetAliasRequest.builder()
                                        .functionName("f")
                                        .name("live")
                                        .build())
                        .revisionId());
    }

    /** R3.45. */
    @Test
    void refuseAStaleRevision() {
        lambda.run(Lambda.ADD_PERMISSION, permission("s").build());

        ServiceException added = lambda.refused(
                Lambda.ADD_PERMISSION, permission("t").revisionId("x").build());
        ServiceException removed = removal("f", "s", "x");
        assertThat(added.status()).isEqualTo(412);
        assertThat(added.getMessage()).isEqualTo(STALE);
        assertThat(removed.status()).isEqualTo(412);
        lambda.run(
                Lambda.ADD_PERMISSION,
                permission("t").revisionId(policy("f", null).revisionId()).build());
    }

    @Test
    void areBoundedInAll() {
        String arn = "arn:aws:execute-api:us-east-1:111111111111:" + "a".repeat(10_000);
        lambda.run(Lambda.ADD_PERMISSION, permission("a").sourceArn(arn).build());

        ServiceException refused = lambda.refused(
                Lambda.ADD_PERMISSION,
                permission("b").sourceArn(arn + "bcd".repeat(200)).build());
        assertThat(refused.code()).isEqualTo("PolicyLengthExceededException");
    }

    private void assertMissing(String name, @Nullable String qualifier) {
        ServiceException refused = lambda.refused(Lambda.GET_POLICY, policyRequest(name, qualifier));
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.code()).isEqualTo("ResourceNotFoundException");
        assertThat(refused.getMessage()).isEqualTo("The resource you requested does not exist.");
    }

    private GetPolicyResponse policy(String name, @Nullable String qualifier) {
        return lambda.run(Lambda.GET_POLICY, policyRequest(name, qualifier));
    }

    private static GetPolicyRequest policyRequest(String name, @Nullable String qualifier) {
        return GetPolicyRequest.builder()
                .functionName(name)
                .qualifier(qualifier)
                .build();
    }

    private void remove(String statementId) {
        lambda.run(
                Lambda.REMOVE_PERMISSION,
                RemovePermissionRequest.builder()
                        .functionName("f")
                        .statementId(statementId)
                        .build());
    }

    private ServiceException removal(String name, String statementId, @Nullable String revisionId) {
        return lambda.refused(
                Lambda.REMOVE_PERMISSION,
                RemovePermissionRequest.builder()
                        .functionName(name)
                        .statementId(statementId)
                        .revisionId(revisionId)
                        .build());
    }

    private static AddPermissionRequest.Builder permission(String statementId) {
        return AddPermissionRequest.builder()
                .functionName("f")
                .statementId(statementId)
                .action("lambda:InvokeFunction")
                .principal("apigateway.amazonaws.com");
    }
}
