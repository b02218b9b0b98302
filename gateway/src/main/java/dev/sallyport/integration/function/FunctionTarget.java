package dev.sallyport.integration.function;

import dev.sallyport.model.Scope;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The function that an integration URI addresses (INT-41, R10.50), its stage variables already put in.
 *
 * @param qualifier a version or an alias, null for {@code $LATEST}
 * @param arn as written in the URI
 */
public record FunctionTarget(
        Scope scope, String name, @Nullable String qualifier, String arn) {

    private static final Pattern URI = Pattern.compile(
            "arn:[a-z-]+:apigateway:[a-z0-9-]+:lambda:path/2015-03-31/functions/(?<arn>[^/]+)/invocations");
    private static final Pattern ARN =
            Pattern.compile("(?:arn:[a-z-]+:lambda:(?<region>[a-z0-9-]+):(?<account>\\d{12}):function:)?"
                    + "(?<name>[a-zA-Z0-9-_]+)(?::(?<qualifier>\\$LATEST|[a-zA-Z0-9-_]+))?");

    /** Whether the URI is one of plain Lambda at all, whatever its stage variables give. */
    public static boolean isLambda(String uri) {
        return uri.contains(":lambda:path/2015-03-31/functions/");
    }

    /**
     * Parses a URI.
     *
     * @param owner of the API: where a function named without an ARN lives
     * @return null when the URI does not address a function
     */
    public static @Nullable FunctionTarget parse(String uri, Scope owner) {
        Matcher path = URI.matcher(uri);
        if (!path.matches()) {
            return null;
        }
        Matcher arn = ARN.matcher(path.group("arn"));
        if (!arn.matches()) {
            return null;
        }
        String region = arn.group("region");
        Scope scope = region == null ? owner : new Scope(arn.group("account"), region);
        return new FunctionTarget(scope, arn.group("name"), arn.group("qualifier"), path.group("arn"));
    }
}
