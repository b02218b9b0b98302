package dev.sallyport.integration.function;

import dev.sallyport.functions.EventSink;
import dev.sallyport.functions.FunctionCatalog;
import dev.sallyport.functions.FunctionHost;
import dev.sallyport.functions.Invocation;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.http.Headers;
import dev.sallyport.integration.aws.IntegrationRole;
import dev.sallyport.integration.aws.IntegrationRole.Permission;
import dev.sallyport.model.FunctionVersion;
import dev.sallyport.pipeline.Deadlines;
import dev.sallyport.pipeline.EndpointTrace;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.ExchangeTrace;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Outcome;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Calls a function for an integration: permission, resolution, time-out, and the way back to the exchange. */
public final class FunctionCaller {

    private static final String INVOKE = "lambda:InvokeFunction";
    private static final String REFUSED = "Lambda refused the call: ";
    private static final long NEVER = -1;
    private static final int ACCEPTED = 202;

    private final FunctionCatalog catalog;
    private final FunctionHost host;
    private final @Nullable FunctionTarget target;
    private final Source source;
    private final @Nullable Permission permission;
    private final boolean checkPermissions;
    private final int timeoutMillis;
    private final UnaryOperator<Fault> faults;

    /** The revision of the catalog at which the call was found to be permitted. */
    private volatile long permittedRevision = NEVER;

    /**
     * Who calls a function.
     *
     * @param arn of the method, with its configured verb and resource path (R3.46 of companion-services)
     * @param account of the API
     * @param role the integration's, whose policies must then permit the call (R3.47); null for API Gateway itself, which the
     *     function's policy must permit
     */
    public record Source(
            String arn, String account, @Nullable IntegrationRole role) {}

    /**
     * @param target null when the URI addresses no function: every call is answered with 500
     * @param checkPermissions false only when the operator switched the check off
     */
    public FunctionCaller(
            FunctionCatalog catalog,
            FunctionHost host,
            @Nullable FunctionTarget target,
            Source source,
            boolean checkPermissions,
            int timeoutMillis) {
        this(catalog, host, target, source, checkPermissions, timeoutMillis, fault -> fault);
    }

    /** @param faults what becomes of the faults of a call that is none of an integration's */
    public FunctionCaller(
            FunctionCatalog catalog,
            FunctionHost host,
            @Nullable FunctionTarget target,
            Source source,
            boolean checkPermissions,
            int timeoutMillis,
            UnaryOperator<Fault> faults) {
        this.faults = faults;
        this.catalog = catalog;
        this.host = host;
        this.target = target;
        this.source = source;
        this.permission = checkPermissions && target != null ? permission(target) : null;
        this.checkPermissions = checkPermissions;
        this.timeoutMillis = timeoutMillis;
    }

    /** What becomes of a function's answer; runs on the loop. */
    public interface Answer extends BiFunction<Exchange, InvocationResult.Completed, Outcome> {}

    /** A call of a function that may be called. */
    private interface Call extends BiFunction<FunctionTarget, FunctionVersion, Outcome> {}

    private Permission permission(FunctionTarget target) {
        String arn = target.functionArn();
        return new Permission(
                INVOKE,
                arn,
                faults.apply(Fault.noPermission(
                        "The policies of the integration's role do not allow " + INVOKE + " on " + arn)));
    }

    private Outcome whenCallable(Exchange exchange, Call call) {
        FunctionTarget function = target;
        if (function == null) {
            return faults.apply(Fault.configuration("Invalid endpoint address"));
        }
        FunctionVersion version = catalog.resolve(function.scope(), function.name(), function.qualifier());
        ExchangeTrace trace = exchange.trace();
        if (trace != null && version != null) {
            trace.decided("function", function.arn() + ", version " + version.version());
        }
        if (version == null) {
            return faults.apply(Fault.noPermission("There is no function " + function.arn()));
        }
        if (source.role() != null) {
            return source.role().run(exchange, permission, faults, (resumed, role) -> call.apply(function, version));
        }
        return checkPermissions && !isPermitted(function)
                ? faults.apply(Fault.noPermission("Grant it with: " + grant(function)))
                : call.apply(function, version);
    }

    /** INT-66: hands the event over; Lambda's answer to that is 202 without a body. */
    Outcome callLater(Exchange exchange, byte[] payload, EventSink events) {
        return whenCallable(exchange, (function, version) -> {
            EndpointTrace trace = exchange.trace();
            if (trace != null) {
                TracedFunctionHost.of(host, trace, exchange)
                        .tellRequest(invocation(exchange, function, version, payload));
            }
            boolean accepted = events.accept(
                    function.scope(),
                    function.name(),
                    function.qualifier(),
                    function.arn(),
                    payload,
                    exchange.identity().requestId());
            if (!accepted) {
                return refused("too many events wait");
            }
            exchange.integrationResponse(ACCEPTED, null, new Headers(1), null);
            return Outcome.CONTINUE;
        });
    }

