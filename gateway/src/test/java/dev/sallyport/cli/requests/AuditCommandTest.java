package dev.sallyport.cli.requests;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sallyport.Gateway;
import dev.sallyport.cli.Cli;
import dev.sallyport.cli.Foreground;
import dev.sallyport.config.SettingsLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code sallyport audit} against a gateway that serves (issue 6, point 7). */
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
class AuditCommandTest {

    private static final String DOCUMENT = """
            openapi: 3.0.1
            info: {title: audited, version: '1'}
            components:
              securitySchemes:
                sigv4: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4}
                api_key: {type: apiKey, name: x-api-key, in: header}
            paths:
              /open:
                get: &open
                  responses: {'200': {description: ok}}
                  x-amazon-apigateway-integration: {type: mock}
                options: *open
              /signed:
                get:
                  security: [{sigv4: []}]
                  responses: {'200': {description: ok}}
                  x-amazon-apigateway-integration: {type: mock}
              /keyed:
                get:
                  security: [{api_key: []}]
                  responses: {'200': {description: ok}}
                  x-amazon-apigateway-integration: {type: mock}
              /nothing:
                get:
                  responses: {'200': {description: ok}}
                  x-amazon-apigateway-integration:
                    {type: http, httpMethod: GET, uri: 'http://127.0.0.1:9/', credentials: 'arn:aws:iam::123456789012:role/r'}
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Gateway gateway;
    private String endpoint;
    private String api;
    private Path folder;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        gateway = Gateway.start(
                SettingsLoader.load(Map.of("--listen", "127.0.0.1:0", "--ephemeral", "true"), Map.of(), temporary));
        endpoint = Foreground.url(gateway.address());
        assertThat(run("audit")).as("nothing is deployed").isZero();
        assertThat(out.toString()).contains("0 routes: 0 open (0 accepted), 0 guarded, 0 closed");
        Files.writeString(folder.resolve("api.yaml"), DOCUMENT);
        assertThat(run("import", "api.yaml")).as(err.toString()).isZero();
        assertThat(run("audit")).as("what is not deployed does not count").isZero();
        assertThat(run("import", "api.yaml", "--deploy", "prod"))
                .as(err.toString())
                .isZero();
        Matcher imported = Pattern.compile("as API (\\w+)").matcher(out.toString());
        assertThat(imported.find()).as(out.toString()).isTrue();
        api = imported.group(1);
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return new Cli(
                        "1",
                        settings -> {
                            throw new AssertionError("no gateway is started");
                        },
                        format -> "",
                        Map.of("SALLYPORT_LISTEN", endpoint.substring("http://".length())),
                        folder)
                .printingTo(new PrintWriter(out, true), new PrintWriter(err, true))
                .run(arguments);
    }

    @Test
    @DisplayName("every route with who can reach it and why; an open one is a finding")
    void findings() {
        assertThat(run("audit")).isEqualTo(1);
        assertThat(out.toString())
                .contains("API " + api + " stage prod (deployment ")
                .contains(
                        "  OPEN     GET /open\n           everybody: no authorization, no API key, no resource policy")
                .contains("  OPEN     OPTIONS /open")
                .contains("  guarded  GET /signed\n           AWS_IAM: who signs")
                .contains("  guarded  GET /keyed\n           API_KEY: who has an enabled API key")
                .contains("  closed   GET /nothing\n           CLOSED: nobody: ", "credentials of the integration")
                .contains("5 routes: 2 open (0 accepted), 2 guarded, 1 closed");
    }

    @Test
    @DisplayName("--allow-open accepts what matches, and only that")
    void accepted() {
        assertThat(run("audit", "--allow-open", "*/*/OPTIONS/*")).isEqualTo(1);
        assertThat(out.toString()).contains("  open     OPTIONS /open", "  OPEN     GET /open", "2 open (1 accepted)");
        assertThat(run("audit", "--allow-open", "*/OPTIONS/*", "--allow-open", api + "/prod/GET/open"))
                .isZero();
        assertThat(run("audit", "--allow-open", api + "/prod/*")).isZero();
        assertThat(run("audit", "--allow-open", api + "/test/*")).isEqualTo(1);
        assertThat(run("audit", "--allow-open", "open")).isEqualTo(1);
        assertThat(run("audit", "--allow-open")).isEqualTo(2);
    }

    @Test
    @DisplayName("--json tells the same to programs")
    void json() {
        assertThat(run("audit", "--json", "--allow-open", "*/OPTIONS/*")).isEqualTo(1);
        JsonNode audit = JsonMapper.shared().readTree(out.toString());
        assertThat(audit.get("openAndNotAccepted").asInt()).isEqualTo(1);
        assertThat(audit.get("routes").size()).isEqualTo(5);
        JsonNode keyed = audit.get("routes").get(0);
        assertThat(keyed.get("path").asString()).isEqualTo("/keyed");
        assertThat(keyed.get("reach").asString()).isEqualTo("GUARDED");
        assertThat(keyed.get("guards").get(0).get("type").asString()).isEqualTo("API_KEY");
        assertThat(keyed.has("accepted")).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"", "{}", "[]", "null", "<html>", "{\"routes\":7}"})
    @DisplayName("what is no audit is no clean audit")
    void noAudit(String answer) throws Exception {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        });
        other.start();
        String url = "http://127.0.0.1:" + other.getAddress().getPort();
        try {
            assertThat(run("audit", "--endpoint", url)).isEqualTo(1);
            assertThat(err.toString()).contains("no gateway that knows audits");
        } finally {
            other.stop(0);
        }
        assertThat(run("audit", "--endpoint", url)).isEqualTo(1);
        assertThat(err.toString()).contains("No gateway answers at " + url);
    }
}
