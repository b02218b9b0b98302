package dev.sallyport.pipeline;

/**
 * One step of a method's plan. Steps are compiled at deployment, shared by all requests of the method and therefore
 * immutable. They run on the event loop of the client's connection and never block it.
 */
@FunctionalInterface
public interface Step {

    /**
     * Does the step's work.
     *
     * @return {@link Outcome#CONTINUE} for the next step, {@link Outcome#ANSWERED} when the response has been handed to
     *     the client's connection, {@link Outcome#WAIT} when the step calls {@link Exchange#resume} later, or a fault
     */
    Outcome run(Exchange exchange);

    /** Whether the step is the call of the backend, whose time access logs tell (8.4). */
    default boolean isIntegration() {
        return false;
    }

    /**
     * Whether nothing that this step began knows the exchange any more once it has been answered on its normal course.
     * Only when all steps of a plan say so does the exchange serve the next request of its connection: a late word from
     * elsewhere could otherwise answer a stranger.
     */
    default boolean forgetsExchange() {
        return false;
    }

    /** The fault that a defect of the step becomes: a runtime exception out of {@link #run}. */
    default Fault ofDefect() {
        return Fault.configuration("an internal error");
    }
}
