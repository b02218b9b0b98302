package dev.sallyport.integration.function;

import dev.sallyport.model.Scope;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The function that an integration URI addresses (INT-41, INT-111, R10.50), its stage variables already put in.
 *
 * @param qualifier a version or an alias, null for {@code $LATEST}
 * @param arn as written in the URI
 */
public record FunctionTarget(
        Scope scope, String name, @Nullable String qualifier, String arn) {

    private static final String INVOKE = "2015-03-31/functions/";
    private static final String STREAMING = "2021-11-15/functions/";

    private static final Pattern URI = Pattern.compile("arn:[a-z-]+:apigateway:[a-z0-9-]+:lambda:path/(?:" + INVOKE
            + "(?<arn>[^/]+)/invocations|" + STREAMING + "(?<streaming>[^/]+)/response-streaming-invocations)");
    private static final Pattern ARN =
            Pattern.compile("(?:arn:[a-z-]+:lambda:(?<region>[a-z0-9-]+):(?<account>\\d{12}):function:)?"
                    + "(?<name>[a-zA-Z0-9-_]+)(?::(?<qualifier>\\$LATEST|[a-zA-Z0-9-_]+))?");

    /** The ARN of the function, with the qualifier if one was written: what policies name. */
    public String functionArn() {
        return "arn:" + scope.partition() + ":lambda:" + scope.region() + ":" + scope.account() + ":function:" + name
                + (qualifier == null ? "" : ":" + qualifier);
    }

    /** Whether the URI is one of plain Lambda at all, whatever its stage variables give. */
    public static boolean isLambda(String uri) {
        return uri.contains(":lambda:path/" + INVOKE) || isStreaming(uri);
    }

    /** Whether the URI names Lambda's operation that streams responses (INT-111). */
    public static boolean isStreaming(String uri) {
        return uri.contains(":lambda:path/" + STREAMING);
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
        String written = path.group("arn") == null ? path.group("streaming") : path.group("arn");
        Matcher arn = ARN.matcher(written);
        if (!arn.matches()) {
            return null;
        }
        String region = arn.group("region");
        Scope scope = region == null ? owner : new Scope(arn.group("account"), region);
        return new FunctionTarget(scope, arn.group("name"), arn.group("qualifier"), written);
    }
}
