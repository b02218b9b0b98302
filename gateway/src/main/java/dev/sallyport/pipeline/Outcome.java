package dev.sallyport.pipeline;

/** How a step ended. */
public sealed interface Outcome permits Outcome.Signal, Fault {

    /** The next step runs at once. */
    Outcome CONTINUE = Signal.CONTINUE;

    /** The response is on its way to the client; no further step runs. */
    Outcome ANSWERED = Signal.ANSWERED;

    /** The step goes on elsewhere and will call {@link Exchange#resume} exactly once, on the exchange's event loop. */
    Outcome WAIT = Signal.WAIT;

    /** The outcomes that carry nothing. */
    enum Signal implements Outcome {
        CONTINUE,
        ANSWERED,
        WAIT
    }
}