    /** The functions as the exchange sees them. */
    private FunctionHost host(Exchange exchange) {
        EndpointTrace trace = exchange.trace();
        return trace == null ? host : TracedFunctionHost.of(host, trace, exchange);
    }

    Outcome call(Exchange exchange, byte[] payload, Answer answer) {
        return whenCallable(
                exchange,
                (function, version) ->
                        call(exchange, host(exchange), invocation(exchange, function, version, payload), answer));
    }

    private Outcome call(Exchange exchange, FunctionHost functions, Invocation invocation, Answer answer) {
        Pending pending = new Pending(exchange, answer, faults);
        exchange.client().context().deadlines().set(pending, timeoutMillis);
        exchange.onClientGone(pending::abandon);
        functions.invoke(invocation, exchange.client().loop(), pending::completed);
        return Outcome.WAIT;
    }

    /** Calls a function that decides on the request before its integration runs; its answer is no endpoint's. */
    public Outcome ask(Exchange exchange, byte[] payload, Answer answer) {
        return whenCallable(exchange, (function, version) -> {
            Invocation invocation = invocation(exchange, function, version, payload);
            ExchangeTrace trace = exchange.trace();
            if (trace != null) {
                TracedFunctionHost.of(host, trace, exchange).tellRequest(invocation);
            }
            return call(exchange, host, invocation, answer);
        });
    }

    /** Calls a function whose answer goes to the client as it comes (7.14). */
    Outcome stream(Exchange exchange, byte[] payload, int idleMillis) {
        return whenCallable(exchange, (function, version) -> {
            new StreamedCall(exchange, idleMillis)
                    .begin(host(exchange), invocation(exchange, function, version, payload), timeoutMillis);
            return Outcome.WAIT;
        });
    }

    private static Invocation invocation(
            Exchange exchange, FunctionTarget function, FunctionVersion version, byte[] payload) {
        return new Invocation(
                version,
                function.arn(),
                payload,
                exchange.identity().invocationId(),
                exchange.identity().traceId(),
                null,
                false);
    }

    /** INT-55: Lambda did not run the function. */
    static Fault refused(String why) {
        return Fault.malformedProxyResponse(REFUSED + why);
    }

    /** Whether a fault says that Lambda did not run the function. */
    static boolean isRefusal(Fault fault) {
        return fault.reason() != null && fault.reason().startsWith(REFUSED);
    }

    private boolean isPermitted(FunctionTarget function) {
        long revision = catalog.revision();
        if (revision != NEVER && revision == permittedRevision) {
            return true;
        }
        boolean permitted = catalog.permitsApiGateway(
                function.scope(), function.name(), function.qualifier(), source.arn(), source.account());
        if (permitted) {
            permittedRevision = revision;
        }
        return permitted;
    }

    private String grant(FunctionTarget function) {
        String qualifier = function.qualifier() == null ? "" : " --qualifier " + function.qualifier();
        return "aws lambda add-permission --function-name " + function.name() + qualifier
                + " --statement-id apigateway --action lambda:InvokeFunction --principal apigateway.amazonaws.com"
                + " --source-arn '" + source.arn() + "'";
    }

    /** A call under way. Whatever comes first, the answer, the time-out or the client's leaving, ends it. */
    private static final class Pending extends Deadlines.Timeout {
        private final Exchange exchange;
        private final Answer answer;
        private final UnaryOperator<Fault> faults;
        private boolean done;

        Pending(Exchange exchange, Answer answer, UnaryOperator<Fault> faults) {
            this.exchange = exchange;
            this.answer = answer;
            this.faults = faults;
        }

        void completed(InvocationResult result) {
            if (done) {
                return;
            }
            abandon();
            exchange.resumeWith(resumed -> switch (result) {
                case InvocationResult.Completed completed -> answer.apply(resumed, completed);
                case InvocationResult.Throttled throttled -> faults.apply(refused(throttled.reason()));
                case InvocationResult.Unavailable unavailable -> faults.apply(refused(unavailable.message()));
            });
        }

        void abandon() {
            done = true;
            exchange.client().context().deadlines().clear(this);
        }

        @Override
        protected void timedOut() {
            done = true;
            exchange.resume(faults.apply(Fault.INTEGRATION_TIMEOUT));
        }
    }
}
