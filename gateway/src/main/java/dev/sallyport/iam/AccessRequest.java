package dev.sallyport.iam;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question to policies.
 *
 * @param action for example {@code execute-api:Invoke}
 * @param resource the ARN of what the action is about
 */
public record AccessRequest(String action, String resource, Requester requester, Facts facts) {

    /** The values of a condition key, null when the request has none: what is known of the principal goes first. */
    @Nullable
    List<String> values(String key) {
        List<String> values = requester.values(key);
        return values == null ? facts.values(key) : values;
    }

    /** Whether the values of a condition key are known (see {@link Facts#knows}). */
    boolean knows(String key) {
        return requester.values(key) != null || facts.knows(key);
    }

    /** The same question about another resource. */
    public AccessRequest about(String other) {
        return new AccessRequest(action, other, requester, facts);
    }
}
