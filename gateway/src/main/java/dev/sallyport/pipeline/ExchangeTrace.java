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

    /**
     * A line of the execution log that is older than the execution: of an authorizer (LOG-3 2 to 6). Its calls are told as
     * those of integrations are.
     */
    void log(String line);
}
