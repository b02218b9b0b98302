package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.edge.StubBackend.Received;
import dev.sallyport.edge.TestHttpApi.Target;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTP_PROXY integrations of HTTP APIs (http-api 4). */
class HttpApiProxyTest {

    @RegisterExtension
    static final DataPlaneFixture DATA = new DataPlaneFixture();

    @BeforeEach
    void usualBackend() {
        answers("200 OK", "", "ok");
    }

    private static void answers(String status, String lines, String body) {
        DATA.backend()
                .behave(Behaviour.answer("HTTP/1.1 " + status + "\r\n" + lines + "Content-Length: " + body.length()
                        + "\r\n\r\n" + body));
    }

    private static TestHttpApi api(String key, String path) {
        return new TestHttpApi(DATA).route(key, Target.backend(DATA.backend().uri(path)));
    }

    private static Received last() {
        return DATA.backend().received().getLast();
    }

    @ParameterizedTest
    @CsvSource({
        "ANY /parent/{proxy+}, /petstore/{proxy}, /parent/a/b%20c, /petstore/a/b%20c",
        "GET /fixed/{x}, /there, /fixed/1, /there",
        "GET /q/{x}, /there?own={x}, /q/a%26b?client=1, /there?own=a%26b&client=1",
        "$default, , /store/checkout?a=%20, /store/checkout?a=%20",
        "$default, /base/, /store/, /base/store/",
        "GET /up/{x}, /in/{x}/out, /up/a%3Fb%23c, /in/a%3Fb%23c/out",
    })
    @DisplayName("R4.2 to R4.5: the address of the backend")
    void addresses(String key, @Nullable String uri, String path, String expected) throws IOException {
        api(key, uri == null ? "" : uri).publish("$default");
        assertThat(DATA.get(path).status()).isEqualTo(200);
        assertThat(last().line()).isEqualTo("GET " + expected + " HTTP/1.1");
    }

    @Test
    @DisplayName("R4.4: of a named stage the default route appends the path without the stage")
    void appendsWithoutStage() throws IOException {
        api("$default", "/base").publish("dev");
        assertThat(DATA.get("/dev/store").status()).isEqualTo(200);
        assertThat(last().line()).isEqualTo("GET /base/store HTTP/1.1");
    }

    @Test
    @DisplayName("R4.1, R4.6, R4.7: verb, headers and body go through; Host is the backend's")
    void passesRequestsOn() throws IOException {
        api("ANY /x", "/y").publish("$default");
        assertThat(DATA.post(
                                "/x",
                                "a\u00ffb",
                                "X-A: 1",
                                "x-a: 2",
                                "Cookie: c=1",
                                "Authorization: Bearer t",
                                "Connection: X-Hop",
                                "X-Hop: secret",
                                "Forwarded: for=forged",
                                "Via: forged")
                        .status())
                .isEqualTo(200);
        Received got = last();
        assertThat(got.line()).isEqualTo("POST /y HTTP/1.1");
        assertThat(got.header("Host")).isEqualTo("127.0.0.1:" + DATA.backend().port());
        assertThat(got.headers("x-a")).containsExactly("1", "2");
        assertThat(got.header("cookie")).isEqualTo("c=1");
        assertThat(got.header("authorization")).isEqualTo("Bearer t");
        assertThat(got.header("x-hop")).isNull();
        assertThat(got.body()).isEqualTo("a\u00ffb");
        assertThat(got.headers("forwarded"))
                .singleElement()
                .asString()
                .matches(
                        "by=[^;]+;for=127\\.0\\.0\\.1;host=abc123\\.execute-api\\.eu-west-1\\.amazonaws\\.com;proto=http");
        assertThat(got.headers("via")).containsExactly("HTTP/1.1 AmazonAPIGateway");
        assertThat(got.header("x-amzn-trace-id")).startsWith("Root=1-");
    }

    @Test
    @DisplayName("R4.8, R4.12: status, headers and body of the backend; redirections are not followed")
    void passesAnswersOn() throws IOException {
        api("GET /x", "/y").publish("$default");
        answers("302 Found", "Location: /elsewhere\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nServer: me\r\n", "\u00fe");
        int before = DATA.backend().received().size();
        Answer answer = DATA.get("/x");
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("location")).isEqualTo("/elsewhere");
        assertThat(answer.headers("set-cookie")).containsExactly("a=1", "b=2");
        assertThat(answer.header("server")).isEqualTo("me");
        assertThat(answer.body()).isEqualTo("\u00fe");
        assertThat(answer.header("content-type")).isNull();
        assertThat(DATA.backend().received()).hasSize(before + 1);
    }

    @Test
    @DisplayName("R4.9: stage variables in host and path; one that is not defined is the API's own fault")
    void putsStageVariablesIn() throws IOException {
        Target target = Target.backend("http://${stageVariables.host}/${stageVariables.path}");
        new TestHttpApi(DATA)
                .route("GET /x", target)
                .variable("host", "127.0.0.1:" + DATA.backend().port())
                .variable("path", "v2")
                .publish("$default");
        assertThat(DATA.get("/x").status()).isEqualTo(200);
        assertThat(last().line()).isEqualTo("GET /v2 HTTP/1.1");
        new TestHttpApi(DATA).route("GET /x", target).variable("path", "v2").publish("$default");
        Answer undefined = DATA.get("/x");
        assertThat(undefined.status()).isEqualTo(500);
        assertThat(undefined.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
    }

    @Test
    @DisplayName("R4.10, R4.11, R4.14: backends that are not there, do not answer in time, or answer too much")
    void failures() throws IOException {
        new TestHttpApi(DATA)
                .route("GET /gone", Target.backend("http://127.0.0.1:1/"))
                .route("GET /nameless", Target.backend("http://no-such-host.invalid/"))
                .route("GET /slow", Target.backend(DATA.backend().uri("/slow")).within(50))
                .route("GET /large", Target.backend(DATA.backend().uri("/large")))
                .publish("$default");
        DATA.backend().behave(call -> {
            if (call.request().line().contains("/large")) {
                call.send("HTTP/1.1 200 OK\r\nContent-Length: " + (10 * 1024 * 1024 + 1) + "\r\n\r\n");
            }
        });
        for (String path : new String[] {"/gone", "/nameless", "/slow"}) {
            Answer answer = DATA.get(path);
            assertThat(answer.status()).as(path).isEqualTo(503);
            assertThat(answer.body()).isEqualTo("{\"message\":\"Service Unavailable\"}");
        }
        assertThat(DATA.get("/large").status()).isEqualTo(500);
    }
}
