package dev.sallyport.control;

import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Service;
import dev.sallyport.wire.Structure;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which operations are built. What is registered here is what {@code sallyport operations} lists as supported; every
 * other operation of the models answers 501. Thread-safe.
 */
public final class OperationRegistry {

    private final Map<String, OperationHandler<?, ?>> handlers = new HashMap<>();
    private final Map<String, StreamingHandler<?, ?>> streaming = new HashMap<>();
    private final Map<String, Consumer<OperationRegistry>> pending = new HashMap<>();
    private final Set<String> ofDataPlane = new HashSet<>();

    /** Registers the handler of an operation; an operation has one handler. */
    public synchronized <I extends Structure, O extends Structure> OperationRegistry on(
            Operation<I, O> operation, OperationHandler<I, O> handler) {
        requireNew(handlers.put(key(operation), handler), operation);
        return this;
    }

    /** Registers the handler of an operation whose answer goes out while it is made. */
    public synchronized <I extends Structure, O extends Structure> OperationRegistry streams(
            Operation<I, O> operation, StreamingHandler<I, O> handler) {
        requireNew(streaming.put(key(operation), handler), operation);
        return this;
    }

    private static void requireNew(@Nullable Object before, Operation<?, ?> operation) {
        if (before != null) {
            throw new IllegalStateException("operation registered twice: " + key(operation));
        }
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

    /** Says that the data plane answers all operations of a service, so that none of them comes here. */
    public synchronized OperationRegistry ofDataPlane(Service service) {
        ofDataPlane.add(service.key());
        return this;
    }

    /** Whether the operation is built. */
    public synchronized boolean supports(Operation<?, ?> operation) {
        return handler(operation) != null
                || streamingHandler(operation) != null
                || ofDataPlane.contains(operation.service());
    }

    /** The handler of an operation, or null when it is not built. */
    @SuppressWarnings("unchecked") // on() ties the handler's types to the operation's
    public synchronized <I extends Structure, O extends Structure> @Nullable OperationHandler<I, O> handler(
            Operation<I, O> operation) {
        need(operation);
        return (OperationHandler<I, O>) handlers.get(key(operation));
    }

    /** The handler of an operation that streams, or null when it does not or is not built. */
    @SuppressWarnings("unchecked") // streams() ties the handler's types to the operation's
    public synchronized <I extends Structure, O extends Structure> @Nullable StreamingHandler<I, O> streamingHandler(
            Operation<I, O> operation) {
        need(operation);
        return (StreamingHandler<I, O>) streaming.get(key(operation));
    }

    private void need(Operation<?, ?> operation) {
        Consumer<OperationRegistry> registration = pending.remove(operation.service());
        if (registration != null) {
            registration.accept(this);
        }
    }

    private static String key(Operation<?, ?> operation) {
        return operation.service() + '.' + operation.name();
    }
}
