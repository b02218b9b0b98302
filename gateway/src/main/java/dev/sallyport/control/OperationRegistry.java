package dev.sallyport.control;

import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Structure;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which operations are built. What is registered here is what {@code sallyport operations} lists as supported; every
 * other operation of the models answers 501.
 */
public final class OperationRegistry {

    private final Map<String, OperationHandler<?, ?>> handlers = new HashMap<>();

    /** Registers the handler of an operation; an operation has one handler. */
    public <I extends Structure, O extends Structure> OperationRegistry on(
            Operation<I, O> operation, OperationHandler<I, O> handler) {
        if (handlers.put(key(operation), handler) != null) {
            throw new IllegalStateException("operation registered twice: " + key(operation));
        }
        return this;
    }

    /** Whether the operation is built. */
    public boolean supports(Operation<?, ?> operation) {
        return handlers.containsKey(key(operation));
    }

    /** The handler of an operation, or null when it is not built. */
    @SuppressWarnings("unchecked") // on() ties the handler's types to the operation's
    public <I extends Structure, O extends Structure> @Nullable OperationHandler<I, O> handler(
            Operation<I, O> operation) {
        return (OperationHandler<I, O>) handlers.get(key(operation));
    }

    private static String key(Operation<?, ?> operation) {
        return operation.service() + '.' + operation.name();
    }
}
