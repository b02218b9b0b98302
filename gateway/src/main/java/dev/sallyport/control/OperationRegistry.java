package dev.sallyport.control;

import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Service;
import dev.sallyport.wire.Structure;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which operations are built. What is registered here is what {@code sallyport operations} lists as supported; every
 * other operation of the models answers 501. Thread-safe.
 */
public final class OperationRegistry {

    private final Map<String, OperationHandler<?, ?>> handlers = new HashMap<>();
    private final Map<String, Consumer<OperationRegistry>> pending = new HashMap<>();

    /** Registers the handler of an operation; an operation has one handler. */
    public synchronized <I extends Structure, O extends Structure> OperationRegistry on(
            Operation<I, O> operation, OperationHandler<I, O> handler) {
        if (handlers.put(key(operation), handler) != null) {
            throw new IllegalStateException("operation registered twice: " + key(operation));
        }
        return this;
    }

    /**
     * Leaves the registration of a service's operations until somebody asks for one of them, so that a service costs a
     * start nothing.
     *
     * @param registration registers operations of this service only
     */
    public synchronized OperationRegistry whenNeeded(Service service, Consumer<OperationRegistry> registration) {
        if (pending.put(service.key(), registration) != null) {
            throw new IllegalStateException("service registered twice: " + service.key());
        }
        return this;
    }

    /** Whether the operation is built. */
    public boolean supports(Operation<?, ?> operation) {
        return handler(operation) != null;
    }

    /** The handler of an operation, or null when it is not built. */
    @SuppressWarnings("unchecked") // on() ties the handler's types to the operation's
    public synchronized <I extends Structure, O extends Structure> @Nullable OperationHandler<I, O> handler(
            Operation<I, O> operation) {
        Consumer<OperationRegistry> registration = pending.remove(operation.service());
        if (registration != null) {
            registration.accept(this);
        }
        return (OperationHandler<I, O>) handlers.get(key(operation));
    }

    private static String key(Operation<?, ?> operation) {
        return operation.service() + '.' + operation.name();
    }
}
