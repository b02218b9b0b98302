package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.patch.PatchTables;
import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.Authorizer;
import dev.sallyport.model.Deployment;
import dev.sallyport.model.GatewayResponse;
import dev.sallyport.model.Ids;
import dev.sallyport.model.Method;
import dev.sallyport.model.Model;
import dev.sallyport.model.RequestValidator;
import dev.sallyport.model.Resource;
import dev.sallyport.model.RestApi;
import dev.sallyport.model.Scope;
import dev.sallyport.model.Stage;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigateway.CreateDeploymentRequest;
import dev.sallyport.wire.apigateway.PatchOperation;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Deployments (rest-control-plane 7.10, 11): CreateDeployment freezes the draft into an {@link ApiDocument}, the only
 * thing that ever serves. Deployments of an unchanged draft share one document.
 */
public final class Deployments {

    private final Store store;
    private final Ids ids;
    private final InstantSource clock;
    private final CacheClusters clusters;

    Deployments(Store store, Ids ids, InstantSource clock, CacheClusters clusters) {
        this.clusters = clusters;
        this.store = store;
        this.ids = ids;
        this.clock = clock;
    }

    /** A deployment with the document that it froze. */
    record Deployed(Deployment deployment, ApiDocument document) {}

    /** CreateDeployment, which may also make a stage, move one or give it a canary (R11.4 to R11.7, R12.2). */
    Deployment create(Call call, String apiId, CreateDeploymentRequest request) {
        return store.write(tx -> {
            RestApi api = Lookups.api(tx, call, apiId);
            String stageName = Input.orNull(request.stageName());
            if (stageName != null) {
                StageRules.checkName(stageName);
            }
            StageRules.checkVariables(request.variables());
            ApiDocument document = freeze(tx, call, api);
            Stage stage = stageName == null ? null : tx.find(Kind.STAGE, call.scope(), apiId, stageName);
            checkCanary(request, stage);
            Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            String id =
                    ids.next(Ids.SHORT, candidate -> tx.find(Kind.DEPLOYMENT, call.scope(), apiId, candidate) != null);
            String digest = tx.putByDigest(Kind.API_DOCUMENT, call.scope(), apiId, document);
            Deployment deployment = new Deployment(id, Input.orNull(request.description()), now, digest);
            tx.put(Kind.DEPLOYMENT, call.scope(), apiId, id, deployment);
            if (stageName != null) {
                Stage staged = clusters.changed(stage, staged(stage, stageName, id, request, now));
                tx.put(Kind.STAGE, call.scope(), apiId, stageName, staged);
            }
            return deployment;
        });
    }

    /** The draft as it stands, in the canonical order; R10.64 and R10.65. */
    private static ApiDocument freeze(Store.Reader tx, Call call, RestApi api) {
        List<Resource> resources = tx.list(Kind.RESOURCE, call.scope(), api.id());
        List<Method> methods = resources.stream()
                .flatMap(resource -> resource.methods().values().stream())
                .toList();
        if (methods.isEmpty()) {
            throw ServiceException.badRequest("The REST API doesn't contain any methods");
        }
        if (methods.stream().anyMatch(method -> method.integration() == null)) {
            throw ServiceException.badRequest("No integration defined for method");
        }
        return document(tx, call.scope(), api, resources);
    }

    /** What an API would serve with these resources. */
    public static ApiDocument document(Store.Reader tx, Scope scope, RestApi api, List<Resource> resources) {
        return new ApiDocument(
                ApiDocument.FORMAT_VERSION,
                api.id(),
                api.endpointConfiguration().types(),
                api.binaryMediaTypes(),
                api.minimumCompressionSize(),
                api.apiKeySource(),
                api.policy(),
                api.disableExecuteApiEndpoint(),
                api.securityPolicy(),
                api.endpointAccessMode(),
                sorted(resources, Resource::path),
                sorted(tx.list(Kind.MODEL, scope, api.id()), Model::name),
                sorted(tx.list(Kind.REQUEST_VALIDATOR, scope, api.id()), RequestValidator::id),
                sorted(tx.list(Kind.AUTHORIZER, scope, api.id()), Authorizer::id),
                sorted(tx.list(Kind.GATEWAY_RESPONSE, scope, api.id()), GatewayResponse::responseType));
    }

    private static <T> List<T> sorted(List<T> entities, Function<T, String> key) {
        return entities.stream().sorted(Comparator.comparing(key)).toList();
    }

    /** R10.67 and R10.68. */
    private static void checkCanary(CreateDeploymentRequest request, @Nullable Stage stage) {
        if (request.canarySettings() == null) {
            return;
        }
        if (Input.orNull(request.stageName()) == null) {
            throw ServiceException.badRequest("Invalid deployment content specified.Non null and non empty stageName"
                    + " must be provided for canary deployment. Provided value is " + request.stageName());
        }
        if (stage == null) {
            throw ServiceException.badRequest("Invalid deployment content specified.Stage " + request.stageName()
                    + " must already be created before making a canary release deployment");
        }
    }

