package dev.sallyport.cli.requests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.Gateway;
import dev.sallyport.cli.Cli;
import dev.sallyport.cli.Foreground;
import dev.sallyport.config.SettingsLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code sallyport explain} against a gateway that serves. */
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
class ExplainCommandTest {

    private static final String HELLO = """
            openapi: 3.0.1
            info: {title: hello, version: '1'}
            paths:
              /hello/{who}:
                get:
                  parameters: [{name: who, in: path, required: true, schema: {type: string}}]
                  responses: {'200': {description: ok}}
                  x-amazon-apigateway-integration:
                    type: mock
                    requestTemplates: {application/json: '{"statusCode": 200}'}
                    responses: {default: {statusCode: 200, responseTemplates: {application/json: 'hello'}}}
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Gateway gateway;
    private String endpoint;
    private String stage;
    private Path folder;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        gateway = Gateway.start(
                SettingsLoader.load(Map.of("--listen", "127.0.0.1:0", "--ephemeral", "true"), Map.of(), temporary));
        endpoint = Foreground.url(gateway.address());
        Files.writeString(folder.resolve("hello.yaml"), HELLO);
        assertThat(run("import", "hello.yaml", "--deploy", "test")).isZero();
        Matcher url = Pattern.compile("Deployed to (\\S+)").matcher(out.toString());
        assertThat(url.find()).isTrue();
        stage = url.group(1);
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @BeforeEach
    void off() {
        assertThat(run("explain", "--off")).isZero();
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        Map<String, String> environment = Map.of("SALLYPORT_LISTEN", endpoint.substring("http://".length()));
        return new Cli(
                        "1",
                        settings -> {
                            throw new AssertionError("no gateway is started");
                        },
                        format -> "",
                        environment,
                        folder)
                .printingTo(new PrintWriter(out, true), new PrintWriter(err, true))
                .run(arguments);
    }

    private HttpResponse<String> get(String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create(stage + path))
                            .header("Authorization", "Bearer verysecrettoken")
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private static String id(HttpResponse<String> answer, String header) {
        return answer.headers().firstValue(header).orElseThrow();
    }

    @Test
    void aRequestIsExplainedByEitherOfItsIds() throws Exception {
        assertThat(run("explain", "--on")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("The last 200 requests are kept");
        HttpResponse<String> answer = get("/hello/world?token=querysecret");

        assertThat(run("explain", id(answer, "x-amzn-RequestId")))
                .as(err.toString())
                .isZero();
        String text = out.toString();
        assertThat(text)
                .contains("GET /test/hello/world?token=*** -> 200 in ")
                .contains("method GET /hello/{who}")
                .contains("{who} = world")
                .contains("mock integration: went on")
                .contains("integration response: 200, the default")
                .contains("Authorization: ***", "hello")
                .doesNotContain("verysecret", "querysecret");

        assertThat(run("explain", "--json", id(answer, "x-amz-apigw-id"))).isZero();
        JsonNode json = JsonMapper.shared().readTree(out.toString());
        assertThat(json.get("requestId").asString()).isEqualTo(id(answer, "x-amzn-RequestId"));
        assertThat(json.get("answer").get("body").asString()).isEqualTo("hello");

        assertThat(run("explain")).isZero();
        assertThat(out.toString()).contains(id(answer, "x-amzn-RequestId"), "GET /test/hello/world");
    }

    @Test
    void anUnknownRequestSaysWhatToDo() throws Exception {
        HttpResponse<String> unseen = get("/hello/world");
        assertThat(run("explain", id(unseen, "x-amzn-RequestId"))).isEqualTo(1);
        assertThat(err.toString()).contains("Switch that on with \"sallyport explain --on\"");
        assertThat(run("explain")).isZero();
        assertThat(out.toString()).contains("The gateway keeps no requests");

        assertThat(run("explain", "--on", "2")).isZero();
        assertThat(run("explain")).isZero();
        assertThat(out.toString()).contains("No API has had a request");
        HttpResponse<String> first = get("/hello/1");
        get("/hello/2");
        get("/hello/3");
        assertThat(run("explain", id(first, "x-amzn-RequestId"))).isEqualTo(1);
        assertThat(err.toString()).contains("is not among the last 2 requests", "sallyport explain --on 1000");
        assertThat(run("explain", "../../health")).isEqualTo(1);
        assertThat(run("explain", "-wZ0cFvHcCIhw_8="))
                .as("an extended id with a hyphen")
                .isEqualTo(1);
        assertThat(run("explain", "--json", "-wZ0cFvHcCIhw_8=")).isEqualTo(1);
    }

    @Test
    void numbersAndCombinationsAreChecked() {
        assertThat(run("explain", "--on", "5000")).isEqualTo(1);
        assertThat(err.toString()).contains("from 0 to 1000");
        assertThat(run("explain", "--on", "--off")).isEqualTo(2);
        assertThat(run("explain", "--off", "id")).isEqualTo(2);
    }
}
