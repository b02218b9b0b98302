package dev.sallyport.control.lambda;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.FunctionVersion;
import dev.sallyport.model.Scope;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which function, version or alias a request means (R3.1 to R3.4): a name, a partial ARN or an ARN, each perhaps with a
 * qualifier, joined with the request's own qualifier.
 *
 * @param qualifier a version or an alias; null when the caller gave none
 */
record FunctionAddress(Scope scope, String name, @Nullable String qualifier) {

    private static final String REGULAR_EXPRESSION =
            "(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?"
                    + "(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?";

    /** The same language as AWS's expression, with names for the parts. */
    private static final Pattern PARTS = Pattern.compile(
            "(arn:(aws[a-zA-Z-]*)?:lambda:)?((?<region>(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d):)?"
                    + "((?<account>\\d{12}):)?(function:)?(?<name>[a-zA-Z0-9_.-]+)"
                    + "(:(?<qualifier>\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9_-]+))?");

    /**
     * Reads an address.
     *
     * @param operation the operation's name, for the message that refuses a foreign account
     * @throws ServiceException when the text is no address, names another Region or account, or when its qualifier
     *     contradicts the request's
     */
    static FunctionAddress of(Call call, String operation, @Nullable String function, @Nullable String qualifier) {
        if (function == null) {
            throw LambdaErrors.validation(
                    "Value null at 'functionName' failed to satisfy constraint: Member must not be null");
        }
        Matcher parts = PARTS.matcher(function);
        if (!parts.matches()) {
            throw LambdaErrors.validation("Value '" + function + "' at 'functionName' failed to satisfy constraint: "
                    + "Member must satisfy regular expression pattern: " + REGULAR_EXPRESSION);
        }
        FunctionAddress address = new FunctionAddress(
                call.scope(), parts.group("name"), oneQualifier(parts.group("qualifier"), qualifier));
        address.requireOwn(operation, parts.group("region"), parts.group("account"));
        return address;
    }

    /** An address that must not carry a qualifier because the operation is on the function as a whole. */
    static FunctionAddress unqualified(Call call, String operation, @Nullable String function) {
        FunctionAddress address = of(call, operation, function, null);
        if (address.qualifier != null) {
            throw LambdaErrors.invalidParameter("This operation is permitted on Lambda functions only. Aliases and "
                    + "versions do not support this operation. Please specify either a function name or an "
                    + "unqualified function ARN.");
        }
        return address;
    }

    private static @Nullable String oneQualifier(@Nullable String derived, @Nullable String requested) {
        if (derived != null && requested != null && !derived.equals(requested)) {
            throw LambdaErrors.invalidParameter(
                    "The derived qualifier from the function name does not match the specified qualifier.");
        }
        return derived != null ? derived : requested;
    }

    private void requireOwn(String operation, @Nullable String region, @Nullable String account) {
        if (region != null && !region.equals(scope.region())) {
            throw LambdaErrors.resourceNotFound(
                    "Functions from '" + region + "' are not reachable in this region ('" + scope.region() + "')");
        }
        if (account != null && !account.equals(scope.account())) {
            String arn = new FunctionAddress(new Scope(account, scope.region()), name, qualifier).arn();
            throw new ServiceException(
                    403,
                    "AccessDeniedException",
                    "User: arn:" + scope.partition() + ":iam::" + scope.account()
                            + ":root is not authorized to perform: lambda:" + operation + " on resource: " + arn
                            + " because no resource-based policy allows the lambda:" + operation + " action");
        }
    }

    /** The function's ARN without a qualifier. */
    String functionArn() {
        return functionArn(scope, name);
    }

    /** The ARN as addressed, with the qualifier if there is one. */
    String arn() {
        return qualifier == null ? functionArn() : functionArn() + ':' + qualifier;
    }

    /** The ARN with another qualifier. */
    String arn(String otherQualifier) {
        return functionArn() + ':' + otherQualifier;
    }

    /** The ARN as {@code Invoke} names it in errors: always with a qualifier (R3.32). */
    String qualifiedArn() {
        return arn(qualifierOrLatest());
    }

    String qualifierOrLatest() {
        return qualifier == null ? FunctionVersion.LATEST : qualifier;
    }

    /** Whether the qualifier is an alias's name: neither a number nor {@code $LATEST}. */
    boolean namesAlias() {
        return qualifier != null && isAliasName(qualifier);
    }

    /** Whether a qualifier is an alias's name. AWS: an alias must not look like a version number (R3.39). */
    static boolean isAliasName(String qualifier) {
        return !qualifier.startsWith("$") && !qualifier.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    static String functionArn(Scope scope, String name) {
        return "arn:" + scope.partition() + ":lambda:" + scope.region() + ":" + scope.account() + ":function:" + name;
    }
}
