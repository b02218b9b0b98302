package dev.sallyport.testinvoke;

import dev.sallyport.control.rest.DraftInvoker;
import dev.sallyport.control.rest.DraftInvoker.MethodAnswer;
import dev.sallyport.control.rest.DraftInvoker.MethodTest;
import dev.sallyport.control.rest.DraftInvoker.TestRequest;
import dev.sallyport.functions.Invocation;
import dev.sallyport.http.Headers;
import dev.sallyport.mapping.QueryString;
import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.FunctionVersion;
import dev.sallyport.model.Method;
import dev.sallyport.model.Resource;
import dev.sallyport.model.Stage;
import dev.sallyport.observe.ExecutionLog;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.GatewayResponses;
import dev.sallyport.pipeline.LoopContext;
import dev.sallyport.pipeline.MemoryClient;
import dev.sallyport.pipeline.RequestHead;
import dev.sallyport.pipeline.RequestListener;
import dev.sallyport.pipeline.RequestPipeline;
import dev.sallyport.pipeline.StageSnapshot;
import dev.sallyport.snapshot.IntegrationCompiler;
import dev.sallyport.snapshot.StageCompiler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One test of a method: its draft compiled as a deployment would be, an exchange whose client is in memory, and the
 * execution log of both sides.
 */
final class MethodRun implements RequestListener {

    /** What stands for itself in a path or query as it is given. */
    private static final String RESERVED = "/?%{}+:@!$&'()*,;=[]|";

    private final Environment environment;
    private final LoopContext context;
    private final TestRequest request;
    private final Resource resource;
    private final Method method;
    private final StageSnapshot stage;
    private final ExecutionLog log;
    private final MemoryClient client;
    private final Exchange exchange;
    private final CompletableFuture<MethodAnswer> answer = new CompletableFuture<>();
    private final String path;
    private final long startedNanos;
    private @Nullable Fault overflow;

    MethodRun(Environment environment, LoopContext context, MethodTest test) {
        this.environment = environment;
        this.context = context;
        this.request = test.request();
        this.resource = test.document().resources().getFirst();
        this.method = resource.methods().values().iterator().next();
        this.log = new ExecutionLog(environment.clock(), environment.nanoTime());
        this.path = request.path() == null ? resource.path() : request.path();
        this.stage = compile(test);
        this.client = new MemoryClient(
                context,
                request.body().getBytes(StandardCharsets.UTF_8),
                environment.payloadLimitBytes(),
                this::tooLong);
        this.exchange = new Exchange(client, head(test));
        this.startedNanos = environment.nanoTime().getAsLong();
    }

    /** R22.1, R22.2: as a deployment on the stage of tests, but with no authorizer and no key. */
    private StageSnapshot compile(MethodTest test) {
        ApiDocument document = test.document();
        StageCompiler compiler = new StageCompiler(new IntegrationCompiler(
                environment.catalog(),
                environment.functions(),
                environment.backends(),
                environment.services(),
                environment.checkFunctionPermissions(),
                environment.payloadLimitBytes(),
                (scope, name, qualifier, arn, payload, requestId) -> {
                    FunctionVersion version = environment.catalog().resolve(scope, name, qualifier);
                    if (version != null) {
                        environment.functions().invoke(new Invocation(version, arn, payload, requestId, null, null));
                    }
                    return version != null;
                }));
        return compiler.compile(
                test.caller().scope(),
                document.forTest(List.of(resource.withMethod(method.withoutAuthorization()))),
                new Stage(
                        DraftInvoker.STAGE,
                        "",
                        null,
                        new TreeMap<>(request.stageVariables()),
                        Map.of(),
                        environment.clock().instant(),
                        environment.clock().instant()),
                test.certificate());
    }

