package dev.sallyport.control.logs.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * Conditions on the fields of a JSON message: <code>{ $.a.b[0] = "x" && ($.n >= 1 || $.c NOT EXISTS) }</code>. A field that
 * is not there meets no condition but {@code NOT EXISTS}; a message that is no JSON object or array meets none at all.
 */
final class JsonPattern {

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private JsonPattern() {}

    static Predicate<String> of(String pattern) {
        Scanner in = new Scanner(pattern);
        in.expect("{");
        Predicate<JsonNode> condition = Conditions.read(in, JsonPattern::condition);
        in.expect("}");
        if (!in.atEnd()) {
            throw in.unexpected();
        }
        return message -> test(message, condition);
    }

    private static boolean test(String message, Predicate<JsonNode> condition) {
        String text = message.strip();
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return false;
        }
        try {
            return condition.test(MAPPER.readTree(text));
        } catch (JacksonException otherText) {
            return false;
        }
    }

    private static Predicate<JsonNode> condition(Scanner in) {
        List<Step> path = path(in);
        in.skipBlanks();
        if (in.takeWord("IS")) {
            in.skipBlanks();
            if (in.takeWord("NULL")) {
                return root -> fields(root, path).stream().anyMatch(JsonNode::isNull);
            }
            boolean wanted = in.takeWord("TRUE");
            if (!wanted && !in.takeWord("FALSE")) {
                throw in.unexpected();
            }
            return root ->
                    fields(root, path).stream().anyMatch(field -> field.isBoolean() && field.booleanValue() == wanted);
        }
        if (in.takeWord("NOT")) {
            in.skipBlanks();
            if (!in.takeWord("EXISTS")) {
                throw in.unexpected();
            }
            return root -> fields(root, path).isEmpty();
        }
        Comparison comparison = Comparison.read(in, "&|(){}");
        return root -> fields(root, path).stream()
                .anyMatch(field -> field.isValueNode() && !field.isNull() && comparison.test(field.asString()));
    }

    /** A step of a path: into a member, into an element, or, with neither, into all elements. */
    private record Step(String member, int index) {
        static final int NONE = -1;
        static final int ALL = -2;
    }

    private static List<Step> path(Scanner in) {
        in.expect("$");
        List<Step> path = new ArrayList<>();
        while (in.peek() == '.' || in.peek() == '[') {
            in.take(".");
            path.add(in.peek() == '[' ? inBrackets(in) : new Step(name(in), Step.NONE));
        }
        if (path.isEmpty()) {
            throw in.unexpected();
        }
        return path;
    }

    private static String name(Scanner in) {
        String name = in.takeWhile(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '@' || c > 0x7F);
        if (name.isEmpty()) {
            throw in.unexpected();
        }
        return name;
    }

    private static Step inBrackets(Scanner in) {
        in.expect("[");
        Step step;
        if (in.peek() == '"') {
            step = new Step(in.quoted(), Step.NONE);
        } else if (in.peek() == '\'') {
            step = new Step(in.delimited('\''), Step.NONE);
        } else if (in.take("*")) {
            step = new Step("", Step.ALL);
        } else {
            String digits = in.takeWhile(c -> c >= '0' && c <= '9');
            if (digits.isEmpty() || digits.length() > 9) {
                throw in.unexpected();
            }
            step = new Step("", Integer.parseInt(digits));
        }
        in.expect("]");
        return step;
    }

    private static List<JsonNode> fields(JsonNode root, List<Step> path) {
        List<JsonNode> here = List.of(root);
        for (Step step : path) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode node : here) {
                if (step.index() == Step.ALL) {
                    node.forEach(next::add);
                } else {
                    JsonNode found = step.index() == Step.NONE ? node.get(step.member()) : node.get(step.index());
                    if (found != null) {
                        next.add(found);
                    }
                }
            }
            here = next;
        }
        return here;
    }
}
