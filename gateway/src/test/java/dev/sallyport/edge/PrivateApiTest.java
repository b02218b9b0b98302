package dev.sallyport.edge;

import static dev.sallyport.edge.PrivateApis.BY_ONE;
import static dev.sallyport.edge.PrivateApis.BY_TWO;
import static dev.sallyport.edge.PrivateApis.HOST;
import static dev.sallyport.edge.PrivateApis.ONE;
import static dev.sallyport.edge.PrivateApis.PUBLIC;
import static dev.sallyport.edge.PrivateApis.TWO;
import static dev.sallyport.edge.PrivateApis.api;
import static dev.sallyport.edge.PrivateApis.get;
import static dev.sallyport.edge.PrivateApis.statement;
import static dev.sallyport.edge.PrivateApis.viaVpce;
import static dev.sallyport.edge.PrivateApis.withPolicy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.edge.StubBackend.Received;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which way leads to private APIs, and what they are told of it (section 11, INV-3 to INV-5). */
@Timeout(30)
class PrivateApiTest {

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = PrivateApis.gateway();

    private static final String OWN_NAME = ONE.id() + "-x1y2z3.execute-api.eu-west-1.vpce.amazonaws.com";

    @BeforeEach
    void publish() {
        GATEWAY.publish(withPolicy(api(), statement("Allow", "")), List.of(ONE.id()));
        GATEWAY.publish(new TestApi("pub123").on("GET", "/open", TestIntegration.mock("public")));
    }

    private static void forbidden(Answer answer) {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("{\"message\":\"Forbidden\"}");
        assertThat(answer.header("x-amzn-ErrorType")).isEqualTo("ForbiddenException");
        assertThat(answer.header("x-amzn-RequestId")).isNotNull();
    }

