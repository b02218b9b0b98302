package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.edge.TestHttpApi.Target;
import dev.sallyport.limits.Rate;
import dev.sallyport.model.HttpApiCors;
import dev.sallyport.model.HttpApiStage.RouteSettings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CORS of HTTP APIs (http-api 8). */
class HttpApiCorsTest {

    @RegisterExtension
    static final DataPlaneFixture DATA = new DataPlaneFixture();

    private static final String ORIGIN = "Origin: https://a.example";
    private static final String ASKS = "Access-Control-Request-Method: PUT";
    private static final String ALLOWED = "access-control-allow-origin";

    private static HttpApiCors origins(String... origins) {
        return new HttpApiCors(false, List.of(), List.of(), List.of(origins), List.of(), null);
    }

    private static TestHttpApi api(HttpApiCors cors) {
        DATA.functions().returns("f", "{\"statusCode\":200,\"body\":\"x\"}");
        return new TestHttpApi(DATA).cors(cors).route("GET /f", Target.function("f", "2.0"));
    }

    private static Answer send(String method, String path, String... lines) throws IOException {
        try (RawClient client = DATA.client()) {
            return client.send(DataPlaneFixture.head(method, path, lines) + "\r\n")
                    .answer();
        }
    }

    private static Answer preflight(String path, String... lines) throws IOException {
        return send("OPTIONS", path, lines);
    }

