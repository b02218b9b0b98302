package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.WireResponse;
import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Section 12 of the data plane's rules as far as it exists, the limits, and who gets a request at all. */
class FrontDoorTest {

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture(DataPlaneFixture.impatient());

    @BeforeEach
    void api() {
        GATEWAY.controlPlane(DataPlaneFixture::echo);
        GATEWAY.functions().runs("never", invocation -> new CompletableFuture<>());
        GATEWAY.functions().returns("odd", "{\"foo\":1}");
        GATEWAY.publish(new TestApi("abc123")
                .on("GET", "/pets", TestIntegration.mock("[]"))
                .on("POST", "/pets", TestIntegration.lambdaProxy("odd"))
                .on("GET", "/slow", TestIntegration.lambdaProxy("never").timeout(50))
                .on("POST", "/strict", TestIntegration.mock("[]").passthrough("NEVER")));
        GATEWAY.publish(new TestApi("off123").disabled().on("GET", "/", TestIntegration.mock("[]")));
    }

    private static void isGatewayResponse(Answer answer, int status, String errorType, String body) {
        assertThat(answer.head().lines().findFirst().orElseThrow()).startsWith("HTTP/1.1 " + status + " ");
        assertThat(answer.body()).isEqualTo(body);
        List<String> names = answer.head()
                .lines()
                .skip(1)
                .map(line -> line.substring(0, line.indexOf(':')))
                .toList();
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "Connection",
                        "Content-Length",
                        "Content-Type",
                        "Date",
                        "x-amz-apigw-id",
                        "x-amzn-ErrorType",
                        "x-amzn-RequestId");
        assertThat(answer.header("x-amzn-ErrorType")).isEqualTo(errorType);
        assertThat(answer.header("Content-Length")).isEqualTo("" + body.length());
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "GET; /test/nope; 403; MissingAuthenticationTokenException; {\"message\":\"Missing Authentication Token\"}",
                "PUT; /test/pets; 403; MissingAuthenticationTokenException; {\"message\":\"Missing Authentication Token\"}",
                "GET; /wrong/pets; 403; ForbiddenException; {\"message\":\"Forbidden\"}",
                "GET; /; 403; ForbiddenException; {\"message\":\"Forbidden\"}",
                "POST; /test/pets; 502; InternalServerErrorException; {\"message\": \"Internal server error\"}",
                "GET; /test/slow; 504; InternalServerErrorException; {\"message\": \"Endpoint request timed out\"}"
            })
    @DisplayName("GWR-2, GWR-4, INV-12, INV-37, section 12: body, headers and spacing are AWS's")
    void gatewayResponses(String method, String path, int status, String errorType, String body) throws Exception {
        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head(method, path) + "\r\n");
            Answer answer = client.answer();
            isGatewayResponse(answer, status, errorType, body);
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
            assertThat(answer.header("Connection")).isEqualTo("keep-alive");
        }
    }

    @Test
    @DisplayName("INV-38, AUT-13: an Authorization header that is no SigV4 on an unmatched path")
    void incompleteSignature() throws Exception {
        isGatewayResponse(
                GATEWAY.get("/test/nope", "Authorization: Bearer x"),
                403,
                "IncompleteSignatureException",
                "{\"message\":\"Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256"
                        + " and encoded with Base64): '" + sha256("Bearer x") + "'.\"}");
    }

    private static String sha256(String text) throws Exception {
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    @DisplayName("INT-91: NEVER refuses a type without a template with 415")
    void unsupportedMediaType() throws Exception {
        isGatewayResponse(
                GATEWAY.post("/test/strict", "x", "Content-Type: text/plain"),
                415,
                "BadRequestException",
                "{\"message\": \"Unsupported Media Type\"}");
    }

    @Test
    @DisplayName("INV-14: a disabled endpoint answers 403")
    void disabled() throws Exception {
        try (RawClient client = GATEWAY.client()) {
            client.send("GET /test/ HTTP/1.1\r\nHost: off123.execute-api.x\r\n\r\n");
            isGatewayResponse(client.answer(), 403, "ForbiddenException", "{\"message\":\"Forbidden\"}");
        }
    }

    @Test
    @DisplayName("LIM-4: a body over 10 MB is refused by its Content-Length, before a byte is read, in plain text")
    void tooLargeByLength() throws Exception {
        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("POST", "/test/pets", "Content-Length: 10485761") + "\r\n");
            Answer answer = client.answer();
            isGatewayResponse(answer, 413, "RequestTooLargeException", "HTTP content length exceeded 10485760 bytes.");
            assertThat(answer.header("Content-Type")).isEqualTo("text/plain");
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    @Test
    @DisplayName("LIM-4: chunks over 10 MB are refused as well, exactly 10 MB are not")
    void tooLargeByChunks() throws Exception {
        String head = DataPlaneFixture.head("POST", "/test/pets", "Transfer-Encoding: chunked") + "\r\n";
        String megabyte = "100000\r\n" + "x".repeat(1_048_576) + "\r\n";
        try (RawClient client = GATEWAY.client()) {
            client.send(head + megabyte.repeat(10) + "0\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(502);
        }
        try (RawClient client = GATEWAY.client()) {
            client.send(head + megabyte.repeat(10) + "1\r\nx\r\n");
            assertThat(client.answer().status()).isEqualTo(413);
        }
    }

    @Test
    @DisplayName("LIM-5, LIM-6: long heads and URLs are refused, those at the limit are not")
    void longHeads() throws Exception {
        int fixed = "Host".length() + "abc123.execute-api.eu-west-1.amazonaws.com".length() + 4 + "X".length() + 4;
        assertThat(GATEWAY.get("/test/pets", "X: " + "y".repeat(10_240 - fixed)).status())
                .isEqualTo(200);
        Answer headers = GATEWAY.get("/test/pets", "X: " + "y".repeat(10_241 - fixed));
        assertThat(headers.status()).isEqualTo(431);
        assertThat(headers.body()).isEqualTo("{\"message\":\"Request Header Fields Too Large\"}");
        assertThat(GATEWAY.get("/test/pets", "X: " + "y".repeat(40_000)).status())
                .isEqualTo(431);
        String path = "/test/pets?";
        assertThat(GATEWAY.get(path + "y".repeat(10_240 - path.length())).status())
                .isEqualTo(200);
        Answer url = GATEWAY.get(path + "y".repeat(10_241 - path.length()));
        assertThat(url.status()).isEqualTo(414);
        assertThat(url.body()).isEqualTo("{\"message\":\"Request URI too long\"}");
        assertThat(GATEWAY.get(path + "y".repeat(20_000)).status()).isEqualTo(414);
    }

    @Test
    @DisplayName("INV-10: an unknown API is a 404 that names it and nothing that could break the JSON")
    void unknownApi() throws Exception {
        Answer answer = GATEWAY.get("/_aws/execute-api/nope/test");
        assertThat(answer.status()).as("the host wins over the path").isEqualTo(403);
        try (RawClient client = GATEWAY.client()) {
            client.send("GET /_aws/execute-api/NO\"pe/test HTTP/1.1\r\nHost: localhost\r\n\r\n");
            Answer unknown = client.answer();
            assertThat(unknown.status()).isEqualTo(404);
            assertThat(unknown.body())
                    .isEqualTo(
                            "{\"message\":\"The API id 'no?pe' does not correspond to a deployed API Gateway API\"}");
        }
    }

    @Test
    @DisplayName("INV-6, INV-7, INV-9: the path forms reach the same method, in any case of the id and the host")
    void pathForms() throws Exception {
        for (String path :
                new String[] {"/_aws/execute-api/ABC123/test/pets", "/restapis/abc123/test/_user_request_/pets"}) {
            try (RawClient client = GATEWAY.client()) {
                client.send("GET " + path + " HTTP/1.1\r\nHost: localhost:4566\r\n\r\n");
                assertThat(client.answer().body()).as(path).isEqualTo("[]");
            }
        }
        try (RawClient client = GATEWAY.client()) {
            client.send("GET /test/pets HTTP/1.1\r\nHost: ABC123.EXECUTE-API.localhost:4566\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("[]");
        }
    }

    @Test
    @DisplayName("companion-services R3.13: the control plane and the own pages are behind the same port")
    void controlPlane() throws Exception {
        try (RawClient client = GATEWAY.client()) {
            String call = "POST /restapis HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc";
            assertThat(client.send(call).answer().body()).isEqualTo("POST /restapis 3");
            assertThat(client.send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .answer()
                            .body())
                    .isEqualTo("/health");
            client.send("GET /_sallyport/broken HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(500);
            client.send("POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1001\r\n\r\n");
            Answer tooLarge = client.answer();
            assertThat(tooLarge.status()).isEqualTo(413);
            assertThat(tooLarge.header("Connection")).isEqualTo("keep-alive");
        }
    }

    @Test
    @DisplayName("HARDENING F3: a defect of the control plane is an answer, and its place is free again")
    void controlPlaneDefect() throws Exception {
        GATEWAY.controlPlane(request -> {
            throw new IllegalStateException("a defect, made for a test");
        });
        for (int i = 0; i < 300; i++) {
            try (RawClient client = GATEWAY.client()) {
                client.send("GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(client.answer().status()).isEqualTo(500);
            }
        }
    }

    @Test
    @DisplayName("DESIGN 5.6: no more control-plane calls run than allowed; the next is told to come again")
    void controlCallBound() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(2);
        DataPlaneFixture bounded = new DataPlaneFixture(new EdgeLimits(
                1000, 16_384, 32_768, 10_240, 10_240, 1000, 2, 10_000, 310_000, 500, 5_000, 60_000, 65_536, 1_000_000));
        bounded.start();
        try {
            bounded.controlPlane(request -> {
                running.countDown();
                try {
                    release.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
                return new WireResponse(200, List.of(), new byte[0]);
            });
            String call = "GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n";
            try (RawClient first = bounded.client();
                    RawClient second = bounded.client();
                    RawClient third = bounded.client()) {
                first.send(call);
                second.send(call);
                running.await();
                assertThat(third.send(call).answer().status()).isEqualTo(503);
                release.countDown();
                assertThat(first.answer().status()).isEqualTo(200);
                assertThat(second.answer().status()).isEqualTo(200);
                assertThat(third.send(call).answer().status()).isEqualTo(200);
            }
        } finally {
            release.countDown();
            bounded.stop();
        }
    }
}
