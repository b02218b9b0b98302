package dev.sallyport.pipeline;

import dev.sallyport.http.HeadWriter;
import io.netty.util.concurrent.EventExecutor;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * What the exchanges of one event loop share without locks: request ids, deadlines, and one instance of whatever an
 * integration keeps per loop.
 */
public final class LoopContext {

    private final int index;
    private final EventExecutor loop;
    private final RequestIds ids;
    private final Deadlines deadlines;
    private final HeadWriter heads = new HeadWriter();
    private final Map<Class<?>, Object> attachments = new HashMap<>();
    private long epochMillis;

    /** The context of the only loop. */
    public LoopContext(EventExecutor loop, RequestIds ids, Deadlines deadlines) {
        this(0, loop, ids, deadlines);
    }

    /** @param index the number of the loop among those that serve, 0 for the first */
    public LoopContext(int index, EventExecutor loop, RequestIds ids, Deadlines deadlines) {
        this.index = index;
        this.loop = loop;
        this.ids = ids;
        this.deadlines = deadlines;
    }

    /** The number of the loop among those that serve, 0 for the first. */
    public int index() {
        return index;
    }

    /** Runs something on the loop, from anywhere. */
    public void execute(Runnable action) {
        loop.execute(action);
    }

    public EventExecutor loop() {
        return loop;
    }

    public RequestIds ids() {
        return ids;
    }

    public Deadlines deadlines() {
        return deadlines;
    }

    /** Writes the heads of all messages that leave the loop. */
    public HeadWriter heads() {
        return heads;
    }

    /** Tells the loop what time it is; whoever reads the clock on it does so. */
    public void time(long newEpochMillis) {
        epochMillis = newEpochMillis;
    }

    /** The time that the loop was last told, milliseconds since 1970: half a second old at most while it serves. */
    public long lastTime() {
        return epochMillis;
    }

    /** Runs something on the loop again and again, as long as the loop runs. */
    public void every(long millis, Runnable action) {
        loop.scheduleAtFixedRate(action, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** The loop's instance of a type, made at the first call. Only on the loop. */
    public <T> T attachment(Class<T> type, Function<LoopContext, T> create) {
        Object existing = attachments.get(type);
        if (existing == null) {
            existing = create.apply(this);
            attachments.put(type, existing);
        }
        return type.cast(existing);
    }
}
