package dev.sallyport.control.sts;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.aws.RoleSessions;
import dev.sallyport.control.iam.IamClient;
import dev.sallyport.wire.iam.AttachRolePolicyRequest;
import dev.sallyport.wire.iam.CreatePolicyRequest;
import dev.sallyport.wire.iam.CreatePolicyVersionRequest;
import dev.sallyport.wire.iam.DeleteRoleRequest;
import dev.sallyport.wire.iam.Iam;
import dev.sallyport.wire.iam.PutRolePermissionsBoundaryRequest;
import dev.sallyport.wire.iam.PutRolePolicyRequest;
import dev.sallyport.wire.sts.GetCallerIdentityRequest;
import dev.sallyport.wire.sts.Sts;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiGatewaySessionsTest {

    private static final String ACCOUNT = "111111111111";
    private static final String ROLE = "arn:aws:iam::111111111111:role/caller";
    private static final String TRUST = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Principal\":%s,\"Action\":\"sts:AssumeRole\"}]}";
    private static final String GATEWAY = "{\"Service\":[\"lambda.amazonaws.com\",\"apigateway.amazonaws.com\"]}";

    private static final String FUNCTION = "arn:aws:lambda:eu-west-1:111111111111:function:f";

    private final IamClient client = new IamClient();
    private final ApiGatewaySessions sessions = new ApiGatewaySessions(client.store, client.random, client);

    ApiGatewaySessionsTest() {
        StsOperations.register(client.registry, client.store, client.random, client);
    }

    @Test
    @DisplayName("INT-63: a role that trusts API Gateway becomes a session of the name BackplaneAssumeRoleSession")
    void assumed() throws Exception {
        client.role("caller", TRUST.formatted(GATEWAY));
        assertThat(sessions.atHand(ACCOUNT, ROLE)).isNull();

        AwsCredentials credentials = sessions.assume(ACCOUNT, ROLE);

        assertThat(sessions.atHand(ACCOUNT, ROLE)).isEqualTo(credentials);
        assertThat(credentials.accessKeyId()).startsWith("ASIA");
        assertThat(requireNonNull(credentials.sessionToken())).isNotEmpty();
        client.callWith(credentials.accessKeyId());
        assertThat(client.send(
                                Sts.GET_CALLER_IDENTITY,
                                GetCallerIdentityRequest.builder().build())
                        .arn())
                .isEqualTo("arn:aws:sts::111111111111:assumed-role/caller/BackplaneAssumeRoleSession");
    }

    @Test
    @DisplayName("INT-63: a session is used until it would end within the longest call")
    void renewed() throws Exception {
        client.role("caller", TRUST.formatted(GATEWAY));
        AwsCredentials first = sessions.assume(ACCOUNT, ROLE);
        client.now = client.now.plus(Duration.ofMinutes(43));
        assertThat(sessions.atHand(ACCOUNT, ROLE)).isEqualTo(first);
        client.now = client.now.plus(Duration.ofMinutes(2));
        assertThat(sessions.atHand(ACCOUNT, ROLE)).isNull();
        assertThat(sessions.assume(ACCOUNT, ROLE)).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"Service\":\"lambda.amazonaws.com\"}", "{\"AWS\":\"111111111111\"}"})
    @DisplayName("INT-63: a role that does not trust API Gateway is refused, telling what to do")
    void untrusting(String principal) {
        client.role("caller", TRUST.formatted(principal));
        assertThatThrownBy(() -> sessions.assume(ACCOUNT, ROLE))
                .isInstanceOf(RoleSessions.Refused.class)
                .hasMessageContaining(ROLE)
                .hasMessageContaining("update-assume-role-policy");
    }

    @Test
    @DisplayName("INT-63: a role that is gone is refused when its session ends")
    void gone() throws Exception {
        client.role("caller", TRUST.formatted(GATEWAY));
        sessions.assume(ACCOUNT, ROLE);
        client.send(
                Iam.DELETE_ROLE, DeleteRoleRequest.builder().roleName("caller").build());
        client.now = client.now.plus(Duration.ofHours(1));
        assertThat(sessions.atHand(ACCOUNT, ROLE)).isNull();
        assertThatThrownBy(() -> sessions.assume(ACCOUNT, ROLE)).isInstanceOf(RoleSessions.Refused.class);
        assertThatThrownBy(() -> sessions.assume(ACCOUNT, "arn:aws:iam::*:user/*"))
                .isInstanceOf(RoleSessions.Refused.class);
    }

    @Test
    @DisplayName("R10.47: a role of another account than the API's is refused, also when its owner's APIs use it")
    void foreign() throws Exception {
        client.role("caller", TRUST.formatted(GATEWAY));
        sessions.assume(ACCOUNT, ROLE);

        assertThat(sessions.atHand("222222222222", ROLE)).isNull();
        assertThatThrownBy(() -> sessions.assume("222222222222", ROLE))
                .isInstanceOf(RoleSessions.Refused.class)
                .hasMessageContaining("of another account");
    }

    private static String statement(String effect, String action, String resource) {
        return statement(effect, action, "Resource", resource, "");
    }

    private static String statement(String effect, String action, String member, String resource, String more) {
        return "{\"Effect\":\"" + effect + "\",\"Action\":" + action + ",\"" + member + "\":\"" + resource + "\"" + more
                + "}";
    }

    private static String policy(String... statements) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}";
    }

    private void inline(String name, String document) {
        client.send(
                Iam.PUT_ROLE_POLICY,
                PutRolePolicyRequest.builder()
                        .roleName("caller")
                        .policyName(name)
                        .policyDocument(document)
                        .build());
    }

    private boolean permitted() {
        return sessions.permits(ROLE, "lambda:InvokeFunction", FUNCTION);
    }

    static Stream<Arguments> policies() {
        String invoke = "\"lambda:InvokeFunction\"";
        String allowed = statement("Allow", invoke, FUNCTION);
        String conditional = ",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"true\"}}";
        return Stream.of(
                Arguments.of(true, policy(allowed)),
                Arguments.of(true, policy(statement("Allow", "[\"s3:*\",\"LAMBDA:invoke*\"]", "*"))),
                Arguments.of(true, policy(statement("Allow", "\"*\"", "arn:aws:lambda:*:function:?"))),
                Arguments.of(true, policy(statement("Allow", invoke, "NotResource", FUNCTION + "g", ""))),
                Arguments.of(false, policy(statement("Allow", "\"lambda:GetFunction\"", "*"))),
                Arguments.of(false, policy(statement("Allow", invoke, FUNCTION + ":live"))),
                Arguments.of(false, policy(statement("Allow", invoke, "Resource", FUNCTION, conditional))),
                Arguments.of(false, policy(statement("Allow", invoke, "arn:aws:lambda:eu-west-1:${x}:*"))),
                Arguments.of(false, policy(allowed, statement("Deny", "\"lambda:*\"", "*"))),
                Arguments.of(false, policy(allowed, statement("Deny", invoke, "Resource", "*", conditional))),
                Arguments.of(false, policy(allowed, statement("Deny", invoke, "arn:aws:lambda:eu-west-1:${x}:*"))),
                Arguments.of(true, policy(allowed, statement("Deny", invoke, FUNCTION + "g"))));
    }

    @ParameterizedTest
    @MethodSource("policies")
    @DisplayName("R3.47, R5.11, R5.14: what a role's own policies permit; what cannot be told is not permitted")
    void permits(boolean permitted, String document) {
        client.role("caller", TRUST.formatted(GATEWAY));
        assertThat(permitted()).isFalse();
        long before = sessions.revision();

        inline("p", document);

        assertThat(permitted()).isEqualTo(permitted);
        assertThat(sessions.revision()).isNotEqualTo(before);
    }

    @Test
    @DisplayName("R5.12: attached policies count in the version in force, within the permissions boundary")
    void attached() {
        client.role("caller", TRUST.formatted(GATEWAY));
        String allowed = policy(statement("Allow", "\"lambda:InvokeFunction\"", FUNCTION));
        String arn = requireNonNull(client.send(
                                Iam.CREATE_POLICY,
                                CreatePolicyRequest.builder()
                                        .policyName("p")
                                        .policyDocument(allowed)
                                        .build())
                        .policy())
                .arn();
        client.send(
                Iam.ATTACH_ROLE_POLICY,
                AttachRolePolicyRequest.builder()
                        .roleName("caller")
                        .policyArn(arn)
                        .build());
        assertThat(permitted()).isTrue();
        long before = sessions.revision();
        client.send(
                Iam.CREATE_POLICY_VERSION,
                CreatePolicyVersionRequest.builder()
                        .policyArn(arn)
                        .policyDocument(policy(statement("Allow", "\"s3:*\"", "*")))
                        .setAsDefault(true)
                        .build());
        assertThat(sessions.revision()).isNotEqualTo(before);
        assertThat(permitted()).isFalse();
        inline("q", allowed);
        assertThat(permitted()).isTrue();
        client.send(
                Iam.PUT_ROLE_PERMISSIONS_BOUNDARY,
                PutRolePermissionsBoundaryRequest.builder()
                        .roleName("caller")
                        .permissionsBoundary(arn)
                        .build());
        assertThat(permitted()).isFalse();
        assertThat(sessions.permits("arn:aws:iam::111111111111:role/x/caller", "lambda:InvokeFunction", FUNCTION))
                .isFalse();
        assertThat(sessions.permits("nonsense", "lambda:InvokeFunction", FUNCTION))
                .isFalse();
    }
}
