package dev.sallyport.functions;

import dev.sallyport.model.Scope;
import org.jspecify.annotations.Nullable;

/** Takes asynchronous invocations: they are run as soon as there is room, and again when they fail. */
@FunctionalInterface
public interface EventSink {

    /**
     * Takes an event. Returns at once.
     *
     * @param qualifier a version or an alias, or null
     * @param invokedArn the ARN as the caller addressed it
     * @return false when there is no room for it
     */
    boolean accept(
            Scope scope, String name, @Nullable String qualifier, String invokedArn, byte[] payload, String requestId);
}
