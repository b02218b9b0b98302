package dev.sallyport.snapshot;

import dev.sallyport.cache.CachedMethod;
import dev.sallyport.integration.function.StreamedProxyIntegration;
import dev.sallyport.integration.http.Approach;
import dev.sallyport.integration.http.BackendRequest;
import dev.sallyport.integration.http.BackendSettings;
import dev.sallyport.integration.http.HeldProxyIntegration;
import dev.sallyport.integration.http.HttpCaller;
import dev.sallyport.integration.http.HttpIntegration;
import dev.sallyport.integration.http.HttpProxyIntegration;
import dev.sallyport.integration.http.Transfer;
import dev.sallyport.mapping.UriTemplate;
import dev.sallyport.model.Integration;
import dev.sallyport.pipeline.RequestPipeline.RestSteps;
import dev.sallyport.pipeline.Step;
import dev.sallyport.pipeline.step.DecodeRequestBody;
import dev.sallyport.pipeline.step.MapRequestParameters.Entry;
import dev.sallyport.pipeline.step.MapRequestParameters.Target;
import dev.sallyport.pipeline.step.PassIntegrationResponse;
import dev.sallyport.pipeline.step.ReadRequestBody;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compiles what HTTP and HTTP_PROXY integrations do, over the Internet or through a VPC link. */
final class HttpCompiler {

    private final BackendSettings backends;
    private final BackendSettings backendsOfPrivateChains;
    private final int payloadLimitBytes;

    /** @param payloadLimitBytes of requests and of backends' answers (LIM-4, INT-10) */
    HttpCompiler(BackendSettings backends, int payloadLimitBytes) {
        this.backends = backends;
        this.backendsOfPrivateChains = backends.acceptingPrivateChains();
        this.payloadLimitBytes = payloadLimitBytes;
    }

    /** Whether an integration goes through a VPC link (INT-100). */
    static boolean isPrivate(Integration integration) {
        return "VPC_LINK".equals(integration.connectionType());
    }

    /** What keeps a private integration from being carried out (INT-103), for the operator; null when nothing does. */
    @Nullable
    String closing(StageMethod method, Integration integration) {
        if (!isPrivate(integration)) {
            return null;
        }
        String written = integration.connectionId();
        if (written == null) {
            return "connectionType VPC_LINK without connectionId";
        }
        String linkId = UriTemplate.withStageVariables(written, method.variables());
        return address(method, integration) == null
                ? "VPC link " + (linkId.isEmpty() ? written : linkId) + ": there is none, or the setting "
                        + StoredLinks.SETTING + " (--" + StoredLinks.SETTING
                        + " LINK=HOST:PORT) does not say where it leads"
                : null;
    }

    private @Nullable InetSocketAddress address(StageMethod method, Integration integration) {
        String linkId = integration.connectionId();
        String loadBalancer = integration.integrationTarget();
        if (linkId == null || !isPrivate(integration)) {
            return null;
        }
        return backends.links()
                .find(
                        method.owner(),
                        UriTemplate.withStageVariables(linkId, method.variables()),
                        loadBalancer == null ? null : UriTemplate.withStageVariables(loadBalancer, method.variables()));
    }

    private Approach approach(StageMethod method, Integration integration) {
        return new Approach(method.identity(), address(method, integration));
    }

    /** The call of an HTTP integration. */
    Step http(StageMethod method, Integration integration) {
        return new HttpIntegration(backend(method, integration, false), caller(integration));
    }

    private BackendSettings backends(Integration integration) {
        return Boolean.TRUE.equals(integration.insecureSkipVerification()) ? backendsOfPrivateChains : backends;
    }

    /** All steps of an HTTP_PROXY integration. Path parameters that only move into the address need no step of their own. */
    List<Step> proxy(StageMethod method, Integration integration, @Nullable CachedMethod cached) {
        BackendRequest bound = new BackendRequest(
                IntegrationCompiler.backendUri(method, integration),
                IntegrationCompiler.verb(integration),
                true,
                method.document().apiId(),
                approach(method, integration),
                pathSources(integration),
                StageCompiler.pathParameters(method.resource().path()));
        boolean mapped = !bound.isBound();
        BackendRequest request = mapped ? backend(method, integration, true) : bound;
        String handling = integration.contentHandling();
        boolean streams = isStreamed(integration);
        // INT-115: what is streamed is not compressed
        Integer compressed = streams ? null : method.document().minimumCompressionSize();
        boolean held = compressed != null || cached != null;
        boolean whole = held || handling != null || mapsBody(integration);
        Step send = held ? IntegrationCompiler.send(method) : null;
        // (inferred) contentHandling means to a proxied request what it means to a mapped one (BIN-2, BIN-6)
        Step decode = handling == null
                ? DecodeRequestBody.ofProxy(payloadLimitBytes)
                : DecodeRequestBody.ofCustom(method.document().binaryMediaTypes(), handling, payloadLimitBytes);
        HttpProxyIntegration passing = new HttpProxyIntegration(
                request,
                backends(integration),
                streams
                        ? Transfer.streamed(
                                integration.timeoutMillis(),
                                payloadLimitBytes,
                                StreamedProxyIntegration.idleMillis(
                                        method.document().endpointTypes()))
                        : Transfer.buffered(integration.timeoutMillis(), payloadLimitBytes),
                decode);
        return new RestSteps(
                        cached == null || send == null ? null : cached.steps(send),
                        whole ? new ReadRequestBody(payloadLimitBytes) : null,
                        whole ? decode : null,
                        null,
                        mapped ? IntegrationCompiler.parameters(integration) : null,
                        null,
                        held ? new HeldProxyIntegration(request, caller(integration), passing) : passing,
                        held ? new PassIntegrationResponse() : null,
                        send)
                .inOrder();
    }

    /** Whether answers go to the client as they come (INT-110). */
    static boolean isStreamed(Integration integration) {
        return "STREAM".equals(integration.responseTransferMode());
    }

    private static boolean mapsBody(Integration integration) {
        return integration.requestParameters().values().stream()
                .anyMatch(expression -> expression.startsWith("method.request.body"));
    }

    private HttpCaller caller(Integration integration) {
        return new HttpCaller(backends(integration), integration.timeoutMillis(), payloadLimitBytes);
    }

    /** Path parameters of the method by place of the address; empty when anything else is mapped. */
    private static Map<String, String> pathSources(Integration integration) {
        Map<String, String> sources = new LinkedHashMap<>();
        for (Map.Entry<String, String> mapping : integration.requestParameters().entrySet()) {
            Entry entry = IntegrationCompiler.entry(mapping.getKey(), mapping.getValue());
            String source = entry != null && entry.target() == Target.PATH
                    ? entry.expression().pathParameter()
                    : null;
            if (entry == null || source == null) {
                return Map.of();
            }
            sources.put(entry.name(), source);
        }
        return sources;
    }

    private BackendRequest backend(StageMethod method, Integration integration, boolean proxy) {
        return new BackendRequest(
                IntegrationCompiler.backendUri(method, integration),
                IntegrationCompiler.verb(integration),
                proxy,
                method.document().apiId(),
                approach(method, integration));
    }
}
