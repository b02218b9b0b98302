package dev.sallyport.pipeline;

/** Looks at one exchange in detail: its steps, what they decide, and its endpoint. Called on the exchange's loop. */
public interface ExchangeTrace extends EndpointTrace {

    /** A step of the plan begins. */
    void began(Step step);

    /** The step that began last is over, with this outcome, which is never {@link Outcome#WAIT}. */
    void ended(Outcome outcome);

    /**
     * What a step has decided.
     *
     * @param what the decision's name, for people
     * @param choice what was chosen, and why when that is no matter of course
     */
    void decided(String what, String choice);

    /** A line of the execution log that tells of authorization, which comes before the execution (LOG-3 2 to 6). */
    default void authorizing(String line) {
        // whoever writes no execution log needs no lines of it
    }

    /** Hears what an authorizer's function is sent. */
    default EndpointTrace ofAuthorizer() {
        return this;
    }
}
