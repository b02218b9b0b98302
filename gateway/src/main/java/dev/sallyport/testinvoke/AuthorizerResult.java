package dev.sallyport.testinvoke;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an authorizer's function returned (rest-data-plane 5.5).
 *
 * @param policy the policy document as JSON
 */
record AuthorizerResult(String principalId, String policy) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** The result, or null when it is malformed (AUT-40, AUT-41, AUT-44). */
    static @Nullable AuthorizerResult parse(String body) {
        JsonNode result = object(body);
        JsonNode principal = result == null ? null : result.get("principalId");
        JsonNode policy = result == null ? null : result.get("policyDocument");
        if (result == null || principal == null || !principal.isString() || policy == null || !isPolicy(policy)) {
            return null;
        }
        JsonNode context = result.get("context");
        if (context != null && !context.isNull() && (!context.isObject() || hasContainer(context))) {
            return null;
        }
        return new AuthorizerResult(principal.stringValue(), policy.toString());
    }

    /** AUT-45. */
    static boolean isUnauthorized(String errorDocument) {
        JsonNode error = object(errorDocument);
        JsonNode message = error == null ? null : error.get("errorMessage");
        return message != null && message.isString() && message.stringValue().equals("Unauthorized");
    }

    private static @Nullable JsonNode object(String body) {
        try {
            JsonNode node = JSON.readTree(body);
            return node.isObject() ? node : null;
        } catch (JacksonException notJson) {
            return null;
        }
    }

    private static boolean isPolicy(JsonNode policy) {
        JsonNode statements = policy.get("Statement");
        return statements != null && (statements.isObject() || (statements.isArray() && !statements.isEmpty()));
    }

    private static boolean hasContainer(JsonNode context) {
        return context.valueStream().anyMatch(JsonNode::isContainer);
    }
}
