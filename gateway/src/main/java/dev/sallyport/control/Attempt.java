package dev.sallyport.control;

import dev.sallyport.model.Scope;
import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Protocol;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call that somebody wants to make: all that decides what it is about. Its input has been read and not yet checked.
 *
 * @param scope of the caller
 * @param service the service's key; the signing name when it is not provided here
 * @param operation null when the service is not provided here
 * @param labels the decoded labels of the path
 * @param input the members that the call has, by name
 */
public record Attempt(
        Scope scope,
        String service,
        Protocol protocol,
        @Nullable Operation<?, ?> operation,
        Map<String, String> labels,
        Map<String, Object> input,
        WireRequest request) {

    /** A member that is a text; null when the call has no such one. */
    public @Nullable String text(String member) {
        return input.get(member) instanceof String text ? text : null;
    }
}
