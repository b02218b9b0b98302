package dev.sallyport.control.iam;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Policy documents: checked when they are set, kept as submitted, percent-encoded in answers (companion R5.5). What a
 * policy permits is not this class's question.
 */
public final class PolicyDocuments {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Set<String> VERSIONS = Set.of("2012-10-17", "2008-10-17");
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
    private static final Pattern SID = Pattern.compile("[0-9A-Za-z]*");
    private static final Pattern AWS_PRINCIPAL = Pattern.compile(
            "\\*|\\d{12}|A(IDA|ROA)[A-Z0-9]{12,}|arn:[a-z-]+:(iam|sts)::(\\d{12}|cloudfront):(root|(user|role|assumed-role|federated-user)/\\S+)");
    private static final Pattern SERVICE_PRINCIPAL =
            Pattern.compile("[a-z0-9.-]+\\.(amazonaws\\.com(\\.cn)?|internal)");
    private static final String SYNTAX = "Syntax errors in policy.";

    private PolicyDocuments() {}

    /** As answers carry it: RFC 3986, so that a blank is %20. */
    static String encoded(String document) {
        return URLEncoder.encode(document, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%7E", "~");
    }

    /** The length that quotas count: without white space. */
    static int size(String document) {
        return (int) document.chars().filter(c -> !Character.isWhitespace(c)).count();
    }

    /**
     * Checks a policy of an identity.
     *
     * @throws dev.sallyport.control.ServiceException 400 MalformedPolicyDocument
     */
    public static void requireIdentityPolicy(String document) {
        for (JsonNode statement : statements(document, SYNTAX)) {
            if (statement.has("Principal") || statement.has("NotPrincipal")) {
                throw IamErrors.malformedPolicy("Policy document should not specify a principal.");
            }
            for (String action : one(statement, "Action", "NotAction", "Policy statement must contain actions.")) {
                if (!action.equals("*") && action.indexOf(':') <= 0) {
                    throw IamErrors.malformedPolicy(
                            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
                }
            }
            for (String resource :
                    one(statement, "Resource", "NotResource", "Policy statement must contain resources.")) {
                if (!resource.equals("*") && !resource.startsWith("arn:")) {
                    throw IamErrors.malformedPolicy("Resource " + resource + " must be in ARN format or \"*\".");
                }
            }
        }
    }

    /**
     * Checks the policy that says who may assume a role.
     *
     * @throws dev.sallyport.control.ServiceException 400 MalformedPolicyDocument
     */
    static void requireTrustPolicy(String document) {
        for (JsonNode statement : statements(document, "This policy contains invalid Json")) {
            if (statement.has("Resource") || statement.has("NotResource")) {
                throw IamErrors.malformedPolicy("Has prohibited field Resource");
            }
            if (!statement.has("Principal") && !statement.has("NotPrincipal")) {
                throw IamErrors.malformedPolicy("Missing required field Principal");
            }
            for (String action : one(statement, "Action", "NotAction", "Missing required field Action")) {
                if (!action.equals("*") && !action.regionMatches(true, 0, "sts:", 0, 4)) {
                    throw IamErrors.malformedPolicy("AssumeRole policy may only specify STS AssumeRole actions.");
                }
            }
            requirePrincipals(statement.path(statement.has("Principal") ? "Principal" : "NotPrincipal"));
        }
    }

    private static void requirePrincipals(JsonNode principal) {
        if (principal.isString() && principal.asString().equals("*")) {
            return;
        }
        if (!principal.isObject() || principal.isEmpty()) {
            throw IamErrors.malformedPolicy(SYNTAX);
        }
        for (Map.Entry<String, JsonNode> entry : principal.properties()) {
            for (String value : texts(entry.getValue())) {
                boolean valid = switch (entry.getKey()) {
                    case "AWS" -> AWS_PRINCIPAL.matcher(value).matches();
                    case "Service" -> SERVICE_PRINCIPAL.matcher(value).matches();
                    case "Federated", "CanonicalUser" -> !value.isEmpty();
                    default -> throw IamErrors.malformedPolicy(SYNTAX);
                };
                if (!valid) {
                    String kind = entry.getKey().equals("Service") ? "SERVICE" : entry.getKey();
                    throw IamErrors.malformedPolicy("Invalid principal in policy: \"" + kind + "\":\"" + value + "\"");
                }
            }
        }
    }

    private static List<JsonNode> statements(String document, String invalidJson) {
        JsonNode root;
        try {
            root = JSON.readTree(document);
        } catch (JacksonException e) {
            throw IamErrors.malformedPolicy(invalidJson);
        }
        if (!root.isObject()) {
            throw IamErrors.malformedPolicy(invalidJson);
        }
        if (!TOP.containsAll(names(root))) {
            throw IamErrors.malformedPolicy(SYNTAX);
        }
        JsonNode version = root.path("Version");
        if (!version.isMissingNode() && !VERSIONS.contains(version.asString(""))) {
            throw IamErrors.malformedPolicy("The policy must contain a valid version string.");
        }
        JsonNode node = root.path("Statement");
        List<JsonNode> statements = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(statements::add);
        } else {
            statements.add(node);
        }
        if (statements.isEmpty()) {
            throw IamErrors.malformedPolicy(SYNTAX);
        }
        Set<String> sids = new HashSet<>();
        statements.forEach(it -> requireStatement(it, sids));
        return statements;
    }

    private static void requireStatement(JsonNode statement, Set<String> sids) {
        String effect = statement.path("Effect").asString("");
        boolean condition =
                !statement.has("Condition") || statement.path("Condition").isObject();
        if (!statement.isObject()
                || !STATEMENT.containsAll(names(statement))
                || !(effect.equals("Allow") || effect.equals("Deny"))
                || !condition) {
            throw IamErrors.malformedPolicy(SYNTAX);
        }
        JsonNode sid = statement.path("Sid");
        if (sid.isMissingNode()) {
            return;
        }
        if (!sid.isString() || !SID.matcher(sid.asString()).matches()) {
            throw IamErrors.malformedPolicy("Statement IDs (SID) must be alpha-numeric. Check that your input satisfies"
                    + " the regular expression [0-9A-Za-z]*");
        }
        if (!sid.asString().isEmpty() && !sids.add(sid.asString())) {
            throw IamErrors.malformedPolicy("Statement IDs (SID) in a single policy must be unique.");
        }
    }

    /** The texts of exactly one of two members. */
    private static List<String> one(JsonNode statement, String name, String negated, String missing) {
        boolean plain = statement.has(name);
        if (plain && statement.has(negated)) {
            throw IamErrors.malformedPolicy(SYNTAX);
        }
        if (!plain && !statement.has(negated)) {
            throw IamErrors.malformedPolicy(missing);
        }
        List<String> texts = texts(statement.path(plain ? name : negated));
        if (texts.isEmpty()) {
            throw IamErrors.malformedPolicy(missing);
        }
        return texts;
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        for (JsonNode each : node.isArray() ? node : List.of(node)) {
            if (!each.isString()) {
                throw IamErrors.malformedPolicy(SYNTAX);
            }
            texts.add(each.asString());
        }
        return texts;
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new HashSet<>();
        object.properties().forEach(it -> names.add(it.getKey()));
        return names;
    }
}
