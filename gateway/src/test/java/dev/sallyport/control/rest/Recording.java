package dev.sallyport.control.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.sallyport.control.ServiceException;
import dev.sallyport.wire.Member;
import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Structure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A recorded test of {@code recorded/*.json}, replayed step by step: the answer to a request must be the recorded one.
 * A mark such as {@code <id:1>} stands for any text, for the same text wherever it occurs again.
 */
final class Recording {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNode ALL = load();
    private static final Pattern MARK = Pattern.compile("<[a-z-]+(:\\d+)?>");

    private final Rest rest;
    private final JsonNode steps;
    private final Set<String> open = new LinkedHashSet<>();
    private final Map<String, String> marks = new HashMap<>();

    private Recording(Rest rest, JsonNode steps) {
        this.rest = rest;
        this.steps = steps;
        open.addAll(steps.propertyNames());
    }

    static Recording of(Rest rest, String test) {
        JsonNode steps = ALL.path(test).path("recorded-content");
        assertThat(steps.isEmpty()).as("recording of " + test).isFalse();
        return new Recording(rest, steps);
    }

    private static JsonNode load() {
        ObjectNode all = JSON.createObjectNode();
        for (String name : List.of("rest.json", "import.json")) {
            try (InputStream file = Recording.class.getResourceAsStream("/recorded/" + name)) {
                all.setAll((ObjectNode) JSON.readTree(Objects.requireNonNull(file)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }

    /** What a mark turned out to stand for. */
    Recording mark(String mark, String value) {
        marks.put(mark, value);
        return this;
    }

    /** Sends a request, whose answer must be that of the step; null when the step is an error. */
    <I extends Structure, O extends Structure> @Nullable O step(String step, Operation<I, O> operation, I input) {
        assertThat(open.remove(step)).as("step " + step).isTrue();
        O answer = null;
        ObjectNode actual;
        try {
            answer = rest.send(operation, input);
            actual = (ObjectNode) json(answer);
            actual.putObject("ResponseMetadata").put("HTTPStatusCode", operation.status());
        } catch (ServiceException e) {
            actual = JSON.createObjectNode();
            actual.putObject("Error").put("Code", e.code()).put("Message", e.getMessage());
            actual.put("message", e.getMessage());
            actual.putObject("ResponseMetadata").put("HTTPStatusCode", e.status());
        }
        ((ObjectNode) actual.path("ResponseMetadata")).putObject("HTTPHeaders");
        List<String> differences = new ArrayList<>();
        compare("", steps.path(step), actual, differences);
        if (!differences.isEmpty()) {
            fail(step + ": " + String.join("; ", differences) + "\n answered " + actual);
        }
        return answer;
    }

    /** Leaves out steps that the wire front answers, or that need resources that are not built. */
    Recording without(String... names) {
        for (String name : names) {
            assertThat(open.remove(name)).as("step " + name).isTrue();
        }
        return this;
    }

    /** Whether there is such a step, and it was not replayed yet. */
    boolean has(String step) {
        return open.contains(step);
    }

    /** Every step was replayed or left out by name. */
    void isComplete() {
        assertThat(open).as("steps not replayed").isEmpty();
    }

    private void compare(String at, JsonNode expected, JsonNode actual, List<String> differences) {
        if (expected instanceof ObjectNode && actual.isString()) {
            compare(at, expected, JSON.readTree(actual.asString()), differences); // the recorder parsed JSON texts
        } else if (expected instanceof ObjectNode && actual instanceof ObjectNode) {
            Set<String> names = new LinkedHashSet<>(expected.propertyNames());
            names.addAll(actual.propertyNames());
            for (String name : names) {
                compare(at + "/" + name, expected.path(name), actual.path(name), differences);
            }
        } else if (expected instanceof ArrayNode && actual instanceof ArrayNode && expected.size() == actual.size()) {
            for (int i = 0; i < expected.size(); i++) {
                compare(at + "/" + i, expected.get(i), actual.get(i), differences);
            }
        } else if (!(expected.isString() && actual.isString() && matches(expected.asString(), actual.asString()))
                && !expected.equals(actual)) {
            differences.add(at + " is " + actual + ", recorded " + expected);
        }
    }

    private boolean matches(String expected, String actual) {
        if (expected.equals("datetime")) {
            return true;
        }
        Matcher mark = MARK.matcher(expected);
        StringBuilder pattern = new StringBuilder();
        List<String> open = new ArrayList<>();
        int end = 0;
        while (mark.find()) {
            pattern.append(Pattern.quote(expected.substring(end, mark.start())));
            String known = marks.get(mark.group());
            pattern.append(known == null ? "(.+)" : Pattern.quote(known));
            if (known == null) {
                open.add(mark.group());
            }
            end = mark.end();
        }
        Matcher text = Pattern.compile(pattern + Pattern.quote(expected.substring(end)))
                .matcher(actual);
        if (!text.matches()) {
            return false;
        }
        for (int i = 0; i < open.size(); i++) {
            marks.put(open.get(i), text.group(i + 1));
        }
        return true;
    }

    /** An answer with the names of the SDK, as the recorder saw it. */
    static JsonNode json(@Nullable Object value) {
        return switch (value) {
            case null -> JsonNodeFactory.instance.nullNode();
            case Structure structure -> {
                ObjectNode object = JSON.createObjectNode();
                List<Member> members = structure.shape().members();
                for (int i = 0; i < members.size(); i++) {
                    Object member = structure.values()[i];
                    if (member != null) {
                        object.set(members.get(i).name(), json(member));
                    }
                }
                yield object;
            }
            case Map<?, ?> map -> {
                ObjectNode object = JSON.createObjectNode();
                map.forEach((key, each) -> object.set(String.valueOf(key), json(each)));
                yield object;
            }
            case List<?> list -> {
                ArrayNode array = JSON.createArrayNode();
                list.forEach(each -> array.add(json(each)));
                yield array;
            }
            case Instant time -> {
                assertThat(time).as("times are whole seconds").isEqualTo(time.truncatedTo(ChronoUnit.SECONDS));
                yield JsonNodeFactory.instance.stringNode(time.toString());
            }
            default -> JSON.valueToTree(value);
        };
    }
}
