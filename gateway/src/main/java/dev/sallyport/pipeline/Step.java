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
}
