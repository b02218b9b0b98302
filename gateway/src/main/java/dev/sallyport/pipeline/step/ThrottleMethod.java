package dev.sallyport.pipeline.step;

import dev.sallyport.limits.Limiter;
import dev.sallyport.limits.Throttle;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import java.util.List;

/**
 * Refuses requests beyond the rate of their method and of the account (THR-2 3 and 4). A request takes a token of each or
 * of none: what is answered 429 uses up nobody's rate.
 */
public final class ThrottleMethod implements Step {

    private final Throttle[] throttles;
    private final Limiter limiter;

    /** @param throttles the most specific first */
    public ThrottleMethod(List<Throttle> throttles, Limiter limiter) {
        this.throttles = throttles.toArray(Throttle[]::new);
        this.limiter = limiter;
    }

    @Override
    public Outcome run(Exchange exchange) {
        long now = limiter.nanoTime();
        for (int i = 0; i < throttles.length; i++) {
            if (!throttles[i].tryTake(now)) {
                for (int taken = 0; taken < i; taken++) {
                    throttles[taken].giveBack();
                }
                return Fault.THROTTLED;
            }
        }
        return Outcome.CONTINUE;
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }
}
