package dev.sallyport.functions;

import org.jspecify.annotations.Nullable;

/** An invocation in its environment, and how far it has come. Belongs to the environment's event loop. */
final class Running {

    final Assignment assignment;

    /** Whether the function's clock runs, and since when. */
    boolean started;

    long startedNanos;

    /** Whether the runtime has the event. */
    boolean delivered;

    /** Set when it is known what the invocation comes to, and since when. */
    @Nullable
    Outcome outcome;

    long endedNanos;

    /** Whether END and REPORT are written; the tail is complete then. */
    boolean logged;

    byte[] logTail = new byte[0];

    /** Whether the runtime has asked for the next event, or the result is about to be given without that. */
    boolean askedAgain;

    boolean waitsForAsking;

    /** Whether the caller has its result. */
    boolean released;

    Running(Assignment assignment) {
        this.assignment = assignment;
    }

    /** The assignment unless the scheduler knows of its end already. */
    @Nullable
    Assignment unfinished() {
        return released ? null : assignment;
    }

    /** Whether the runtime has the event of this id. */
    boolean isAsked(String requestId) {
        return delivered && assignment.requestId().equals(requestId);
    }
}
