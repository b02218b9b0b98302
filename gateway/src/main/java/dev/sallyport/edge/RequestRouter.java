package dev.sallyport.edge;

import dev.sallyport.config.Limits;
import dev.sallyport.control.StreamedBody;
import dev.sallyport.control.WireRequest;
import dev.sallyport.control.WireResponse;
import dev.sallyport.http.Headers;
import dev.sallyport.http.Octets;
import dev.sallyport.http.RequestReader;
import dev.sallyport.model.VpcEndpoint;
import dev.sallyport.pipeline.ApiStages;
import dev.sallyport.pipeline.DomainDirectory;
import dev.sallyport.pipeline.DomainRoutes;
import dev.sallyport.pipeline.DomainTarget;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.GatewayResponseType;
import dev.sallyport.pipeline.PrivateDomain;
import dev.sallyport.pipeline.RequestBody;
import dev.sallyport.pipeline.RequestPipeline;
import dev.sallyport.pipeline.StageDirectory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes admitted requests to the control plane, to an API or to the gateway's own pages. */
public final class RequestRouter {

    private static final Logger LOG = LoggerFactory.getLogger(RequestRouter.class);
    private static final byte[] DEFECT = "{\"message\":\"Internal server error\"}".getBytes(StandardCharsets.US_ASCII);

    private final RequestPipeline pipeline;
    private final StageDirectory stages;
    private final DomainDirectory domains;
    private final Function<WireRequest, WireResponse> controlPlane;
    private final Executor blocking;
    private final OwnPages ownPages;
    private final EdgeLimits limits;
    private final Semaphore controlCalls;

    /**
     * @param domains the custom domain names
     * @param controlPlane may block
     * @param blocking runs work that may block, on virtual threads
     */
    public RequestRouter(
            RequestPipeline pipeline,
            StageDirectory stages,
            DomainDirectory domains,
            Function<WireRequest, WireResponse> controlPlane,
            Executor blocking,
            OwnPages ownPages,
            EdgeLimits limits) {
        this.pipeline = pipeline;
        this.stages = stages;
        this.domains = domains;
        this.controlPlane = controlPlane;
        this.blocking = blocking;
        this.ownPages = ownPages;
        this.limits = limits;
        this.controlCalls = new Semaphore(limits.maxControlCalls());
    }

    /** The WebSocket connections of a loop, whose messages go the same way as requests. */
    LoopSockets sockets(LoopConnections ofLoop) {
        return ofLoop.sockets(pipeline, stages);
    }

    /** Begins a request. */
    void begin(ClientExchange client, RequestReader request) {
        VpcEndpoint endpoint = client.head().vpcEndpoint();
        if (endpoint != null) {
            byEndpoint(client, request, endpoint);
            return;
        }
        switch (Destination.of(request, client.head(), client.apiId(), domains)) {
            case API -> api(client, request);
            case DOMAIN -> domain(client, request);
            case NOBODY -> pipeline.serve(client.exchange(), ApiStages.NONE);
            case CONTROL -> control(client, request);
            case OWN -> {
                if (!OwnPages.isShown(request.path(), client.head())) {
                    json(
                            client,
                            403,
                            "{\"message\":\"The audit is shown to clients on the gateway's own host alone\"}");
                } else {
                    own(client, request);
                }
            }
        }
    }

    /** A VPC endpoint leads to private APIs; whatever is none is forbidden, not missing (EDG-3). */
    private void byEndpoint(ClientExchange client, RequestReader request, VpcEndpoint endpoint) {
        boolean isNamed = EndpointHosts.name(request, client.head(), client.apiId(), endpoint, domains);
        int tooLong = tooLong(
                request,
                Math.min(limits.maxApiUrlBytes(), Limits.DEFAULTS.privateTargetBytes()),
                Math.min(limits.maxApiHeaderBytes(), Limits.DEFAULTS.privateHeaderBytes()));
        if (tooLong != 0) {
            refuseLength(client, ApiStages.NONE, tooLong);
            return;
        }
        PrivateDomain domain = client.head().privateDomain();
        if (domain != null) {
            byDomain(client, request, domain.routes());
            return;
        }
        ApiStages live = isNamed ? stages.find(client.apiId()) : null;
        pipeline.serve(client.exchange(), live == null ? ApiStages.NONE : live);
    }

