package dev.sallyport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.cli.Cli;
import dev.sallyport.cli.Foreground;
import dev.sallyport.cli.calls.SigningKey;
import dev.sallyport.config.SettingsLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole gateway in this process, in memory, and clients of it. */
public final class TestGateway implements AutoCloseable {

    private final Path folder;
    private final Gateway gateway;
    private final String endpoint;
    private final HttpClient http = HttpClient.newHttpClient();

    /** @param flags and their values, besides those that make it ephemeral and let it take a free port */
    public TestGateway(Path folder, String... flags) {
        this(folder, Map.of(), flags);
    }

    /** @param environment of the process */
    public TestGateway(Path folder, Map<String, String> environment, String... flags) {
        this.folder = folder;
        Map<String, String> all = new HashMap<>(Map.of("--listen", "127.0.0.1:0", "--ephemeral", "true"));
        for (int i = 0; i < flags.length; i += 2) {
            all.put(flags[i], flags[i + 1]);
        }
        this.gateway = Gateway.start(SettingsLoader.load(all, environment, folder));
        this.endpoint = Foreground.url(gateway.address());
    }

    public String endpoint() {
        return endpoint;
    }

    /** Host and port. */
    public String address() {
        return endpoint.substring("http://".length());
    }

    /** One request; names and values of headers. */
    public HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(endpoint + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A call of the control plane of API Gateway or Lambda; single quotes stand for double ones. */
    public JsonNode control(String service, String method, String path, String body) throws Exception {
        byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return signed(service, method, path, bytes, "application/json", "");
    }

    /** A call of a service that speaks AWS JSON; single quotes stand for double ones. */
    public JsonNode operation(String service, String target, String body) throws Exception {
        byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return signed(service, "POST", "/", bytes, "application/x-amz-json-1.1", target);
    }

    private JsonNode signed(String service, String method, String path, byte[] body, String type, String target)
            throws Exception {
        URI uri = URI.create(endpoint + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        if (!target.isEmpty()) {
            request.header("X-Amz-Target", target);
        }
        SigningKey key = new SigningKey(new AwsCredentials("test", "test", null), "us-east-1", InstantSource.system());
        new TreeMap<>(key.headers(service, method, uri, body)).forEach(request::header);
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode())
                .as(method + " " + path + ": " + response.body())
                .isBetween(200, 299);
        return JsonMapper.shared().readTree(response.body().isBlank() ? "{}" : response.body());
    }

    /** Imports an OpenAPI document, in JSON with single quotes, and deploys it; answers the API's id. */
    public String deploy(String document, String stageName) throws Exception {
        String id = control("apigateway", "POST", "/restapis?mode=import", document)
                .get("id")
                .asString();
        control("apigateway", "POST", "/restapis/" + id + "/deployments", "{'stageName': '" + stageName + "'}");
        return id;
    }

    /** The status of a GET of an API. */
    public int get(String apiId, String stageName, String path, String... headers) throws Exception {
        return send("GET", "/restapis/" + apiId + "/" + stageName + "/_user_request_" + path, "", headers)
                .statusCode();
    }

    /** What a command printed. */
    public record Printed(int exitCode, String out, String err) {}

    /** Runs a command that calls this gateway. */
    public Printed run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--endpoint=" + endpoint);
        int exitCode = new Cli(
                        "1",
                        settings -> {
                            throw new AssertionError("no gateway is started");
                        },
                        format -> "",
                        Map.of(),
                        folder)
                .printingTo(new PrintWriter(out, true), new PrintWriter(err, true))
                .run(all.toArray(String[]::new));
        return new Printed(exitCode, out.toString(), err.toString());
    }

    @Override
    public void close() {
        http.close();
        gateway.close();
    }
}