    private RequestHead head(MethodTest test) {
        Headers headers = new Headers();
        request.headers().forEach((name, values) -> values.forEach(value -> headers.add(octets(name), octets(value))));
        return RequestHead.ofTest(
                test.httpMethod(),
                DraftInvoker.STAGE,
                QueryString.encode(path, RESERVED),
                request.query() == null ? null : QueryString.encode(request.query(), RESERVED),
                headers,
                TestContext.of(test.caller()));
    }

    /** A character of a header is an octet, as it is in what comes over a socket. */
    private static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    void begin(CompletableFuture<MethodAnswer> whole) {
        answer.whenComplete((given, failure) -> {
            if (failure == null) {
                whole.complete(given);
            } else {
                whole.completeExceptionally(failure);
            }
        });
        context.execute(() -> {
            try {
                new RequestPipeline(environment.clock(), this)
                        .serveOnly(exchange, stage, resource.path(), this::logRequest);
            } catch (RuntimeException | Error defect) {
                answer.completeExceptionally(defect);
                throw defect;
            }
        });
    }

    private void logRequest() {
        exchange.watch(log);
        Map<String, String> pathParameters = new LinkedHashMap<>();
        for (String name : exchange.plan().pathParameters()) {
            pathParameters.put(name, String.valueOf(exchange.pathParameter(name)));
        }
        Map<String, String> query = new LinkedHashMap<>();
        for (int i = 0; i < exchange.query().size(); i++) {
            query.put(exchange.query().name(i), exchange.query().value(i));
        }
        log.methodRequest(
                exchange.identity().requestId(),
                exchange.head().method(),
                path,
                null,
                pathParameters,
                query,
                request.headers(),
                request.body());
    }

    @Override
    public void finished(Exchange ended, @Nullable Fault fault) {
        environment.listener().finished(ended, fault);
        complete(fault);
    }

    @Override
    public void refused(Exchange ended, Fault fault) {
        throw new IllegalStateException("the method is known before the test begins");
    }

    @Override
    public void abandoned(Exchange ended) {
        complete(overflow);
    }

    @Override
    public void defect(Exchange ended, RuntimeException defect) {
        environment.listener().defect(ended, defect);
    }

    /** INT-10: a proxied answer streams past every other bound. */
    private void tooLong(long length) {
        overflow = Fault.configuration("Integration response of reported length " + length
                + " is larger than allowed maximum of " + environment.payloadLimitBytes() + " bytes.");
        exchange.clientGone();
    }

    private void complete(@Nullable Fault fault) {
        Headers headers = fault == null ? answered() : new Headers().add("x-amzn-ErrorType", fault.errorType());
        byte[] sent = client.answerBody();
        String body = overflow == null ? new String(sent, StandardCharsets.UTF_8) : GatewayResponses.body(overflow);
        int status = fault == null ? client.sentStatus() : fault.status();
        if (fault == null) {
            log.methodResponse(status, headers, body);
        } else {
            log.failed(fault);
        }
        log.close();
        Map<String, List<String>> byName = new LinkedHashMap<>();
        for (int i = 0; i < headers.size(); i++) {
            byName.computeIfAbsent(headers.name(i), name -> new ArrayList<>()).add(headers.value(i));
        }
        answer.complete(new MethodAnswer(
                status,
                byName,
                body,
                log.ofTest(exchange.identity().requestId()),
                (environment.nanoTime().getAsLong() - startedNanos) / 1_000_000));
    }

    /** R22.8: without the ids that only a client's answer carries; the content type is the last (recorded). */
    private Headers answered() {
        Headers all = client.answerHeaders();
        Headers kept = new Headers();
        for (int i = 0; i < all.size(); i++) {
            if (!all.isNamed(i, "x-amzn-RequestId")
                    && !all.isNamed(i, "x-amz-apigw-id")
                    && !all.isNamed(i, "Content-Type")) {
                kept.add(all, i);
            }
        }
        for (String type : all.all("Content-Type")) {
            kept.add("Content-Type", type);
        }
        return kept;
    }
}