    /** LIM-5, LIM-6: the status for the length of a request, 0 for one that is short enough. */
    private static int tooLong(RequestReader request, int maxUrl, int maxHeaders) {
        if (request.targetEnd() - request.pathStart() > maxUrl) {
            return 414;
        }
        return request.headerBytes() > maxHeaders ? 431 : 0;
    }

    private int tooLong(RequestReader request) {
        return tooLong(request, limits.maxApiUrlBytes(), limits.maxApiHeaderBytes());
    }

    /** http-api 18, 19: of HTTP APIs the request line counts, too. */
    private boolean isTooLongWithItsLine(RequestReader request) {
        int line = request.method().length() + request.targetEnd() - request.pathStart() + " HTTP/1.1\r\n".length() + 1;
        return line + request.headerBytes() > limits.maxApiHeaderBytes();
    }

    private void refuseLength(ClientExchange client, ApiStages live, int status) {
        String message = status == 414 ? "Request URI too long" : "Request Header Fields Too Large";
        if (live.hasFrontDoor()) {
            pipeline.refuse(
                    client.exchange(),
                    live,
                    new Fault(GatewayResponseType.DEFAULT_4XX, status, "BadRequestException", message, null));
        } else {
            json(client, status, "{\"message\":\"" + message + "\"}");
        }
    }

    private void domain(ClientExchange client, RequestReader request) {
        DomainRoutes routes = client.head().domain();
        if (routes == null) {
            return;
        }
        int tooLong = tooLong(request);
        if (tooLong != 0) {
            refuseLength(client, mapped(client, request, routes), tooLong);
            return;
        }
        byDomain(client, request, routes);
    }

    private void byDomain(ClientExchange client, RequestReader request, DomainRoutes routes) {
        switch (Admission.of(client.head(), routes)) {
            case FINE -> serveMapped(client, request, routes);
            case FORBIDDEN -> pipeline.refuse(client.exchange(), routes.nowhere(), Fault.FORBIDDEN);
            case MISDIRECTED -> json(client, 421, "{\"message\":\"Misdirected Request\"}");
        }
    }

    private void serveMapped(ClientExchange client, RequestReader request, DomainRoutes routes) {
        byte[] bytes = request.bytes();
        int start = request.pathStart();
        int end = request.pathEnd();
        if (Octets.equals(bytes, start, end, "/ping") || Octets.equals(bytes, start, end, "/sping")) {
            // INV-16: AWS's own health checks.
            client.respond(200, new Headers(1).add("Content-Type", "text/plain"), text("healthy"));
            return;
        }
        serve(client, request, mapped(client, request, routes));
    }

    /** The API that a custom domain name leads a request to. */
    private ApiStages mapped(ClientExchange client, RequestReader request, DomainRoutes routes) {
        DomainTarget target =
                routes.route(client.head(), request.bytes(), request.pathStart(), request.pathEnd(), client.apiId());
        ApiStages live = target == null ? null : stages.find(target.apiId());
        return live == null ? routes.nowhere() : live;
    }

    private void serve(ClientExchange client, RequestReader request, ApiStages live) {
        if (live.hasFrontDoor() && isTooLongWithItsLine(request)) {
            refuseLength(client, live, 431);
        } else {
            pipeline.serve(client.exchange(), live);
        }
    }

    private void api(ClientExchange client, RequestReader request) {
        ApiStages live = stages.find(client.apiId());
        int tooLong = tooLong(request);
        if (tooLong != 0) {
            refuseLength(client, live == null ? ApiStages.NONE : live, tooLong);
            return;
        }
        if (live == null && EndpointHosts.isOfEndpoint(client.apiId().toString())) {
            pipeline.serve(client.exchange(), ApiStages.NONE); // EDG-3
            return;
        }
        if (live == null) {
            // INV-10: the local form of an unknown API.
            json(
                    client,
                    404,
                    "{\"message\":\"The API id '" + printable(client.apiId().toString())
                            + "' does not correspond to a deployed API Gateway API\"}");
            return;
        }
        serve(client, request, live);
    }

