package dev.sallyport.integration.function;

import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import java.util.List;

/** AWS_PROXY with response streaming: what the function writes goes to the client as it comes (INT-110 to INT-115). */
public final class StreamedProxyIntegration implements Step {

    private static final int IDLE_MILLIS = 300_000;
    private static final int EDGE_IDLE_MILLIS = 30_000;

    private final FunctionCaller caller;
    private final ProxyEvent event;
    private final int idleMillis;

    /** @param idleMillis how long the function may write nothing; see {@link #idleMillis} */
    public StreamedProxyIntegration(FunctionCaller caller, List<String> binaryMediaTypes, int idleMillis) {
        this.caller = caller;
        this.event = new ProxyEvent(binaryMediaTypes);
        this.idleMillis = idleMillis;
    }

    /** INT-114: how long a stream may be silent, by the endpoint types of the API. */
    public static int idleMillis(List<String> endpointTypes) {
        return endpointTypes.contains("EDGE") ? EDGE_IDLE_MILLIS : IDLE_MILLIS;
    }

    @Override
    public boolean isIntegration() {
        return true;
    }

    @Override
    public Outcome run(Exchange exchange) {
        return caller.stream(exchange, event.write(exchange), idleMillis);
    }
}
