package dev.sallyport.cli.releases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.Gateway;
import dev.sallyport.cli.Cli;
import dev.sallyport.cli.Foreground;
import dev.sallyport.cli.calls.GatewayOption;
import dev.sallyport.config.SettingsLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
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

/** {@code sallyport history}, {@code diff}, {@code rollback} and {@code canary watch} against a gateway that serves. */
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
class ReleaseCommandsTest {

    /** Answers the status that the stage variable {@code code} says. */
    private static final String DOCUMENT = """
            openapi: 3.0.1
            info: {title: shop, version: '1'}
            paths:
              /health:
                get:
                  responses: {'200': {description: ok}, '500': {description: no}}
                  x-amazon-apigateway-integration:
                    type: mock
                    requestTemplates: {application/json: '{"statusCode": $stageVariables.code}'}
                    responses:
                      '200': {statusCode: '200', responseTemplates: {application/json: "one\\ntwo\\nVERSION"}}
                      '500': {statusCode: '500'}
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final HttpClient http = HttpClient.newHttpClient();
    private Gateway gateway;
    private String endpoint;
    private String api;
    private String first;
    private String second;
    private Path folder;

    @BeforeAll
    void start(@TempDir Path temporary) {
        folder = temporary;
        gateway = Gateway.start(
                SettingsLoader.load(Map.of("--listen", "127.0.0.1:0", "--ephemeral", "true"), Map.of(), temporary));
        endpoint = Foreground.url(gateway.address());
    }

    /** Stage prod runs the first of two deployments; the draft is one change ahead of the second. */
    @BeforeEach
    void deployTwice() throws IOException {
        imported("v1", "--deploy", "prod");
        Matcher matcher = Pattern.compile("as API (\\w+)").matcher(out.toString());
        assertThat(matcher.find()).as(out.toString()).isTrue();
        api = matcher.group(1);
        patch(StageCalls.replace("/variables/code", "200"));
        first = stage().path("deploymentId").asString();
        imported("v2", "--put", api, "--deploy", "prod");
        second = stage().path("deploymentId").asString();
        assertThat(second).isNotEqualTo(first);
        patch(StageCalls.replace("/deploymentId", first));
        imported("v3", "--put", api);
    }

    @AfterAll
    void stop() {
        gateway.close();
        http.close();
    }

    private void imported(String version, String... more) throws IOException {
        Files.writeString(folder.resolve("api.yaml"), DOCUMENT.replace("VERSION", version));
        List<String> arguments = new ArrayList<>(List.of("import", "api.yaml"));
        arguments.addAll(List.of(more));
        assertThat(run(arguments.toArray(String[]::new))).as(err.toString()).isZero();
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
                        environment(),
                        folder)
                .printingTo(new PrintWriter(out, true), new PrintWriter(err, true))
                .run(arguments);
    }

    private Map<String, String> environment() {
        return Map.of("SALLYPORT_LISTEN", endpoint.substring("http://".length()));
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    private void patch(Map<String, String>... operations) {
        new GatewayOption(environment(), folder)
                .call("", client -> new StageCalls(client).update(api, "prod", List.of(operations)));
    }

    private JsonNode stage() {
        return new GatewayOption(environment(), folder).call("", client -> new StageCalls(client).stage(api, "prod"));
    }

    private int get() {
        URI uri = URI.create(endpoint + "/restapis/" + api + "/prod/_user_request_/health");
        try {
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName("history lists deployments with their stages, and how far stages are behind the draft")
    void history() {
        assertThat(run("history", api)).isZero();
        assertThat(out.toString())
                .startsWith("API " + api + " (shop)\n  " + second + "  ")
                .containsPattern("  " + second + "  \\S+  1 change\n  " + first + "  \\S+  the first  <- prod\n")
                .endsWith("Stage prod runs " + first + "; it is 1 change behind the draft\n");
        patch(StageCalls.replace("/canarySettings/percentTraffic", "12.5"));
        assertThat(run("history", api, "--limit", "1")).isZero();
        assertThat(out.toString())
                .doesNotContain("the first")
                .contains("Stage prod runs " + first + " and, for 12.5 % of the requests, " + first);
        assertThat(run("history", api, "--json")).isZero();
        assertThat(JsonMapper.shared().readTree(out.toString()).path("deployments"))
                .hasSize(2);
        assertThat(run("history", "nope")).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("sallyport: There is no API nope.\n");
    }

    @Test
    @DisplayName("diff tells per method what changed; its status is that of diff")
    void diff() {
        assertThat(run("diff", api, first, "draft")).isEqualTo(1);
        assertThat(out.toString())
                .isEqualTo("API " + api + " (shop): " + first + " -> draft\n" + "changed  GET /health\n"
                        + "    integration.integrationResponses.200.responseTemplates.application/json:\n"
                        + "      - v1\n      + v3\n1 change\n");
        assertThat(run("diff", api, "prod", first)).isZero();
        assertThat(out.toString()).endsWith("no changes\n");
        assertThat(run("diff", api, first, second, "--json")).isEqualTo(1);
        JsonNode json = JsonMapper.shared().readTree(out.toString());
        assertThat(json.path("changes").get(0).path("subject").asString()).isEqualTo("GET /health");
        assertThat(run("diff", api, first, "nope")).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("sallyport: API " + api + " has no deployment and no stage nope.\n");
        assertThat(run("diff", api, first)).isEqualTo(2);
    }

    @Test
    @DisplayName("R11.10: rollback goes to the deployment before, or to the one that is named")
    void rollback() {
        assertThat(run("rollback", api, "prod")).as("there is none before").isEqualTo(1);
        assertThat(err.toString()).contains("has no earlier one that differs");
        assertThat(run("rollback", api, "prod", second)).isZero();
        assertThat(stage().path("deploymentId").asString()).isEqualTo(second);
        assertThat(run("rollback", api, "prod", "--dry-run")).isZero();
        assertThat(out.toString()).contains(second + " -> " + first, "      - v2\n      + v1", "Nothing has been done");
        assertThat(stage().path("deploymentId").asString()).isEqualTo(second);
        patch(StageCalls.replace("/canarySettings/percentTraffic", "10"));
        assertThat(run("rollback", api, "prod")).isZero();
        assertThat(out.toString())
                .endsWith("The stage runs " + first + " now.\nIts canary stays: " + second
                        + " gets 10.0 % of the requests.\n");
        assertThat(stage().path("deploymentId").asString()).isEqualTo(first);
        assertThat(run("rollback", api, "prod", "nope")).isEqualTo(1);
        assertThat(run("rollback", api, "nope")).isEqualTo(1);
    }

    @Test
    @DisplayName("canary watch: a canary that fails is found bad, and removed when that is wanted")
    void badCanary() throws Exception {
        patch(
                StageCalls.replace("/canarySettings/percentTraffic", "50"),
                StageCalls.replace("/canarySettings/deploymentId", second),
                StageCalls.replace("/canarySettings/stageVariableOverrides/code", "500"));
        assertThat(watch()).isEqualTo(3);
        assertThat(out.toString())
                .contains("canary " + second + " with 50 % against base " + first, "The canary is bad.")
                .contains("(100.00 %) of the canary and 0 (0.00 %) of the base")
                .doesNotContain("It has been");
        assertThat(watch("--remove", "--dry-run")).isEqualTo(3);
        assertThat(out.toString()).contains("It would be removed now (--dry-run).");
        assertThat(stage().has("canarySettings")).isTrue();
        assertThat(watch("--remove", "--promote")).isEqualTo(3);
        assertThat(out.toString())
                .contains("It has been removed: the stage runs deployment " + first + " for all requests.");
        assertThat(stage().has("canarySettings")).isFalse();
        assertThat(stage().path("variables").path("code").asString()).isEqualTo("200");
        assertThat(get()).isEqualTo(200);
    }

    @Test
    @DisplayName("R12.9, canary watch: a canary that is as good as its base is promoted when that is wanted")
    void goodCanary() throws Exception {
        patch(
                StageCalls.replace("/canarySettings/percentTraffic", "50"),
                StageCalls.replace("/canarySettings/deploymentId", second),
                StageCalls.replace("/canarySettings/stageVariableOverrides/added", "yes"));
        assertThat(watch("--promote", "--tolerance", "10", "--latency-tolerance", "30", "--latency-slack", "1h"))
                .as(out.toString())
                .isZero();
        assertThat(out.toString())
                .contains("The canary is good.")
                .contains("It has been promoted: the stage runs deployment " + second + " for all requests.");
        assertThat(stage().has("canarySettings")).isFalse();
        assertThat(stage().path("deploymentId").asString()).isEqualTo(second);
        assertThat(stage().path("variables").path("added").asString()).isEqualTo("yes");
    }

    /** Watches while somebody sends requests. */
    private int watch(String... more) throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        Thread traffic = Thread.ofVirtual().start(() -> {
            while (!stop.get()) {
                get();
            }
        });
        List<String> arguments =
                new ArrayList<>(List.of("canary", "watch", api, "prod", "--interval", "20ms", "--max-time", "2m"));
        arguments.addAll(List.of(more));
        int status = run(arguments.toArray(String[]::new));
        stop.set(true);
        traffic.join();
        return status;
    }

    @Test
    @DisplayName("canary watch: without requests there is no evidence, and nothing is done")
    void noRequests() {
        patch(StageCalls.replace("/canarySettings/percentTraffic", "10"));
        assertThat(run("canary", "watch", api, "prod", "--interval", "5ms", "--max-time", "50ms", "--remove"))
                .isEqualTo(4);
        assertThat(out.toString()).contains("There was not enough evidence in 50ms. The canary stays as it is.");
        assertThat(stage().has("canarySettings")).isTrue();
    }

    @Test
    @DisplayName("canary watch: what cannot be watched is refused")
    void nothingToWatch() {
        assertThat(run("canary", "watch", api, "prod")).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("sallyport: Stage prod of API " + api + " has no canary.\n");
        patch(StageCalls.replace("/canarySettings/percentTraffic", "100"));
        assertThat(run("canary", "watch", api, "prod")).isEqualTo(1);
        assertThat(err.toString()).contains("The canary gets 100 % of the requests, so there is nothing to compare.");
        assertThat(run("canary")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--tolerance 0",
                "--tolerance 51",
                "--latency-tolerance -1",
                "--false-alarms 0",
                "--max-time soon",
                "--interval 2",
                "--latency-slack 5"
            })
    @DisplayName("canary watch: a rule that is none is refused")
    void wrongRules(String option) {
        List<String> arguments = new ArrayList<>(List.of("canary", "watch", api, "prod"));
        arguments.addAll(List.of(option.split(" ")));
        assertThat(run(arguments.toArray(String[]::new))).isEqualTo(2);
        assertThat(err.toString()).startsWith(option.split(" ")[0] + " must be ");
    }
}
