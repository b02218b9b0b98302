package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.TestHttpApi.Target;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which stage and which route of an HTTP API a request is for (http-api 1, 2). */
class HttpApiRoutesTest {

    @RegisterExtension
    static final DataPlaneFixture DATA = new DataPlaneFixture();

    private static final String NOT_FOUND = "{\"message\":\"Not Found\"}";

    @BeforeEach
    void function() {
        DATA.functions().returns("f", "{}");
    }

    private static TestHttpApi api(String... keys) {
        TestHttpApi api = new TestHttpApi(DATA);
        for (String key : keys) {
            api.route(key, Target.function("f", "2.0"));
        }
        return api;
    }

    private static Answer send(String method, String path) throws IOException {
        try (RawClient client = DATA.client()) {
            client.send(DataPlaneFixture.head(method, path) + "\r\n");
            return method.equals("HEAD") ? new Answer(client.head(), "") : client.answer();
        }
    }

    /** The key of the route that a request reaches; the status when it reaches none. */
    private static String reached(String method, String path) throws IOException {
        long before = TestHttpApi.calls(DATA, "f");
        int status = send(method, path).status();
        return TestHttpApi.calls(DATA, "f") == before
                ? Integer.toString(status)
                : TestHttpApi.lastEvent(DATA, "f").get("routeKey").stringValue();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /pets/dog/1, GET /pets/dog/1",
        "GET, /pets/dog/2, GET /pets/dog/{id}",
        "GET, /pets/cat/1, GET /pets/{proxy+}",
        "POST, /test/5, ANY /{proxy+}",
        "GET, /, $default",
    })
    @DisplayName("R2.6 to R2.8: the documented table")
    void documentedTable(String method, String path, String key) throws IOException {
        api("$default", "ANY /{proxy+}", "GET /pets/{proxy+}", "GET /pets/dog/{id}", "GET /pets/dog/1")
                .publish("$default");
        assertThat(reached(method, path)).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /a/1, ANY /a/1",
        "GET, /a/2, GET /a/{id}",
        "POST, /a/2, 404",
        "POST, /b, POST /b",
        "PUT, /b, ANY /b",
        "HEAD, /b, ANY /b",
        "HEAD, /a/2, 404",
        "HEAD, /h, HEAD /h",
        "GET, /h, 404",
        "GET, /B, 404",
        "GET, /b/, 404",
        "GET, /x/l/2, GET /x/l/{w}",
        "GET, /x/m/2, GET /x/{v}/2",
        "GET, /x/l/1, GET /x/l/{w}",
        "GET, /g, 404",
        "GET, /g/, 404",
        "GET, /g/1, GET /g/{proxy+}",
        "GET, /g/1/2/, GET /g/{proxy+}",
        "GET, /m/1, GET /m/{proxy+}",
        "POST, /m/1, 404",
        "PATCH, /g/1, 404",
    })
    @DisplayName("R2.3, R2.6, R2.7, R2.9 to R2.15: paths before verbs, from left to right, each segment as it is")
    void choosesRoutes(String method, String path, String key) throws IOException {
        api(
                        "ANY /a/1",
                        "GET /a/{id}",
                        "ANY /b",
                        "POST /b",
                        "HEAD /h",
                        "GET /x/l/{w}",
                        "GET /x/{v}/2",
                        "GET /g/{proxy+}",
                        "GET /m/{proxy+}",
                        "PUT /m/{id}")
                .publish("$default");
        assertThat(reached(method, path)).isEqualTo(key);
    }

    @Test
    @DisplayName("R2.6, R2.11: a path of another verb goes to a greedy route, then to the default one")
    void fallsBack() throws IOException {
        api("POST /a", "GET /{proxy+}", "$default").publish("$default");
        assertThat(reached("GET", "/a")).isEqualTo("GET /{proxy+}");
        assertThat(reached("PUT", "/a")).isEqualTo("$default");
        assertThat(reached("OPTIONS", "/")).isEqualTo("$default");
    }

    @Test
    @DisplayName("R2.18: a route without a target is the API's own fault")
    void hasNoTarget() throws IOException {
        api().untargeted("GET /x").publish("$default");
        Answer answer = DATA.get("/x");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
    }

    @Test
    @DisplayName("R1.2, R1.3, R1.5 to R1.7: the first segment names the stage, otherwise $default takes everything")
    void choosesStages() throws IOException {
        api("GET /", "GET /dev/x", "GET /x", "GET /{any}").publish("$default", "dev");
        assertThat(reached("GET", "/dev")).isEqualTo("GET /");
        assertThat(reached("GET", "/dev/")).isEqualTo("GET /");
        assertThat(stage()).isEqualTo("dev");
        assertThat(reached("GET", "/dev/x")).isEqualTo("GET /x");
        assertThat(stage()).isEqualTo("dev");
        assertThat(reached("GET", "/d%65v/x")).isEqualTo("GET /x");
        assertThat(stage()).isEqualTo("dev");
        assertThat(reached("GET", "/dev/dev/x")).isEqualTo("GET /dev/x");
        assertThat(reached("GET", "/DEV")).isEqualTo("GET /{any}");
        assertThat(stage()).isEqualTo("$default");
        assertThat(reached("GET", "/$default")).isEqualTo("GET /{any}");
        assertThat(reached("GET", "/")).isEqualTo("GET /");
        assertThat(stage()).isEqualTo("$default");
    }

    private static String stage() {
        return TestHttpApi.lastEvent(DATA, "f")
                .get("requestContext")
                .get("stage")
                .stringValue();
    }

    @Test
    @DisplayName("R1.4, R1.8, R1.12 to R1.15: what is not found, and what the gateway says of it")
    void findsNothing() throws IOException {
        api("GET /x").publish("only");
        api().publishUndeployed("empty");
        for (String path : new String[] {"/only/y", "/empty/x"}) {
            Answer answer = DATA.get(path);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.body()).isEqualTo(NOT_FOUND);
            assertThat(answer.header("content-type")).isEqualTo("application/json");
            assertThat(answer.header("content-length")).isEqualTo("23");
            assertThat(answer.header("apigw-requestid")).matches("[A-Za-z0-9_-]{15}=");
            assertThat(answer.header("date")).isNotNull();
            assertThat(answer.head()).doesNotContainIgnoringCase("x-amz");
        }
    }
}
