package dev.sallyport.edge;

import static dev.sallyport.edge.PrivateApis.ALL;
import static dev.sallyport.edge.PrivateApis.BY_ONE;
import static dev.sallyport.edge.PrivateApis.BY_TWO;
import static dev.sallyport.edge.PrivateApis.HOST;
import static dev.sallyport.edge.PrivateApis.ONE;
import static dev.sallyport.edge.PrivateApis.TWO;
import static dev.sallyport.edge.PrivateApis.api;
import static dev.sallyport.edge.PrivateApis.get;
import static dev.sallyport.edge.PrivateApis.statement;
import static dev.sallyport.edge.PrivateApis.viaVpce;
import static dev.sallyport.edge.PrivateApis.withPolicy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.authorizer.AuthorizerCompiler;
import dev.sallyport.authorizer.jwt.StubIssuer;
import dev.sallyport.aws.AsSent;
import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What resource policies of private APIs decide: tables A and B and the keys of networks (5.7). */
@Timeout(30)
class PrivateApiPolicyTest {

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = PrivateApis.gateway();

    private static final String EXPLICIT = " with an explicit deny";

    /** What a policy says to who comes by the first endpoint. */
    private static TestApi saying(TestApi api, String says) {
        return switch (says) {
            case "none" -> api;
            case "Allow" -> withPolicy(api, statement("Allow", viaVpce(ONE)));
            case "silent" -> withPolicy(api, statement("Allow", viaVpce(TWO)));
            case "Deny" -> withPolicy(api, statement("Allow", ""), statement("Deny", viaVpce(ONE)));
            default -> throw new IllegalArgumentException(says);
        };
    }

