package dev.sallyport.pipeline;

import dev.sallyport.http.Headers;
import dev.sallyport.snapshot.TestApi;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Builds an exchange without a connection, for tests of single steps. */
public final class TestExchange {

    private String method = "GET";
    private String path = "/pets";
    private @Nullable String query;
    private @Nullable String host = "abc123.execute-api.eu-west-1.amazonaws.com";
    private final Headers headers = new Headers();
    private String resourcePath = "/pets";
    private List<String> parameters = List.of();
    private List<String> values = List.of();
    private Map<String, String> variables = Map.of();
    private boolean traced;
    private ClientConnection client = new NoClient();

    public static TestExchange of(String method, String resourcePath, String path) {
        TestExchange exchange = new TestExchange();
        exchange.method = method;
        exchange.resourcePath = resourcePath;
        exchange.path = path;
        return exchange;
    }

    public TestExchange query(String raw) {
        query = raw;
        return this;
    }

    public TestExchange header(String name, String value) {
        headers.add(name, value);
        return this;
    }

    public TestExchange pathParameter(String name, String value) {
        parameters = List.of(name);
        values = List.of(value);
        return this;
    }

    public TestExchange variables(Map<String, String> stageVariables) {
        variables = stageVariables;
        return this;
    }

    public TestExchange noHost() {
        host = null;
        return this;
    }

    public TestExchange traced() {
        traced = true;
        return this;
    }

    /** Gives the exchange another client than one that forgets every answer. */
    public TestExchange client(ClientConnection newClient) {
        client = newClient;
        return this;
    }

    public Exchange build() {
        return build(null);
    }

    /** @param body of the request, already read */
    public Exchange build(@Nullable String body) {
        RequestHead head = RequestHead.of(method, "/test" + path, query, headers, "203.0.113.7", host, 443, true);
        MethodPlan plan = new MethodPlan("k0w8mc", resourcePath, method, null, parameters, traced, List.of());
        RouteTree routes = RouteTree.of(List.of(plan));
        StageSnapshot stage =
                new StageSnapshot(TestApi.OWNER, "abc123", "test", "d1e2f3", variables, "REGIONAL", false, routes);
        Exchange exchange = new Exchange(client, head);
        exchange.begin(
                new RequestPipeline(InstantSource.fixed(Instant.EPOCH), new dev.sallyport.observe.RequestLog()), 0);
        exchange.identity()
                .begin(
                        "1f0a7a0e-2b1c-4f0e-9a53-7d2f0c5b6e11",
                        "OQ3x1Gd8joEFZAw=",
                        "Root=1-6553f1a2-1b2c3d4e5f60718293a4b5c6",
                        1_700_000_000_000L);
        fill(exchange.match(), plan, values);
        exchange.run(stage);
        if (body != null) {
            exchange.body(Unpooled.wrappedBuffer(body.getBytes(StandardCharsets.UTF_8)));
        }
        return exchange;
    }

    /** A match with values that need not stand in any path. */
    private static void fill(RouteMatch match, MethodPlan plan, List<String> values) {
        match.begin(String.join("", values).getBytes(StandardCharsets.ISO_8859_1));
        int start = 0;
        for (int i = 0; i < values.size(); i++) {
            match.capture(i, start, start + values.get(i).length());
            start += values.get(i).length();
        }
        match.found(plan, values.size());
    }

    /** Takes every answer and forgets it. */
    private static final class NoClient implements ClientConnection {
        @Override
        public EventExecutor loop() {
            return ImmediateEventExecutor.INSTANCE;
        }

        @Override
        public LoopContext context() {
            return new LoopContext(loop(), new RequestIds(new SplittableRandom(1)), new Deadlines(loop(), () -> 0));
        }

        @Override
        public RequestBody body() {
            throw new UnsupportedOperationException("this exchange has read its body already");
        }

        @Override
        public int sentStatus() {
            return 0;
        }

        @Override
        public long sentBodyBytes() {
            return 0;
        }

        @Override
        public void respond(int status, Headers headers, byte[] body) {
            // Nobody reads it.
        }

        @Override
        public void respond(int status, Headers headers, @Nullable ByteBuf body) {
            if (body != null) {
                body.release();
            }
        }

        @Override
        public void start(int status, Headers headers, long contentLength, Runnable onWritable) {}

        @Override
        public void startAtOnce(int status, Headers headers, Runnable onWritable) {}

        @Override
        public boolean write(ByteBuf piece) {
            piece.release();
            return true;
        }

        @Override
        public void flush() {}

        @Override
        public void end() {}

        @Override
        public boolean retract() {
            return false;
        }

        @Override
        public void abort() {}
    }
}
