package dev.sallyport.pipeline;

import org.jspecify.annotations.Nullable;

/** Sees how requests end: the place for logs, metrics and traces. Called on event loops; must not block. */
public interface RequestListener {

    /** The request has been answered, by its plan or, when {@code fault} is set, by a gateway response. */
    void finished(Exchange exchange, @Nullable Fault fault);

    /** The request was refused before a method was found. */
    void refused(Exchange exchange, Fault fault);

    /** The client left before the answer was complete. */
    void abandoned(Exchange exchange);

    /** A step threw: a defect of the gateway, answered with 500. */
    void defect(Exchange exchange, RuntimeException defect);
}
