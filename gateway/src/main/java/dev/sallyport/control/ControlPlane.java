package dev.sallyport.control;

import dev.sallyport.model.Scope;
import dev.sallyport.store.StoreException;
import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Protocol;
import dev.sallyport.wire.Service;
import dev.sallyport.wire.Shape;
import dev.sallyport.wire.Structure;
import dev.sallyport.wire.Unit;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a control-plane call: which service, who calls, which operation, read and check the input, run the
 * handler, write the answer. Every failure on this way becomes an error in the form of the client's protocol, and every
 * call leaves one line in the log. Thread-safe; runs handlers on the calling thread, which may block.
 */
public final class ControlPlane {

    private static final Logger log = LoggerFactory.getLogger(ControlPlane.class);
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+(:\\d{1,5})?|\\[[0-9A-Fa-f:.]+](:\\d{1,5})?");

    private final OperationRegistry registry;
    private final ControlSettings settings;
    private final ServiceForwarder forwarder;
    private final Supplier<String> requestIds;
    private final ServiceResolver services;
    private final OperationRouter operations;
    private final Identity identity;

    /** A control plane that knows no access keys. */
    ControlPlane(
            OperationRegistry registry, List<Service> services, ControlSettings settings, Supplier<String> requestIds) {
        this(registry, services, settings, AccessKeyAccounts.NONE, ServiceForwarder.NONE, requestIds);
    }

    /** @param requestIds a source of UUIDs */
    public ControlPlane(
            OperationRegistry registry,
            List<Service> services,
            ControlSettings settings,
            AccessKeyAccounts keys,
            ServiceForwarder forwarder,
            Supplier<String> requestIds) {
        this.registry = registry;
        this.settings = settings;
        this.forwarder = forwarder;
        this.requestIds = requestIds;
        this.services = new ServiceResolver(services);
        this.operations = new OperationRouter(this.services, services);
        this.identity = new Identity(settings, keys);
    }

    /**
     * Whether something about the request names an AWS service, so that it is not for the data plane. Calls signed for
     * {@code execute-api} are the data plane's (R1.1).
     */
    public boolean addresses(WireRequest request) {
        Addressee addressee = services.resolve(request);
        CredentialScope credentials = addressee.credentials();
        return credentials == null
                ? addressee.service() != null
                : !credentials.service().equals("execute-api");
    }

    /** Answers a call; never throws and never returns null. */
    public WireResponse handle(WireRequest request) {
        long started = System.nanoTime();
        String requestId = requestIds.get();
        Addressee addressee = services.resolve(request);
        String operation = addressee.name();
        WireResponse response;
        try {
            Service service = addressee.service();
            if (service == null) {
                response = forwarded(addressee, request);
            } else {
                Scope scope = identity.scope(addressee, request);
                Protocol protocol = protocol(addressee);
                PathRouter.Match match = operations.route(service, protocol, request);
                operation = service.key() + '.' + match.operation().name();
                Call call = new Call(
                        scope, accessKeyId(addressee), requestId, endpoint(request), request.header("User-Agent"));
                response = run(protocol, match.operation(), service, match, call, request);
            }
        } catch (RuntimeException | Error e) {
            response = ErrorWriter.write(serviceException(e, operation, requestId), addressee, request, requestId);
        }
        long millis = (System.nanoTime() - started) / 1_000_000;
        log.info("{} {} {} ms {}", operation, response.status(), millis, requestId);
        return response;
    }

    private <I extends Structure, O extends Structure> WireResponse run(
            Protocol protocol,
            Operation<I, O> operation,
            Service service,
            PathRouter.Match match,
            Call call,
            WireRequest request) {
        StreamingHandler<I, O> streaming = registry.streamingHandler(operation);
        if (streaming != null) {
            StreamingHandler.Answer<O> answer = streaming.handle(call, input(protocol, operation, match, request));
            return OutputWriter.write(protocol, service, operation, answer.output(), call.requestId())
                    .streaming(answer.body());
        }
        OperationHandler<I, O> handler = registry.handler(operation);
        if (handler == null) {
            throw new ServiceException(
                    501,
                    "NotImplementedException",
                    "The operation " + operation.name() + " of " + service.title()
                            + " is not supported by this version of Sallyport."
                            + " Run \"sallyport operations\" for the list of supported operations.");
        }
        O output = handler.handle(call, input(protocol, operation, match, request));
        return OutputWriter.write(protocol, service, operation, output, call.requestId());
    }

    @SuppressWarnings("unchecked") // an operation without input is declared with Unit
    private static <I extends Structure> I input(
            Protocol protocol, Operation<I, ?> operation, PathRouter.Match match, WireRequest request) {
        Shape.Struct<I> shape = operation.input();
        if (shape == null) {
            return (I) Unit.INSTANCE;
        }
        @Nullable Object[] values = InputReader.read(protocol, shape, match, request);
        Constraints.check(protocol, operation, shape, values);
        return shape.create().apply(values);
    }

    /** The answer of the upstream of a service that is not provided here. */
    private WireResponse forwarded(Addressee addressee, WireRequest request) {
        if (addressee.credentials() == null) {
            throw new ServiceException(404, "NotFoundException", "Not Found");
        }
        String name = addressee.name();
        WebAcls.refuse(name, request);
        WireResponse answer = forwarder.forward(name, request);
        if (answer != null) {
            return answer;
        }
        throw new ServiceException(
                501,
                "NotImplementedException",
                "The service " + name + " is not supported by this version of Sallyport."
                        + " To forward its calls, set SALLYPORT_UPSTREAM_"
                        + name.toUpperCase(Locale.ROOT).replace('-', '_')
                        + ", or SALLYPORT_UPSTREAM_AWS for every such service, to the URL that answers them."
                        + " Run \"sallyport operations\" for the list of supported services and operations.");
    }

    private static Protocol protocol(Addressee addressee) {
        Protocol protocol = addressee.protocol();
        return protocol == null ? Protocol.REST_JSON : protocol;
    }

    private static String accessKeyId(Addressee addressee) {
        CredentialScope credentials = addressee.credentials();
        return credentials == null ? "" : credentials.accessKey();
    }

    private String endpoint(WireRequest request) {
        String host = request.header("Host");
        boolean usable = host != null && HOST.matcher(host).matches();
        return settings.scheme() + "://" + (usable ? host : "localhost");
    }

    private static ServiceException serviceException(Throwable thrown, String operation, String requestId) {
        if (thrown instanceof ServiceException expected) {
            return expected;
        }
        log.error("{} failed, request {}", operation, requestId, thrown);
        if (thrown instanceof StoreException) {
            return new ServiceException(503, "ServiceUnavailableException", String.valueOf(thrown.getMessage()));
        }
        String code = operation.startsWith("lambda") ? "ServiceException" : "InternalFailure";
        return new ServiceException(
                500,
                code,
                "An internal error occurred. The log of the gateway says more under request id " + requestId + ".");
    }
}
