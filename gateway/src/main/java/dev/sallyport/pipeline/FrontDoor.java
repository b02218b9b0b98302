package dev.sallyport.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * How the requests of an API begin and fail that is no REST API. A stage of such an API has one; what lies between, the
 * steps of a plan and the integration, is the same for all.
 */
public interface FrontDoor {

    /** The stage that a request is for; tells the head what of its path names that. Null when there is none. */
    @Nullable
    StageSnapshot stageOf(RequestHead head, ApiStages stages);

    /** Finds the plan of a request; false when there is none. */
    boolean match(Exchange exchange, RouteMatch into);

    /** Begins a request: its ids are those of this kind of API. */
    void begin(Exchange exchange);

    /** The fault of a request that no stage or no plan is found for. */
    Fault notFound();

    /** A fault in the words of this kind of API. */
    Fault told(Exchange exchange, Fault fault);

    /** Answers a fault that was {@link #told}. */
    void answer(Exchange exchange, Fault fault);
}
