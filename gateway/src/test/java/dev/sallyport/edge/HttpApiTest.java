package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.TestSockets;
import dev.sallyport.authorizer.RouteAuthorizers;
import dev.sallyport.authorizer.jwt.IssuerTokens;
import dev.sallyport.authorizer.jwt.StubIssuer;
import dev.sallyport.config.Limits;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.iam.Identities;
import dev.sallyport.integration.http.BackendNames;
import dev.sallyport.integration.http.BackendSettings;
import dev.sallyport.model.HttpApiAuthorizer;
import dev.sallyport.model.HttpApiCors;
import dev.sallyport.model.HttpApiDocument;
import dev.sallyport.model.HttpApiIntegration;
import dev.sallyport.model.HttpApiRoute;
import dev.sallyport.model.HttpApiStage;
import dev.sallyport.snapshot.AccessCompiler;
import dev.sallyport.snapshot.HttpApiCompiler;
import dev.sallyport.snapshot.LimitCompiler;
import dev.sallyport.snapshot.RouteIntegrations;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestServices;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests of HTTP APIs, from a client's socket to a function or a backend (http-api 1 to 11, 18). */
class HttpApiTest {

    @RegisterExtension
    static final DataPlaneFixture DATA = new DataPlaneFixture();

    private static final ExecutorService BLOCKING = Executors.newVirtualThreadPerTaskExecutor();
    private static final String FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:";

    private final List<HttpApiRoute> routes = new ArrayList<>();
    private final List<HttpApiIntegration> integrations = new ArrayList<>();
    private final List<HttpApiAuthorizer> authorizers = new ArrayList<>();
    private @Nullable HttpApiCors cors;

    @AfterAll
    static void stop() {
        BLOCKING.close();
    }

    private HttpApiTest route(String key, HttpApiIntegration integration) {
        return route(key, integration, "NONE", null);
    }

    private HttpApiTest route(String key, HttpApiIntegration integration, String type, @Nullable String authorizer) {
        integrations.add(integration);
        routes.add(new HttpApiRoute(
                "r" + routes.size(),
                key,
                HttpApiRoute.targetOf(integration.id()),
                type,
                authorizer,
                List.of(),
                null,
                false));
        return this;
    }

    private HttpApiIntegration function(String name, String version) {
        return integration("AWS_PROXY", FUNCTION + name, version, Map.of(), new TreeMap<>());
    }

    private HttpApiIntegration backend(String uri) {
        return integration("HTTP_PROXY", uri, "1.0", Map.of(), new TreeMap<>());
    }

    private HttpApiIntegration integration(
            String type,
            String uri,
            String version,
            Map<String, String> request,
            SortedMap<String, SortedMap<String, String>> response) {
        return new HttpApiIntegration(
                "i" + integrations.size(),
                type,
                null,
                uri,
                type.equals("AWS_PROXY") ? "POST" : "ANY",
                "INTERNET",
                null,
                null,
                null,
                version,
                5000,
                new TreeMap<>(request),
                response,
                false,
                null,
                false);
    }

    private void publish(String... stages) {
        for (String name : stages) {
            HttpApiStage stage = new HttpApiStage(
                    name,
                    "d1",
                    null,
                    null,
                    HttpApiStage.RouteSettings.DEFAULT,
                    new TreeMap<>(),
                    new TreeMap<>(),
                    null,
                    null,
                    null,
                    Map.of(),
                    false,
                    Instant.EPOCH,
                    Instant.EPOCH);
            HttpApiDocument document = new HttpApiDocument(1, "abc123", false, cors, routes, integrations, authorizers);
            DATA.publish(compiler().compile(TestApi.OWNER, "abc123", stage, document));
        }
    }