    /**
     * The stage after the deployment: what the request gives replaces what the stage had (R11.6). With canary settings the
     * deployment becomes that of the canary, and the stage stays where it is (R12.2); without them it moves the stage and
     * leaves its canary alone (R11.7).
     */
    private static Stage staged(
            @Nullable Stage existing, String name, String deploymentId, CreateDeploymentRequest request, Instant now) {
        Stage stage =
                existing == null ? new Stage(name, deploymentId, null, new TreeMap<>(), Map.of(), now, now) : existing;
        var canary = request.canarySettings();
        return new Stage(
                name,
                canary == null ? deploymentId : stage.deploymentId(),
                given(request.stageDescription(), stage.description()),
                Objects.requireNonNullElse(request.cacheClusterEnabled(), stage.cacheClusterEnabled()),
                given(request.cacheClusterSize(), stage.cacheClusterSize()),
                request.variables() == null ? stage.variables() : new TreeMap<>(request.variables()),
                stage.documentationVersion(),
                stage.clientCertificateId(),
                Objects.requireNonNullElse(request.tracingEnabled(), stage.tracingEnabled()),
                stage.methodSettings(),
                stage.accessLogSettings(),
                canary == null
                        ? stage.canarySettings()
                        : StageRules.canary(
                                deploymentId,
                                canary.percentTraffic(),
                                canary.useStageCache(),
                                canary.stageVariableOverrides(),
                                stage.canarySettings()),
                stage.tags(),
                stage.createdDate(),
                now);
    }

    private static @Nullable String given(@Nullable String member, @Nullable String otherwise) {
        String text = Input.orNull(member);
        return text == null ? otherwise : text;
    }

    Deployment get(Call call, String apiId, String deploymentId) {
        return store.read(tx -> Lookups.deployment(tx, call, apiId, deploymentId));
    }

    /** GetDeployment with {@code embed=apisummary}. */
    Deployed getWithDocument(Call call, String apiId, String deploymentId) {
        return store.read(tx -> {
            Deployment deployment = Lookups.deployment(tx, call, apiId, deploymentId);
            ApiDocument document = tx.find(Kind.API_DOCUMENT, call.scope(), apiId, deployment.documentDigest());
            if (document == null) {
                throw new IllegalStateException("deployment " + deploymentId + " of API " + apiId
                        + " has lost its document " + deployment.documentDigest());
            }
            return new Deployed(deployment, document);
        });
    }

    Page<Deployment> list(Call call, String apiId, @Nullable Integer limit, @Nullable String position) {
        List<Deployment> all = store.read(tx -> {
            Lookups.api(tx, call, apiId);
            return tx.list(Kind.DEPLOYMENT, call.scope(), apiId);
        });
        return Page.of(all, Deployment::id, limit, position);
    }

    /** UpdateDeployment (9.5). */
    Deployment update(Call call, String apiId, String deploymentId, @Nullable List<PatchOperation> operations) {
        return store.write(tx -> {
            Deployment current = Lookups.deployment(tx, call, apiId, deploymentId);
            Deployment patched = PatchTables.DEPLOYMENT.apply(current, operations);
            tx.put(Kind.DEPLOYMENT, call.scope(), apiId, deploymentId, patched);
            return patched;
        });
    }

    /** DeleteDeployment, with its document when no other deployment has it (R10.69, R10.70, R11.11). */
    void delete(Call call, String apiId, String deploymentId) {
        store.write(tx -> {
            Deployment deployment = Lookups.deployment(tx, call, apiId, deploymentId);
            List<Stage> stages = tx.list(Kind.STAGE, call.scope(), apiId);
            if (stages.stream().anyMatch(stage -> stage.deploymentId().equals(deploymentId))) {
                throw ServiceException.badRequest("Active stages pointing to this deployment must be moved or deleted");
            }
            if (stages.stream()
                    .map(Stage::canarySettings)
                    .anyMatch(canary -> canary != null && canary.deploymentId().equals(deploymentId))) {
                throw ServiceException.badRequest(
                        "Active stages with canary settings pointing to this deployment must be moved or deleted");
            }
            tx.delete(Kind.DEPLOYMENT, call.scope(), apiId, deploymentId);
            String digest = deployment.documentDigest();
            if (tx.list(Kind.DEPLOYMENT, call.scope(), apiId).stream()
                    .noneMatch(other -> other.documentDigest().equals(digest))) {
                tx.delete(Kind.API_DOCUMENT, call.scope(), apiId, digest);
            }
            return deployment;
        });
    }
}
