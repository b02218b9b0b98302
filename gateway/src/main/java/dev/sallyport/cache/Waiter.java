package dev.sallyport.cache;

import dev.sallyport.cache.Flight.Landing;
import dev.sallyport.pipeline.Deadlines;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.KeptAnswer;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An exchange that waits for the call that another one makes. It goes on when that has ended, when it has waited long
 * enough, or when its client leaves, whichever comes first, and is not touched again after that. All but {@link #tell} is
 * called on its loop.
 */
final class Waiter extends Deadlines.Timeout {

    private static final Logger LOG = LoggerFactory.getLogger(Waiter.class);

    private final FindAnswer step;
    private final Exchange exchange;
    private final Flight flight;
    private final CacheKey key;
    private final boolean isFirst;
    private boolean done;

    /** @param isFirst whether the exchange has waited for no other flight before */
    Waiter(FindAnswer step, Exchange exchange, Flight flight, CacheKey key, boolean isFirst) {
        this.step = step;
        this.exchange = exchange;
        this.flight = flight;
        this.key = key;
        this.isFirst = isFirst;
    }

    /** It has joined the flight. */
    void begin(int waitMillis) {
        exchange.client().context().deadlines().set(this, waitMillis);
        exchange.onClientGone(() -> {
            end();
            flight.leave(this);
        });
    }

    /** How the flight ended; from any thread. */
    void tell(Landing how, @Nullable KeptAnswer answer) {
        try {
            exchange.client().context().execute(() -> told(how, answer));
        } catch (RejectedExecutionException stopped) {
            LOG.debug("nobody waits any more: the event loop has ended");
        }
    }

    private void told(Landing how, @Nullable KeptAnswer answer) {
        if (!done) {
            end();
            exchange.resumeWith(resumed -> answer != null && how == Landing.ANSWERED
                    ? step.answer(resumed, answer, "the answer of a request that came shortly before")
                    : how == Landing.ABANDONED && isFirst
                            ? step.again(resumed, key)
                            : step.alone(resumed, key, "the call that it waited for brought nothing to share"));
        }
    }

    @Override
    protected void timedOut() {
        if (!done) {
            end();
            flight.leave(this);
            exchange.resumeWith(resumed -> step.alone(resumed, key, "the call that it waited for takes too long"));
        }
    }

    private void end() {
        done = true;
        exchange.client().context().deadlines().clear(this);
    }
}
