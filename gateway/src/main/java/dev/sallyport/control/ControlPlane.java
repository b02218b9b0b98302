package dev.sallyport.control;

import static java.util.Objects.requireNonNull;

import dev.sallyport.aws.SignatureFailure;
import dev.sallyport.model.Scope;
import dev.sallyport.store.StoreException;
import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Protocol;
import dev.sallyport.wire.Service;
import dev.sallyport.wire.Shape;
import dev.sallyport.wire.Structure;
import dev.sallyport.wire.Unit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private final Guard guard;
    private final Audit audit;

    /** A control plane that knows no access keys. */
    ControlPlane(
            OperationRegistry registry, List<Service> services, ControlSettings settings, Supplier<String> requestIds) {
        this(
                registry,
                services,
                settings,
                AccessKeyAccounts.NONE,
                ServiceForwarder.NONE,
                Guard.NONE,
                Audit.NONE,
                requestIds);
    }

    /** A control plane that answers everybody. */
    public ControlPlane(
            OperationRegistry registry,
            List<Service> services,
            ControlSettings settings,
            AccessKeyAccounts keys,
            ServiceForwarder forwarder,
            Supplier<String> requestIds) {
        this(registry, services, settings, keys, forwarder, Guard.NONE, Audit.NONE, requestIds);
    }

    /**
     * A control plane.
     *
     * @param guard decides who may call
     * @param audit is told of every call
     * @param requestIds a source of UUIDs
     */
    public ControlPlane(
            OperationRegistry registry,
            List<Service> services,
            ControlSettings settings,
            AccessKeyAccounts keys,
            ServiceForwarder forwarder,
            Guard guard,
            Audit audit,
            Supplier<String> requestIds) {
        this.registry = registry;
        this.settings = settings;
        this.forwarder = forwarder;
        this.requestIds = requestIds;
        this.services = new ServiceResolver(services);
        this.operations = new OperationRouter(this.services, services);
        this.identity = new Identity(settings, keys);
        this.guard = guard;
        this.audit = audit;
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
        Addressee addressee = services.resolve(request);
        Trail trail = new Trail(requestIds.get(), addressee);
        WireResponse response;
        try {
            Service service = addressee.service();
            response = service == null ? forwarded(trail, request) : served(trail, service, request);
        } catch (RuntimeException | Error e) {
            ServiceException error = serviceException(e, trail.name(), trail.requestId);
            trail.errorCode = error.code();
            response = ErrorWriter.write(error, addressee, request, trail.requestId);
        }
        long millis = (System.nanoTime() - started) / 1_000_000;
        log.info("{} {} {} ms {}", trail.name(), response.status(), millis, trail.requestId);
        if (audit != Audit.NONE) {
            audit.ended(trail.entry(request, response.status()));
        }
        return response;
    }

    private WireResponse served(Trail trail, Service service, WireRequest request) {
        Scope scope = caller(trail, request);
        Protocol protocol = protocol(trail.addressee);
        PathRouter.Match match = operations.route(service, protocol, request);
        trail.operation = match.operation().name();
        Call call = new Call(
                scope, accessKeyId(trail.addressee), trail.requestId, endpoint(request), request.header("User-Agent"));
        return run(trail, protocol, match.operation(), service, match, call, request);
    }

    /** Who calls: as the credentials say, and as their signature proves when that is asked for. */
    private Scope caller(Trail trail, WireRequest request) {
        Scope said = identity.scope(trail.addressee, request);
        CredentialScope credentials = requireNonNull(trail.addressee.credentials());
        try {
            trail.caller = guard.identify(
                    request, new Guard.Claim(credentials.accessKey(), credentials.region(), credentials.service()));
        } catch (SignatureFailure failure) {
            throw SignatureErrors.of(failure, trail.addressee.form());
        }
        Scope scope =
                trail.caller == null ? said : new Scope(trail.caller.requester().account(), said.region());
        trail.scope = scope;
        return scope;
    }

    private <I extends Structure, O extends Structure> WireResponse run(
            Trail trail,
            Protocol protocol,
            Operation<I, O> operation,
            Service service,
            PathRouter.Match match,
            Call call,
            WireRequest request) {
        StreamingHandler<I, O> streaming = registry.streamingHandler(operation);
        if (streaming != null) {
            StreamingHandler.Answer<O> answer =
                    streaming.handle(call, input(trail, protocol, operation, match, request));
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
        O output = handler.handle(call, input(trail, protocol, operation, match, request));
        return OutputWriter.write(protocol, service, operation, output, call.requestId());
    }

    @SuppressWarnings("unchecked") // an operation without input is declared with Unit
    private <I extends Structure> I input(
            Trail trail, Protocol protocol, Operation<I, ?> operation, PathRouter.Match match, WireRequest request) {
        Shape.Struct<I> shape = operation.input();
        if (shape == null) {
            permit(trail, protocol, operation, match, Map.of(), request);
            return (I) Unit.INSTANCE;
        }
        @Nullable Object[] values = InputReader.read(protocol, shape, match, request);
        if (guard != Guard.NONE) {
            permit(trail, protocol, operation, match, members(shape, values), request);
        }
        Constraints.check(protocol, operation, shape, values);
        return shape.create().apply(values);
    }

    private void permit(
            Trail trail,
            Protocol protocol,
            Operation<?, ?> operation,
            PathRouter.Match match,
            Map<String, Object> members,
            WireRequest request) {
        Attempt attempt = new Attempt(
                requireNonNull(trail.scope),
                trail.addressee.name(),
                protocol,
                operation,
                match.labels(),
                members,
                request);
        guard.permit(trail.caller, attempt, resource -> trail.resource = resource);
    }

    private static Map<String, Object> members(Shape.Struct<?> shape, @Nullable Object[] values) {
        Map<String, Object> members = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value != null) {
                members.put(shape.members().get(i).name(), value);
            }
        }
        return members;
    }

    /** The answer of the upstream of a service that is not provided here. */
    private WireResponse forwarded(Trail trail, WireRequest request) {
        Addressee addressee = trail.addressee;
        if (addressee.credentials() == null) {
            throw new ServiceException(404, "NotFoundException", "Not Found");
        }
        if (guard != Guard.NONE) {
            Scope scope = caller(trail, request);
            Attempt attempt =
                    new Attempt(scope, addressee.name(), protocol(addressee), null, Map.of(), Map.of(), request);
            guard.permit(trail.caller, attempt, resource -> trail.resource = resource);
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

    /** What is known of a call so far. */
    private static final class Trail {
        private final String requestId;
        private final Addressee addressee;
        private String operation = "";
        private String resource = "";
        private dev.sallyport.iam.@Nullable Identity caller;
        private @Nullable Scope scope;
        private @Nullable String errorCode;

        Trail(String requestId, Addressee addressee) {
            this.requestId = requestId;
            this.addressee = addressee;
        }

        String name() {
            return operation.isEmpty() ? addressee.name() : addressee.name() + '.' + operation;
        }

        Audit.Entry entry(WireRequest request, int status) {
            return new Audit.Entry(
                    requestId,
                    request.remoteAddress(),
                    addressee.name(),
                    operation,
                    accessKeyId(addressee),
                    caller,
                    scope == null ? "" : scope.account(),
                    scope == null ? "" : scope.region(),
                    resource,
                    status,
                    errorCode);
        }
    }
}
