package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.edge.StubBackend.Received;
import dev.sallyport.functions.Invocation;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All kinds of integrations from the client's socket to the backend's and back. */
class IntegrationsTest {

    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    @BeforeEach
    void usualBackend() {
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
    }

    private static Received last() {
        return GATEWAY.backend().received().getLast();
    }

    @Test
    @DisplayName("INT-20, INT-24, HDR-30, HDR-31, INT-27: a mock answers with its template and the gateway's headers")
    void mock() throws Exception {
        GATEWAY.publish(new TestApi("abc123").on("GET", "/mock", TestIntegration.mock("{\"pets\": []}")));

        Answer answer = GATEWAY.get("/test/mock");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"pets\": []}");
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Connection")).isEqualTo("keep-alive");
        assertThat(answer.header("x-amzn-RequestId")).matches(UUID);
        assertThat(answer.header("x-amz-apigw-id")).matches("[A-Za-z0-9_-]{15}=");
        assertThat(answer.header("Date"))
                .matches("[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
        assertThat(answer.head()).doesNotContain("X-Amzn-Trace-Id", "x-amzn-ErrorType", "Server:", "Via:");
    }

    @Test
    @DisplayName("INT-22: without a template the client's own body is used")
    void mockWithoutTemplate() throws Exception {
        TestIntegration bare = TestIntegration.of("MOCK", null, null).response("200", null);
        GATEWAY.publish(new TestApi("abc123").on("POST", "/mock", bare));

        assertThat(GATEWAY.post("/test/mock", "{\"statusCode\":200}").status()).isEqualTo(200);
        assertThat(GATEWAY.post("/test/mock", "").status()).isEqualTo(500);
    }

