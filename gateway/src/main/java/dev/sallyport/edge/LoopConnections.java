package dev.sallyport.edge;

import dev.sallyport.http.HeaderLine;
import dev.sallyport.pipeline.LoopContext;
import dev.sallyport.pipeline.RequestPipeline;
import dev.sallyport.pipeline.StageDirectory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The connections of one event loop, swept once a second, and the date that their answers carry. */
final class LoopConnections {

    /** Two digits of the day, always: RFC 9110 5.6.7 knows no other form. */
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    static final HeaderLine CLOSE = HeaderLine.of("Connection", "close");

    private static final HeaderLine JSON = HeaderLine.of("Content-Type", "application/json");
    private static final int FIRST_READ_BYTES = 1024;
    private static final int USUAL_READ_BYTES = 2048;
    private static final int MAX_READ_BYTES = 32 * 1024;

    /** Of idle exchanges; what serves more at a time makes new ones. */
    private static final int MAX_SPARE = 256;

    private final LoopContext context;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final BodyBudget budget;
    private final ReceiveBuffers receiveBuffers =
            new ReceiveBuffers(new AdaptiveRecvByteBufAllocator(FIRST_READ_BYTES, USUAL_READ_BYTES, MAX_READ_BYTES));
    private final Set<Swept> connections = new LinkedHashSet<>();
    private final ArrayDeque<Http1Exchange> spare = new ArrayDeque<>();
    private final ArrayDeque<StreamExchange> spareOfStreams = new ArrayDeque<>();
    private @Nullable LoopSockets sockets;
    private long dateSecond = -1;
    private HeaderLine date = HeaderLine.of("Date", "");
    private byte[] dateText = {};
    private volatile boolean draining;

    LoopConnections(LoopContext context, InstantSource clock, LongSupplier nanoTime, BodyBudget budget) {
        this.context = context;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.budget = budget;
        context.loop().execute(() -> context.time(clock.millis()));
        context.loop().scheduleAtFixedRate(this::sweep, 500, 500, TimeUnit.MILLISECONDS);
    }

    BodyBudget budget() {
        return budget;
    }

    ReceiveBuffers receiveBuffers() {
        return receiveBuffers;
    }

    LoopContext context() {
        return context;
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    boolean isDraining() {
        return draining;
    }

    void drain() {
        draining = true;
        context.execute(() -> {
            if (sockets != null) {
                sockets.drain();
            }
        });
    }

    /** An exchange for a request of a connection: the one that ended last, if it may serve another. */
    Http1Exchange take(ConnectionHandler connection) {
        Http1Exchange kept = spare.poll();
        if (kept == null || !kept.isReusable()) {
            return new Http1Exchange(connection);
        }
        kept.reader().reset();
        return kept;
    }

    /** The same for a stream. */
    StreamExchange take(StreamConnection connection) {
        StreamExchange kept = spareOfStreams.poll();
        return kept == null || !kept.isReusable() ? StreamExchange.of(connection) : kept;
    }

    /** An exchange is over, or was not begun; whether it can serve another is seen when it is taken. */
    void giveBack(Http1Exchange exchange) {
        if (spare.size() < MAX_SPARE) {
            spare.push(exchange);
        }
    }

    void giveBack(StreamExchange exchange) {
        if (spareOfStreams.size() < MAX_SPARE) {
            spareOfStreams.push(exchange);
        }
    }

    void add(Swept connection) {
        connections.add(connection);
    }

    void remove(Swept connection) {
        connections.remove(connection);
    }

    /** The Date header, made once a second of the time that the loop knows. */
    HeaderLine httpDate() {
        long second = context.lastTime() / 1000;
        if (second != dateSecond) {
            dateSecond = second;
            String text = HTTP_DATE.format(Instant.ofEpochSecond(second));
            date = HeaderLine.of("Date", text);
            dateText = text.getBytes(StandardCharsets.US_ASCII);
        }
        return date;
    }

    /** The value of the Date header. */
    byte[] dateText() {
        httpDate();
        return dateText;
    }

    /** An answer of the gateway's own that ends a connection. */
    ByteBuf refusal(int status, String reason, ByteBufAllocator allocator) {
        String text = "{\"message\":\"" + reason + "\"}";
        return context.heads()
                .response(status)
                .line(JSON)
                .text("Content-Length: ")
                .number(text.length())
                .end()
                .line(httpDate())
                .line(CLOSE)
                .end()
                .text(text)
                .toBuffer(allocator, 0);
    }

    /** The WebSocket connections of the loop; only on it. */
    LoopSockets sockets(RequestPipeline pipeline, StageDirectory stages) {
        LoopSockets made = sockets;
        if (made == null) {
            made = new LoopSockets(this, pipeline, stages);
            sockets = made;
        }
        return made;
    }

    private void sweep() {
        context.time(clock.millis());
        if (sockets != null) {
            sockets.sweep();
        }
        long now = nanoTime.getAsLong();
        for (Swept connection : new ArrayList<>(connections)) {
            connection.sweep(now);
        }
    }
}
