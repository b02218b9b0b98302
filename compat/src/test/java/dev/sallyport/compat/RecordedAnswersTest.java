package dev.sallyport.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers that were recorded from AWS are answered here too, to the letter. */
final class RecordedAnswersTest {

    private static final List<String> REPLAYS = List.of(
            "rest-api", "resource", "method", "integration", "integration-response", "stage", "integrations", "parts");
    private static final JsonMapper JSON = JsonMapper.shared();

    @RegisterExtension
    static final GatewayProcess GATEWAY = GatewayProcess.with();

    private final Map<String, JsonNode> recordings = recordings();
    private final AtomicLong accounts = new AtomicLong(600_000_000_000L);

    @TestFactory
    Stream<DynamicTest> aReplayedTestIsAnsweredAsRecorded() {
        return replays().stream().map(replay -> DynamicTest.dynamicTest(replay.test(), () -> play(replay)));
    }

    @Test
    void everyRecordedAnswerOfAReplayedTestIsComparedOrListedAsLeftOut() {
        List<String> silent = new ArrayList<>();
        for (Replay replay : replays()) {
            Set<String> keys = new HashSet<>(replay.leftOut().keySet());
            replay.steps().forEach(step -> keys.add(step.key()));
            recording(replay).propertyNames().forEach(key -> {
                if (!keys.contains(key) && !keys.contains("*")) {
                    silent.add(replay.test() + " " + key);
                }
            });
        }
        assertThat(silent).isEmpty();
    }

    @Test
    void everyRecordedTestIsReplayedOrListedAsLeftOut() {
        Set<String> listed = new HashSet<>();
        replays().forEach(replay -> listed.add(replay.test()));
        assertThat(recordings.keySet()).allMatch(listed::contains);
    }

    private static List<Replay> replays() {
        return REPLAYS.stream()
                .flatMap(name -> Replay.read("/replay/" + name + ".replay").stream())
                .toList();
    }

    private JsonNode recording(Replay replay) {
        return Objects.requireNonNull(recordings.get(replay.test()), "no recording of " + replay.test());
    }

    private void play(Replay replay) throws Exception {
        String account = Long.toString(accounts.incrementAndGet());
        SdkCaller sdk = new SdkCaller(GATEWAY.apiGateway(account));
        Marks marks = new Marks();
        marks.bind("region", Clients.REGION.id());
        marks.bind("partition", "aws");
        marks.bind("account", account);
        List<String> differences = new ArrayList<>();
        for (Replay.Step step : replay.steps()) {
            String input = marks.fill(step.input());
            JsonNode answer = step.path() == null
                    ? sdk.call(step.operation(), JSON.readTree(input))
                    : http(step.operation(), marks.fill(step.path()), input, account);
            step.bindings().forEach((mark, pointer) -> marks.bind(mark, text(answer, pointer)));
            String difference = step.key().equals("-")
                    ? unexpected(step, answer)
                    : compare(step, recording(replay).get(step.key()), answer, account, marks);
            if (difference != null) {
                differences.add(difference);
            }
        }
        assertThat(differences).isEmpty();
    }

    /** Steps that were not recorded prepare others; they succeed. */
    private static @Nullable String unexpected(Replay.Step step, JsonNode answer) {
        return answer.has("Error") ? step.operation() + " was to succeed: " + answer : null;
    }

    private static @Nullable String compare(
            Replay.Step step, JsonNode recorded, JsonNode answer, String account, Marks marks) {
        JsonNode expected = JSON.readTree(recorded.toString().replace(GatewayProcess.ACCOUNT, account));
        JsonNode actual = answer;
        if (expected instanceof ObjectNode object) {
            if (object.get("ResponseMetadata") instanceof ObjectNode metadata) {
                metadata.retain("HTTPStatusCode");
            }
            if (object.has("Error")) {
                object.retain("Error", "ResponseMetadata");
            }
        }
        String sort = step.options().get("sort");
        if (sort != null && actual.get("items") instanceof ArrayNode items) {
            List<JsonNode> sorted = new ArrayList<>(items.valueStream().toList());
            sorted.sort(Comparator.comparing(item -> item.get(sort).stringValue()));
            items.removeAll().addAll(sorted);
        }
        String newer = step.options().get("newer");
        if (newer != null && actual.at(newer.substring(0, newer.lastIndexOf('/'))) instanceof ObjectNode parent) {
            parent.remove(newer.substring(newer.lastIndexOf('/') + 1));
        }
        String at = step.options().get("at");
        return marks.difference(step.key(), expected, at == null ? actual : actual.at(at));
    }

    private static String text(JsonNode answer, String pointer) {
        if (pointer.startsWith("upper:")) {
            return text(answer, pointer.substring("upper:".length())).toUpperCase(Locale.ROOT);
        }
        JsonNode value = answer.at(pointer);
        assertThat(value.isString()).as("%s in %s", pointer, answer).isTrue();
        return value.stringValue();
    }

    /** A call that no SDK would send, for example with a value of the wrong type. */
    private static JsonNode http(String verb, String path, String body, String account) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(GATEWAY.endpoint() + path))
                .method(verb, BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + account + "/20260101/" + Clients.REGION.id()
                                + "/apigateway/aws4_request, SignedHeaders=host, Signature=0")
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            ObjectNode answer = (ObjectNode) JSON.readTree(response.body().isEmpty() ? "{}" : response.body());
            if (response.statusCode() >= 300) {
                String message =
                        answer.path("message").asString(answer.path("Message").asString(""));
                String code = response.headers()
                        .firstValue("x-amzn-errortype")
                        .orElse("")
                        .replaceAll(":.*", "");
                answer.removeAll();
                answer.putObject("Error").put("Code", code).put("Message", message);
            }
            answer.putObject("ResponseMetadata").put("HTTPStatusCode", response.statusCode());
            return answer;
        }
    }

    private static Map<String, JsonNode> recordings() {
        Map<String, JsonNode> found = new LinkedHashMap<>();
        for (String name : List.of("test_apigateway_api", "test_apigateway_integrations", "parts")) {
            try (InputStream stream = Objects.requireNonNull(
                    RecordedAnswersTest.class.getResourceAsStream("/recorded/" + name + ".snapshot.json"))) {
                JSON.readTree(stream)
                        .forEachEntry((id, test) ->
                                found.put(id.substring(id.indexOf("::") + 2), test.get("recorded-content")));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return found;
    }
}
