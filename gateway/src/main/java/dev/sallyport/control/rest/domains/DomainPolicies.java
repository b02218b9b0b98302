package dev.sallyport.control.rest.domains;

import dev.sallyport.control.ServiceException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The two policies of a private domain name: who may invoke it, and who may associate endpoints with it. AWS answers them
 * as they are, unlike those of APIs; Terraform compares them.
 */
final class DomainPolicies {

    private static final int MAX_CHARACTERS = 8192;
    private static final Set<String> ASSOCIATE = Set.of("apigateway:CreateAccessAssociation", "apigateway:*", "*");
    private static final JsonMapper JSON = JsonMapper.shared();

    private DomainPolicies() {}

    /** A policy as compact JSON; null when none is given. */
    static @Nullable String stored(@Nullable String submitted) {
        if (submitted == null || submitted.isEmpty()) {
            return null;
        }
        try {
            JsonNode policy = JSON.readTree(submitted);
            if (submitted.length() <= MAX_CHARACTERS
                    && policy.isObject()
                    && policy.has("Statement")
                    && statements(policy).stream().allMatch(DomainPolicies::isComplete)) {
                return JSON.writeValueAsString(policy);
            }
        } catch (JacksonException e) {
            throw invalid();
        }
        throw invalid();
    }

    /**
     * Whether a management policy lets another account associate its endpoints. What cannot be judged without evaluating
     * conditions and exceptions is taken as no: only a plain Allow to the account counts, and only while there is no Deny.
     */
    static boolean sharedWith(@Nullable String managementPolicy, String account) {
        if (managementPolicy == null) {
            return false;
        }
        List<JsonNode> statements = statements(JSON.readTree(managementPolicy));
        return statements.stream()
                        .noneMatch(each -> each.path("Effect").asString("").equals("Deny"))
                && statements.stream().anyMatch(each -> allows(each, account));
    }

    private static boolean allows(JsonNode statement, String account) {
        return !statement.has("Condition")
                && texts(statement.path("Action")).stream().anyMatch(ASSOCIATE::contains)
                && texts(statement.path("Principal").path("AWS")).stream()
                        .anyMatch(each ->
                                each.equals(account) || each.matches("arn:aws[a-z-]*:iam::" + account + ":root"));
    }

    private static boolean isComplete(JsonNode statement) {
        String effect = statement.path("Effect").asString("");
        return (effect.equals("Allow") || effect.equals("Deny"))
                && (statement.has("Principal") || statement.has("NotPrincipal"))
                && (statement.has("Action") || statement.has("NotAction"));
    }

    private static List<JsonNode> statements(JsonNode policy) {
        JsonNode statements = policy.path("Statement");
        return statements.isArray() ? List.copyOf(statements.values()) : List.of(statements);
    }

    private static List<String> texts(JsonNode node) {
        List<JsonNode> each = node.isArray() ? List.copyOf(node.values()) : List.of(node);
        return each.stream().map(text -> text.asString("")).toList();
    }

    /** R10.8, as for APIs. */
    private static ServiceException invalid() {
        return ServiceException.badRequest(
                "Invalid policy document. Please check the policy syntax and ensure that Principals are valid.");
    }
}
