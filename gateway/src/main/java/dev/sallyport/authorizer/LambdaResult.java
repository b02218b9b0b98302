package dev.sallyport.authorizer;

import dev.sallyport.iam.Policy;
import dev.sallyport.iam.PolicyException;
import dev.sallyport.mapping.json.JsonText;
import dev.sallyport.pipeline.Authorization;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an authorizer's function returned, read once (rest-data-plane 5.5).
 *
 * @param policyText the policy document as JSON
 * @param policy the same, compiled
 * @param authorization what it says of the client
 * @param weight how much room it takes where it is kept, in characters
 */
public record LambdaResult(
        String principalId, String policyText, Policy policy, Authorization authorization, int weight) {

    /** (inferred) Many times what AWS's own limits of policies let a result be. */
    private static final int MAX_BYTES = 256 * 1024;

    private static final String PRINCIPAL = "principalId";
    private static final String LATENCY = "integrationLatency";

    /** A member that is there twice means two things. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** A result that cannot be used (AUT-40, AUT-41, AUT-44). */
    public static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1;

        MalformedException(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Reads a result.
     *
     * @throws MalformedException when anything of it is not as it must be
     */
    public static LambdaResult parse(byte[] body) throws MalformedException {
        if (body.length > MAX_BYTES) {
            throw new MalformedException("it has more than " + MAX_BYTES + " bytes");
        }
        JsonNode result = object(body);
        JsonNode principal = result == null ? null : result.get(PRINCIPAL);
        JsonNode policy = result == null ? null : result.get("policyDocument");
        if (result == null || principal == null || !principal.isString() || policy == null || !policy.isObject()) {
            throw new MalformedException("it is no object with a principalId and a policyDocument");
        }
        JsonNode key = result.get("usageIdentifierKey");
        if (key != null && !key.isNull() && !key.isString()) {
            throw new MalformedException("its usageIdentifierKey is no text");
        }
        try {
            String text = policy.toString();
            return new LambdaResult(
                    principal.stringValue(),
                    text,
                    Policy.compile(text, Policy.Use.IDENTITY),
                    authorization(
                            principal.stringValue(),
                            context(result),
                            key == null || key.isNull() ? null : key.stringValue()),
                    body.length);
        } catch (PolicyException unreadable) {
            throw new MalformedException(String.valueOf(unreadable.getMessage()));
        }
    }

    /** AUT-45. */
    public static boolean isUnauthorized(byte[] errorDocument) {
        JsonNode error = errorDocument.length > MAX_BYTES ? null : object(errorDocument);
        JsonNode message = error == null ? null : error.get("errorMessage");
        return message != null && message.isString() && message.stringValue().equals("Unauthorized");
    }

    private static @Nullable JsonNode object(byte[] body) {
        try {
            JsonNode node = JSON.readTree(new String(body, StandardCharsets.UTF_8));
            return node.isObject() ? node : null;
        } catch (JacksonException notJson) {
            return null;
        }
    }

    /** AUT-41: the values are text from here on; null stays. */
    private static Map<String, @Nullable String> context(JsonNode result) throws MalformedException {
        Map<String, @Nullable String> context = new LinkedHashMap<>();
        JsonNode node = result.get("context");
        if (node == null || node.isNull()) {
            return context;
        }
        if (!node.isObject()) {
            throw new MalformedException("its context is no object");
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (member.getValue().isContainer()) {
                throw new MalformedException("the value of " + member.getKey() + " in its context is no scalar");
            }
            context.put(
                    member.getKey(),
                    member.getValue().isNull() ? null : member.getValue().asString());
        }
        return context;
    }

    /** AUT-42, AUT-43. What the gateway itself says goes before what a context says under the same name. */
    private static Authorization authorization(
            String principalId, Map<String, @Nullable String> context, @Nullable String usageIdentifierKey) {
        context.remove(LATENCY);
        context.remove(PRINCIPAL);
        context.put(PRINCIPAL, principalId);
        Map<String, String> variables = new LinkedHashMap<>();
        StringBuilder members = new StringBuilder();
        context.forEach((name, value) -> {
            if (value != null) {
                variables.put("authorizer." + name, value);
            }
            members.append(members.isEmpty() ? "" : ",")
                    .append(JsonText.quoted(name))
                    .append(':')
                    .append(JsonText.quoted(value));
        });
        return new Authorization(variables, members.toString(), usageIdentifierKey);
    }
}
