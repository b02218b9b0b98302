package dev.sallyport.control.lambda;

import dev.sallyport.model.FunctionPolicy.Statement;
import dev.sallyport.wire.lambda.AddPermissionRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes statements of resource policies and writes them as policy documents. AWS: actions, resources and the values of
 * conditions are plain texts and never lists; clients rely on it (R3.43).
 */
final class Statements {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
    private static final Pattern ARN = Pattern.compile("arn:aws[a-z-]*:(iam|sts)::\\d{12}:.+");
    private static final Pattern SERVICE = Pattern.compile("[a-z0-9.-]+\\.(amazonaws\\.com(\\.cn)?|amazon\\.com)");

    private Statements() {}

    /** The statement that a request asks for (R3.42). */
    static Statement of(AddPermissionRequest input, FunctionAddress address) {
        String principal = Objects.requireNonNullElse(input.principal(), "");
        boolean service = SERVICE.matcher(principal).matches();
        return new Statement(
                Objects.requireNonNullElse(input.statementId(), ""),
                Objects.requireNonNullElse(input.action(), ""),
                address.arn(),
                service ? principal : null,
                service ? null : awsPrincipal(principal, address),
                conditions(input));
    }

    private static String awsPrincipal(String principal, FunctionAddress address) {
        if (ACCOUNT.matcher(principal).matches()) {
            return "arn:" + address.scope().partition() + ":iam::" + principal + ":root";
        }
        if (principal.equals("*") || ARN.matcher(principal).matches()) {
            return principal;
        }
        throw LambdaErrors.invalidParameter(
                "The provided principal was invalid. Please check the principal and try again.");
    }

    private static Map<String, Map<String, String>> conditions(AddPermissionRequest input) {
        Map<String, Map<String, String>> conditions = new LinkedHashMap<>();
        condition(conditions, "StringEquals", "lambda:FunctionUrlAuthType", input.functionUrlAuthType());
        condition(conditions, "StringEquals", "AWS:SourceAccount", input.sourceAccount());
        condition(conditions, "StringEquals", "lambda:EventSourceToken", input.eventSourceToken());
        condition(conditions, "ArnLike", "AWS:SourceArn", input.sourceArn());
        condition(conditions, "StringEquals", "aws:PrincipalOrgID", input.principalOrgID());
        Boolean viaUrl = input.invokedViaFunctionUrl();
        condition(conditions, "Bool", "lambda:InvokedViaFunctionUrl", viaUrl == null ? null : viaUrl.toString());
        return conditions;
    }

    private static void condition(
            Map<String, Map<String, String>> conditions, String operator, String key, @Nullable String value) {
        if (value != null) {
            conditions
                    .computeIfAbsent(operator, ignored -> new LinkedHashMap<>())
                    .put(key, value);
        }
    }

    /** The policy document of a function, version or alias. */
    static String document(List<Statement> statements) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("Version", "2012-10-17");
        document.put("Id", "default");
        document.put("Statement", statements.stream().map(Statements::tree).toList());
        return JSON.writeValueAsString(document);
    }

    /** One statement as a JSON text. */
    static String text(Statement statement) {
        return JSON.writeValueAsString(tree(statement));
    }

    private static Map<String, Object> tree(Statement statement) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("Sid", statement.sid());
        tree.put("Effect", "Allow");
        tree.put("Principal", principal(statement));
        tree.put("Action", statement.action());
        tree.put("Resource", statement.resource());
        if (!statement.conditions().isEmpty()) {
            tree.put("Condition", statement.conditions());
        }
        return tree;
    }

    private static Object principal(Statement statement) {
        if (statement.principalService() != null) {
            return Map.of("Service", statement.principalService());
        }
        String principal = Objects.requireNonNullElse(statement.principalAws(), "*");
        return principal.equals("*") ? principal : Map.of("AWS", principal);
    }
}
