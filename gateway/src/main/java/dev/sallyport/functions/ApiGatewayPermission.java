package dev.sallyport.functions;

import dev.sallyport.model.FunctionPolicy;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a function's resource policy lets API Gateway call it (R3.46). All statements of such policies allow. What this
 * class does not know, an operator or a key, does not hold: it fails closed.
 */
final class ApiGatewayPermission {

    private static final String SERVICE = "apigateway.amazonaws.com";
    private static final int ARN_PARTS = 6;

    private ApiGatewayPermission() {}

    static boolean allows(FunctionPolicy policy, String functionArn, String sourceArn, String sourceAccount) {
        return policy.statements().stream()
                .anyMatch(statement -> actionMatches(statement.action())
                        && statement.resource().equals(functionArn)
                        && principalMatches(statement, sourceAccount)
                        && conditionsHold(statement.conditions(), sourceArn, sourceAccount));
    }

    private static boolean actionMatches(String action) {
        return action.equalsIgnoreCase("lambda:InvokeFunction") || action.equals("lambda:*") || action.equals("*");
    }

    private static boolean principalMatches(FunctionPolicy.Statement statement, String sourceAccount) {
        if (SERVICE.equals(statement.principalService()) || "*".equals(statement.principalService())) {
            return true;
        }
        String aws = statement.principalAws();
        return aws != null
                && (aws.equals("*")
                        || aws.equals(sourceAccount)
                        || (aws.startsWith("arn:") && aws.endsWith(":iam::" + sourceAccount + ":root")));
    }

    private static boolean conditionsHold(
            Map<String, Map<String, String>> conditions, String sourceArn, String sourceAccount) {
        return conditions.entrySet().stream()
                .allMatch(operator -> operator.getValue().entrySet().stream()
                        .allMatch(condition -> holds(
                                operator.getKey(),
                                condition.getValue(),
                                valueOf(condition.getKey(), sourceArn, sourceAccount))));
    }

    /** Condition keys are compared without regard to case. */
    private static @Nullable String valueOf(String key, String sourceArn, String sourceAccount) {
        return switch (key.toLowerCase(Locale.ROOT)) {
            case "aws:sourcearn" -> sourceArn;
            case "aws:sourceaccount" -> sourceAccount;
            default -> null;
        };
    }

    private static boolean holds(String operator, String wanted, @Nullable String actual) {
        if (actual == null) {
            return false;
        }
        return switch (operator) {
            // AWS: ArnEquals and ArnLike behave alike.
            case "ArnLike", "ArnEquals" -> arnLike(wanted, actual);
            case "StringLike" -> like(wanted, actual);
            case "StringEquals" -> wanted.equals(actual);
            case "StringEqualsIgnoreCase" -> wanted.equalsIgnoreCase(actual);
            default -> false;
        };
    }

    /** Each of the six parts is matched by itself, so that a star does not reach over a colon into the next. */
    private static boolean arnLike(String pattern, String arn) {
        String[] patterns = pattern.split(":", ARN_PARTS);
        String[] parts = arn.split(":", ARN_PARTS);
        if (patterns.length != ARN_PARTS || parts.length != ARN_PARTS) {
            return false;
        }
        for (int i = 0; i < ARN_PARTS; i++) {
            if (!like(patterns[i], parts[i])) {
                return false;
            }
        }
        return true;
    }

    /** {@code *} is any text, {@code ?} one character. Goes back to the last star only, so it takes no exponential time. */
    static boolean like(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int mark = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                mark = t;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
