package dev.sallyport.control.sts;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.aws.RoleSessions;
import dev.sallyport.control.iam.IamClient;
import dev.sallyport.wire.iam.DeleteRoleRequest;
import dev.sallyport.wire.iam.Iam;
import dev.sallyport.wire.sts.GetCallerIdentityRequest;
import dev.sallyport.wire.sts.Sts;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiGatewaySessionsTest {

    private static final String ROLE = "arn:aws:iam::111111111111:role/caller";
    private static final String TRUST = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Principal\":%s,\"Action\":\"sts:AssumeRole\"}]}";
    private static final String GATEWAY = "{\"Service\":[\"lambda.amazonaws.com\",\"apigateway.amazonaws.com\"]}";

    private final IamClient client = new IamClient();
    private final ApiGatewaySessions sessions = new ApiGatewaySessions(client.store, client.random, client);

    ApiGatewaySessionsTest() {
        StsOperations.register(client.registry, client.store, client.random, client);
    }

    @Test
    @DisplayName("INT-63: a role that trusts API Gateway becomes a session of the name BackplaneAssumeRoleSession")
    void assumed() throws Exception {
        client.role("caller", TRUST.formatted(GATEWAY));
        assertThat(sessions.atHand(ROLE)).isNull();

        AwsCredentials credentials = sessions.assume(ROLE);

        assertThat(sessions.atHand(ROLE)).isEqualTo(credentials);
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
        AwsCredentials first = sessions.assume(ROLE);
        client.now = client.now.plus(Duration.ofMinutes(43));
        assertThat(sessions.atHand(ROLE)).isEqualTo(first);
        client.now = client.now.plus(Duration.ofMinutes(2));
        assertThat(sessions.atHand(ROLE)).isNull();
        assertThat(sessions.assume(ROLE)).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"Service\":\"lambda.amazonaws.com\"}", "{\"AWS\":\"111111111111\"}"})
    @DisplayName("INT-63: a role that does not trust API Gateway is refused, telling what to do")
    void untrusting(String principal) {
        client.role("caller", TRUST.formatted(principal));
        assertThatThrownBy(() -> sessions.assume(ROLE))
                .isInstanceOf(RoleSessions.Refused.class)
                .hasMessageContaining(ROLE)
                .hasMessageContaining("update-assume-role-policy");
    }

    @Test
    @DisplayName("INT-63: a role that is gone is refused when its session ends")
    void gone() throws Exception {
        client.role("caller", TRUST.formatted(GATEWAY));
        sessions.assume(ROLE);
        client.send(
                Iam.DELETE_ROLE, DeleteRoleRequest.builder().roleName("caller").build());
        client.now = client.now.plus(Duration.ofHours(1));
        assertThat(sessions.atHand(ROLE)).isNull();
        assertThatThrownBy(() -> sessions.assume(ROLE)).isInstanceOf(RoleSessions.Refused.class);
        assertThatThrownBy(() -> sessions.assume("arn:aws:iam::*:user/*")).isInstanceOf(RoleSessions.Refused.class);
    }
}
