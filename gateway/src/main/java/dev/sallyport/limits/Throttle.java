package dev.sallyport.limits;

/** One limit of a rate, shared by all event loops. Neither call blocks or allocates. */
public interface Throttle {

    /**
     * Takes a token.
     *
     * @param nowNanos of the monotonic clock that the limiter was made with
     * @return false when there is none: the request is one too many
     */
    boolean tryTake(long nowNanos);

    /**
     * Gives a token back that was taken for a request that another limit has refused. Between the two a request of somebody
     * else may have missed it: it can only have been the last one.
     */
    void giveBack();

    /** What it limits to now. */
    Rate rate();

    /** Limits to something else from now on; what has been used of the bucket stays used. */
    void rate(Rate newRate);

    /**
     * How many tokens there are.
     *
     * @param nowNanos of the monotonic clock
     */
    long available(long nowNanos);
}