    @Test
    @DisplayName("EDG-3: a private API is reached by VPC endpoints and forbidden to the public, by host and by path")
    void publicEntrance() throws Exception {
        forbidden(get(GATEWAY, PUBLIC, HOST, "/test/open"));
        forbidden(get(GATEWAY, PUBLIC, "localhost", "/_aws/execute-api/abc123/test/open"));
        forbidden(get(GATEWAY, PUBLIC, "localhost", "/restapis/abc123/test/_user_request_/open"));
        forbidden(get(GATEWAY, PUBLIC, "abc123-" + ONE.id() + ".execute-api.eu-west-1.amazonaws.com", "/test/open"));
        forbidden(get(GATEWAY, PUBLIC, OWN_NAME, "/test/open", "x-apigw-api-id: abc123"));
        assertThat(get(GATEWAY, BY_ONE, HOST, "/test/open").body()).isEqualTo("open");
        assertThat(get(GATEWAY, BY_TWO, HOST, "/test/open").body()).isEqualTo("open");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            nullValues = "-",
            value = {
                "abc123.execute-api.eu-west-1.amazonaws.com, -",
                "ABC123.Execute-Api.eu-west-1.amazonaws.com:443, -",
                "abc123.execute-api.localhost.localstack.cloud:4566, -",
                "abc123-vpce-0aaaaaaaaaaaaaaa1.execute-api.eu-west-1.amazonaws.com, -",
                "abc123-VPCE-0AAAAAAAAAAAAAAA1.execute-api.eu-west-1.amazonaws.com, -",
                "vpce-0aaaaaaaaaaaaaaa1-x1y2z3.execute-api.eu-west-1.vpce.amazonaws.com, abc123",
                "vpce-0aaaaaaaaaaaaaaa1-x1y2z3-eu-west-1a.execute-api.eu-west-1.vpce.amazonaws.com, ABC123",
                "vpce-0aaaaaaaaaaaaaaa1.execute-api.localhost, abc123",
                "127.0.0.1, abc123",
                "[::1]:4580, abc123",
                "gone12.execute-api.eu-west-1.amazonaws.com, abc123"
            })
    @DisplayName("INV-3, INV-4, INV-5, EDG-5: the forms in which a private API is named; the header wins")
    void named(String host, @Nullable String apiId) throws Exception {
        String[] lines = apiId == null ? new String[0] : new String[] {"x-apigw-api-id: " + apiId};
        Answer answer = get(GATEWAY, BY_ONE, host, "/test/open", lines);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("open");
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                // another endpoint's names
                "abc123-vpce-0bbbbbbbbbbbbbbb2.execute-api.eu-west-1.amazonaws.com, -, /test/open",
                "abc123-vpce-0bbbbbbbbbbbbbbb2.execute-api.eu-west-1.amazonaws.com, abc123, /test/open",
                "vpce-0bbbbbbbbbbbbbbb2-x1.execute-api.eu-west-1.vpce.amazonaws.com, abc123, /test/open",
                "vpce-0aaaaaaaaaaaaaaa12-x1.execute-api.eu-west-1.vpce.amazonaws.com, abc123, /test/open",
                "vpce-0aaaaaaaaaaaaaaa.execute-api.eu-west-1.vpce.amazonaws.com, abc123, /test/open",
                "abc123-vpce-0aaaaaaaaaaaaaaa1-x.execute-api.eu-west-1.amazonaws.com, -, /test/open",
                "abc123-vpce-0aaaaaaaaaaaaaaa1-vpce-0aaaaaaaaaaaaaaa1.execute-api.eu-west-1.amazonaws.com, -, /test/open",
                // the endpoint's own name without an API
                "vpce-0aaaaaaaaaaaaaaa1-x1.execute-api.eu-west-1.vpce.amazonaws.com, -, /test/open",
                // no API, an unknown one, a public one
                "localhost, -, /test/open",
                "localhost, -, /health",
                "localhost, -, /_sallyport/audit",
                "localhost, -, /restapis",
                "localhost, -, /restapis/abc123",
                "gone12.execute-api.eu-west-1.amazonaws.com, -, /test/open",
                "abc123.execute-api.eu-west-1.amazonaws.com, gone12, /test/open",
                "pub123.execute-api.eu-west-1.amazonaws.com, -, /test/open",
                "localhost, pub123, /test/open",
                "localhost, -, /_aws/execute-api/pub123/test/open",
                "apigateway.eu-west-1.amazonaws.com, -, /restapis",
                // an id that is none
                "localhost, abc123/test, /open",
                "localhost, '', /test/open",
                // no such stage
                "abc123.execute-api.eu-west-1.amazonaws.com, -, /prod/open"
            })
    @DisplayName("EDG-3, EDG-4: whatever else is asked for by an endpoint is forbidden")
    void astray(String host, @Nullable String apiId, String path) throws Exception {
        String[] lines = apiId == null ? new String[0] : new String[] {"x-apigw-api-id: " + apiId};
        forbidden(get(GATEWAY, BY_ONE, host, path, lines));
    }

    @Test
    @DisplayName("EDG-5: two ids are none")
    void twoIds() throws Exception {
        forbidden(get(GATEWAY, BY_ONE, "localhost", "/test/open", "x-apigw-api-id: abc123", "X-Apigw-Api-Id: abc123"));
    }

    @Test
    @DisplayName(
            "INV-3: the alias is there as long as API and endpoint are associated; a deployment leaves it as it is")
    void alias() throws Exception {
        String alias = "abc123-" + TWO.id() + ".execute-api.eu-west-1.amazonaws.com";
        forbidden(get(GATEWAY, BY_TWO, alias, "/test/open"));
        GATEWAY.associate("abc123", List.of(ONE.id(), TWO.id()));
        assertThat(get(GATEWAY, BY_TWO, alias, "/test/open").status()).isEqualTo(200);
        GATEWAY.publish(withPolicy(api(), statement("Allow", "")));
        assertThat(get(GATEWAY, BY_TWO, alias, "/test/open").status()).isEqualTo(200);
        GATEWAY.associate("abc123", List.of());
        forbidden(get(GATEWAY, BY_TWO, alias, "/test/open"));
        assertThat(get(GATEWAY, BY_TWO, HOST, "/test/open").status())
                .as("the association is one of names alone")
                .isEqualTo(200);
    }

    @Test
    @DisplayName("INV-14: a default endpoint that is switched off is so by VPC endpoints, too")
    void disabled() throws Exception {
        GATEWAY.publish(withPolicy(api(), statement("Allow", "")).disabled(), List.of(ONE.id()));
        forbidden(get(GATEWAY, BY_ONE, HOST, "/test/open"));
    }

    @Test
    @DisplayName("EDG-4, EDG-9: an API that becomes public is reached by the public and no more by endpoints")
    void becomesPublic() throws Exception {
        GATEWAY.publish(new TestApi("abc123").on("GET", "/open", TestIntegration.mock("open")));
        assertThat(get(GATEWAY, PUBLIC, HOST, "/test/open").status()).isEqualTo(200);
        forbidden(get(GATEWAY, BY_ONE, HOST, "/test/open"));
    }

    @Test
    @DisplayName("LIM-5, LIM-6: private APIs take 8,000 bytes of headers and 8,192 of URL")
    void limits() throws Exception {
        String fits = "/test/open?" + "q".repeat(8_192 - "/test/open?".length());
        assertThat(get(GATEWAY, BY_ONE, HOST, fits).status()).isEqualTo(200);
        assertThat(get(GATEWAY, BY_ONE, HOST, fits + "q").status()).isEqualTo(414);
        assertThat(get(GATEWAY, BY_ONE, HOST, "/test/open", "a: " + "v".repeat(7_900))
                        .status())
                .isEqualTo(200);
        assertThat(get(GATEWAY, BY_ONE, HOST, "/test/open", "a: " + "v".repeat(8_000))
                        .status())
                .isEqualTo(431);
    }

    @Test
    @DisplayName("EDG-5, EDG-7: a backend is told of the endpoint, whatever the client says of it")
    void backend() throws Exception {
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        TestIntegration proxy =
                TestIntegration.httpProxy("GET", GATEWAY.backend().uri("/b"));
        GATEWAY.publish(withPolicy(api().on("GET", "/proxy", proxy), statement("Allow", "")));
        GATEWAY.publish(new TestApi("pub123").on("GET", "/proxy", proxy));
        String[] spoofed = {
            "X-Amzn-Vpce-Id: vpce-spoofed",
            "x-amzn-vpc-id: vpc-spoofed",
            "x-amzn-vpce-config: 9",
            "x-apigw-api-id: abc123",
            "X-Forwarded-For: 192.0.2.9"
        };

        assertThat(get(GATEWAY, BY_ONE, OWN_NAME, "/test/proxy", spoofed).status())
                .isEqualTo(200);
        Received told = GATEWAY.backend().received().getLast();
        assertThat(told.headers("x-amzn-vpce-id")).containsExactly(ONE.id());
        assertThat(told.headers("x-amzn-vpc-id")).containsExactly(ONE.vpcId());
        assertThat(told.headers("x-amzn-vpce-config")).containsExactly("1");
        assertThat(told.headers("x-apigw-api-id")).isEmpty();
        assertThat(told.headers("X-Forwarded-For")).containsExactly("192.0.2.9, 127.0.0.1");

        assertThat(get(GATEWAY, PUBLIC, "pub123.execute-api.x", "/test/proxy", spoofed)
                        .status())
                .isEqualTo(200);
        Received untold = GATEWAY.backend().received().getLast();
        for (String name : List.of("x-amzn-vpce-id", "x-amzn-vpc-id", "x-amzn-vpce-config", "x-apigw-api-id")) {
            assertThat(untold.headers(name)).as(name).isEmpty();
        }
    }

    @Test
    @DisplayName("EDG-7: a function's event has the endpoint among its headers and in identity, in recorded order")
    void event() throws Exception {
        GATEWAY.functions().returns("f", "{\"statusCode\":200,\"body\":\"in\"}");
        GATEWAY.publish(withPolicy(api().on("GET", "/f", TestIntegration.lambdaProxy("f")), statement("Allow", "")));
        get(GATEWAY, BY_ONE, OWN_NAME, "/test/f", "x-apigw-api-id: abc123", "X-AMZN-VPCE-ID: vpce-spoofed");

        JsonNode event = JsonMapper.shared()
                .readTree(new String(GATEWAY.functions().invocations().getLast().payload(), StandardCharsets.UTF_8));
        JsonNode context = event.get("requestContext");
        assertThat(context.get("identity").propertyNames())
                .containsExactly(
                        "cognitoIdentityPoolId",
                        "cognitoIdentityId",
                        "vpceId",
                        "principalOrgId",
                        "cognitoAuthenticationType",
                        "userArn",
                        "userAgent",
                        "accountId",
                        "caller",
                        "sourceIp",
                        "accessKey",
                        "vpcId",
                        "cognitoAuthenticationProvider",
                        "user");
        assertThat(context.get("identity").get("vpceId").asString()).isEqualTo(ONE.id());
        assertThat(context.get("identity").get("vpcId").asString()).isEqualTo(ONE.vpcId());
        assertThat(context.get("identity").get("sourceIp").asString()).isEqualTo("127.0.0.1");
        assertThat(context.get("domainName").asString()).isEqualTo(OWN_NAME);
        assertThat(event.get("headers").get("x-amzn-vpce-id").asString()).isEqualTo(ONE.id());
        assertThat(event.get("headers").propertyNames())
                .contains("x-amzn-vpc-id", "x-amzn-vpce-config", "X-Forwarded-For")
                .doesNotContain("X-AMZN-VPCE-ID", "x-apigw-api-id");
        assertThat(event.get("multiValueHeaders").get("x-amzn-vpce-id")).hasSize(1);
    }

    @Test
    @DisplayName("EDG-7: templates see $context.identity.vpceId and vpcId, and headers that nobody can spoof")
    void templates() throws Exception {
        TestIntegration shown = TestIntegration.of("MOCK", null, null)
                .template("{\"statusCode\": 200}")
                .response(
                        "200",
                        null,
                        Map.of(),
                        "$context.identity.vpceId $context.identity.vpcId $input.params('x-amzn-vpce-id')"
                                + " $context.identity.sourceIp");
        GATEWAY.publish(withPolicy(api().on("GET", "/shown", shown), statement("Allow", "")));
        GATEWAY.publish(new TestApi("pub123").on("GET", "/shown", shown));

        assertThat(get(GATEWAY, BY_TWO, HOST, "/test/shown", "x-amzn-vpce-id: vpce-spoofed")
                        .body())
                .isEqualTo(TWO.id() + " " + TWO.vpcId() + " " + TWO.id() + " 127.0.0.1");
        assertThat(get(GATEWAY, PUBLIC, "pub123.execute-api.x", "/test/shown", "x-amzn-vpce-id: vpce-spoofed")
                        .body())
                .isEqualTo("   127.0.0.1");
    }

    @Test
    @DisplayName("EDG-3: who is denied by the policy is told so, and one endpoint does not stand for the other")
    void denied() throws Exception {
        GATEWAY.publish(withPolicy(api(), statement("Allow", viaVpce(ONE))));
        assertThat(get(GATEWAY, BY_ONE, HOST, "/test/open").status()).isEqualTo(200);
        Answer other = get(GATEWAY, BY_TWO, HOST, "/test/open", "x-amzn-vpce-id: " + ONE.id());
        assertThat(other.status()).isEqualTo(403);
        assertThat(other.header("x-amzn-ErrorType")).isEqualTo("AccessDeniedException");
        assertThat(other.body())
                .isEqualTo(
                        "{\"Message\":\"User: anonymous is not authorized to perform: execute-api:Invoke on resource:"
                                + " arn:aws:execute-api:eu-west-1:********9012:abc123/test/GET/open\"}");
    }
}
