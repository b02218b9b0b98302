package dev.sallyport.control.access;

import dev.sallyport.iam.Policy;
import dev.sallyport.iam.PolicyException;
import dev.sallyport.model.FunctionPolicy;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the resource policies of functions say of principals of AWS (R3.42); what they say of services is not asked here. */
final class FunctionPolicies {

    private static final Pattern FUNCTION =
            Pattern.compile("arn:aws[a-z-]*:lambda:([a-z0-9-]+):(\\d{12}):function:([^:]+)(?::([^:]+))?");

    private final Store store;

    FunctionPolicies(Store store) {
        this.store = store;
    }

    /** Whose the function of an ARN is; null when the ARN names none. */
    static @Nullable String owner(String arn) {
        Matcher parts = FUNCTION.matcher(arn);
        return parts.matches() ? parts.group(2) : null;
    }

    /** The policy of a function, version or alias; null when it has none that names principals of AWS and can be read. */
    @Nullable
    Policy find(String arn) {
        Matcher parts = FUNCTION.matcher(arn);
        if (!parts.matches()) {
            return null;
        }
        Scope scope = new Scope(parts.group(2), parts.group(1));
        String qualifier = parts.group(4) == null ? "" : parts.group(4);
        FunctionPolicy stored =
                store.read(reader -> reader.find(Kind.FUNCTION_POLICY, scope, parts.group(3), qualifier));
        try {
            return stored == null ? null : compiled(stored);
        } catch (PolicyException unreadable) {
            return null;
        }
    }

    private static @Nullable Policy compiled(FunctionPolicy stored) throws PolicyException {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("Version", "2012-10-17");
        ArrayNode statements = document.putArray("Statement");
        for (FunctionPolicy.Statement each : stored.statements()) {
            String principal = each.principalAws();
            if (principal != null) {
                ObjectNode statement = statements
                        .addObject()
                        .put("Sid", each.sid())
                        .put("Effect", "Allow")
                        .put("Action", each.action())
                        .put("Resource", each.resource());
                statement.putObject("Principal").put("AWS", principal);
                if (!each.conditions().isEmpty()) {
                    ObjectNode conditions = statement.putObject("Condition");
                    each.conditions().forEach((operator, keys) -> {
                        ObjectNode values = conditions.putObject(operator);
                        keys.forEach(values::put);
                    });
                }
            }
        }
        return statements.isEmpty() ? null : Policy.compile(document.toString(), Policy.Use.RESOURCE);
    }
}
