package dev.sallyport.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * What the response cache of a stage does for one exchange (rest-data-plane 9.3). Of an exchange whose method has no cache
 * it says {@link Result#NONE}. Belongs to the exchange's loop.
 */
public final class CacheUse {

    private Result result = Result.NONE;
    private boolean mayInvalidate;
    private boolean ignoring;
    private @Nullable Pending pending;

    /** What became of the look-up: what CacheHitCount and CacheMissCount count (CCH-7). */
    public enum Result {
        /** The method has no cache, or it is not there yet (CCH-1). */
        NONE,
        /** Answered without a call of the backend. */
        HIT,
        /** The backend was called. */
        MISS
    }

    /** Somebody for whom the answer of this exchange matters too. Told on the exchange's loop. */
    public interface Pending {

        /**
         * The exchange is over without an answer that could be kept.
         *
         * @param clientLeft whether only its client went away
         */
        void over(boolean clientLeft);
    }

    /** Begins with another request. */
    void begin() {
        result = Result.NONE;
        mayInvalidate = false;
        ignoring = false;
        pending = null;
    }

    public Result result() {
        return result;
    }

    /** Says what became of the look-up. */
    public void result(Result newResult) {
        result = newResult;
    }

    /** Whether policies let the caller invalidate what is kept for its request (CCH-9). */
    public boolean mayInvalidate() {
        return mayInvalidate;
    }

    /** Policies let the caller invalidate what is kept for its request. */
    public void allowInvalidation() {
        mayInvalidate = true;
    }

    /** Whether the answer tells that the client's wish for a fresh one was ignored (CCH-9). */
    public boolean isIgnoring() {
        return ignoring;
    }

    /** The answer is to tell that the client's wish for a fresh one was ignored. */
    public void ignore() {
        ignoring = true;
    }

    /** Has somebody told when the exchange is over. */
    public void await(Pending waiting) {
        pending = waiting;
    }

    /** Takes who waits for the answer, now that there is one; null when nobody does. */
    public @Nullable Pending answered() {
        Pending waiting = pending;
        pending = null;
        return waiting;
    }

    /** The exchange is over. */
    void over(boolean clientLeft) {
        Pending waiting = answered();
        if (waiting != null) {
            waiting.over(clientLeft);
        }
    }
}
