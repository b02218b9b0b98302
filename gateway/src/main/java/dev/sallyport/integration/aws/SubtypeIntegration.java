package dev.sallyport.integration.aws;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.aws.ServiceEndpoints;
import dev.sallyport.integration.http.HttpCaller;
import dev.sallyport.integration.http.Origin;
import dev.sallyport.mapping.HttpApiMapping;
import dev.sallyport.model.IntegrationSubtype;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.GatewayResponseType;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** AWS_PROXY of an HTTP API with a service: parameters of the request make one call of it, signed as a role (http-api 6). */
public final class SubtypeIntegration implements Step {

    /** A Region becomes part of a host's name. */
    private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d{1,2}");

    private final SubtypeWire wire;
    private final List<SubtypeParameter> parameters;
    private final String apiRegion;
    private final @Nullable String regionSource;
    private final @Nullable HttpApiMapping region;
    private final String apiId;
    private final ServiceEndpoints endpoints;
    private final InstantSource clock;
    private final HttpCaller caller;
    private final @Nullable IntegrationRole role;

    /** Where all calls go that have neither a Region nor an address of their own; found with the first. */
    private volatile Origin.@Nullable Target usual;

    /**
     * Where a call comes from.
     *
     * @param region of the API
     * @param parameters their values by name, as configured
     * @param role null to sign as whoever has signed the request
     * @param caller does the call itself
     */
    public record Source(
            String apiId,
            String region,
            Map<String, String> parameters,
            @Nullable IntegrationRole role,
            HttpCaller caller) {}

    /** @throws IllegalArgumentException when a parameter's value is none */
    SubtypeIntegration(IntegrationSubtype subtype, Source source, ServiceEndpoints endpoints, InstantSource clock) {
        this.wire = SubtypeWire.of(subtype);
        this.apiId = source.apiId();
        this.apiRegion = source.region();
        this.endpoints = endpoints;
        this.clock = clock;
        this.caller = source.caller();
        this.role = source.role();
        this.regionSource = source.parameters().get(IntegrationSubtype.REGION);
        this.region = regionSource == null ? null : HttpApiMapping.compile(regionSource, false);
        List<SubtypeParameter> compiled = new ArrayList<>();
        addAll(compiled, subtype.required(), true, source);
        addAll(compiled, subtype.optional(), false, source);
        this.parameters = List.copyOf(compiled);
    }

    private void addAll(List<SubtypeParameter> to, List<String> names, boolean required, Source source) {
        for (String name : names) {
            String value = source.parameters().get(name);
            if (value != null && !name.equals(IntegrationSubtype.REGION)) {
                to.add(new SubtypeParameter(wire, name, value, required));
            }
        }
    }

    /** The service that a subtype calls, as its host names it. */
    public static String serviceOf(IntegrationSubtype subtype) {
        return SubtypeWire.of(subtype).service();
    }

    @Override
    public boolean isIntegration() {
        return true;
    }

    @Override
    public Outcome run(Exchange exchange) {
        SubtypeRequest request;
        try {
            request = request(exchange);
        } catch (UnusableParameterException unusable) {
            return refused(exchange, String.valueOf(unusable.getMessage()));
        }
        if (role != null) {
            return role.run(exchange, (resumed, session) -> caller.call(resumed, request.signedBy(signer(session))));
        }
        AwsCredentials client = exchange.identity().signer();
        return client == null
                ? Fault.configuration("nobody has signed the request that is to be passed on as its caller's")
                : caller.call(exchange, request.signedBy(signer(client)));
    }

    /** Requests to AWS itself are signed as the operator. */
    private AwsCredentials signer(AwsCredentials session) {
        AwsCredentials operator = endpoints.operatorCredentials(wire.service());
        return operator == null ? session : operator;
    }

    /** R6.6. */
    private static Fault refused(Exchange exchange, String reason) {
        if (exchange.stageLog() != null) {
            exchange.note("integrationErrorMessage", reason);
            exchange.note("integration.error", reason);
        }
        return new Fault(GatewayResponseType.BAD_REQUEST_PARAMETERS, 400, "BadRequestException", "Bad Request", reason);
    }

    private SubtypeRequest request(Exchange exchange) throws UnusableParameterException {
        String path = exchange.head().routedPath();
        List<String> written = new ArrayList<>(parameters.size());
        for (int i = 0; i < parameters.size(); i++) {
            String parameter = parameters.get(i).write(exchange, path);
            if (parameter != null) {
                written.add(parameter);
            }
        }
        String text = wire.join(written);
        String where = region(exchange, path);
        return new SubtypeRequest(
                wire,
                apiId,
                target(where, wire.isAddress() ? text : "/"),
                wire.isAddress() ? "" : text,
                new ServiceSigner(where, wire.signingName()),
                clock);
    }

    /** R6.7. */
    private String region(Exchange exchange, String path) throws UnusableParameterException {
        HttpApiMapping named = region;
        if (named == null || regionSource == null) {
            return apiRegion;
        }
        String value = named.value(exchange, path);
        if (value == null || value.isEmpty()) {
            return apiRegion;
        }
        if (!REGION.matcher(value).matches()) {
            throw SubtypeParameter.unresolved(IntegrationSubtype.REGION, regionSource);
        }
        return value;
    }

    private Origin.@Nullable Target target(String where, String pathAndQuery) {
        Origin.Target known = usual;
        if (region != null || wire.isAddress()) {
            return ServiceAddress.of(endpoints, "", wire.service(), where, pathAndQuery);
        }
        if (known == null) {
            known = ServiceAddress.of(endpoints, "", wire.service(), where, pathAndQuery);
            usual = known;
        }
        return known;
    }
}