    @Test
    @DisplayName("R8.1, R8.3, R8.4, R8.16: a preflight is answered as configured, for paths that there are and are not")
    void answersPreflights() throws IOException {
        api(new HttpApiCors(
                        true,
                        List.of("X-B", "x-a"),
                        List.of("GET", "OPTIONS", "POST"),
                        List.of("https://a.example"),
                        List.of("y"),
                        -1))
                .publish("$default");
        long before = TestHttpApi.calls(DATA, "f");
        for (String path : List.of("/f", "/none", "/")) {
            Answer answer = preflight(path, ORIGIN, ASKS);
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.header(ALLOWED)).isEqualTo("https://a.example");
            assertThat(answer.header("access-control-allow-methods")).isEqualTo("GET,OPTIONS,POST");
            assertThat(answer.header("access-control-allow-headers")).isEqualTo("X-B,x-a");
            assertThat(answer.header("access-control-max-age")).isEqualTo("-1");
            assertThat(answer.header("access-control-allow-credentials")).isEqualTo("true");
            assertThat(answer.header("access-control-expose-headers")).isNull();
            assertThat(answer.header("vary")).isEqualTo("origin");
            assertThat(answer.header("apigw-requestid")).isNotNull();
            assertThat(answer.header("date")).isNotNull();
        }
        assertThat(TestHttpApi.calls(DATA, "f")).isEqualTo(before);
    }

    @Test
    @DisplayName("R8.2, R8.14: OPTIONS without both headers goes to its route, or is not found")
    void leavesOtherOptions() throws IOException {
        DATA.functions().returns("o", "{\"statusCode\":209}");
        api(origins("*")).publish("$default");
        assertThat(preflight("/f", ORIGIN).status()).isEqualTo(404);
        assertThat(preflight("/f", ASKS).status()).isEqualTo(404);
        api(origins("*"))
                .route("OPTIONS /{proxy+}", Target.function("o", "2.0"))
                .secured("$default", Target.function("f", "2.0"), "AWS_IAM", null)
                .publish("$default");
        assertThat(preflight("/x", ORIGIN).status()).isEqualTo(209);
        assertThat(preflight("/x", ORIGIN, ASKS).status()).isEqualTo(204);
        assertThat(send("GET", "/x").status()).isEqualTo(403);
    }

    @ParameterizedTest(name = "{0} for {1}")
    @CsvSource({
        "https://a.example, https://a.example, https://a.example",
        "https://a.example, HTTPS://A.Example, HTTPS://A.Example",
        "https://a.example, https://a.example:8443,",
        "https://a.example, http://a.example,",
        "https://a.example, null,",
        "https://*, https://any.example:1, https://any.example:1",
        "https://*, http://any.example,",
        "http://*, http://any.example, http://any.example",
        "*, gopher://any, *",
    })
    @DisplayName("R8.5 to R8.8, R8.13: which origins are allowed, and what they are told")
    void comparesOrigins(String configured, String origin, @Nullable String told) throws IOException {
        api(origins(configured)).publish("$default");
        for (Answer answer :
                List.of(preflight("/f", "Origin: " + origin, ASKS), send("GET", "/f", "Origin: " + origin))) {
            assertThat(answer.status()).isIn(200, 204);
            assertThat(answer.header(ALLOWED)).isEqualTo(told);
            assertThat(answer.header("vary")).isEqualTo(told == null || told.equals("*") ? null : "origin");
            if (told == null) {
                assertThat(answer.head()).doesNotContainIgnoringCase("access-control-");
            }
        }
    }

    @Test
    @DisplayName("R8.9 to R8.11: what real requests are told; what integrations say does not count")
    void answersRealRequests() throws IOException {
        DATA.backend()
                .behave(Behaviour.answer(String.join(
                        "\r\n",
                        "HTTP/1.1 200 OK",
                        "Access-Control-Allow-Origin: *",
                        "ACCESS-CONTROL-EXPOSE-HEADERS: own",
                        "Access-Control-Max-Age: 1",
                        "X: y",
                        "Content-Length: 0",
                        "",
                        "")));
        HttpApiCors cors = new HttpApiCors(
                true, List.of("x"), List.of("GET"), List.of("https://a.example"), List.of("Y", "Z"), 10);
        api(cors).route("GET /b", Target.backend(DATA.backend().uri("/"))).publish("$default");
        Answer answer = send("GET", "/b", ORIGIN);
        assertThat(answer.headers(ALLOWED)).containsExactly("https://a.example");
        assertThat(answer.headers("access-control-expose-headers")).containsExactly("Y,Z");
        assertThat(answer.header("access-control-allow-credentials")).isEqualTo("true");
        assertThat(answer.header("access-control-allow-methods")).isNull();
        assertThat(answer.header("access-control-allow-headers")).isNull();
        assertThat(answer.header("access-control-max-age")).isNull();
        assertThat(answer.header("x")).isEqualTo("y");
        assertThat(send("GET", "/b").head()).doesNotContainIgnoringCase("access-control-");
        new TestHttpApi(DATA)
                .route("GET /b", Target.backend(DATA.backend().uri("/")))
                .publish("$default");
        Answer passed = send("GET", "/b", ORIGIN);
        assertThat(passed.header(ALLOWED)).isEqualTo("*");
        assertThat(passed.header("access-control-max-age")).isEqualTo("1");
        assertThat(preflight("/b", ORIGIN, ASKS).status()).isEqualTo(404);
    }

    @Test
    @DisplayName("R8.12: the gateway's own errors tell allowed origins, and no others")
    void tellsOnErrors() throws IOException {
        DATA.functions().fails("broken", "{}");
        TestLimits limits = new TestLimits((Rate) null);
        api(origins("https://a.example"))
                .jwt("j1", "http://127.0.0.1:1", "a")
                .secured("GET /401", Target.function("f", "2.0"), "JWT", "j1")
                .secured("GET /403", Target.function("f", "2.0"), "AWS_IAM", null)
                .route("GET /429", Target.function("f", "2.0"))
                .route("GET /500", Target.function("broken", "2.0"))
                .route("GET /503", Target.backend("http://127.0.0.1:1/"))
                .limited(
                        limits.compiler,
                        RouteSettings.DEFAULT,
                        Map.of("GET /429", new RouteSettings(null, 0, 0.0, null, null)))
                .publish("$default");
        for (int status : new int[] {401, 403, 404, 429, 500, 503}) {
            Answer told = send("GET", "/" + status, ORIGIN);
            assertThat(told.status()).isEqualTo(status);
            assertThat(told.headers(ALLOWED)).as(told.head()).containsExactly("https://a.example");
            assertThat(send("GET", "/" + status, "Origin: https://b.example").head())
                    .doesNotContainIgnoringCase("access-control-");
        }
    }
}
