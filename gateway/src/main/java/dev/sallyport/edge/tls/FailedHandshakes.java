package dev.sallyport.edge.tls;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of handshakes that failed: the first one, and from then on once a minute how many, because anybody can make them. */
final class FailedHandshakes {

    private static final Logger LOG = LoggerFactory.getLogger(FailedHandshakes.class);
    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

    private final AtomicLong untold = new AtomicLong();
    private final AtomicLong toldAt = new AtomicLong(System.nanoTime() - PAUSE_NANOS);

    /** @param name that the client asked for, or null */
    void add(Channel channel, @Nullable String name, Throwable why) {
        String reason = why.getCause() == null
                ? String.valueOf(why.getMessage())
                : String.valueOf(why.getCause().getMessage());
        add(channel, name, reason);
    }

    void add(Channel channel, @Nullable String name, String reason) {
        long count = untold.incrementAndGet();
        long now = System.nanoTime();
        long last = toldAt.get();
        if (now - last >= PAUSE_NANOS && toldAt.compareAndSet(last, now)) {
            untold.addAndGet(-count);
            LOG.info(
                    "{} TLS handshakes have failed since this was last said; this one of {} for {}: {}",
                    count,
                    channel.remoteAddress(),
                    name == null ? "no name" : name,
                    reason);
        } else {
            LOG.debug("TLS handshake of {} for {} failed: {}", channel.remoteAddress(), name, reason);
        }
    }
}
