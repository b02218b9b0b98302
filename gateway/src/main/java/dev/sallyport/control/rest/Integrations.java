package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.control.patch.PatchTables;
import dev.sallyport.model.Integration;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.PutIntegrationRequest;
import dev.sallyport.wire.apigateway.TlsConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Integrations (rest-control-plane 7.5, 10.5): how a method calls its backend. */
public final class Integrations {

    private static final int DEFAULT_TIMEOUT_MILLIS = 29_000;

    private final Store store;

    public Integrations(Store store) {
        this.store = store;
    }

    /** PutIntegration, which replaces an integration completely, with its responses (R10.51). */
    Integration put(Call call, MethodKey key, PutIntegrationRequest request) {
        Integration integration = IntegrationRules.normalized(integration(request), key.resourceId());
        key.change(store, call, (tx, method) -> {
            IntegrationRules.check(integration, method);
            VpcLinkUses.check(tx, call, integration);
            return method.withIntegration(integration);
        });
        return integration;
    }

    private static Integration integration(PutIntegrationRequest request) {
        TlsConfig tls = request.tlsConfig();
        return new Integration(
                Input.required(request.type()),
                Input.orNull(request.integrationHttpMethod()),
                Input.orNull(request.uri()),
                request.connectionType(),
                Input.orNull(request.connectionId()),
                Input.orNull(request.credentials()),
                Objects.requireNonNullElse(request.requestParameters(), Map.<String, String>of()),
                Objects.requireNonNullElse(templates(request.requestTemplates()), Map.<String, @Nullable String>of()),
                Objects.requireNonNullElse(Input.orNull(request.passthroughBehavior()), "WHEN_NO_MATCH"),
                request.contentHandling(),
                Objects.requireNonNullElse(request.timeoutInMillis(), DEFAULT_TIMEOUT_MILLIS),
                Objects.requireNonNullElse(request.cacheNamespace(), ""),
                Objects.requireNonNullElse(request.cacheKeyParameters(), List.of()),
                new TreeMap<>(),
                // Clients that know no absent flag, Terraform's among them, write false as an empty object (inferred).
                tls == null ? null : Boolean.TRUE.equals(tls.insecureSkipVerification()),
                request.responseTransferMode(),
                Input.orNull(request.integrationTarget()));
    }

    /** Templates as they are stored: an empty one is null. */
    static @Nullable Map<String, @Nullable String> templates(@Nullable Map<String, String> given) {
        if (given == null) {
            return null;
        }
        Map<String, @Nullable String> templates = new LinkedHashMap<>();
        given.forEach((type, template) -> templates.put(type, Input.orNull(template)));
        return templates;
    }

    Integration get(Call call, MethodKey key) {
        return store.read(tx -> Lookups.integration(key.method(tx, call)));
    }

    /** UpdateIntegration (9.9). */
    Integration update(Call call, MethodKey key, @Nullable List<PatchOperation> operations) {
        return Lookups.integration(key.change(store, call, (tx, method) -> {
            Integration current = Lookups.integration(method);
            if (operations == null || operations.isEmpty()) {
                return method;
            }
            Integration patched =
                    IntegrationRules.normalized(PatchTables.INTEGRATION.apply(current, operations), key.resourceId());
            IntegrationRules.check(patched, method);
            VpcLinkUses.check(tx, call, patched);
            return method.withIntegration(patched);
        }));
    }

    void delete(Call call, MethodKey key) {
        key.change(store, call, method -> {
            Lookups.integration(method);
            return method.withIntegration(null);
        });
    }
}
