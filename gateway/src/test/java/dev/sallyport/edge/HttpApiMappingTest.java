package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.edge.StubBackend.Received;
import dev.sallyport.edge.TestHttpApi.Target;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Parameter mapping of HTTP APIs, as backends and clients see it (http-api 7). */
class HttpApiMappingTest {

    @RegisterExtension
    static final DataPlaneFixture DATA = new DataPlaneFixture();

    @BeforeEach
    void usualBackend() {
        answers(200, "", "ok");
    }

    private static void answers(int status, String lines, String body) {
        DATA.backend()
                .behave(Behaviour.answer("HTTP/1.1 " + status + " Said\r\n" + lines + "Content-Length: " + body.length()
                        + "\r\n\r\n" + body));
    }

    private static Target backend(Map<String, String> mappings) {
        return Target.backend(DATA.backend().uri("/back")).map(mappings);
    }

    private static void publish(Target target) {
        new TestHttpApi(DATA)
                .route("ANY /m/{id}/{rest+}", target)
                .variable("b", "stage")
                .publish("dev");
    }

    /** What the backend gets of a request with these mappings. */
    private static Received mapped(Map<String, String> mappings, String body, String... lines) throws IOException {
        publish(backend(mappings));
        assertThat(DATA.post("/dev/m/7%2F8/r/s?a=1&a=2&c=x%26y", body, lines).status())
                .isEqualTo(200);
        return DATA.backend().received().getLast();
    }

    @Test
    @DisplayName("7.2, R7.1, R7.3: every kind of value, alone and combined, and those that have none")
    void readsValues() throws IOException {
        Received got = mapped(
                Map.ofEntries(
                        Map.entry("append:header.a", "$request.header.SOME"),
                        Map.entry("append:header.b", "${request.header.some}"),
                        Map.entry("append:header.c", "$request.querystring.a"),
                        Map.entry("append:header.d", "$request.path.id"),
                        Map.entry("append:header.e", "$request.path.rest"),
                        Map.entry("append:header.f", "$request.path"),
                        Map.entry("append:header.g", "$request.body.x.y"),
                        Map.entry("append:header.h", "$request.body.list[1]"),
                        Map.entry("append:header.i", "$context.stage"),
                        Map.entry("append:header.j", "$stageVariables.b"),
                        Map.entry("append:header.k", "just text"),
                        Map.entry("append:header.l", "${request.path.id} ${stageVariables.none}|${context.httpMethod}"),
                        Map.entry("append:header.m", "$request.header.none"),
                        Map.entry("overwrite:header.some", "$request.querystring.none"),
                        Map.entry("append:querystring.n", "$request.body.none")),
                "{\"x\":{\"y\":\"deep\"},\"list\":[1,{\"z\":true}]}",
                "Some: 1",
                "some: 2");
        assertThat(got.header("a")).isEqualTo("1,2");
        assertThat(got.header("b")).isEqualTo("1,2");
        assertThat(got.header("c")).isEqualTo("1,2");
        assertThat(got.header("d")).isEqualTo("7/8");
        assertThat(got.header("e")).isEqualTo("r/s");
        assertThat(got.header("f")).isEqualTo("/m/7%2F8/r/s");
        assertThat(got.header("g")).isEqualTo("deep");
        assertThat(got.header("h")).isEqualTo("{\"z\":true}");
        assertThat(got.header("i")).isEqualTo("dev");
        assertThat(got.header("j")).isEqualTo("stage");
        assertThat(got.header("k")).isEqualTo("just text");
        assertThat(got.header("l")).isEqualTo("7/8 |POST");
        assertThat(got.header("m")).isNull();
        assertThat(got.headers("some")).containsExactly("1", "2");
        assertThat(got.line()).isEqualTo("POST /back?a=1&a=2&c=x%26y HTTP/1.1");
    }

    @Test
    @DisplayName(
            "7.1, R7.1, R7.2: appending, overwriting and removing headers and queries reads the request as it came")
    void acts() throws IOException {
        Received got = mapped(
                Map.of(
                        "append:header.some", "3",
                        "overwrite:header.other", "$request.header.gone",
                        "remove:header.gone", "''",
                        "append:querystring.a", "3",
                        "overwrite:querystring.c", "$request.querystring.a",
                        "overwrite:querystring.new", "a b&c=${request.querystring.c}"),
                "",
                "Some: 1",
                "Other: 1",
                "Other: 2",
                "Gone: with the wind");
        assertThat(got.headers("some")).containsExactly("1", "3");
        assertThat(got.headers("other")).containsExactly("with the wind");
        assertThat(got.header("gone")).isNull();
        assertThat(got.line()).isEqualTo("POST /back?a=1&a=2&a=3&c=1%2C2&new=a%20b%26c%3Dx%26y HTTP/1.1");
        Received without = mapped(Map.of("remove:querystring.a", "''", "remove:querystring.c", "''"), "");
        assertThat(without.line()).isEqualTo("POST /back HTTP/1.1");
    }

