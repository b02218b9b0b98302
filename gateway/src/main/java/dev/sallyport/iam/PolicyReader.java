package dev.sallyport.iam;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads policy documents. What is not understood as a whole is refused as a whole: half a policy protects nothing. */
final class PolicyReader {

    private static final int MAX_DEPTH = 8;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final String LATEST = "2012-10-17";
    private static final Set<String> VERSIONS = Set.of(LATEST, "2008-10-17");
    private static final Set<String> TOP = Set.of("Version", "Id", "Statement");
    private static final Set<String> STATEMENT = Set.of(
            "Sid",
            "Effect",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition",
            "Principal",
            "NotPrincipal");

    private final Policy.Use use;
    private boolean variables;

    PolicyReader(Policy.Use use) {
        this.use = use;
    }

    List<Statement> read(String document) throws PolicyException {
        JsonNode root;
        try {
            root = JSON.readTree(document);
        } catch (JacksonException e) {
            throw new PolicyException("the policy is no JSON: " + e.getOriginalMessage());
        }
        if (root == null || !root.isObject()) {
            throw new PolicyException("the policy is no JSON object");
        }
        requireKnown(root, TOP);
        String version = root.has("Version") ? root.path("Version").asString("") : "2008-10-17";
        if (!VERSIONS.contains(version)) {
            throw new PolicyException("the policy's version " + version + " is not known");
        }
        variables = version.equals(LATEST);
        JsonNode node = root.path("Statement");
        List<Statement> statements = new ArrayList<>();
        for (JsonNode each : node.isArray() ? List.copyOf(node.values()) : List.of(node)) {
            statements.add(statement(each));
        }
        if (statements.isEmpty()) {
            throw new PolicyException("the policy has no statement");
        }
        return List.copyOf(statements);
    }

    private static void requireKnown(JsonNode object, Set<String> names) throws PolicyException {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (!names.contains(member.getKey())) {
                throw new PolicyException("policies have no member " + member.getKey());
            }
        }
    }

    private Statement statement(JsonNode node) throws PolicyException {
        if (!node.isObject()) {
            throw new PolicyException("a statement is no object");
        }
        requireKnown(node, STATEMENT);
        String effect = node.path("Effect").asString("");
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw new PolicyException("the effect '" + effect + "' is neither Allow nor Deny");
        }
        boolean isNotAction = node.has("NotAction");
        List<Glob> actions = new ArrayList<>();
        for (String action : texts(one(node, "Action", "NotAction"), "an action")) {
            actions.add(Glob.of(action, true));
        }
        return new Statement(
                effect.equals("Deny"),
                principals(node),
                List.copyOf(actions),
                isNotAction,
                resources(node),
                node.has("NotResource"),
                conditions(node));
    }

    /** The value of exactly one of two members. */
    private static JsonNode one(JsonNode node, String name, String negated) throws PolicyException {
        if (node.has(name) == node.has(negated)) {
            throw new PolicyException("a statement needs one of " + name + " and " + negated);
        }
        return node.path(node.has(name) ? name : negated);
    }

    private @Nullable Principals principals(JsonNode statement) throws PolicyException {
        boolean has = statement.has("Principal") || statement.has("NotPrincipal");
        if (use == Policy.Use.IDENTITY) {
            if (has) {
                throw new PolicyException("a policy of an identity names no principal");
            }
            return null;
        }
        JsonNode node = one(statement, "Principal", "NotPrincipal");
        Map<String, List<String>> byKind = new LinkedHashMap<>();
        if (node.isString() && node.asString().equals("*")) {
            byKind.put("AWS", List.of("*"));
        } else if (node.isObject()) {
            for (Map.Entry<String, JsonNode> kind : node.properties()) {
                byKind.put(kind.getKey(), texts(kind.getValue(), "a principal"));
            }
        }
        return Principals.of(byKind, statement.has("NotPrincipal"));
    }

    private @Nullable List<PolicyText> resources(JsonNode statement) throws PolicyException {
        if (use == Policy.Use.TRUST) {
            if (statement.has("Resource") || statement.has("NotResource")) {
                throw new PolicyException("a trust policy names no resource");
            }
            return null;
        }
        List<PolicyText> resources = new ArrayList<>();
        for (String resource : texts(one(statement, "Resource", "NotResource"), "a resource")) {
            resources.add(PolicyText.of(resource, variables, true));
        }
        return List.copyOf(resources);
    }

    private List<Condition> conditions(JsonNode statement) throws PolicyException {
        List<Condition> conditions = new ArrayList<>();
        JsonNode node = statement.path("Condition");
        if (!node.isMissingNode() && !node.isObject()) {
            throw new PolicyException("a condition is no object");
        }
        for (Map.Entry<String, JsonNode> operator : node.properties()) {
            if (!operator.getValue().isObject()) {
                throw new PolicyException("the condition " + operator.getKey() + " is no object");
            }
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                List<String> values = new ArrayList<>();
                for (JsonNode value : each(key.getValue())) {
                    if (!value.isString() && !value.isNumber() && !value.isBoolean()) {
                        throw new PolicyException("a value of " + key.getKey() + " is no text, number or boolean");
                    }
                    values.add(value.asString());
                }
                conditions.add(Condition.compile(operator.getKey(), key.getKey(), values, variables));
            }
        }
        return List.copyOf(conditions);
    }

    private static List<String> texts(JsonNode node, String what) throws PolicyException {
        List<String> texts = new ArrayList<>();
        for (JsonNode each : each(node)) {
            if (!each.isString() || each.asString().isEmpty()) {
                throw new PolicyException(what + " is no text");
            }
            texts.add(each.asString());
        }
        if (texts.isEmpty()) {
            throw new PolicyException("a statement has no " + what.substring(what.indexOf(' ') + 1));
        }
        return texts;
    }

    private static List<JsonNode> each(JsonNode node) {
        return node.isArray() ? List.copyOf(node.values()) : List.of(node);
    }
}
