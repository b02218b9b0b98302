package dev.sallyport.control.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A statement of a policy: what it names (R5.14). Conditions are its reader's. */
public record PolicyStatement(JsonNode json) {

    /** The statements of a policy that was checked when it was set. */
    public static List<PolicyStatement> of(String document) {
        return many(JsonMapper.shared().readTree(document).path("Statement")).stream()
                .map(PolicyStatement::new)
                .toList();
    }

    /** Whether it denies; otherwise it allows. */
    public boolean denies() {
        return json.path("Effect").asString("").equals("Deny");
    }

    /** Whether its actions name this one. */
    public boolean namesAction(String action) {
        return Boolean.TRUE.equals(names("Action", "NotAction", action, true));
    }

    /**
     * Whether its resources name this one.
     *
     * @return null when that depends on a policy variable (R5.18)
     */
    public @Nullable Boolean namesResource(String resource) {
        return names("Resource", "NotResource", resource, false);
    }

    private @Nullable Boolean names(String member, String negatedMember, String text, boolean anyCase) {
        boolean negated = json.has(negatedMember);
        boolean open = false;
        for (JsonNode pattern : many(json.path(negated ? negatedMember : member))) {
            String wanted = pattern.asString("");
            if (matches(wanted, text, anyCase)) {
                return !negated;
            }
            open |= wanted.contains("${");
        }
        return open ? null : Boolean.valueOf(negated);
    }

    /** Whether a pattern with {@code *} and {@code ?} matches a text. */
    public static boolean matches(String pattern, String text, boolean anyCase) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL | (anyCase ? Pattern.CASE_INSENSITIVE : 0))
                .matcher(text)
                .matches();
    }

    /** One or many values as many. */
    public static List<JsonNode> many(JsonNode node) {
        List<JsonNode> nodes = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(nodes::add);
        } else if (!node.isMissingNode()) {
            nodes.add(node);
        }
        return nodes;
    }
}
