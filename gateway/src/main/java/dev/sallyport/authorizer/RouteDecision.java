package dev.sallyport.authorizer;

import dev.sallyport.authorizer.LambdaResult.MalformedException;
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
 * What the function of a Lambda authorizer of an HTTP API said (http-api R10.9, R10.10).
 *
 * @param policy asked for each request; null when the answer is simply yes or no
 * @param allowed the simple answer
 * @param weight how much room it takes where it is kept, in characters
 */
record RouteDecision(@Nullable Policy policy, boolean allowed, Authorization authorization, int weight) {

    private static final int MAX_BYTES = 256 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /**
     * Reads a result.
     *
     * @param simple whether a simple answer is expected, which excludes a policy (R10.14)
     * @throws MalformedException when anything of it is not as it must be
     */
    static RouteDecision parse(byte[] body, boolean simple) throws MalformedException {
        JsonNode result = object(body);
        JsonNode context = result.get("context");
        if (context != null && !context.isNull() && !context.isObject()) {
            throw new MalformedException("its context is no object");
        }
        if (simple) {
            JsonNode allowed = result.get("isAuthorized");
            if (allowed == null || !allowed.isBoolean()) {
                throw new MalformedException("it has no isAuthorized that is true or false");
            }
            return new RouteDecision(null, allowed.booleanValue(), authorization(null, context), body.length);
        }
        JsonNode principal = result.get("principalId");
        JsonNode policy = result.get("policyDocument");
        if (principal == null || !principal.isString() || policy == null || !policy.isObject()) { // R10.21
            throw new MalformedException("it is no object with a principalId and a policyDocument");
        }
        try {
            return new RouteDecision(
                    Policy.compile(policy.toString(), Policy.Use.IDENTITY),
                    false,
                    authorization(principal.stringValue(), context),
                    body.length);
        } catch (PolicyException unreadable) {
            throw new MalformedException(String.valueOf(unreadable.getMessage()));
        }
    }

    private static JsonNode object(byte[] body) throws MalformedException {
        if (body.length > MAX_BYTES) {
            throw new MalformedException("it has more than " + MAX_BYTES + " bytes");
        }
        try {
            JsonNode node = JSON.readTree(new String(body, StandardCharsets.UTF_8));
            if (node.isObject()) {
                return node;
            }
        } catch (JacksonException notJson) {
            throw new MalformedException("it is no JSON");
        }
        throw new MalformedException("it is no object");
    }

    /** 3.5, R3.49, R3.50, R10.20. */
    private static Authorization authorization(@Nullable String principalId, @Nullable JsonNode context) {
        Map<String, String> variables = new LinkedHashMap<>();
        StringBuilder members = new StringBuilder();
        if (principalId != null) {
            variables.put("authorizer.principalId", principalId);
            members.append("\"principalId\":").append(JsonText.quoted(principalId));
        }
        boolean isGiven = context != null && !context.isNull();
        if (context != null && isGiven) {
            for (Map.Entry<String, JsonNode> member : context.properties()) {
                JsonNode value = member.getValue();
                if (principalId != null && member.getKey().equals("principalId")) {
                    continue;
                }
                if (!value.isNull()) {
                    variables.put(
                            "authorizer." + member.getKey(), value.isContainer() ? value.toString() : value.asString());
                }
                members.append(members.isEmpty() ? "" : ",")
                        .append(JsonText.quoted(member.getKey()))
                        .append(':')
                        .append(value);
            }
        }
        String newer = "\"lambda\":" + (context != null && isGiven ? context.toString() : "null");
        return new Authorization(variables, members.toString(), null, newer);
    }
}
