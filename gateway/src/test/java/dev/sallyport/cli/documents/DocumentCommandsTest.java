package dev.sallyport.cli.documents;

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
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code sallyport import} and {@code sallyport export} against a gateway that serves. */
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
class DocumentCommandsTest {

    private static final String HELLO = """
            openapi: 3.0.1
            info: {title: hello, version: '1'}
            paths:
              /hello:
                get:
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
    private Path folder;

    @BeforeAll
    void start(@TempDir Path temporary) {
        folder = temporary;
        gateway = Gateway.start(
                SettingsLoader.load(Map.of("--listen", "127.0.0.1:0", "--ephemeral", "true"), Map.of(), temporary));
        endpoint = Foreground.url(gateway.address());
    }

    @AfterAll
    void stop() {
        gateway.close();
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

    private String imported(String... more) throws IOException {
        Files.writeString(folder.resolve("hello.yaml"), HELLO);
        String[] arguments = new String[more.length + 2];
        arguments[0] = "import";
        arguments[1] = "hello.yaml";
        System.arraycopy(more, 0, arguments, 2, more.length);
        assertThat(run(arguments)).as(err.toString()).isZero();
        Matcher id = Pattern.compile("as API ([a-z0-9]+) ").matcher(out.toString());
        assertThat(id.find()).as(out.toString()).isTrue();
        return id.group(1);
    }

    @Test
    void aDocumentIsImportedNamedDeployedAndServed() throws Exception {
        String id = imported("--name", "greeter", "--deploy", "test");
        assertThat(out.toString()).contains("Imported hello.yaml as API " + id + " (greeter)");
        Matcher url = Pattern.compile("Deployed to (\\S+)").matcher(out.toString());
        assertThat(url.find()).isTrue();
        try (HttpClient http = HttpClient.newHttpClient()) {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create(url.group(1) + "/hello")).build(), BodyHandlers.ofString());
            assertThat(answer.body()).isEqualTo("hello");
        }
    }

    @Test
    void whatIsServedIsExported() throws Exception {
        String id = imported("--deploy", "test");
        assertThat(run("export", id, "--yaml", "--extensions", "integrations"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("openapi: \"3.0.1\"", "/hello:", "type: \"mock\"");
        assertThat(run("export", id, "--format", "swagger", "--stage", "test")).isZero();
        assertThat(out.toString()).contains("\"swagger\" : \"2.0\"").doesNotContain("mock");
    }

    @Test
    void anApiIsChangedByAnotherDocument() throws Exception {
        String id = imported();
        Files.writeString(folder.resolve("hello.yaml"), HELLO.replace("/hello", "/bye"));
        assertThat(run("import", "hello.yaml", "--put", id, "--mode", "overwrite", "--deploy", "test"))
                .as(err.toString())
                .isZero();
        assertThat(run("export", id)).isZero();
        assertThat(out.toString()).contains("/bye").doesNotContain("/hello");
    }

    @Test
    void aFaultIsToldWithFileAndLine() throws Exception {
        Files.writeString(folder.resolve("bad.yaml"), HELLO.replace("type: mock", "type: http, httpMethod: GET"));
        assertThat(run("import", "bad.yaml")).isEqualTo(1);
        Files.writeString(folder.resolve("bad.yaml"), HELLO.replace("type: mock", "type: htpp"));
        assertThat(run("import", "bad.yaml")).isEqualTo(1);
        assertThat(err.toString())
                .contains("sallyport: bad.yaml was not imported. Errors found during import:")
                .contains("bad.yaml:8: /paths/~1hello/get/x-amazon-apigateway-integration: Unable to put integration on"
                        + " 'GET' for resource at path '/hello': Invalid integration type specified: htpp");
    }

    @Test
    void whatCannotBeDoneIsToldPlainly() throws Exception {
        assertThat(run("import", "gone.yaml")).isEqualTo(1);
        assertThat(err.toString()).contains("gone.yaml cannot be read");
        assertThat(run("export", "gone", "--stage", "test")).isEqualTo(1);
        assertThat(err.toString()).contains("API gone was not exported: Invalid API identifier specified");
        assertThat(run("export", imported())).isEqualTo(1);
        assertThat(err.toString()).contains("has no stage");
        assertThat(run("import", "hello.yaml", "--endpoint", "http://127.0.0.1:1"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("No gateway answers at http://127.0.0.1:1", "sallyport up");
    }

    private static final String NOTES = """
            openapi: 3.0.1
            info: {title: notes, version: '1'}
            paths:
              /notes:
                get:
                  responses: {default: {description: ok}}
                  x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: 'http://127.0.0.1:1/'}
            """;

    private String importedHttp(String... more) throws IOException {
        Files.writeString(folder.resolve("notes.yaml"), NOTES);
        List<String> arguments = new ArrayList<>(List.of("import", "notes.yaml"));
        arguments.addAll(List.of(more));
        assertThat(run(arguments.toArray(String[]::new))).as(err.toString()).isZero();
        Matcher id = Pattern.compile("as API ([a-z0-9]+) ").matcher(out.toString());
        assertThat(id.find()).as(out.toString()).isTrue();
        return id.group(1);
    }

    @Test
    void aDocumentBecomesAnHttpApi() throws Exception {
        String id = importedHttp("--http", "--name", "mine", "--deploy", "$default");
        assertThat(out.toString())
                .contains("Imported notes.yaml as API " + id + " (mine)")
                .contains("Deployed to " + endpoint + "/_aws/execute-api/" + id + System.lineSeparator());
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI base = URI.create(endpoint + "/_aws/execute-api/" + id + "/");
            var served = http.send(HttpRequest.newBuilder(base.resolve("notes")).build(), BodyHandlers.ofString());
            assertThat(served.statusCode()).isEqualTo(503); // the route is there, its backend is not
            var other = http.send(HttpRequest.newBuilder(base.resolve("other")).build(), BodyHandlers.ofString());
            assertThat(other.statusCode()).isEqualTo(404);
        }
    }

    @Test
    void anExportFindsOutWhichKindTheApiIs() throws Exception {
        String id = importedHttp("--http", "--deploy", "test");
        assertThat(run("export", id)).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("\"/notes\"", "x-amazon-apigateway-importexport-version", "\"default\" : \"\"");
        assertThat(run("export", id, "--yaml", "--stage", "test", "--extensions", "none"))
                .isZero();
        assertThat(out.toString())
                .contains("openapi: \"3.0.1\"", "default: \"test\"")
                .doesNotContain("x-amazon");
        assertThat(run("export", id, "--format", "swagger")).isEqualTo(1);
        assertThat(err.toString()).contains("is an HTTP API");
    }

    @Test
    void anHttpApiIsReplacedByAnotherDocument() throws Exception {
        String id = importedHttp("--http", "--deploy", "test");
        Files.writeString(
                folder.resolve("other.yaml"),
                NOTES.replace("/notes", "/others/{id}").replace("openapi", "x-amazon-apigateway-policy: {}\nopenapi"));
        assertThat(run("import", "other.yaml", "--put", id, "--deploy", "test"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .contains("other.yaml: info: Unsupported property 'x-amazon-apigateway-policy'. Ignoring.")
                .contains(
                        "other.yaml: warning: Parse issue: attribute paths.'/others/{id}'. Declared path parameter id");
        assertThat(run("export", id, "--stage", "test")).isZero();
        assertThat(out.toString()).contains("/others/{id}").doesNotContain("/notes");
        assertThat(run("import", "other.yaml", "--put", id, "--mode", "merge")).isEqualTo(1);
        assertThat(err.toString()).contains("--mode is for REST APIs");
        Files.writeString(folder.resolve("other.yaml"), NOTES.replace("http_proxy", "htpp"));
        assertThat(run("import", "other.yaml", "--put", id)).isEqualTo(1);
        assertThat(err.toString())
                .contains("other.yaml:7: /paths/~1notes/get/x-amazon-apigateway-integration: Unable to");
    }
}