    @Test
    @DisplayName("INT-30, INT-31, INT-33, HDR-31: HTTP sends only mapped headers and answers with the selected status")
    void http() throws Exception {
        GATEWAY.backend()
                .behave(Behaviour.answer("HTTP/1.1 404 Not Found\r\nX-Why: gone\r\nContent-Length: 4\r\n\r\nnope"));
        GATEWAY.publish(new TestApi("abc123")
                .on(
                        "POST",
                        "/http/{id}",
                        TestIntegration.of("HTTP", "PUT", GATEWAY.backend().uri("/base/{id}"))
                                .map("path.id", "method.request.path.id")
                                .map("querystring.q", "method.request.querystring.q")
                                .map("header.X-Mapped", "'literal'")
                                .response("200", null)
                                .headers("410", "404", Map.of("X-Reason", "integration.response.header.X-Why"))));

        Answer answer = GATEWAY.post("/test/http/a%20b?q=1&q=2&r=3", "{}", "X-Client: 1", "Accept: text/html");

        assertThat(answer.status()).isEqualTo(410);
        assertThat(answer.body()).isEqualTo("nope");
        assertThat(answer.header("X-Reason")).isEqualTo("gone");
        assertThat(answer.header("X-Amzn-Trace-Id")).matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24}");
        Received received = last();
        assertThat(received.line()).isEqualTo("PUT /base/a%20b?q=2 HTTP/1.1");
        assertThat(received.body()).isEqualTo("{}");
        assertThat(received.header("Host"))
                .isEqualTo("127.0.0.1:" + GATEWAY.backend().port());
        assertThat(received.header("Accept")).isEqualTo("application/json");
        assertThat(received.header("User-Agent")).isEqualTo("AmazonAPIGateway_abc123");
        assertThat(received.header("X-Amzn-Apigateway-Api-Id")).isEqualTo("abc123");
        assertThat(received.header("X-Amzn-Trace-Id")).isEqualTo(answer.header("X-Amzn-Trace-Id"));
        assertThat(received.header("Content-Type")).isEqualTo("application/json");
        assertThat(received.header("X-Mapped")).isEqualTo("literal");
        assertThat(received.header("X-Client")).isNull();
    }

    @Test
    @DisplayName(
            "INT-82, INT-83: no response that fits, and a status without method response, are configuration errors")
    void httpWithoutResponses() throws Exception {
        TestIntegration http =
                TestIntegration.of("HTTP", "GET", GATEWAY.backend().uri("/")).response("200", "5..");
        GATEWAY.publish(new TestApi("abc123").on("GET", "/http", http));

        Answer answer = GATEWAY.get("/test/http");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("{\"message\": \"Internal server error\"}");
    }

    @Test
    @DisplayName("INT-35 to INT-38, HDR-3, HDR-34: HTTP_PROXY passes all but what belongs to one hop")
    void httpProxy() throws Exception {
        GATEWAY.backend()
                .behave(
                        Behaviour.answer(
                                "HTTP/1.1 201 Created\r\nServer: stub\r\nDate: now\r\nConnection: keep-alive\r\n"
                                        + "x-amzn-RequestId: theirs\r\nX-Own: 1\r\nX-Own: 2\r\nVia: 1.1 x\r\nContent-Length: 3\r\n\r\nyes"));
        GATEWAY.publish(new TestApi("abc123")
                .on(
                        "ANY",
                        "/proxy/{proxy+}",
                        TestIntegration.httpProxy("ANY", GATEWAY.backend().uri("/to/{proxy}"))
                                .map("path.proxy", "method.request.path.proxy")
                                .map("querystring.more", "'m n'")
                                .map("header.X-Replaced", "'new'")));

        Answer answer = GATEWAY.post(
                "/test/proxy/a/b?x=1&y=%20",
                "body",
                "X-Replaced: old",
                "X-Hop: 1",
                "Connection: X-Hop",
                "TE: trailers",
                "X-Forwarded-For: 10.0.0.1",
                "Accept-Encoding: br");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo("yes");
        assertThat(answer.header("x-amzn-Remapped-Server")).isEqualTo("stub");
        assertThat(answer.header("x-amzn-Remapped-Date")).isEqualTo("now");
        assertThat(answer.header("x-amzn-Remapped-Connection")).isEqualTo("keep-alive");
        assertThat(answer.header("x-amzn-Remapped-Content-Length")).isEqualTo("3");
        assertThat(answer.header("x-amzn-Remapped-x-amzn-RequestId")).isEqualTo("theirs");
        assertThat(answer.header("x-amzn-RequestId")).matches(UUID);
        assertThat(answer.headers("X-Own")).containsExactly("1", "2");
        assertThat(answer.head()).doesNotContain("Via:", "X-Amzn-Trace-Id", "\nServer:");
        Received received = last();
        assertThat(received.line()).isEqualTo("POST /to/a/b?x=1&y=%20&more=m%20n HTTP/1.1");
        assertThat(received.body()).isEqualTo("body");
        assertThat(received.headers("X-Replaced")).containsExactly("new");
        assertThat(received.header("Accept-Encoding")).isEqualTo("br");
        assertThat(received.header("X-Forwarded-For")).isEqualTo("10.0.0.1, 127.0.0.1");
        assertThat(received.header("X-Forwarded-Proto")).isEqualTo("http");
        assertThat(received.header("X-Forwarded-Port"))
                .isEqualTo("" + GATEWAY.listener().address().getPort());
        assertThat(received.head()).doesNotContain("X-Hop", "TE:", "Connection:");
    }

    @Test
    @DisplayName("LIM-9, LIM-12: a chunked request arrives with a Content-Length and without its trailers")
    void chunkedRequest() throws Exception {
        GATEWAY.publish(new TestApi("abc123")
                .on(
                        "POST",
                        "/proxy",
                        TestIntegration.httpProxy("ANY", GATEWAY.backend().uri("/"))));

        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("POST", "/test/proxy", "Transfer-Encoding: chunked")
                    + "\r\n4\r\nwiki\r\n5;ext=1\r\npedia\r\n0\r\nX-Trailer: 1\r\n\r\n");

            assertThat(client.answer().body()).isEqualTo("ok");
        }
        assertThat(last().header("Content-Length")).isEqualTo("9");
        assertThat(last().body()).isEqualTo("wikipedia");
        assertThat(last().head()).doesNotContain("Transfer-Encoding", "X-Trailer");
    }

    @Test
    @DisplayName("LIM-10: a short answer of unknown length gets a Content-Length, whatever the backend's framing")
    void unknownLength() throws Exception {
        GATEWAY.publish(new TestApi("abc123")
                .on(
                        "GET",
                        "/proxy",
                        TestIntegration.httpProxy("ANY", GATEWAY.backend().uri("/"))));
        GATEWAY.backend()
                .behave(Behaviour.answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"));
        Answer chunked = GATEWAY.get("/test/proxy");
        GATEWAY.backend().behave(Behaviour.answerAndClose("HTTP/1.0 200 OK\r\n\r\nuntil the end"));
        Answer untilClose = GATEWAY.get("/test/proxy");

        assertThat(chunked.header("Content-Length")).isEqualTo("3");
        assertThat(chunked.body()).isEqualTo("abc");
        assertThat(untilClose.header("Content-Length")).isEqualTo("13");
        assertThat(untilClose.body()).isEqualTo("until the end");
    }

    @Test
    @DisplayName("INT-38: the backend's interim answers stay with the gateway")
    void interimAnswers() throws Exception {
        GATEWAY.publish(new TestApi("abc123")
                .on(
                        "GET",
                        "/proxy",
                        TestIntegration.httpProxy("ANY", GATEWAY.backend().uri("/"))));
        GATEWAY.backend()
                .behave(Behaviour.answer("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
                        + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"));

        assertThat(GATEWAY.get("/test/proxy").body()).isEqualTo("x");
    }

    @Test
    @DisplayName("INT-42, INT-50, INT-52: a proxy function gets the event and answers")
    void lambdaProxy() throws Exception {
        GATEWAY.functions().returns("pets", "{\"statusCode\":201,\"headers\":{\"X-F\":\"1\"},\"body\":\"made\"}");
        GATEWAY.publish(new TestApi("abc123").on("ANY", "/pets", TestIntegration.lambdaProxy("pets")));

        Answer answer = GATEWAY.post("/test/pets", "{\"name\":\"x\"}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo("made");
        assertThat(answer.header("X-F")).isEqualTo("1");
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("X-Amzn-Trace-Id")).startsWith("Root=1-");
        Invocation invocation = GATEWAY.functions().invocations().getLast();
        assertThat(invocation.requestId()).isEqualTo(answer.header("x-amzn-RequestId"));
        assertThat(new String(invocation.payload(), StandardCharsets.UTF_8))
                .contains("\"body\":\"{\\\"name\\\":\\\"x\\\"}\"", "\"httpMethod\":\"POST\"");
    }

    @Test
    @DisplayName("AUT-17: a signature for the gateway is not passed on, also by an open method")
    void signatureStays() throws Exception {
        GATEWAY.functions().returns("pets", "{}");
        GATEWAY.publish(new TestApi("abc123")
                .on("ANY", "/pets", TestIntegration.lambdaProxy("pets"))
                .on(
                        "GET",
                        "/http",
                        TestIntegration.httpProxy("GET", GATEWAY.backend().uri("/"))));

        GATEWAY.get("/test/pets", "Authorization: AWS4-HMAC-SHA256 Credential=a", "X-Seen: 1");
        assertThat(new String(GATEWAY.functions().invocations().getLast().payload(), StandardCharsets.UTF_8))
                .contains("\"X-Seen\"")
                .doesNotContain("Authorization");
        GATEWAY.get("/test/pets", "Authorization: Bearer a");
        assertThat(new String(GATEWAY.functions().invocations().getLast().payload(), StandardCharsets.UTF_8))
                .contains("\"Authorization\":\"Bearer a\"");
        GATEWAY.get("/test/http", "Authorization: AWS4-HMAC-SHA256 Credential=a");
        assertThat(last().header("Authorization")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"image/png,bytes", "*/*,Ynl0ZXM=", "'image/webp,image/png',Ynl0ZXM="})
    @DisplayName("BIN-1, INT-50: base64 is decoded only when the first Accept type is binary")
    void lambdaProxyBinary(String accept, String body) throws Exception {
        GATEWAY.functions().returns("image", "{\"body\":\"Ynl0ZXM=\",\"isBase64Encoded\":true}");
        GATEWAY.publish(
                new TestApi("abc123").binary("image/png").on("GET", "/image", TestIntegration.lambdaProxy("image")));

        assertThat(GATEWAY.get("/test/image", "Accept: " + accept).body()).isEqualTo(body);
    }

    @Test
    @DisplayName("INT-65, INT-80: a function's error selects by its message, a result takes the default")
    void lambdaCustom() throws Exception {
        TestIntegration lambda = TestIntegration.of("AWS", "POST", TestIntegration.lambdaUri("custom"))
                .response("200", null)
                .response("409", ".*taken.*");
        GATEWAY.publish(new TestApi("abc123").on("POST", "/custom", lambda));

        GATEWAY.functions().returns("custom", "{ \"a\" : 1 }");
        Answer result = GATEWAY.post("/test/custom", "");
        assertThat(result.status()).isEqualTo(200);
        assertThat(result.body()).isEqualTo("{ \"a\" : 1 }");
        assertThat(new String(GATEWAY.functions().invocations().getLast().payload(), StandardCharsets.UTF_8))
                .isEqualTo("{}");
        GATEWAY.functions().fails("custom", "{\"errorType\":\"E\",\"errorMessage\":\"name taken, sorry\"}");
        assertThat(GATEWAY.post("/test/custom", "{}").status()).isEqualTo(409);
    }

    @Test
    @DisplayName("INT-55, GWR-1: no permission and a wrong verb are 500, a refused call 502, a failed function 502")
    void lambdaFailures() throws Exception {
        GATEWAY.functions().gives("busy", new InvocationResult.Throttled("ReservedConcurrency"));
        GATEWAY.functions().gives("down", new InvocationResult.Unavailable("stopping"));
        GATEWAY.functions().fails("broken", "{\"errorMessage\":\"x\"}");
        TestApi api = new TestApi("abc123");
        for (String name : new String[] {"busy", "down", "broken", "forbidden", "absent"}) {
            api.on("GET", "/" + name, TestIntegration.lambdaProxy(name));
        }
        GATEWAY.publish(
                api.on("GET", "/verb", TestIntegration.of("AWS_PROXY", "GET", TestIntegration.lambdaUri("pets"))));

        for (Map.Entry<String, Integer> expected : Map.of(
                        "busy", 502, "down", 502, "broken", 502, "forbidden", 500, "absent", 500, "verb", 500)
                .entrySet()) {
            Answer answer = GATEWAY.get("/test/" + expected.getKey());
            assertThat(answer.status()).as(expected.getKey()).isEqualTo(expected.getValue());
            assertThat(answer.body()).isEqualTo("{\"message\": \"Internal server error\"}");
            assertThat(answer.header("Content-Length")).isEqualTo("36");
        }
    }

    @Test
    @DisplayName("INT-3: a function that never answers is 504 within 50 ms of the limit")
    void lambdaTimeout() throws Exception {
        GATEWAY.functions().runs("never", invocation -> new CompletableFuture<>());
        GATEWAY.publish(new TestApi("abc123")
                .on("GET", "/never", TestIntegration.lambdaProxy("never").timeout(200)));
        GATEWAY.get("/test/nowhere");

        long begin = System.nanoTime();
        Answer answer = GATEWAY.get("/test/never");
        long millis = (System.nanoTime() - begin) / 1_000_000;

        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.body()).isEqualTo("{\"message\": \"Endpoint request timed out\"}");
        assertThat(millis).isBetween(200L, 400L);
    }

    @Test
    @DisplayName("MAP-1: a client cannot forge a header line through a mapping")
    void mappedLineBreak() throws Exception {
        GATEWAY.publish(new TestApi("abc123")
                .on(
                        "GET",
                        "/http",
                        TestIntegration.of("HTTP", "GET", GATEWAY.backend().uri("/"))
                                .map("header.X-Q", "method.request.querystring.q")
                                .response("200", null)));
        GATEWAY.publish(
                new TestApi("lines1")
                        .on(
                                "GET",
                                "/",
                                TestIntegration.of("MOCK", null, null)
                                        .template("{\"statusCode\": 200}")
                                        .headers("200", null, Map.of("X-Q", "stageVariables.lines"))),
                Map.of("lines", "a\r\nX-Forged: 1"));
        int before = GATEWAY.backend().received().size();

        assertThat(GATEWAY.get("/test/http?q=a%0d%0aX-Forged:1").status()).isEqualTo(500);
        assertThat(GATEWAY.backend().received()).hasSize(before);
        try (RawClient client = GATEWAY.client()) {
            Answer answer = client.send("GET /_aws/execute-api/lines1/test HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .answer();
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.head()).doesNotContain("X-Forged");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:lambda:eu-west-1:123456789012:function:${stageVariables.name}, pets",
        "arn:aws:lambda:eu-west-1:123456789012:function:pets:${stageVariables.alias}, pets",
        "${stageVariables.arn}, pets"
    })
    @DisplayName("INT-41: stage variables are the name, the alias or the whole ARN of the function")
    void functionByStageVariable(String arn, String name) throws Exception {
        GATEWAY.functions().returns("pets", "{\"body\":\"pets\"}");
        String uri = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/" + arn + "/invocations";
        GATEWAY.publish(
                new TestApi("abc123").on("GET", "/f", TestIntegration.of("AWS_PROXY", "POST", uri)),
                Map.of("name", "pets", "alias", "live", "arn", "arn:aws:lambda:eu-west-1:123456789012:function:pets"));

        assertThat(GATEWAY.get("/test/f").body()).isEqualTo(name);
    }
}