    @Test
    @DisplayName("R7.6: the whole path is replaced, if it begins with a slash; it cannot forge a request")
    void overwritesPaths() throws IOException {
        assertThat(mapped(Map.of("overwrite:path", "/x/${request.path.rest}"), "")
                        .line())
                .isEqualTo("POST /x/r/s?a=1&a=2&c=x%26y HTTP/1.1");
        assertThat(mapped(Map.of("overwrite:path", "${request.path.rest}"), "").line())
                .startsWith("POST /back?");
        assertThat(mapped(Map.of("overwrite:path", "$request.header.p"), "", "P: /a b?c=d#e")
                        .line())
                .isEqualTo("POST /a%20b%3Fc=d%23e?a=1&a=2&c=x%26y HTTP/1.1");
    }

    @Test
    @DisplayName("7.2: a body of more than 100 KB, and one that is no JSON, have no parts")
    void cutsBodies() throws IOException {
        Map<String, String> mappings = Map.of("append:header.g", "$request.body.x");
        assertThat(mapped(mappings, "{\"x\":\"1\"}").header("g")).isEqualTo("1");
        assertThat(mapped(mappings, "{\"x\":\"1\",\"y\":\"" + "z".repeat(101 * 1024) + "\"}")
                        .header("g"))
                .isNull();
        assertThat(mapped(mappings, "no JSON").header("g")).isNull();
    }

    @Test
    @DisplayName("R7.10 to R7.13: answers are mapped by the integration's status, from their headers and bodies")
    void mapsAnswers() throws IOException {
        publish(Target.backend(DATA.backend().uri("/back"))
                .answer(Map.of(
                        "500",
                        Map.of(
                                "append:header.a",
                                "$response.header.x",
                                "append:header.b",
                                "$response.body.e.code",
                                "append:header.c",
                                "${context.requestId}-${stageVariables.b}",
                                "overwrite:header.x",
                                "new",
                                "remove:header.y",
                                "''",
                                "append:header.z",
                                "$response.header.none",
                                "overwrite:statuscode",
                                "403"),
                        "403",
                        Map.of("append:header.never", "1"))));
        answers(500, "X: 1\r\nX: 2\r\nY: y\r\n", "{\"e\":{\"code\":7}}");
        Answer answer = DATA.get("/dev/m/1/2");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("{\"e\":{\"code\":7}}");
        assertThat(answer.header("a")).isEqualTo("1,2");
        assertThat(answer.header("b")).isEqualTo("7");
        assertThat(answer.header("c")).isEqualTo(answer.header("apigw-requestid") + "-stage");
        assertThat(answer.headers("x")).containsExactly("new");
        assertThat(answer.header("y")).isNull();
        assertThat(answer.header("z")).isNull();
        assertThat(answer.header("never")).isNull();
        answers(200, "X: 1\r\n", "ok");
        assertThat(DATA.get("/dev/m/1/2").headers("x")).containsExactly("1");
    }

    @Test
    @DisplayName("R7.10: functions' answers are mapped as well; a status that is none is the configuration's fault")
    void mapsAnswersOfFunctions() throws IOException {
        DATA.functions().returns("f", "{\"statusCode\":202,\"headers\":{\"to\":\"299\"},\"body\":\"\"}");
        publish(Target.function("f", "2.0")
                .answer(Map.of("202", Map.of("overwrite:statuscode", "$response.header.to"))));
        assertThat(DATA.get("/dev/m/1/2").status()).isEqualTo(299);
        DATA.functions().returns("f", "{\"statusCode\":202,\"headers\":{\"to\":\"100\"},\"body\":\"\"}");
        assertThat(DATA.get("/dev/m/1/2").status()).isEqualTo(500);
    }

    @Test
    @DisplayName("R7.14: answers that the gateway makes are not mapped")
    void leavesItsOwnAnswers() throws IOException {
        publish(Target.backend("http://127.0.0.1:1/")
                .answer(Map.of("503", Map.of("append:header.a", "b", "overwrite:statuscode", "200"))));
        Answer answer = DATA.get("/dev/m/1/2");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("a")).isNull();
    }

    @Test
    @DisplayName("R7.1, R7.11: no value that a client or a backend chooses can end a header line")
    void keepsLines() throws IOException {
        publish(backend(Map.of("append:header.a", "$request.querystring.a")));
        Answer answer = DATA.get("/dev/m/1/2?a=x%0D%0Ainjected:%20y");
        assertThat(answer.status()).isEqualTo(500);
        publish(Target.backend(DATA.backend().uri("/back"))
                .answer(Map.of("200", Map.of("append:header.a", "$response.body.x"))));
        answers(200, "", "{\"x\":\"a\\r\\nb: c\"}");
        assertThat(DATA.get("/dev/m/1/2").status()).isEqualTo(500);
    }
}