    private static void check(Answer answer, String outcome) {
        String expected = outcome.equals("200") ? "200" : "403";
        assertThat(Integer.toString(answer.status())).as(answer.body()).isEqualTo(expected);
        if (!outcome.equals("200")) {
            assertThat(answer.header("x-amzn-ErrorType")).isEqualTo("AccessDeniedException");
            assertThat(answer.body().contains(EXPLICIT)).as(answer.body()).isEqualTo(outcome.equals("deny"));
        }
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({"none, 403", "Allow, 200", "silent, 403", "Deny, deny"})
    @DisplayName("AUT-60, AUT-61: NONE: the policy alone decides, and a private API needs one")
    void unauthorized(String resource, String outcome) throws Exception {
        GATEWAY.publish(saying(api(), resource));
        check(get(GATEWAY, BY_ONE, HOST, "/test/open"), outcome);
    }

    @ParameterizedTest(name = "identity {0}, resource {1} = {2}")
    @CsvSource({
        "Allow, none, 403",
        "Allow, Allow, 200",
        "Allow, silent, 200",
        "Allow, Deny, deny",
        "silent, none, 403",
        "silent, Allow, 200",
        "silent, silent, 403",
        "silent, Deny, deny",
        "Deny, none, 403",
        "Deny, Allow, deny",
        "Deny, silent, deny",
        "Deny, Deny, deny"
    })
    @DisplayName("AUT-60, AUT-61: CUSTOM: Table A, and without a policy nobody")
    void custom(String identity, String resource, String outcome) throws Exception {
        GATEWAY.functions()
                .returns(
                        "auth",
                        AuthorizerFixture.result(AuthorizerFixture.statement(
                                identity.equals("Deny") ? "Deny" : "Allow",
                                identity.equals("silent") ? AuthorizerFixture.ARN + "GET/other" : "*")));
        long before = GATEWAY.functions().invocations().size();
        GATEWAY.publish(saying(
                api().authorizer(AuthorizerFixture.token("a1", "auth", null, 0))
                        .guarded("GET", "/in", "CUSTOM", "a1", List.of(), TestIntegration.mock("in")),
                resource));

        check(get(GATEWAY, BY_ONE, HOST, "/test/in", "Authorization: me"), outcome);

        boolean asked = !resource.equals("none") && !resource.equals("Deny");
        assertThat(GATEWAY.functions().invocations().size() - before)
                .as("calls of the authorizer's function")
                .isEqualTo(asked ? 1 : 0);
    }

    @ParameterizedTest(name = "account {0}, identity {1}, resource {2} = {3}")
    @CsvSource({
        "123456789012, Allow, none, 403",
        "123456789012, Allow, Allow, 200",
        "123456789012, Allow, silent, 200",
        "123456789012, Allow, Deny, deny",
        "123456789012, silent, none, 403",
        "123456789012, silent, Allow, 200",
        "123456789012, silent, silent, 403",
        "123456789012, silent, Deny, deny",
        "123456789012, Deny, none, 403",
        "123456789012, Deny, Allow, deny",
        "123456789012, Deny, silent, deny",
        "123456789012, Deny, Deny, deny",
        "999999999999, Allow, none, 403",
        "999999999999, Allow, Allow, 200",
        "999999999999, Allow, silent, 403",
        "999999999999, Allow, Deny, deny",
        "999999999999, silent, none, 403",
        "999999999999, silent, Allow, 403",
        "999999999999, silent, silent, 403",
        "999999999999, silent, Deny, deny",
        "999999999999, Deny, none, 403",
        "999999999999, Deny, Allow, deny",
        "999999999999, Deny, silent, deny",
        "999999999999, Deny, Deny, deny"
    })
    @DisplayName("AUT-60, AUT-61: AWS_IAM: Tables A and B, and without a policy nobody")
    void iam(String account, String identity, String resource, String outcome) throws Exception {
        GATEWAY.publish(saying(api().secured("GET", "/iam", "AWS_IAM", TestIntegration.mock("iam")), resource));
        AwsCredentials bob = identity.equals("silent")
                ? GATEWAY.identities().user(account, "bob")
                : GATEWAY.identities()
                        .user(account, "bob", "{'Effect':'" + identity + "','Action':'*','Resource':'*'}");

        check(get(GATEWAY, BY_ONE, HOST, "/test/iam", AsSent.sign(bob, HOST, "/test/iam", Instant.now())), outcome);
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({"none, 403", "Allow, 200", "silent, 403", "Deny, deny"})
    @DisplayName("AUT-60, AUT-61: COGNITO_USER_POOLS: the policy needs an Allow of its own")
    void pools(String resource, String outcome) throws Exception {
        try (StubIssuer issuer = new StubIssuer()) {
            GATEWAY.authorizers(Map.of("eu-west-1_One", issuer.url()), AuthorizerCompiler.TIME_LIMIT_MILLIS);
            GATEWAY.publish(saying(
                    api().authorizer(AuthorizerFixture.pools(
                                    "a1", null, 0, "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_One"))
                            .guarded("GET", "/in", "COGNITO_USER_POOLS", "a1", List.of(), TestIntegration.mock("in")),
                    resource));
            String token =
                    issuer.token(issuer.claims(Instant.now().plusSeconds(600)).build());
            check(get(GATEWAY, BY_ONE, HOST, "/test/in", "Authorization: " + token), outcome);
        }
    }

    @Test
    @DisplayName("AUT-61: without a policy even who signs and is allowed everything is anonymous")
    void withoutPolicy() throws Exception {
        GATEWAY.publish(api());
        assertThat(get(GATEWAY, BY_ONE, HOST, "/test/open").body())
                .isEqualTo(
                        "{\"Message\":\"User: anonymous is not authorized to perform: execute-api:Invoke on resource:"
                                + " arn:aws:execute-api:eu-west-1:********9012:abc123/test/GET/open\"}");
    }

    @ParameterizedTest(name = "{0}: by an endpoint {1}, in public {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'StringEquals':{'aws:SourceVpce':'vpce-0aaaaaaaaaaaaaaa1'}                | true  | false",
                "'StringEquals':{'aws:SourceVpce':'vpce-0bbbbbbbbbbbbbbb2'}                | false | false",
                "'StringEquals':{'AWS:sourcevpce':['x','vpce-0aaaaaaaaaaaaaaa1']}          | true  | false",
                "'StringLike':{'aws:SourceVpce':'vpce-0a*'}                                | true  | false",
                "'StringNotEquals':{'aws:SourceVpce':'vpce-0aaaaaaaaaaaaaaa1'}             | false | true",
                "'StringNotEquals':{'aws:SourceVpce':'vpce-0bbbbbbbbbbbbbbb2'}             | true  | true",
                "'StringNotLike':{'aws:SourceVpce':'vpce-0a*'}                             | false | true",
                "'StringEqualsIfExists':{'aws:SourceVpce':'vpce-0bbbbbbbbbbbbbbb2'}        | false | true",
                "'StringEqualsIfExists':{'aws:SourceVpce':'vpce-0aaaaaaaaaaaaaaa1'}        | true  | true",
                "'StringNotEqualsIfExists':{'aws:SourceVpce':'vpce-0aaaaaaaaaaaaaaa1'}     | false | true",
                "'ForAnyValue:StringEquals':{'aws:SourceVpce':'vpce-0aaaaaaaaaaaaaaa1'}    | true  | false",
                "'ForAllValues:StringEquals':{'aws:SourceVpce':'vpce-0aaaaaaaaaaaaaaa1'}   | true  | true",
                "'ForAnyValue:StringNotEquals':{'aws:SourceVpce':'vpce-0bbbbbbbbbbbbbbb2'} | true  | false",
                "'Null':{'aws:SourceVpce':'true'}                                          | false | true",
                "'Null':{'aws:SourceVpce':'false'}                                         | true  | false",
                "'StringEquals':{'aws:SourceVpc':'vpc-0aaaaaaaaaaaaaaaa'}                  | true  | false",
                "'StringEquals':{'aws:SourceVpc':'vpc-0bbbbbbbbbbbbbbbb'}                  | false | false",
                "'StringNotEquals':{'aws:SourceVpc':'vpc-0bbbbbbbbbbbbbbbb'}               | true  | true",
                "'Null':{'aws:SourceVpc':'true'}                                           | false | true",
                "'IpAddress':{'aws:VpcSourceIp':'127.0.0.0/8'}                             | true  | false",
                "'IpAddress':{'aws:VpcSourceIp':['10.0.0.0/8','::1/128']}                  | false | false",
                "'NotIpAddress':{'aws:VpcSourceIp':'127.0.0.0/8'}                          | false | true",
                "'NotIpAddress':{'aws:VpcSourceIp':'10.0.0.0/8'}                           | true  | true",
                "'Null':{'aws:VpcSourceIp':'true'}                                         | false | true",
                "'IpAddress':{'aws:SourceIp':'127.0.0.0/8'}                                | false | true",
                "'NotIpAddress':{'aws:SourceIp':'127.0.0.0/8'}                             | true  | false",
                "'NotIpAddress':{'aws:SourceIp':'10.0.0.0/8'}                              | true  | true",
                "'IpAddressIfExists':{'aws:SourceIp':'10.0.0.0/8'}                         | true  | false",
                "'Null':{'aws:SourceIp':'true'}                                            | true  | false",
                "'Null':{'aws:SourceIp':'false'}                                           | false | true",
                "'StringEquals':{'aws:SourceVpce':'${aws:SourceVpce}'}                     | true  | false",
                "'StringEquals':{'aws:SourceVpce':'vpce-0aaaaaaaaaaaaaaa1'},'IpAddress':{'aws:VpcSourceIp':'10.0.0.0/8'} |"
                        + " false | false"
            })
    @DisplayName("AUT-66, AUT-70, AUT-71: keys of networks, positive, negated, absent; as an Allow and as a Deny")
    void keys(String condition, boolean byEndpoint, boolean inPublic) throws Exception {
        TestApi open = new TestApi("abc123").on("GET", "/open", TestIntegration.mock("open"));

        GATEWAY.publish(withPolicy(api(), statement("Allow", condition)));
        assertThat(get(GATEWAY, BY_ONE, HOST, "/test/open").status()).isEqualTo(byEndpoint ? 200 : 403);
        GATEWAY.publish(withPolicy(api(), statement("Allow", ""), statement("Deny", condition)));
        assertThat(get(GATEWAY, BY_ONE, HOST, "/test/open").status()).isEqualTo(byEndpoint ? 403 : 200);

        GATEWAY.publish(withPolicy(open, statement("Allow", condition)));
        assertThat(GATEWAY.get("/test/open").status()).isEqualTo(inPublic ? 200 : 403);
        GATEWAY.publish(withPolicy(open, statement("Allow", ""), statement("Deny", condition)));
        assertThat(GATEWAY.get("/test/open").status()).isEqualTo(inPublic ? 403 : 200);
    }

    @Test
    @DisplayName("AUT-26: what an authorizer said is kept for both endpoints, and asked for each")
    void keptDecisions() throws Exception {
        String only = "{\"Action\":\"execute-api:Invoke\",\"Effect\":\"Allow\",\"Resource\":\"*\",\"Condition\":"
                + "{\"StringEquals\":{\"aws:SourceVpce\":\"" + ONE.id() + "\"}}}";
        GATEWAY.functions().returns("auth", AuthorizerFixture.result(only));
        GATEWAY.publish(withPolicy(
                api().authorizer(AuthorizerFixture.token("a1", "auth", null, 300))
                        .guarded("GET", "/in", "CUSTOM", "a1", List.of(), TestIntegration.mock("in")),
                "{'Effect':'Allow','Principal':'*'," + ALL.replace("abc123/*", "other1/*") + "}"));

        assertThat(get(GATEWAY, BY_ONE, HOST, "/test/in", "Authorization: me").status())
                .isEqualTo(200);
        assertThat(get(GATEWAY, BY_TWO, HOST, "/test/in", "Authorization: me").status())
                .isEqualTo(403);
        assertThat(get(GATEWAY, BY_ONE, HOST, "/test/in", "Authorization: me").status())
                .isEqualTo(200);
    }
}
