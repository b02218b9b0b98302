package dev.sallyport.pipeline.websocket;

import dev.sallyport.http.HeaderLine;
import dev.sallyport.http.Headers;
import dev.sallyport.mapping.QueryString;
import dev.sallyport.mapping.SelectionExpression;
import dev.sallyport.model.WebSocketRoute;
import dev.sallyport.pipeline.ApiStages;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.FrontDoor;
import dev.sallyport.pipeline.MethodPlan;
import dev.sallyport.pipeline.RequestHead;
import dev.sallyport.pipeline.RouteMatch;
import dev.sallyport.pipeline.StageSnapshot;
import dev.sallyport.pipeline.step.Refuse;
import dev.sallyport.websocket.Frames;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How handshakes, messages, ends of connections and calls of {@code @connections} of a stage begin and fail (websocket-api
 * 2, 3, 7, 10, 15).
 */
public final class WebSocketDoor implements FrontDoor {

    private static final byte[] NO_PATH = {};
    private static final HeaderLine JSON = HeaderLine.of("Content-Type", "application/json");
    private static final String CONNECTIONS = "/@connections/";
    private static final String VERSION = "13";
    private static final Set<String> VERBS = Set.of("POST", "GET", "DELETE");

    private final SocketPlace place;
    private final @Nullable Plans plans;
    private final SelectionExpression selection;

    /**
     * What a stage runs.
     *
     * @param connect of handshakes, whether there is such a route or not (W1.2)
     * @param disconnect of ends, whether anybody is told of them or not
     * @param fallback of messages that no route is for, or null
     * @param routes of messages by what the selection expression says, without the predefined ones (W7.15)
     * @param twoWay the keys of the routes whose integrations answer
     * @param connections of calls of {@code @connections}
     */
    public record Plans(
            MethodPlan connect,
            MethodPlan disconnect,
            @Nullable MethodPlan fallback,
            Map<String, MethodPlan> routes,
            Set<String> twoWay,
            MethodPlan connections) {}

    /** @param plans null before the first deployment: nothing is found */
    public WebSocketDoor(SocketPlace place, @Nullable Plans plans, SelectionExpression selection) {
        this.place = place;
        this.plans = plans;
        this.selection = selection;
    }

    @Override
    public void begin(Exchange exchange) {
        exchange.identity().shorten();
        exchange.head().takeLiterally();
    }

    /** W2.3: there is no stage that a path need not name. */
    @Override
    public @Nullable StageSnapshot stageOf(RequestHead head, ApiStages stages) {
        String segment = head.stage();
        return stages.find(head.isMapped() || segment.indexOf('%') < 0 ? segment : QueryString.decode(segment, false));
    }

    @Override
    public boolean match(Exchange exchange, RouteMatch into) {
        into.begin(NO_PATH);
        Plans all = plans;
        return all != null && into.found(plan(exchange, all), 0);
    }

    private @Nullable MethodPlan plan(Exchange exchange, Plans all) {
        if (exchange.head().socket() instanceof WebSocketEvent event) {
            event.connection().introduce(exchange);
            return event.type() == WebSocketEvent.Type.DISCONNECT ? all.disconnect() : route(exchange, all);
        }
        String path = exchange.head().routedPath();
        return path.equals("/") ? handshake(exchange, all.connect()) : call(exchange, path, all.connections());
    }

    /** W7.12 to W7.15. */
    private @Nullable MethodPlan route(Exchange exchange, Plans all) {
        String key = all.routes().isEmpty() ? null : selection.evaluate(exchange);
        MethodPlan plan = key == null ? null : all.routes().get(key);
        return plan == null ? all.fallback() : plan;
    }

    /** W2.8, RFC 6455 4.2.1; null when the request does not ask for the protocol. */
    private @Nullable MethodPlan handshake(Exchange exchange, MethodPlan connect) {
        RequestHead head = exchange.head();
        Headers headers = head.headers();
        if (!head.method().equals("GET") || !lists(headers, "Upgrade", "websocket")) {
            return null;
        }
        exchange.head()
                .socket(new WebSocketEvent()
                        .begin(WebSocketEvent.Type.CONNECT, new WebSocketConnection(place, exchange)));
        if (!lists(headers, "Connection", "upgrade")) {
            return refusing(WebSocketFaults.badRequest("Connection must name Upgrade"));
        }
        List<String> versions = headers.all("Sec-WebSocket-Version");
        if (versions.size() != 1 || !versions.getFirst().equals(VERSION)) {
            return refusing(WebSocketFaults.version());
        }
        List<String> keys = headers.all("Sec-WebSocket-Key");
        if (keys.size() != 1 || !Frames.isKey(keys.getFirst())) {
            return refusing(WebSocketFaults.badRequest("Sec-WebSocket-Key must be 16 bytes in Base64"));
        }
        if (exchange.client().body().length() != 0) {
            return refusing(WebSocketFaults.badRequest("a handshake has no body"));
        }
        return connect;
    }

    private static boolean lists(Headers headers, String name, String value) {
        for (int i = 0; i < headers.size(); i++) {
            if (headers.isNamed(i, name) && headers.hasListed(i, value)) {
                return true;
            }
        }
        return false;
    }

    private static MethodPlan refusing(Fault fault) {
        return new MethodPlan("", WebSocketRoute.CONNECT, "GET", null, List.of(), false, List.of(new Refuse(fault)));
    }

    /** W4.2, W15.15. */
    private @Nullable MethodPlan call(Exchange exchange, String path, MethodPlan connections) {
        String decoded = path.indexOf('%') < 0 ? path : QueryString.decode(path, false);
        if (!decoded.startsWith(CONNECTIONS) || !VERBS.contains(exchange.head().method())) {
            return null;
        }
        exchange.head().socket(new ConnectionTarget(decoded.substring(CONNECTIONS.length())));
        return connections;
    }

    @Override
    public Fault notFound() {
        return Fault.FORBIDDEN;
    }

    @Override
    public Fault told(Exchange exchange, Fault fault) {
        WebSocketEvent event = WebSocketEvent.of(exchange);
        if (event == null) {
            return WebSocketFaults.ofCall(fault);
        }
        return event.type() == WebSocketEvent.Type.CONNECT
                ? WebSocketFaults.ofHandshake(fault)
                : WebSocketFaults.ofMessage(
                        fault,
                        plans != null
                                && exchange.isMatched()
                                && plans.twoWay().contains(exchange.plan().resourcePath()));
    }

    @Override
    public void answer(Exchange exchange, Fault fault) {
        Headers headers = exchange.responseHeaders();
        headers.clear();
        WebSocketEvent event = WebSocketEvent.of(exchange);
        if (event != null && event.type() != WebSocketEvent.Type.CONNECT) {
            exchange.client().respond(fault.status(), headers, WebSocketFaults.frame(exchange, event, fault));
            return;
        }
        exchange.identity().addIds(headers);
        headers.add("x-amzn-ErrorType", fault.errorType());
        byte[] body = event == null ? WebSocketFaults.body(fault) : WebSocketFaults.frame(exchange, event, fault);
        if (body.length > 0) {
            headers.add(JSON);
        }
        if (fault.status() == 426) {
            headers.add("Sec-WebSocket-Version", VERSION);
        }
        exchange.client().respond(fault.status(), headers, body);
    }
}
