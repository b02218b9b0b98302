package dev.sallyport.control.sts;

import dev.sallyport.control.iam.Caller;
import dev.sallyport.model.IamRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whether a role's trust policy lets somebody assume it (companion R6.2): principals and actions, and of conditions the
 * external id. A statement with any other condition allows nothing and, when it denies, always denies.
 */
final class TrustPolicy {

    private static final String ASSUME = "sts:AssumeRole";
    private static final String TAG = "sts:TagSession";

    private final List<JsonNode> statements;

    private TrustPolicy(List<JsonNode> statements) {
        this.statements = statements;
    }

    static TrustPolicy of(IamRole role) {
        return new TrustPolicy(
                many(JsonMapper.shared().readTree(role.trustPolicy()).path("Statement")));
    }

    /**
     * Whether the caller may assume the role.
     *
     * @param tagging whether the caller also sets session tags
     */
    boolean permits(Caller caller, @Nullable String externalId, boolean tagging) {
        return permits(ASSUME, caller, externalId) && (!tagging || permits(TAG, caller, externalId));
    }

    /** Whether a service of AWS may assume the role, for example {@code apigateway.amazonaws.com}. */
    boolean permitsService(String service) {
        return permits(ASSUME, principal -> has(principal.path("Service"), service::equals), null);
    }

    private boolean permits(String action, Caller caller, @Nullable String externalId) {
        return permits(action, principal -> has(principal.path("AWS"), it -> is(it, caller)), externalId);
    }

    /** @param isMeant whether an object of principals means the one who asks */
    private boolean permits(String action, Predicate<JsonNode> isMeant, @Nullable String externalId) {
        boolean allowed = false;
        for (JsonNode statement : statements) {
            boolean deny = statement.path("Effect").asString("").equals("Deny");
            if (!names(statement, action) || !means(statement, isMeant)) {
                continue;
            }
            Boolean condition = condition(statement.path("Condition"), externalId);
            if (deny && !Boolean.FALSE.equals(condition)) {
                return false;
            }
            allowed |= !deny && Boolean.TRUE.equals(condition);
        }
        return allowed;
    }

    private static boolean names(JsonNode statement, String action) {
        boolean negated = statement.has("NotAction");
        for (JsonNode pattern : many(statement.path(negated ? "NotAction" : "Action"))) {
            if (matches(pattern.asString(""), action, true)) {
                return !negated;
            }
        }
        return negated;
    }

    private static boolean means(JsonNode statement, Predicate<JsonNode> isMeant) {
        boolean negated = statement.has("NotPrincipal");
        JsonNode principal = statement.path(negated ? "NotPrincipal" : "Principal");
        return negated != (principal.isString() || isMeant.test(principal));
    }

    private static boolean has(JsonNode principals, Predicate<String> isMeant) {
        return many(principals).stream().anyMatch(it -> isMeant.test(it.asString("")));
    }

    private static boolean is(String principal, Caller caller) {
        if (principal.equals("*")
                || principal.equals(caller.account())
                || principal.equals(caller.arn())
                || principal.equals(caller.userId())) {
            return true;
        }
        String[] parts = principal.split(":", 6);
        if (parts.length < 6 || !parts[4].equals(caller.account())) {
            return false;
        }
        String role = caller.roleName();
        return parts[5].equals("root")
                || (role != null && parts[5].startsWith("role/") && parts[5].endsWith('/' + role));
    }

    /** True, false, or null when this class cannot tell. */
    private static @Nullable Boolean condition(JsonNode condition, @Nullable String externalId) {
        for (Map.Entry<String, JsonNode> operator : condition.properties()) {
            boolean like = operator.getKey().equals("StringLike");
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                if (!(like || operator.getKey().equals("StringEquals"))
                        || !key.getKey().equalsIgnoreCase("sts:ExternalId")) {
                    return null;
                }
                boolean met = externalId != null
                        && many(key.getValue()).stream()
                                .map(it -> it.asString(""))
                                .anyMatch(it -> like ? matches(it, externalId, false) : it.equals(externalId));
                if (!met) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean matches(String pattern, String text, boolean anyCase) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL | (anyCase ? Pattern.CASE_INSENSITIVE : 0))
                .matcher(text)
                .matches();
    }

    private static List<JsonNode> many(JsonNode node) {
        List<JsonNode> nodes = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(nodes::add);
        } else if (!node.isMissingNode()) {
            nodes.add(node);
        }
        return nodes;
    }
}
