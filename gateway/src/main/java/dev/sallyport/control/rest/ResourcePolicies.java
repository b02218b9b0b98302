package dev.sallyport.control.rest;

import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Scope;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** The resource policy of an API as it is submitted, stored and answered. */
public final class ResourcePolicies {

    private static final int MAX_CHARACTERS = 8192;
    private static final String SHORT_ARN = "execute-api:/";

    private static final JsonMapper JSON = JsonMapper.shared();

    private ResourcePolicies() {}

    /**
     * The policy as it is stored: compact, its short resource names expanded (R7.3, R7.4).
     *
     * @throws ServiceException R10.8
     */
    public static String stored(String submitted, Scope scope, String apiId) {
        JsonNode policy;
        try {
            policy = JSON.readTree(submitted);
        } catch (JacksonException e) {
            throw invalid();
        }
        if (submitted.length() > MAX_CHARACTERS || !(policy instanceof ObjectNode)) {
            throw invalid();
        }
        String arn = "arn:" + scope.partition() + ":execute-api:" + scope.region() + ":" + scope.account() + ":" + apiId
                + "/";
        JsonNode statements = policy.path("Statement");
        List<JsonNode> each = statements.isArray() ? List.copyOf(statements.values()) : List.of(statements);
        for (JsonNode statement : each) {
            expand(checked(statement), arn);
        }
        return JSON.writeValueAsString(policy);
    }

    private static ObjectNode checked(JsonNode statement) {
        String effect = statement.path("Effect").asString("");
        boolean complete = (effect.equals("Allow") || effect.equals("Deny"))
                && (statement.has("Principal") || statement.has("NotPrincipal"))
                && (statement.has("Action") || statement.has("NotAction"));
        if (!complete || !(statement instanceof ObjectNode object)) {
            throw invalid();
        }
        return object;
    }

    private static void expand(ObjectNode statement, String arn) {
        for (String member : List.of("Resource", "NotResource")) {
            JsonNode resource = statement.path(member);
            if (resource.isString()) {
                statement.set(member, expanded(resource, arn));
            } else if (resource instanceof ArrayNode array) {
                for (int i = 0; i < array.size(); i++) {
                    array.set(i, expanded(array.get(i), arn));
                }
            }
        }
    }

    private static JsonNode expanded(JsonNode resource, String arn) {
        String text = resource.asString("");
        return text.startsWith(SHORT_ARN) ? StringNode.valueOf(arn + text.substring(SHORT_ARN.length())) : resource;
    }

    /**
     * The policy as it is answered. AWS: escaped once more and without quotes around it, which Terraform relies on
     * (R7.3).
     */
    static String answered(String stored) {
        return new String(JsonStringEncoder.getInstance().quoteAsCharArray(stored));
    }

    private static ServiceException invalid() {
        return ServiceException.badRequest(
                "Invalid policy document. Please check the policy syntax and ensure that" + " Principals are valid.");
    }
}
