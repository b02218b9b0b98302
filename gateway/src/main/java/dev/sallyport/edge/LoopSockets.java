package dev.sallyport.edge;

import dev.sallyport.pipeline.ApiStages;
import dev.sallyport.pipeline.LoopContext;
import dev.sallyport.pipeline.RequestPipeline;
import dev.sallyport.pipeline.StageDirectory;
import dev.sallyport.pipeline.StageSnapshot;
import dev.sallyport.pipeline.websocket.SocketPlace;
import dev.sallyport.pipeline.websocket.WebSocketConnection;
import dev.sallyport.websocket.CloseCode;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket connections of one event loop. They are swept with all others, without a timer for any of them, and as many
 * at a time as do not keep the loop from its work.
 */
final class LoopSockets {

    /** Of idle exchanges. */
    private static final int MAX_SPARE = 256;

    /** A sweep looks at so many at least, and at an eighth of them: each is seen every four seconds. */
    private static final int SWEPT_AT_ONCE = 4096;

    private static final String GOING_AWAY = "Going away";

    private final LoopConnections siblings;
    private final RequestPipeline pipeline;
    private final StageDirectory stages;
    private final ArrayDeque<MessageExchange> spare = new ArrayDeque<>();
    private WebSocketHandler[] handlers = new WebSocketHandler[16];
    private int count;
    private int next;

    LoopSockets(LoopConnections siblings, RequestPipeline pipeline, StageDirectory stages) {
        this.siblings = siblings;
        this.pipeline = pipeline;
        this.stages = stages;
    }

    LoopContext context() {
        return siblings.context();
    }

    RequestPipeline pipeline() {
        return pipeline;
    }

    BodyBudget budget() {
        return siblings.budget();
    }

    boolean isDraining() {
        return siblings.isDraining();
    }

    /** W1.5: what runs now where a connection is; null when its stage is gone. */
    @Nullable
    StageSnapshot stageOf(WebSocketConnection connection) {
        SocketPlace place = connection.place();
        ApiStages live = stages.find(place.apiName());
        return live == null ? null : live.find(place.stageName());
    }

    /** An exchange for what has happened on a connection. */
    MessageExchange take(WebSocketConnection connection) {
        MessageExchange kept = spare.poll();
        return kept != null && kept.isReusable() ? kept : new MessageExchange(this, connection);
    }

    /** An exchange has been answered; whether it can serve another is seen when it is taken. */
    void giveBack(MessageExchange exchange) {
        if (spare.size() < MAX_SPARE) {
            spare.push(exchange);
        }
    }

    /** Takes one more connection; its place among the others. */
    int add(WebSocketHandler handler) {
        if (count == handlers.length) {
            handlers = Arrays.copyOf(handlers, 2 * count);
        }
        handlers[count] = handler;
        return count++;
    }

    /** The connection at a place is gone. */
    @SuppressWarnings("NullAway") // the rest of the array is nobody's
    void remove(int place) {
        count--;
        WebSocketHandler moved = handlers[count];
        handlers[place] = moved;
        moved.place(place);
        handlers[count] = null;
    }

    /** The loop's own time has just been told. */
    void sweep() {
        long now = context().lastTime();
        int swept = Math.min(count, Math.max(SWEPT_AT_ONCE, count / 8));
        for (int i = 0; i < swept && count > 0; i++) {
            if (next >= count) {
                next = 0;
            }
            handlers[next++].sweep(now);
        }
    }

    /** W16.7: the gateway stops. */
    void drain() {
        for (int i = 0; i < count; i++) {
            handlers[i].close(CloseCode.GOING_AWAY, GOING_AWAY);
        }
    }
}
