package dev.sallyport.control.sts;

import dev.sallyport.control.iam.Caller;
import dev.sallyport.control.iam.PolicyStatement;
import dev.sallyport.model.IamRole;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Whether a role's trust policy lets somebody assume it (companion R6.2): principals and actions, and of conditions the
 * external id. A statement with any other condition allows nothing and, when it denies, always denies.
 */
final class TrustPolicy {

    private static final String ASSUME = "sts:AssumeRole";
    private static final String TAG = "sts:TagSession";

    private final List<PolicyStatement> statements;

    private TrustPolicy(List<PolicyStatement> statements) {
        this.statements = statements;
    }

    static TrustPolicy of(IamRole role) {
        return new TrustPolicy(PolicyStatement.of(role.trustPolicy()));
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
        for (PolicyStatement statement : statements) {
            boolean deny = statement.denies();
            if (!statement.namesAction(action) || !means(statement.json(), isMeant)) {
                continue;
            }
            Boolean condition = condition(statement.json().path("Condition"), externalId);
            if (deny && !Boolean.FALSE.equals(condition)) {
                return false;
            }
            allowed |= !deny && Boolean.TRUE.equals(condition);
        }
        return allowed;
    }

    private static boolean means(JsonNode statement, Predicate<JsonNode> isMeant) {
        boolean negated = statement.has("NotPrincipal");
        JsonNode principal = statement.path(negated ? "NotPrincipal" : "Principal");
        return negated != (principal.isString() || isMeant.test(principal));
    }

    private static boolean has(JsonNode principals, Predicate<String> isMeant) {
        return PolicyStatement.many(principals).stream().anyMatch(it -> isMeant.test(it.asString("")));
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
                        && PolicyStatement.many(key.getValue()).stream()
                                .map(it -> it.asString(""))
                                .anyMatch(it -> like ? PolicyStatement.matches(it, externalId, false) : it.equals(externalId));
                if (!met) {
                    return false;
                }
            }
        }
        return true;
    }
}
