package dev.sallyport.integration.function;

import dev.sallyport.functions.AnswerStream;
import dev.sallyport.functions.FunctionHost;
import dev.sallyport.functions.Invocation;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.http.Headers;
import dev.sallyport.model.Scope;
import dev.sallyport.pipeline.EndpointTrace;
import dev.sallyport.pipeline.Excerpt;
import dev.sallyport.pipeline.Exchange;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The functions as one exchange that is looked at in detail sees them: each call is told as the call of Lambda's Invoke
 * that it would be on AWS. Nothing is signed here, so there is no signature among the headers.
 */
public final class TracedFunctionHost implements FunctionHost {

    private static final DateTimeFormatter AMZ_DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** Lambda is sent an empty object for nothing. */
    private static final int EMPTY_OBJECT_BYTES = 2;

    private final FunctionHost host;
    private final EndpointTrace trace;
    private final String apiId;
    private final Function<Invocation, String> requestBody;
    private final InstantSource clock;

    /** @param requestBody what is told of an event */
    public TracedFunctionHost(
            FunctionHost host,
            EndpointTrace trace,
            String apiId,
            Function<Invocation, String> requestBody,
            InstantSource clock) {
        this.host = host;
        this.trace = trace;
        this.apiId = apiId;
        this.requestBody = requestBody;
        this.clock = clock;
    }

    /** The functions as an exchange sees them. */
    static TracedFunctionHost of(FunctionHost host, EndpointTrace trace, Exchange exchange) {
        return new TracedFunctionHost(
                host,
                trace,
                exchange.stage().apiId(),
                invocation -> eventText(exchange, invocation.payload(), trace),
                () -> Instant.ofEpochMilli(exchange.client().context().lastTime()));
    }

    /** What the log shows of an event: of a custom integration what its template made, or the body, which may be nothing. */
    private static String eventText(Exchange exchange, byte[] payload, EndpointTrace trace) {
        String transformed = exchange.transformedBody();
        if (transformed != null) {
            return transformed;
        }
        return exchange.body() == null && payload.length == EMPTY_OBJECT_BYTES ? "" : beginning(payload, trace);
    }

    private static String beginning(byte[] text, EndpointTrace trace) {
        Excerpt excerpt = new Excerpt(trace.bodyBytes());
        excerpt.add(text);
        return excerpt.text();
    }

    @Override
    public void invoke(Invocation invocation, EventExecutor loop, Consumer<InvocationResult> answer) {
        tellRequest(invocation);
        host.invoke(invocation, loop, result -> {
            tellResponse(invocation, result);
            answer.accept(result);
        });
    }

    @Override
    public AnswerStream stream(Invocation invocation, EventExecutor loop, AnswerStream.Receiver receiver) {
        tellRequest(invocation, "/2021-11-15/functions/", "/response-streaming-invocations");
        return host.stream(invocation, loop, new TracedReceiver(invocation, receiver));
    }

    /** Tells of a streamed answer when it is whole. */
    private final class TracedReceiver implements AnswerStream.Receiver {
        private final Invocation invocation;
        private final AnswerStream.Receiver receiver;
        private final Excerpt payload = new Excerpt(trace.bodyBytes());

        TracedReceiver(Invocation invocation, AnswerStream.Receiver receiver) {
            this.invocation = invocation;
            this.receiver = receiver;
        }

        @Override
        public void piece(ByteBuf piece) {
            payload.add(piece);
            receiver.piece(piece);
        }

        @Override
        public void ended(InvocationResult result) {
            if (result instanceof InvocationResult.Completed completed && completed.functionError() == null) {
                tellCompleted(invocation, completed, payload.total(), payload.text());
            } else {
                tellResponse(invocation, result);
            }
            receiver.ended(result);
        }
    }

    @Override
    public CompletionStage<InvocationResult> invoke(Invocation invocation) {
        throw new UnsupportedOperationException("only exchanges call functions here, from their loops");
    }

    /** Tells of a call that somebody else makes. */
    public void tellRequest(Invocation invocation) {
        tellRequest(invocation, "/2015-03-31/functions/", "/invocations");
    }

    private void tellRequest(Invocation invocation, String before, String after) {
        Headers headers = new Headers()
                .add("x-amzn-lambda-integration-tag", invocation.requestId())
                .add("X-Amz-Date", AMZ_DATE.format(clock.instant()))
                .add("x-amzn-apigateway-api-id", apiId)
                .add("Accept", "application/json")
                .add("User-Agent", "AmazonAPIGateway_" + apiId);
        if (invocation.traceId() != null) {
            headers.add("X-Amzn-Trace-Id", invocation.traceId());
        }
        headers.add("Content-Type", "application/json");
        trace.request(
                host(invocation) + before + invocation.invokedArn() + after, headers, requestBody.apply(invocation));
    }

    private static String host(Invocation invocation) {
        Scope scope = invocation.function().scope();
        String suffix = scope.partition().equals("aws-cn") ? ".amazonaws.com.cn" : ".amazonaws.com";
        return "https://lambda." + scope.region() + suffix;
    }

    private void tellResponse(Invocation invocation, InvocationResult result) {
        switch (result) {
            case InvocationResult.Completed completed ->
                tellCompleted(invocation, completed, completed.payload().length, beginning(completed.payload(), trace));
            case InvocationResult.Throttled throttled -> tellError(429, throttled.reason());
            case InvocationResult.Unavailable unavailable -> tellError(500, unavailable.message());
        }
    }

    private void tellCompleted(
            Invocation invocation, InvocationResult.Completed completed, long length, String payload) {
        Headers headers = head(length);
        headers.add("x-amzn-RequestId", invocation.requestId());
        if (completed.functionError() != null) {
            headers.add("X-Amz-Function-Error", completed.functionError());
        }
        headers.add("x-amzn-Remapped-Content-Length", "0")
                .add("X-Amz-Executed-Version", invocation.function().version());
        if (invocation.traceId() != null) {
            headers.add("X-Amzn-Trace-Id", invocation.traceId());
        }
        trace.response(200, headers, payload);
    }

    private void tellError(int status, String message) {
        trace.response(status, head(message.getBytes(StandardCharsets.UTF_8).length), message);
    }

    private Headers head(long length) {
        Instant now = clock.instant();
        return new Headers()
                .add("Date", HTTP_DATE.format(now))
                .add("Content-Type", "application/json")
                .add("Content-Length", Long.toString(length))
                .add("Connection", "keep-alive");
    }

    @Override
    public void drain(Duration deadline) {
        throw new UnsupportedOperationException("the host itself is drained");
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException("the host itself is closed");
    }
}
