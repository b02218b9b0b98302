package dev.sallyport.control.sts;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.iam.IamClient;
import dev.sallyport.control.iam.IamOperations;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.iam.Iam;
import dev.sallyport.wire.iam.UpdateAssumeRolePolicyRequest;
import dev.sallyport.wire.sts.AssumeRoleRequest;
import dev.sallyport.wire.sts.AssumeRoleResponse;
import dev.sallyport.wire.sts.Credentials;
import dev.sallyport.wire.sts.GetAccessKeyInfoRequest;
import dev.sallyport.wire.sts.GetCallerIdentityRequest;
import dev.sallyport.wire.sts.GetCallerIdentityResponse;
import dev.sallyport.wire.sts.GetFederationTokenRequest;
import dev.sallyport.wire.sts.GetFederationTokenResponse;
import dev.sallyport.wire.sts.GetSessionTokenRequest;
import dev.sallyport.wire.sts.Sts;
import dev.sallyport.wire.sts.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StsOperationsTest {

    private static final String ROLE = "arn:aws:iam::111111111111:role/reader";

    private final IamClient client = new IamClient();

    StsOperationsTest() {
        StsOperations.register(client.registry, client.store, client.random, client);
    }

    private static String trust(String principal, String more) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":" + principal
                + ",\"Action\":\"sts:AssumeRole\"" + more + "}]}";
    }

    private static AssumeRoleRequest.Builder assume() {
        return AssumeRoleRequest.builder().roleArn(ROLE).roleSessionName("me");
    }

    private GetCallerIdentityResponse identity() {
        return client.send(
                Sts.GET_CALLER_IDENTITY, GetCallerIdentityRequest.builder().build());
    }

    @Test
    @DisplayName("companion section 6, R6.3: root, users and assumed roles are told who they are")
    void callers() {
        assertThat(identity())
                .isEqualTo(new GetCallerIdentityResponse(
                        "111111111111", "111111111111", "arn:aws:iam::111111111111:root"));
        String roleId = requireNonNull(
                client.role("reader", trust("{\"AWS\":\"111111111111\"}", "")).roleId());
        String userId = requireNonNull(client.user("ann").userId());
        client.callWith(requireNonNull(client.key("ann").accessKeyId()));
        assertThat(identity())
                .isEqualTo(new GetCallerIdentityResponse(userId, "111111111111", "arn:aws:iam::111111111111:user/ann"));
        AssumeRoleResponse assumed = client.send(Sts.ASSUME_ROLE, assume().build());
        client.callWith(requireNonNull(requireNonNull(assumed.credentials()).accessKeyId()));
        assertThat(identity())
                .isEqualTo(new GetCallerIdentityResponse(
                        roleId + ":me", "111111111111", "arn:aws:sts::111111111111:assumed-role/reader/me"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"Service\":\"apigateway.amazonaws.com\"} | arn:aws:iam::111111111111:role/reader | true",
                "{\"Service\":[\"lambda.amazonaws.com\",\"apigateway.amazonaws.com\"]} | arn:aws:iam::111111111111:role/reader | true",
                "\"*\" | arn:aws:iam::111111111111:role/reader | true",
                "{\"Service\":\"lambda.amazonaws.com\"} | arn:aws:iam::111111111111:role/reader | false",
                "{\"AWS\":\"111111111111\"} | arn:aws:iam::111111111111:role/reader | false",
                "\"*\" | arn:aws:iam::111111111111:role/nobody | false",
                "\"*\" | arn:aws:iam::111111111111:role/path/reader | false",
                "\"*\" | arn:aws:iam::222222222222:role/reader | false",
                "\"*\" | arn:aws:iam::111111111111:user/reader | false",
                "\"*\" | nonsense | false"
            })
    @DisplayName(
            "AUT-27: a role lets API Gateway be it when it is the account's own and its trust policy names the service")
    void rolesOfApiGateway(String principal, String arn, boolean lets) {
        client.role("reader", trust(principal, ""));
        assertThat(ServiceRoles.letApiGateway(client.store, new Scope("111111111111", "eu-west-1"), arn))
                .isEqualTo(lets);
    }

    @Test
    @DisplayName("AUT-27: a statement that denies wins over one that allows")
    void deniedToApiGateway() {
        String allow = trust("\"*\"", "");
        String deny = "{\"Effect\":\"Deny\",\"Principal\":{\"Service\":\"apigateway.amazonaws.com\"},"
                + "\"Action\":\"sts:AssumeRole\"},";
        client.role("reader", allow.replace("\"Statement\":[", "\"Statement\":[" + deny));
        assertThat(ServiceRoles.letApiGateway(client.store, new Scope("111111111111", "eu-west-1"), ROLE))
                .isFalse();
    }

    @Test
    @DisplayName("companion section 6: what AssumeRole answers")
    void assumesRoles() {
        client.role("reader", trust("\"*\"", ""));
        AssumeRoleResponse answer = client.send(Sts.ASSUME_ROLE, assume().build());
        Credentials credentials = requireNonNull(answer.credentials());
        assertThat(credentials.accessKeyId()).matches("ASIA[A-Z2-7]{16}");
        assertThat(credentials.secretAccessKey()).hasSize(40);
        assertThat(credentials.sessionToken()).hasSizeGreaterThan(100);
        assertThat(credentials.expiration()).isEqualTo(Instant.parse("2025-06-01T11:00:00Z"));
        assertThat(requireNonNull(answer.assumedRoleUser()).arn())
                .isEqualTo("arn:aws:sts::111111111111:assumed-role/reader/me");
        assertThat(answer.packedPolicySize()).isNull();
        assertThat(IamOperations.account(client.store, requireNonNull(credentials.accessKeyId())))
                .isEqualTo("111111111111");
        String policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}";
        assertThat(client.send(Sts.ASSUME_ROLE, assume().policy(policy).build()).packedPolicySize())
                .isBetween(1, 10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"AWS\":\"*\"} | | true",
                "{\"AWS\":[\"222222222222\",\"111111111111\"]} | | true",
                "{\"AWS\":\"arn:aws:iam::111111111111:root\"} | | true",
                "{\"AWS\":\"arn:aws:iam::222222222222:root\"} | | false",
                "{\"AWS\":\"arn:aws:iam::111111111111:user/ann\"} | | false",
                "{\"Service\":\"lambda.amazonaws.com\"} | | false",
                "\"*\" | ,\"Condition\":{\"StringEquals\":{\"sts:ExternalId\":\"secret\"}} | true",
                "\"*\" | ,\"Condition\":{\"StringEquals\":{\"sts:ExternalId\":[\"x\",\"y\"]}} | false",
                "\"*\" | ,\"Condition\":{\"StringLike\":{\"sts:ExternalId\":\"sec*\"}} | true",
                "\"*\" | ,\"Condition\":{\"Bool\":{\"aws:MultiFactorAuthPresent\":\"true\"}} | false",
                "\"*\" | ,\"Condition\":{\"NotIpAddress\":{\"aws:SourceIp\":\"10.0.0.0/8\"}} | false",
                "\"*\" | ,\"Condition\":{\"StringEquals\":{\"aws:PrincipalAccount\":\"111111111111\"}} | true",
                "\"*\" | ,\"Condition\":{\"ArnLike\":{\"aws:PrincipalArn\":\"arn:aws:iam::2*:*\"}} | false",
                "\"*\" | ,\"Condition\":{\"NoSuch\":{\"aws:PrincipalArn\":\"a\"}} | false"
            })
    @DisplayName("companion R6.2: the trust policy decides")
    void trustDecides(String principal, String more, boolean permitted) {
        client.role("reader", trust(principal, more == null ? "" : more));
        AssumeRoleRequest request = assume().externalId("secret").build();
        if (permitted) {
            assertThat(client.send(Sts.ASSUME_ROLE, request).credentials()).isNotNull();
        } else {
            assertThat(client.refused(Sts.ASSUME_ROLE, request))
                    .isEqualTo("403 AccessDenied User: arn:aws:iam::111111111111:root is not authorized to perform:"
                            + " sts:AssumeRole on resource: " + ROLE);
        }
    }

    @Test
    @DisplayName("companion R6.2: a denial wins, also one whose condition is not understood")
    void denialWins() {
        client.role("reader", trust("\"*\"", ""));
        String deny = trust("\"*\"", "")
                .replace(
                        "[{",
                        "[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\","
                                + "\"Condition\":{\"DateLessThan\":{\"aws:CurrentTime\":\"2030-01-01T00:00:00Z\"}}},{");
        client.send(Iam.UPDATE_ASSUME_ROLE_POLICY, new UpdateAssumeRolePolicyRequest("reader", deny));
        assertThat(client.refused(Sts.ASSUME_ROLE, assume().build())).startsWith("403 AccessDenied");
    }

    @Test
    @DisplayName("companion R6.1, R6.3: what AssumeRole refuses")
    void refuses() {
        assertThat(client.refused(
                        Sts.ASSUME_ROLE,
                        assume().roleArn("arn:aws:s3:::not-a-role-at-all").build()))
                .isEqualTo("400 ValidationError arn:aws:s3:::not-a-role-at-all is invalid");
        assertThat(client.refused(Sts.ASSUME_ROLE, assume().build())).startsWith("403 AccessDenied");
        client.role("reader", trust("\"*\"", ""));
        assertThat(client.refused(
                        Sts.ASSUME_ROLE,
                        assume().tags(List.of(new Tag("a", "1"), new Tag("A", "2")))
                                .build()))
                .isEqualTo("400 InvalidParameterValue Duplicate tag keys found."
                        + " Please note that Tag keys are case insensitive.");
        assertThat(client.refused(
                        Sts.ASSUME_ROLE,
                        assume().transitiveTagKeys(List.of("a")).build()))
                .isEqualTo("400 InvalidParameterValue The specified transitive tag key must be included in the"
                        + " requested tags.");
        assertThat(client.refused(
                        Sts.ASSUME_ROLE, assume().durationSeconds(3601).build()))
                .isEqualTo("400 ValidationError The requested DurationSeconds exceeds the MaxSessionDuration set for"
                        + " this role.");
        assertThat(client.refused(Sts.ASSUME_ROLE, assume().policy("{").build()))
                .startsWith("400 MalformedPolicyDocument");
        // Setting tags needs sts:TagSession too.
        assertThat(client.refused(
                        Sts.ASSUME_ROLE,
                        assume().tags(List.of(new Tag("a", "1"))).build()))
                .startsWith("403 AccessDenied");
    }

    @Test
    @DisplayName("companion section 6: session and federation tokens of users, not of sessions")
    void userSessions() {
        String userId = requireNonNull(client.user("ann").userId());
        client.callWith(requireNonNull(client.key("ann").accessKeyId()));
        GetFederationTokenResponse federated = client.send(
                Sts.GET_FEDERATION_TOKEN,
                GetFederationTokenRequest.builder().name("bob").build());
        assertThat(requireNonNull(federated.federatedUser()).arn())
                .isEqualTo("arn:aws:sts::111111111111:federated-user/bob");
        assertThat(federated.packedPolicySize()).isZero();
        Credentials session = requireNonNull(client.send(
                        Sts.GET_SESSION_TOKEN, GetSessionTokenRequest.builder().build())
                .credentials());
        assertThat(session.expiration()).isEqualTo(Instant.parse("2025-06-01T22:00:00Z"));
        client.callWith(requireNonNull(session.accessKeyId()));
        assertThat(identity().userId()).isEqualTo(userId);
        assertThat(client.refused(
                        Sts.GET_SESSION_TOKEN, GetSessionTokenRequest.builder().build()))
                .isEqualTo("403 AccessDenied Cannot call GetSessionToken with session credentials");
    }

    @Test
    @DisplayName("companion section 6: GetAccessKeyInfo reads the account from the id")
    void keyInfo() {
        client.user("ann");
        assertThat(client.send(
                                Sts.GET_ACCESS_KEY_INFO,
                                new GetAccessKeyInfoRequest(client.key("ann").accessKeyId()))
                        .account())
                .isEqualTo("111111111111");
        assertThat(client.refused(Sts.GET_ACCESS_KEY_INFO, new GetAccessKeyInfoRequest("1234567890123456")))
                .startsWith("400 ValidationError");
    }

    @Test
    @DisplayName("Expired sessions are forgotten when others are made")
    void forgetsExpired() {
        client.role("reader", trust("\"*\"", ""));
        for (int i = 0; i < 5; i++) {
            client.send(Sts.ASSUME_ROLE, assume().build());
        }
        client.now = client.now.plus(Duration.ofHours(2));
        client.send(Sts.ASSUME_ROLE, assume().build());
        assertThat(client.store.<Integer>read(
                        reader -> reader.listAll(Kind.SECURITY_SESSION).size()))
                .isEqualTo(1);
    }
}
