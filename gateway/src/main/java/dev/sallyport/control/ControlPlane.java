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
    private final Supplier<String> requestIds;
    private final ServiceResolver services;
    private final OperationRouter operations;
    private final Identity identity;

    /**
     * @param requestIds a source of UUIDs
     * @throws IllegalStateException when a handler is registered for an operation whose protocol has no codec yet
     */
    public ControlPlane(
            OperationRegistry registry, List<Service> services, ControlSettings settings, Supplier<String> requestIds) {
        this.registry = registry;
        this.settings = settings;
        this.requestIds = requestIds;
        this.services = new ServiceResolver(services);
        this.operations = new OperationRouter(this.services, services);
        this.identity = new Identity(settings);
        requireCodecs(registry, services);
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
            Service service = service(addressee);
            Scope scope = identity.scope(addressee, request);
            PathRouter.Match match = operations.route(service, protocol(addressee), request);
            operation = service.key() + '.' + match.operation().name();
            CredentialScope credentials = addressee.credentials();
            String accessKey = credentials == null ? null : credentials.accessKey();
            Call call = new Call(scope, requestId, endpoint(request), accessKey, request.header("User-Agent"));
            response = run(match.operation(), service, match, call, request);
        } catch (RuntimeException | Error e) {
            response = ErrorWriter.write(serviceException(e, operation, requestId), addressee, request, requestId);
        }
        long millis = (System.nanoTime() - started) / 1_000_000;
        log.info("{} {} {} ms {}", operation, response.status(), millis, requestId);
        return response;
    }

    private <I extends Structure, O extends Structure> WireResponse run(
            Operation<I, O> operation, Service service, PathRouter.Match match, Call call, WireRequest request) {
        OperationHandler<I, O> handler = registry.handler(operation);
        if (handler == null) {
            throw new ServiceException(
                    501,
                    "NotImplementedException",
                    "The operation " + operation.name() + " of " + service.title()
                            + " is not supported by this version of Sallyport."
                            + " Run \"sallyport operations\" for the list of supported operations.");
        }
        O output = handler.handle(call, input(operation, match, request));
        return OutputWriter.write(operation, output, call.requestId());
    }

    @SuppressWarnings("unchecked") // an operation without input is declared with Unit
    private static <I extends Structure> I input(
            Operation<I, ?> operation, PathRouter.Match match, WireRequest request) {
        Shape.Struct<I> shape = operation.input();
        if (shape == null) {
            return (I) Unit.INSTANCE;
        }
        @Nullable Object[] values = InputReader.read(shape, match, request);
        Constraints.check(operation, shape, values);
        return shape.create().apply(values);
    }

    private static Service service(Addressee addressee) {
        Service service = addressee.service();
        if (service != null) {
            return service;
        }
        if (addressee.credentials() == null) {
            throw new ServiceException(404, "NotFoundException", "Not Found");
        }
        throw new ServiceException(
                501,
                "NotImplementedException",
                "The service " + addressee.name() + " is not supported by this version of Sallyport."
                        + " Run \"sallyport operations\" for the list of supported services and operations.");
    }

    private static Protocol protocol(Addressee addressee) {
        Protocol protocol = addressee.protocol();
        return protocol == null ? Protocol.REST_JSON : protocol;
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

    /** Fails closed: a handler that no codec could reach would otherwise look supported. */
    private static void requireCodecs(OperationRegistry registry, List<Service> services) {
        for (Service service : services) {
            for (Operation<?, ?> operation : service.operations()) {
                if (registry.supports(operation) && !service.protocols().contains(Protocol.REST_JSON)) {
                    throw new IllegalStateException("there is no codec for the protocols of " + service.key() + " yet: "
                            + operation.name() + " cannot be registered");
                }
            }
        }
    }
}
