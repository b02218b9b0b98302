package dev.sallyport.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Input that no SDK sends gets AWS's error, and the next caller does not notice. */
final class BadInputTest {

    private static final int CONTROL_BODY_LIMIT = 70_167_211;

    @RegisterExtension
    static final GatewayProcess GATEWAY = GatewayProcess.with();

    @AfterEach
    void theNextCallerIsServed() {
        assertThat(GATEWAY.apiGateway().getRestApis().items()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"name\": pets}",
                "{\"name\": \"a\",}",
                "{\"name\": \"a\"} x",
                "{\"name\": \"a\", \"name\": \"b\"}",
                "{\"name\": \"\\ud800\"}",
                "{'name': 'a'}"
            })
    void malformedJsonIsRefused(String body) {
        HttpResponse<String> response = control("POST", "/restapis", body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Http.errorType(response)).isEqualTo("SerializationException");
        assertThat(response.body()).startsWith("{\"message\":");
    }

    @Test
    void nestingWithoutEndIsRefused() {
        HttpResponse<String> response = control("POST", "/restapis", "{\"name\":" + "[".repeat(1_000_000));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Http.errorType(response)).isEqualTo("SerializationException");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\": 1}",
                "{\"name\": true}",
                "{\"name\": {}}",
                "{\"name\": []}",
                "{\"name\": \"a\", \"binaryMediaTypes\": \"image/png\"}",
                "{\"name\": \"a\", \"tags\": []}",
                "{\"name\": \"a\", \"tags\": {\"k\": 1}}",
                "{\"name\": \"a\", \"disableExecuteApiEndpoint\": {}}",
                "{\"name\": \"a\", \"endpointConfiguration\": \"EDGE\"}",
                "[]",
                "\"name\""
            })
    void aValueOfTheWrongTypeIsRefused(String body) {
        HttpResponse<String> response = control("POST", "/restapis", body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(Http.errorType(response)).isEqualTo("SerializationException");
    }

    /** Rest control plane 2.3. */
    @ParameterizedTest
    @CsvSource({
        "GET, /restapis/nothere, Invalid API identifier specified 123456789012:nothere",
        "DELETE, /restapis/nothere, Invalid API identifier specified 123456789012:nothere",
        "GET, /restapis/nothere/resources/alsonot, Invalid Resource identifier specified",
        "GET, /restapis/nothere/resources/alsonot/methods/GET, Invalid Resource identifier specified",
        "GET, /restapis/nothere/resources/alsonot/methods/GET/integration, Invalid Resource identifier specified",
        "GET, /restapis/nothere/stages/prod, Invalid API identifier specified 123456789012:nothere",
        "GET, /restapis/nothere/deployments/none, Invalid API identifier specified 123456789012:nothere"
    })
    void anUnknownIdIsNotFound(String verb, String path, String message) {
        HttpResponse<String> response = control(verb, path, "");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(404);
        assertThat(Http.errorType(response)).isEqualTo("NotFoundException");
        assertThat(response.body())
                .isEqualTo("{\"message\":\"" + message.replace("123456789012", GatewayProcess.ACCOUNT) + "\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v2/portals, CreatePortal, apigateway",
        "GET, /v2/portalproducts, ListPortalProducts, apigateway",
        "POST, /2015-03-31/event-source-mappings, CreateEventSourceMapping, lambda",
        "GET, /v2/portals, ListPortals, apigateway"
    })
    void anOperationThatIsNotBuiltIsRefusedByName(String verb, String path, String operation, String service) {
        HttpResponse<String> response =
                Http.control(GATEWAY.endpoint(), verb, path, service, verb.equals("POST") ? "{}" : "");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(501);
        assertThat(response.body()).contains(operation);
        assertThat(Http.errorType(response)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"DELETE, /restapis", "PUT, /restapis/a/b/c/d", "GET, /nothing/here", "PATCH, /", "BREW, /restapis"})
    void anUnknownOperationIsRefusedWithAnAwsError(String verb, String path) {
        HttpResponse<String> response = control(verb, path, "");
        assertThat(response.statusCode()).as(response.body()).isBetween(400, 499);
        assertThat(response.body()).as(verb + " " + path).matches("(?s)\\{.*\"[mM]essage\":.*}");
        assertThat(Http.errorType(response)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec2", "s3", "nosuchservice"})
    void anUnknownServiceIsRefusedByName(String service) {
        HttpResponse<String> response = Http.control(GATEWAY.endpoint(), "GET", "/", service, "");
        assertThat(response.statusCode()).as(response.body()).isBetween(400, 501);
        // S3's errors are XML, the others' JSON.
        String message = response.body().startsWith("<")
                ? response.body()
                : JsonMapper.shared().readTree(response.body()).path("message").asString("");
        assertThat(message).contains(service);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x'\"<>", "a b"})
    void aScopeThatCannotBeAServiceNamesNone(String service) {
        HttpResponse<String> response = Http.control(GATEWAY.endpoint(), "GET", "/", service, "");
        assertThat(response.statusCode()).as(response.body()).isBetween(400, 501);
        assertThat(response.body()).isNotEmpty().doesNotContain("<>");
    }

    @Test
    void aCallWithoutAnythingThatNamesAServiceIsRefused() {
        HttpResponse<String> response = Http.get(GATEWAY.endpoint().resolve("/"));
        assertThat(response.statusCode()).as(response.body()).isBetween(400, 499);
    }

    /** The answer comes although the body never does: the length alone is too much. */
    @Test
    void anOversizeControlBodyIsRefusedByItsLength() throws IOException {
        String answer = raw(
                "POST /restapis HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nAuthorization: "
                        + Http.authorization("apigateway") + "\r\nContent-Length: " + (CONTROL_BODY_LIMIT + 1)
                        + "\r\nConnection: close\r\n\r\n",
                0);
        assertThat(answer)
                .startsWith("HTTP/1.1 413 ")
                .containsIgnoringCase("x-amzn-ErrorType: RequestEntityTooLargeException")
                .contains("Request must be smaller than " + CONTROL_BODY_LIMIT + " bytes");
    }

    /** The bound holds for a body that does not tell its length too. */
    @Test
    void anOversizeControlBodyInChunksIsRefused() throws IOException {
        String answer = raw(
                "POST /restapis HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nAuthorization: "
                        + Http.authorization("apigateway")
                        + "\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n",
                CONTROL_BODY_LIMIT + 1);
        assertThat(answer).startsWith("HTTP/1.1 413 ");
    }

    private static HttpResponse<String> control(String verb, String path, String body) {
        return Http.control(GATEWAY.endpoint(), verb, path, "apigateway", body);
    }

    /** Sends a head and chunks until so many bytes are sent or the server has enough; returns all that it answers. */
    private static String raw(String head, int chunkedBytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), GATEWAY.port())) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            byte[] chunk = new byte[1 << 20];
            byte[] size = (Integer.toHexString(chunk.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            InputStream in = socket.getInputStream();
            try {
                for (long sent = 0; sent < chunkedBytes && in.available() == 0; sent += chunk.length) {
                    out.write(size);
                    out.write(chunk);
                    out.write('\r');
                    out.write('\n');
                }
                out.flush();
            } catch (IOException closed) {
                // The server has answered and closed; its answer is read below.
            }
            StringBuilder answer = new StringBuilder();
            byte[] buffer = new byte[8192];
            try {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    answer.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
                }
            } catch (IOException reset) {
                // What came before the reset counts.
            }
            return answer.toString();
        }
    }
}
