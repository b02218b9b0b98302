package dev.sallyport.edge;

import dev.sallyport.edge.h2.Http2Connection;
import dev.sallyport.edge.h2.Http2Limits;
import dev.sallyport.edge.h2.Http2Requests;
import dev.sallyport.edge.h2.Http2Stream;
import dev.sallyport.edge.tls.TlsFront;
import dev.sallyport.http.FieldHeadReader;
import dev.sallyport.pipeline.ClientAddress;
import dev.sallyport.pipeline.LoopContext;
import dev.sallyport.pipeline.TlsFacts;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http2.Http2Error;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One client connection that speaks HTTP/2: many requests at a time, each on its stream. */
final class StreamConnection implements Http2Requests, Swept {

    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final LoopConnections siblings;
    private final RequestRouter router;
    private final EdgeLimits limits;
    private final ClientAddress client;
    private final @Nullable TrustedProxies trusted;
    private final ConnectionClock clock;
    private final Http2Connection wire;
    private final Set<StreamExchange> receiving = new LinkedHashSet<>();
    private @Nullable StreamExchange next;
    private long framesSeen;
    private long partialSince;
    private long takenBefore;

    /** @param client whom the connection's beginning has told of */
    StreamConnection(
            LoopConnections siblings,
            RequestRouter router,
            EdgeLimits limits,
            ClientAddress client,
            @Nullable TrustedProxies proxies) {
        this.siblings = siblings;
        this.router = router;
        this.limits = limits;
        this.client = client;
        this.trusted = proxies != null && proxies.trusts(client.remoteAddress()) ? proxies : null;
        this.clock = new ConnectionClock(limits);
        this.wire = new Http2Connection(
                this,
                new Http2Limits(
                        limits.maxRequestLineBytes(),
                        limits.maxHeadBytes(),
                        limits.stalledWriteMillis(),
                        limits.headMillis()));
    }

    /** What belongs into the connection's pipeline; from then on the connection is looked after. */
    Http2Connection handler() {
        siblings.add(this);
        return wire;
    }

    /** RFC 9113 9.2: what HTTP/1.1 may be spoken by is not always good enough here. */
    void admit(TlsFacts facts) {
        String cipher = facts.cipherSuite();
        boolean isModern = cipher.startsWith("ECDHE-") && (cipher.contains("-GCM-") || cipher.contains("CHACHA20"));
        if (!facts.version().equals("TLSv1.3") && !(facts.version().equals("TLSv1.2") && isModern)) {
            wire.end(Http2Error.INADEQUATE_SECURITY, facts.version() + " " + cipher);
        }
    }

    // ---- what the connection's exchanges use

    LoopContext loop() {
        return siblings.context();
    }

    EdgeLimits limits() {
        return limits;
    }

    ClientAddress client() {
        return client;
    }

    ByteBufAllocator allocator() {
        return wire.channel().alloc();
    }

    BodyBudget budget() {
        return siblings.budget();
    }

    boolean isWindowUsedUp() {
        return wire.isReceiveWindowUsedUp();
    }

    /** An exchange has begun whose body is still to come. */
    void add(StreamExchange exchange) {
        if (!exchange.isBodyComplete()) {
            receiving.add(exchange);
        }
    }

    void remove(StreamExchange exchange) {
        if (!receiving.isEmpty()) {
            receiving.remove(exchange);
        }
    }

    void giveBack(StreamExchange exchange) {
        siblings.giveBack(exchange);
    }

    // ---- what the connection tells

    @Override
    public FieldHeadReader nextHead() {
        FieldHeadReader head = nextHeadRead();
        head.reset();
        return head;
    }

    @Override
    public FieldHeadReader nextHeadRead() {
        StreamExchange exchange = next;
        if (exchange == null) {
            exchange = siblings.take(this);
            next = exchange;
        }
        return exchange.reader();
    }

    @Override
    public void begin(Http2Stream stream, int verdict) {
        FieldHeadReader head = nextHeadRead();
        StreamExchange exchange = next;
        if (exchange == null) {
            throw new IllegalStateException("no head has been read");
        }
        next = null;
        clock.idle();
        boolean isRead = verdict == FieldHeadReader.COMPLETE;
        ClientAddress from = trusted == null || !isRead ? client : trusted.client(client, head.headers());
        exchange.begin(this, stream, from == null ? client : from);
        if (from == null) {
            exchange.refuse(400, "X-Forwarded-For cannot be read");
        } else if (!isRead) {
            exchange.refuse(verdict, head.reason());
        } else {
            router.begin(exchange, head);
        }
    }

    @Override
    public byte[] date() {
        return siblings.dateText();
    }

    @Override
    public long nanoTime() {
        return siblings.nanoTime();
    }

    @Override
    public void ended() {
        clock.linger(nanoTime());
        if (wire.channel() instanceof SocketChannel socket && socket.isActive()) {
            TlsFront.endOutput(socket);
        }
    }

    @Override
    public void closed() {
        siblings.remove(this);
        StreamExchange unused = next;
        next = null;
        if (unused != null) {
            siblings.giveBack(unused);
        }
    }

    // ---- what time brings

    @Override
    public void sweep(long now) {
        long unsent = Swept.unsentBytes(wire.channel());
        long taken = wire.writtenBytes() - unsent;
        clock.unsent(unsent, taken > takenBefore, now);
        takenBefore = taken;
        boolean draining = siblings.isDraining();
        switch (clock.verdict(now, wire.isBusy(), draining)) {
            case FINE -> {}
            case TOO_SLOW -> wire.end(Http2Error.ENHANCE_YOUR_CALM, "too slow");
            case OVER -> {
                if (wire.isEnded() || wire.isBusy()) {
                    wire.channel().close();
                } else {
                    wire.end(Http2Error.NO_ERROR, "");
                }
            }
        }
        if (wire.isEnded()) {
            return;
        }
        if (isFrameTooSlow(now)) {
            wire.end(Http2Error.ENHANCE_YOUR_CALM, "too slow");
            return;
        }
        if (draining) {
            wire.drain();
        }
        wire.sweep(now);
        for (StreamExchange exchange : new ArrayList<>(receiving)) {
            exchange.sweep(now);
        }
    }

    /** HARDENING L2: a frame, or a head of several, has so much time; what belongs to a body has as much as it is long. */
    private boolean isFrameTooSlow(long now) {
        if (!wire.isMidFrame() || wire.frames() != framesSeen || partialSince == 0) {
            framesSeen = wire.frames();
            partialSince = now;
            return false;
        }
        long bodyMillis = receiving.isEmpty() ? 0 : wire.partialBytes() * 1000L / limits.minBodyBytesPerSecond();
        return now - partialSince > (limits.headMillis() + bodyMillis) * NANOS_PER_MILLI;
    }
}
