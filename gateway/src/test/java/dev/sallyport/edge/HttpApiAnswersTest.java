package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.TestHttpApi.Target;
import dev.sallyport.functions.InvocationResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the answers of functions of HTTP APIs (http-api 3.6). */
class HttpApiAnswersTest {

    @RegisterExtension
    static final DataPlaneFixture DATA = new DataPlaneFixture();

    private static final String ERROR = "{\"message\":\"Internal Server Error\"}";
    private static final String UNAVAILABLE = "{\"message\":\"Service Unavailable\"}";

    @BeforeEach
    void publish() {
        new TestHttpApi(DATA)
                .route("GET /two", Target.function("f", "2.0"))
                .route("GET /one", Target.function("f", "1.0"))
                .publish("$default");
    }

    private static Answer two(String returned) throws IOException {
        DATA.functions().returns("f", returned);
        return DATA.get("/two");
    }

    private static Answer one(String returned) throws IOException {
        DATA.functions().returns("f", returned);
        return DATA.get("/one");
    }

    private static void assertAnswer(Answer answer, int status, String body) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"Hello\" | Hello",
                "\"a\\\"\\n\\u00e9\" | `a\"\n\u00c3\u00a9`",
                "{\"a\": 1} | {\"a\": 1}",
                "[1, 2] | [1, 2]",
                "12.50 | 12.50",
                "true | true",
                "null | null",
                "{\"headers\":{\"x\":\"y\"},\"body\":\"b\"} | {\"headers\":{\"x\":\"y\"},\"body\":\"b\"}"
            })
    @DisplayName("R3.51 to R3.53, R3.61: what has no status is the body of a 200")
    void infers(String returned, String body) throws IOException {
        Answer answer = two(returned);
        assertAnswer(answer, 200, body);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.header("x")).isNull();
    }

    @Test
    @DisplayName("R3.54 to R3.58, R3.60: status, headers, cookies and body of format 2.0")
    void takesResponses() throws IOException {
        Answer answer = two("{\"statusCode\":\"201\",\"headers\":{\"Content-Type\":\"text/css\",\"X-A\":\"b\",\"n\":1,"
                + "\"Set-Cookie\":\"z=0\"},\"cookies\":[\"a=1\",\"b=2\"],\"multiValueHeaders\":{\"m\":[\"1\"]},"
                + "\"body\":\"/w==\",\"isBase64Encoded\":true,\"extra\":{\"statusCode\":500}}");
        assertAnswer(answer, 201, "\u00ff");
        assertThat(answer.header("content-type")).isEqualTo("text/css");
        assertThat(answer.header("x-a")).isEqualTo("b");
        assertThat(answer.header("n")).isEqualTo("1");
        assertThat(answer.headers("set-cookie")).containsExactly("a=1", "b=2", "z=0");
        assertThat(answer.header("m")).isNull();
        Answer bare = two("{\"statusCode\":404}");
        assertAnswer(bare, 404, "");
        assertThat(bare.header("content-type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(bare.header("content-length")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"statusCode\":200,\"body\":{\"a\":1}}",
                "{\"statusCode\":99}",
                "{\"statusCode\":600}",
                "{\"statusCode\":\"ok\"}",
                "{\"statusCode\":null}",
                "{\"statusCode\":200.5}",
                "{\"statusCode\":200,\"body\":\"*\",\"isBase64Encoded\":true}",
                "{\"statusCode\":200,\"headers\":{\"a\":\"b\\r\\nc: d\"}}",
                "{\"statusCode\":200,\"headers\":{\"a b\":\"c\"}}",
                "{\"statusCode\":200} x",
                "no JSON",
                ""
            })
    @DisplayName("R3.59, R3.63, R3.64: what cannot be a response, in both formats")
    void refusesTheRest(String returned) throws IOException {
        assertAnswer(two(returned), 500, ERROR);
        assertAnswer(one(returned), 500, ERROR);
    }

    @Test
    @DisplayName("R3.64 to R3.66: format 1.0 needs a status, knows lists of headers, and ignores what it does not know")
    void takesResponsesOfFormatOne() throws IOException {
        for (String returned : new String[] {"\"x\"", "{\"a\":1}", "null", "[1]"}) {
            assertAnswer(one(returned), 500, ERROR);
        }
        Answer answer = one("{\"statusCode\":200,\"headers\":{\"a\":\"3\",\"b\":\"4\"},"
                + "\"multiValueHeaders\":{\"a\":[\"1\",\"2\"]},\"cookies\":[\"a=1\"],\"body\":\"x\",\"other\":[1]}");
        assertAnswer(answer, 200, "x");
        assertThat(answer.headers("a")).containsExactly("1", "2", "3");
        assertThat(answer.header("b")).isEqualTo("4");
    }

    @Test
    @DisplayName("R3.70, R1.12, R1.13: what is the connection's is dropped, and the gateway's id is its own")
    void dropsHopHeaders() throws IOException {
        Answer answer = two("{\"statusCode\":200,\"headers\":{\"Connection\":\"close\",\"Keep-Alive\":\"x\","
                + "\"Transfer-Encoding\":\"chunked\",\"TE\":\"x\",\"Trailer\":\"x\",\"Upgrade\":\"x\","
                + "\"Proxy-Authenticate\":\"x\",\"Content-Length\":\"77\",\"apigw-requestid\":\"forged\"},"
                + "\"body\":\"ok\"}");
        assertAnswer(answer, 200, "ok");
        for (String name :
                new String[] {"keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "proxy-authenticate"}) {
            assertThat(answer.header(name)).as(name).isNull();
        }
        assertThat(answer.header("connection")).isNotEqualTo("close");
        assertThat(answer.headers("apigw-requestid")).singleElement().asString().matches("[A-Za-z0-9_-]{15}=");
        assertThat(answer.header("x-amzn-requestid")).isNull();
    }

    @Test
    @DisplayName(
            "R3.5, R3.62, R3.68, R3.71: functions that fail, that are forbidden or missing, and that Lambda holds back")
    void failures() throws IOException {
        DATA.functions().fails("f", "{\"errorMessage\":\"no\"}");
        assertAnswer(DATA.get("/two"), 500, ERROR);
        assertAnswer(DATA.get("/one"), 500, ERROR);
        DATA.functions().gives("f", new InvocationResult.Throttled("too many"));
        assertAnswer(DATA.get("/two"), 503, UNAVAILABLE);
        assertAnswer(DATA.get("/one"), 503, UNAVAILABLE);
        new TestHttpApi(DATA)
                .route("GET /forbidden", Target.function("forbidden", "2.0"))
                .route("GET /missing", Target.function("missing", "2.0"))
                .publish("$default");
        assertAnswer(DATA.get("/forbidden"), 500, ERROR);
        assertAnswer(DATA.get("/missing"), 500, ERROR);
    }

    @Test
    @DisplayName("R3.67: a function that takes too long answers 503, and a later word of it nobody hears")
    void timesOut() throws IOException {
        CompletableFuture<InvocationResult> late = new CompletableFuture<>();
        DATA.functions().runs("slow", invocation -> late);
        new TestHttpApi(DATA)
                .route("GET /slow", Target.function("slow", "2.0").within(50))
                .route("GET /two", Target.function("f", "2.0"))
                .publish("$default");
        try (RawClient client = DATA.client()) {
            assertAnswer(
                    client.send(DataPlaneFixture.head("GET", "/slow") + "\r\n").answer(), 503, UNAVAILABLE);
            late.complete(
                    new InvocationResult.Completed("\"late\"".getBytes(StandardCharsets.UTF_8), null, new byte[0]));
            DATA.functions().returns("f", "\"now\"");
            assertAnswer(
                    client.send(DataPlaneFixture.head("GET", "/two") + "\r\n").answer(), 200, "now");
        }
    }
}