    private static HttpApiCompiler compiler() {
        var services = TestServices.at(() -> URI.create(DATA.backend().uri("")), BLOCKING, "sqs");
        InstantSource clock = InstantSource.system();
        int limit = Limits.DEFAULTS.payloadBytes();
        return new HttpApiCompiler(
                new RouteIntegrations(
                        DATA.functions(),
                        DATA.functions(),
                        new BackendSettings(TestSockets.clientChannel(), new BackendNames(BLOCKING), 1000, 16, 20_000),
                        services,
                        true,
                        limit),
                new AccessCompiler(Identities.NONE, clock, BLOCKING, limit),
                new RouteAuthorizers(
                        DATA.functions(), DATA.functions(), services, true, new IssuerTokens(clock), clock),
                LimitCompiler.NONE);
    }

    private static JsonNode event() {
        return JsonMapper.shared()
                .readTree(DATA.functions().invocations().getLast().payload());
    }

    @Test
    @DisplayName("R1.2, R1.4, R1.6, R1.12 to R1.15: stages, the id, and errors of the gateway")
    void selectsStages() throws IOException {
        DATA.functions().returns("ok", "{\"a\":1}");
        route("GET /x", function("ok", "2.0")).publish("$default", "dev");
        assertThat(DATA.get("/x").status()).isEqualTo(200);
        assertThat(event().get("rawPath").stringValue()).isEqualTo("/x");
        assertThat(DATA.get("/dev/x").status()).isEqualTo(200);
        assertThat(event().get("rawPath").stringValue()).isEqualTo("/dev/x");
        RawClient.Answer missing = DATA.get("/x/");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.body()).isEqualTo("{\"message\":\"Not Found\"}");
        assertThat(missing.header("apigw-requestid")).matches("[A-Za-z0-9_-]{15}=");
        assertThat(missing.header("x-amzn-RequestId")).isNull();
        assertThat(missing.header("x-amzn-ErrorType")).isNull();
    }

    @Test
    @DisplayName("3.2, R3.9 to R3.24: the event of format 2.0")
    void writesFormatTwo() throws IOException {
        DATA.functions().returns("ok", "{}");
        route("POST /pets/{id}", function("ok", "2.0")).publish("$default");
        DATA.post(
                "/pets/6?p1=v1&p1=v2&p2=v",
                "hello",
                "Content-Type: text/plain",
                "Cookie: c1=1; c2=2",
                "Header2: v1",
                "Header2: v2",
                "X-HTTP-Method-Override: GET");
        JsonNode event = event();
        assertThat(event.get("version").stringValue()).isEqualTo("2.0");
        assertThat(event.get("routeKey").stringValue()).isEqualTo("POST /pets/{id}");
        assertThat(event.get("rawQueryString").stringValue()).isEqualTo("p1=v1&p1=v2&p2=v");
        assertThat(event.get("cookies").toString()).isEqualTo("[\"c1=1\",\"c2=2\"]");
        assertThat(event.get("headers").has("cookie")).isFalse();
        assertThat(event.get("headers").get("header2").stringValue()).isEqualTo("v1,v2");
        assertThat(event.get("headers").get("content-length").stringValue()).isEqualTo("5");
        assertThat(event.get("queryStringParameters").toString()).isEqualTo("{\"p1\":\"v1,v2\",\"p2\":\"v\"}");
        assertThat(event.get("pathParameters").toString()).isEqualTo("{\"id\":\"6\"}");
        assertThat(event.has("stageVariables")).isFalse();
        assertThat(event.get("body").stringValue()).isEqualTo("hello");
        assertThat(event.get("isBase64Encoded").booleanValue()).isFalse();
        assertThat(event.get("requestContext").get("http").get("method").stringValue())
                .isEqualTo("POST");
    }

    @Test
    @DisplayName("R3.37 to R3.46: which bodies are Base64")
    void encodesBodies() throws IOException {
        DATA.functions().returns("ok", "{}");
        route("POST /b", function("ok", "2.0")).publish("$default");
        Map<String, Boolean> expected = Map.of(
                "text/css", false,
                "application/json", false,
                "application/json; charset=utf-8", false,
                "text/plain; charset=iso-8859-1", true,
                "application/x-www-form-urlencoded", true,
                "image/png", true);
        for (Map.Entry<String, Boolean> each : expected.entrySet()) {
            DATA.post("/b", "x", "Content-Type: " + each.getKey());
            assertThat(event().get("isBase64Encoded").booleanValue())
                    .as(each.getKey())
                    .isEqualTo(each.getValue());
        }
        DATA.post("/b", "x");
        assertThat(event().get("body").stringValue()).isEqualTo("eA==");
    }

    @Test
    @DisplayName("R3.51 to R3.63: what functions of format 2.0 return")
    void infersResponses() throws IOException {
        route("GET /f", function("f", "2.0")).publish("$default");
        DATA.functions().returns("f", "\"Hello\"");
        assertThat(DATA.get("/f").body()).isEqualTo("Hello");
        assertThat(DATA.get("/f").header("content-type")).isEqualTo("application/json");
        DATA.functions().returns("f", "{\"headers\":{\"a\":\"b\"},\"body\":1}");
        assertThat(DATA.get("/f").body()).isEqualTo("{\"headers\":{\"a\":\"b\"},\"body\":1}");
        DATA.functions()
                .returns(
                        "f",
                        "{\"statusCode\":201,\"cookies\":[\"a=1\",\"b=2\"],\"headers\":{\"Set-Cookie\":\"c=3\"},"
                                + "\"body\":\"aGk=\",\"isBase64Encoded\":true,\"other\":[{}]}");
        RawClient.Answer answer = DATA.get("/f");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.headers("set-cookie")).containsExactly("a=1", "b=2", "c=3");
        assertThat(answer.header("content-type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(answer.body()).isEqualTo("hi");
        for (String malformed : List.of("{\"statusCode\":200,\"body\":{}}", "{\"statusCode\":99}", "nothing")) {
            DATA.functions().returns("f", malformed);
            assertThat(DATA.get("/f").body()).as(malformed).isEqualTo("{\"message\":\"Internal Server Error\"}");
        }
        DATA.functions().fails("f", "{\"errorMessage\":\"x\"}");
        assertThat(DATA.get("/f").status()).isEqualTo(500);
        DATA.functions().gives("f", new InvocationResult.Throttled("too many"));
        assertThat(DATA.get("/f").body()).isEqualTo("{\"message\":\"Service Unavailable\"}");
    }

    @Test
    @DisplayName("3.3, R3.64: format 1.0 has nulls, and needs a status")
    void writesFormatOne() throws IOException {
        route("$default", function("one", "1.0")).publish("$default");
        DATA.functions().returns("one", "{\"statusCode\":200,\"body\":\"x\"}");
        assertThat(DATA.get("/a", "Cookie: z=1").body()).isEqualTo("x");
        JsonNode event = event();
        assertThat(event.get("queryStringParameters").isNull()).isTrue();
        assertThat(event.get("headers").get("cookie").stringValue()).isEqualTo("z=1");
        assertThat(event.get("requestContext").get("authorizer").toString())
                .isEqualTo("{\"claims\":null,\"scopes\":null}");
        DATA.functions().returns("one", "{\"body\":\"x\"}");
        assertThat(DATA.get("/a").status()).isEqualTo(500);
    }

    @Test
    @DisplayName("R4.2 to R4.8, R4.10: HTTP_PROXY")
    void proxies() throws IOException {
        route("GET /p/{proxy+}", backend(DATA.backend().uri("/base/{proxy}?own=1")))
                .route("$default", backend(DATA.backend().uri("/root")))
                .route("GET /gone", backend("http://127.0.0.1:1/"))
                .publish("$default");
        assertThat(DATA.get("/p/a/b?x=1").body()).isEqualTo("ok");
        StubBackend.Received seen = DATA.backend().received().getLast();
        assertThat(seen.line()).isEqualTo("GET /base/a/b?own=1&x=1 HTTP/1.1");
        assertThat(seen.header("via")).isEqualTo("HTTP/1.1 AmazonAPIGateway");
        assertThat(seen.header("forwarded")).contains("for=127.0.0.1");
        DATA.get("/store/checkout");
        assertThat(DATA.backend().received().getLast().line()).isEqualTo("GET /root/store/checkout HTTP/1.1");
        RawClient.Answer gone = DATA.get("/gone");
        assertThat(gone.status()).isEqualTo(503);
        assertThat(gone.body()).isEqualTo("{\"message\":\"Service Unavailable\"}");
    }

    @Test
    @DisplayName("R7.1, R7.2, R7.10 to R7.13: parameter mapping of requests and responses")
    void maps() throws IOException {
        SortedMap<String, SortedMap<String, String>> responses = new TreeMap<>();
        responses.put(
                "200", new TreeMap<>(Map.of("append:header.id", "$context.requestId", "overwrite:statuscode", "403")));
        route(
                        "GET /m/{id}",
                        integration(
                                "HTTP_PROXY",
                                DATA.backend().uri("/x"),
                                "1.0",
                                Map.of(
                                        "append:header.header2", "$request.header.header1",
                                        "remove:header.header1", "''",
                                        "overwrite:querystring.q", "${request.path.id}-${request.querystring.a}",
                                        "overwrite:path", "$request.path"),
                                responses))
                .publish("dev");
        RawClient.Answer answer = DATA.get("/dev/m/7?a=b", "Header1: v");
        StubBackend.Received seen = DATA.backend().received().getLast();
        assertThat(seen.line()).isEqualTo("GET /m/7?a=b&q=7-b HTTP/1.1");
        assertThat(seen.header("header1")).isNull();
        assertThat(seen.header("header2")).isEqualTo("v");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("id")).isEqualTo(answer.header("apigw-requestid"));
    }

    @Test
    @DisplayName("R8.1 to R8.13: CORS, also on errors")
    void answersCors() throws IOException {
        cors = new HttpApiCors(
                true, List.of("x"), List.of("GET", "POST"), List.of("https://a.example"), List.of("y"), 10);
        DATA.functions()
                .returns("c", "{\"statusCode\":200,\"headers\":{\"Access-Control-Allow-Origin\":\"*\"},\"body\":\"\"}");
        route("GET /c", function("c", "2.0")).publish("$default");
        try (RawClient client = DATA.client()) {
            RawClient.Answer preflight = client.send(DataPlaneFixture.head(
                                    "OPTIONS", "/c", "Origin: https://A.example", "Access-Control-Request-Method: GET")
                            + "\r\n")
                    .answer();
            assertThat(preflight.status()).isEqualTo(204);
            assertThat(preflight.header("access-control-allow-origin")).isEqualTo("https://A.example");
            assertThat(preflight.header("access-control-allow-methods")).isEqualTo("GET,POST");
            assertThat(preflight.header("access-control-max-age")).isEqualTo("10");
        }
        RawClient.Answer real = DATA.get("/c", "Origin: https://a.example");
        assertThat(real.headers("access-control-allow-origin")).containsExactly("https://a.example");
        assertThat(real.header("vary")).isEqualTo("origin");
        assertThat(real.header("access-control-allow-methods")).isNull();
        assertThat(DATA.get("/c").header("access-control-allow-origin")).isNull();
        RawClient.Answer error = DATA.get("/none", "Origin: https://a.example");
        assertThat(error.status()).isEqualTo(404);
        assertThat(error.header("access-control-allow-origin")).isEqualTo("https://a.example");
    }

    @Test
    @DisplayName("R10.4, R10.5, R10.7, R10.9, R10.11 to R10.14: Lambda authorizers with simple answers")
    void asksSimpleAuthorizers() throws IOException {
        authorizers.add(new HttpApiAuthorizer(
                "a1",
                "n",
                "REQUEST",
                List.of("$request.header.tok"),
                null,
                List.of(),
                "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/" + FUNCTION + "auth/invocations",
                null,
                "2.0",
                null,
                true));
        DATA.functions().returns("ok", "{}");
        route("GET /s/{id}", function("ok", "2.0"), "CUSTOM", "a1").publish("$default");
        RawClient.Answer without = DATA.get("/s/1");
        assertThat(without.status()).isEqualTo(401);
        assertThat(without.header("www-authenticate")).isNull();
        DATA.functions().returns("auth", "{\"isAuthorized\":true,\"context\":{\"k\":[1,2]}}");
        assertThat(DATA.get("/s/1", "tok: t").status()).isEqualTo(200);
        assertThat(event().get("requestContext").get("authorizer").toString()).isEqualTo("{\"lambda\":{\"k\":[1,2]}}");
        JsonNode asked = JsonMapper.shared()
                .readTree(DATA.functions()
                        .invocations()
                        .get(DATA.functions().invocations().size() - 2)
                        .payload());
        assertThat(asked.get("routeArn").stringValue())
                .isEqualTo("arn:aws:execute-api:eu-west-1:123456789012:abc123/$default/GET/s/1");
        assertThat(asked.get("identitySource").toString()).isEqualTo("[\"t\"]");
        assertThat(asked.has("body")).isFalse();
        DATA.functions().returns("auth", "{\"isAuthorized\":false}");
        assertThat(DATA.get("/s/1", "tok: t").body()).isEqualTo("{\"message\":\"Forbidden\"}");
        DATA.functions().returns("auth", "{\"principalId\":\"p\",\"policyDocument\":{\"Statement\":[]}}");
        assertThat(DATA.get("/s/1", "tok: t").status()).isEqualTo(500);
    }

    @Test
    @DisplayName("R9.11 to R9.16, R3.48: JWT authorizers challenge, and events have the claims")
    void asksForTokens() throws IOException {
        try (StubIssuer issuer = new StubIssuer()) {
            issuer.page("/.well-known/openid-configuration", 200, "{\"jwks_uri\":\"" + issuer.url() + "/keys\"}");
            issuer.keys("/keys", issuer.key());
            authorizers.add(new HttpApiAuthorizer(
                    "j1",
                    "n",
                    "JWT",
                    List.of("$request.header.Authorization"),
                    issuer.url(),
                    List.of("client-1"),
                    null,
                    null,
                    null,
                    null,
                    null));
            DATA.functions().returns("ok", "{}");
            route("GET /j", function("ok", "2.0"), "JWT", "j1").publish("$default");
            RawClient.Answer without = DATA.get("/j");
            assertThat(without.status()).isEqualTo(401);
            assertThat(without.header("www-authenticate")).isEqualTo("Bearer");
            RawClient.Answer bad = DATA.get("/j", "Authorization: Bearer nothing");
            assertThat(bad.body()).isEqualTo("{\"message\":\"Unauthorized\"}");
            assertThat(bad.header("www-authenticate"))
                    .isEqualTo("Bearer scope=\"\" error=\"invalid_token\""
                            + " error_description=\"token contains an invalid number of segments\"");
            String token = issuer.token(issuer.claims(Instant.now().plusSeconds(600))
                    .claim("scope", "a b")
                    .build());
            for (int i = 0; i < 2; i++) {
                assertThat(DATA.get("/j", "Authorization: Bearer " + token).status())
                        .isEqualTo(200);
            }
            JsonNode jwt = event().get("requestContext").get("authorizer").get("jwt");
            assertThat(jwt.get("claims").get("sub").stringValue()).isEqualTo("user-1");
            assertThat(jwt.get("scopes").isNull()).isTrue();
        }
    }

    @Test
    @DisplayName("R11.2: an unsigned request of an IAM route is forbidden")
    void forbidsUnsigned() throws IOException {
        DATA.functions().returns("ok", "{}");
        route("GET /i", function("ok", "2.0"), "AWS_IAM", null).publish("$default");
        RawClient.Answer answer = DATA.get("/i");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("{\"message\":\"Forbidden\"}");
        assertThat(DATA.functions().invocations().stream()
                        .noneMatch(each -> new String(each.payload(), StandardCharsets.UTF_8).contains("GET /i\"")))
                .isTrue();
    }
}