    private void own(ClientExchange client, RequestReader head) {
        OwnPages.Request request = new OwnPages.Request(
                head.method(),
                head.path(),
                head.query(),
                head.headers().copy(),
                client.head().remoteAddress());
        blocking.execute(() -> {
            OwnPages.Page page = page(request);
            client.loop().execute(() -> {
                Headers headers = new Headers(2).add("Content-Type", page.contentType());
                String errorType = page.errorType();
                if (errorType != null) {
                    headers.add("x-amzn-ErrorType", errorType);
                }
                client.respond(page.status(), headers, Unpooled.wrappedBuffer(page.body()));
            });
        });
    }

    private OwnPages.Page page(OwnPages.Request request) {
        try {
            return ownPages.answer(request);
        } catch (RuntimeException defect) {
            LOG.error("defect in the page {}", request.path(), defect);
            return new OwnPages.Page(500, "application/json", DEFECT);
        }
    }

    private void control(ClientExchange client, RequestReader request) {
        if (request.bodyLength() > limits.maxControlBodyBytes()) {
            tooLarge(client);
        } else if (!controlCalls.tryAcquire()) {
            json(client, 503, "{\"message\":\"Too many control-plane calls are running. Try again.\"}");
        } else {
            client.atEnd(controlCalls::release);
            client.body().receive(limits.maxControlBodyBytes(), new RequestBody.Receiver() {
                @Override
                public void received(ByteBuf body) {
                    byte[] bytes = ByteBufUtil.getBytes(body);
                    body.release();
                    call(client, request, bytes);
                }

                @Override
                public void tooLarge() {
                    RequestRouter.this.tooLarge(client);
                }
            });
        }
    }

    private void call(ClientExchange client, RequestReader head, byte[] body) {
        Headers lines = head.headers();
        List<WireRequest.Header> headers = new ArrayList<>(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            headers.add(new WireRequest.Header(lines.name(i), lines.value(i)));
        }
        WireRequest request = new WireRequest(
                head.method(),
                head.path(),
                head.query(),
                headers,
                body,
                client.head().remoteAddress());
        blocking.execute(() -> {
            WireResponse response = answer(request);
            StreamedBody stream = response.stream();
            if (stream == null) {
                client.loop().execute(() -> send(client, response));
            } else {
                new BlockingAnswer(client)
                        .send(response.status(), headers(response), out -> stream.writeTo(out::write));
            }
        });
    }

    private WireResponse answer(WireRequest request) {
        try {
            return controlPlane.apply(request);
        } catch (RuntimeException defect) {
            LOG.error("defect in the control plane", defect);
            return new WireResponse(500, List.of(new WireRequest.Header("Content-Type", "application/json")), DEFECT);
        }
    }

    private static void send(ClientExchange client, WireResponse response) {
        client.respond(response.status(), headers(response), Unpooled.wrappedBuffer(response.body()));
    }

    private static Headers headers(WireResponse response) {
        Headers headers = new Headers(response.headers().size());
        for (WireRequest.Header header : response.headers()) {
            headers.add(header.name(), header.value());
        }
        return headers;
    }

    private void tooLarge(ClientExchange client) {
        Headers headers = new Headers(2)
                .add("Content-Type", "application/json")
                .add("x-amzn-ErrorType", "RequestEntityTooLargeException");
        client.respond(
                413,
                headers,
                text("{\"message\":\"Request must be smaller than " + limits.maxControlBodyBytes() + " bytes\"}"));
    }

    private static void json(ClientExchange client, int status, String body) {
        client.respond(status, new Headers(1).add("Content-Type", "application/json"), text(body));
    }

    private static ByteBuf text(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String printable(String id) {
        StringBuilder text = new StringBuilder(Math.min(id.length(), 64));
        for (int i = 0; i < id.length() && i < 64; i++) {
            char c = id.charAt(i);
            text.append(c == '"' || c == '\\' || c < ' ' ? '?' : c);
        }
        return text.toString();
    }
}
