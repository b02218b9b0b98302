package dev.sallyport.iam;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request.
 *
 * @param account twelve digits; empty for nobody and for services
 * @param arn of the user, the session or the root; of a service its name, such as {@code lambda.amazonaws.com}
 * @param roleArn the role of an assumed role's session, otherwise null
 * @param userId {@code AIDA…} of users, {@code AROA…:session} of assumed roles, the account of root
 * @param userName of a user, otherwise null
 * @param tags of the principal and its session
 * @param temporary whether the credentials are temporary ones
 */
public record Requester(
        Type type,
        String account,
        String arn,
        @Nullable String roleArn,
        String userId,
        @Nullable String userName,
        Map<String, String> tags,
        boolean temporary) {

    private static final String TAG = "aws:principaltag/";

    /** Somebody who has shown no credentials. */
    public static final Requester ANONYMOUS = new Requester(Type.ANONYMOUS, "", "", null, "", null, Map.of(), false);

    /** The kinds of principals. */
    public enum Type {
        ANONYMOUS("Anonymous"),
        ROOT("Account"),
        USER("User"),
        ASSUMED_ROLE("AssumedRole"),
        FEDERATED_USER("FederatedUser"),
        SERVICE("Service");

        private final String text;

        Type(String text) {
            this.text = text;
        }
    }

    /** Keys of tags are compared without case. */
    public Requester {
        Map<String, String> folded = new TreeMap<>();
        tags.forEach((key, value) -> folded.put(key.toLowerCase(Locale.ROOT), value));
        tags = Map.copyOf(folded);
    }

    /** A service of AWS, by its name. */
    public static Requester service(String name) {
        return new Requester(Type.SERVICE, "", name, null, "", null, Map.of(), false);
    }

    /** Whether credentials were shown. */
    boolean isSigned() {
        return type != Type.ANONYMOUS && type != Type.SERVICE;
    }

    /** The values of the keys that tell of the principal (AUT-70); null when the request has no such key. */
    @Nullable
    List<String> values(String key) {
        String value = isSigned() ? value(key) : null;
        return value == null ? null : List.of(value);
    }

    private @Nullable String value(String key) {
        return switch (key) {
            case "aws:principalaccount" -> account;
            case "aws:principalarn" -> roleArn == null ? arn : roleArn;
            case "aws:principaltype" -> type.text;
            case "aws:userid" -> userId;
            case "aws:username" -> type == Type.USER ? userName : null;
            // No session of the embedded STS is made with a second factor.
            case "aws:multifactorauthpresent" -> temporary ? "false" : null;
            default -> key.startsWith(TAG) ? tags.get(key.substring(TAG.length())) : null;
        };
    }
}
