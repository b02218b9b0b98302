package dev.sallyport.control;

import static java.util.Objects.requireNonNull;

import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Services;
import dev.sallyport.wire.Structure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A control plane over all services whose handlers keep what they were called with. */
final class Recorder {

    private final OperationRegistry registry = new OperationRegistry();
    private @Nullable ControlPlane control;
    private @Nullable Structure input;
    private @Nullable Call call;

    /** Registers a handler that keeps its input and answers this output. */
    <I extends Structure, O extends Structure> Recorder on(Operation<I, O> operation, O output) {
        registry.on(operation, (theCall, theInput) -> {
            call = theCall;
            input = theInput;
            return output;
        });
        return this;
    }

    <I extends Structure, O extends Structure> Recorder failing(Operation<I, O> operation, RuntimeException failure) {
        registry.on(operation, (theCall, theInput) -> {
            throw failure;
        });
        return this;
    }

    OperationRegistry registry() {
        return registry;
    }

    ControlPlane control() {
        ControlPlane plane = control;
        if (plane == null) {
            plane = new ControlPlane(registry, Services.all(), ControlSettings.defaults(), () -> Calls.REQUEST_ID);
            control = plane;
        }
        return plane;
    }

    WireResponse send(Calls calls) {
        return control().handle(calls.request());
    }

    /** Sends a request that must succeed and returns the input that the handler saw. */
    <I extends Structure> I accepted(Class<I> type, Calls calls) {
        input = null;
        WireResponse response = send(calls);
        Structure seen = input;
        if (seen == null) {
            throw new AssertionError("refused: " + response.status() + " " + Calls.text(response));
        }
        return requireNonNull(type.cast(seen));
    }

    /** The input of the last call. */
    <I extends Structure> I input(Class<I> type) {
        return requireNonNull(type.cast(input));
    }

    Call call() {
        Call last = call;
        if (last == null) {
            throw new AssertionError("no handler was called");
        }
        return last;
    }

    static List<String> operations(String serviceKey) {
        return Services.all().stream()
                .filter(service -> service.key().equals(serviceKey))
                .flatMap(service -> service.operations().stream().map(Operation::name))
                .toList();
    }
}
