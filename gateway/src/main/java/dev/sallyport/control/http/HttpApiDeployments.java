package dev.sallyport.control.http;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Input;
import dev.sallyport.control.rest.Page;
import dev.sallyport.model.HttpApi;
import dev.sallyport.model.HttpApiAuthorizer;
import dev.sallyport.model.HttpApiDeployment;
import dev.sallyport.model.HttpApiDocument;
import dev.sallyport.model.HttpApiIntegration;
import dev.sallyport.model.HttpApiRoute;
import dev.sallyport.model.HttpApiStage;
import dev.sallyport.model.Ids;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigatewayv2.CreateDeploymentRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Deployments of HTTP APIs (http-api 13) and WebSocket APIs: CreateDeployment, or any change of an API with a stage that
 * deploys itself, freezes the draft into an {@link HttpApiDocument} or {@link dev.sallyport.model.WebSocketDocument}, the
 * only thing that ever serves.
 */
final class HttpApiDeployments {

    private static final String AUTOMATIC = "Automatic deployment triggered by changes to the Api configuration";
    private static final String NO_ROUTES = "Unable to deploy API because no routes exist in this API";

    /** (inferred) Automatic deployments that no stage has any more are forgotten, but for so many. */
    private static final int KEPT_AUTOMATIC = 25;

    private final Store store;
    private final Ids ids;
    private final InstantSource clock;

    HttpApiDeployments(Store store, Ids ids, InstantSource clock) {
        this.store = store;
        this.ids = ids;
        this.clock = clock;
    }

    /** CreateDeployment, which may also move a stage (R13.6, R13.7). */
    HttpApiDeployment create(Call call, String apiId, CreateDeploymentRequest request) {
        return store.write(tx -> {
            Protocol protocol = Protocol.of(tx, call, apiId);
            String stageName = Input.orNull(request.stageName());
            HttpApiStage stage = stageName == null ? null : HttpApiLookups.stage(tx, call, apiId, stageName);
            check(tx, call, apiId, protocol);
            HttpApiDeployment deployment = put(tx, call, apiId, protocol, Input.orNull(request.description()), false);
            if (stage != null) {
                tx.put(
                        protocol.stages(),
                        call.scope(),
                        apiId,
                        stage.name(),
                        stage.deployed(deployment.id(), null, now()));
            }
            return deployment;
        });
    }

    /**
     * R13.6, W22.14 to W22.16.
     *
     * @throws ServiceException that says why the draft cannot be deployed
     */
    private static void check(Store.Reader tx, Call call, String apiId, Protocol protocol) {
        Kind<?> routes = protocol == Protocol.HTTP ? Kind.HTTP_API_ROUTE : Kind.WEB_SOCKET_ROUTE;
        if (tx.list(routes, call.scope(), apiId).isEmpty()) {
            throw ServiceException.badRequest(NO_ROUTES);
        }
        if (protocol == Protocol.WEBSOCKET) {
            WebSocketDrafts.checkModels(tx, call, apiId);
        }
    }

    /** Deploys to the stages that do so by themselves, because something of the API has changed (R13.3, R13.4). */
    void changed(Store.Writer tx, Call call, String apiId) {
        Kind<HttpApiStage> kind = Protocol.of(tx, call, apiId).stages();
        List<HttpApiStage> stages = tx.list(kind, call.scope(), apiId).stream()
                .filter(HttpApiStage::deploysItself)
                .toList();
        if (!stages.isEmpty()) {
            stages.forEach(stage -> deploy(tx, call, stage, apiId));
            prune(tx, call, apiId);
        }
    }

    /** Deploys the API as it is to one stage that does so by itself; stores the stage whatever comes of it. */
    HttpApiStage deploy(Store.Writer tx, Call call, HttpApiStage stage, String apiId) {
        Protocol protocol = Protocol.of(tx, call, apiId);
        HttpApiStage deployed = attempted(tx, call, stage, apiId, protocol);
        tx.put(protocol.stages(), call.scope(), apiId, stage.name(), deployed);
        return deployed;
    }

    /** (inferred) A draft that cannot be deployed leaves the stage as it is, and the stage says why. */
    private HttpApiStage attempted(Store.Writer tx, Call call, HttpApiStage stage, String apiId, Protocol protocol) {
        try {
            check(tx, call, apiId, protocol);
        } catch (ServiceException unfit) {
            return stage.deployed(stage.deploymentId(), "Deployment attempt failed: " + unfit.getMessage(), now());
        }
        String id = put(tx, call, apiId, protocol, AUTOMATIC, true).id();
        return stage.deployed(id, "Successfully deployed stage with deployment ID '" + id + "'", now());
    }

    private HttpApiDeployment put(
            Store.Writer tx,
            Call call,
            String apiId,
            Protocol protocol,
            @Nullable String description,
            boolean automatic) {
        String id = ids.next(
                Ids.SHORT, candidate -> tx.find(Kind.HTTP_API_DEPLOYMENT, call.scope(), apiId, candidate) != null);
        String digest = switch (protocol) {
            case HTTP ->
                tx.putByDigest(
                        Kind.HTTP_API_DOCUMENT,
                        call.scope(),
                        apiId,
                        document(tx, call, HttpApiLookups.api(tx, call, apiId)));
            case WEBSOCKET ->
                tx.putByDigest(
                        Kind.WEB_SOCKET_DOCUMENT, call.scope(), apiId, WebSocketDrafts.document(tx, call, apiId));
        };
        HttpApiDeployment deployment = new HttpApiDeployment(id, description, automatic, now(), digest);
        tx.put(Kind.HTTP_API_DEPLOYMENT, call.scope(), apiId, id, deployment);
        return deployment;
    }

    private void prune(Store.Writer tx, Call call, String apiId) {
        List<HttpApiDeployment> idle = idle(tx, call, apiId);
        for (HttpApiDeployment old : idle.subList(0, Math.max(0, idle.size() - KEPT_AUTOMATIC))) {
            remove(tx, call, apiId, old);
        }
    }

    private static List<HttpApiDeployment> idle(Store.Reader tx, Call call, String apiId) {
        Kind<HttpApiStage> stages = Protocol.of(tx, call, apiId).stages();
        Set<String> used = tx.list(stages, call.scope(), apiId).stream()
                .map(stage -> String.valueOf(stage.deploymentId()))
                .collect(Collectors.toSet());
        return tx.list(Kind.HTTP_API_DEPLOYMENT, call.scope(), apiId).stream()
                .filter(each -> each.autoDeployed() && !used.contains(each.id()))
                .toList();
    }

    /** The draft as it stands, in the canonical order. */
    static HttpApiDocument document(Store.Reader tx, Call call, HttpApi api) {
        return new HttpApiDocument(
                HttpApiDocument.FORMAT_VERSION,
                api.id(),
                api.disableExecuteApiEndpoint(),
                api.cors(),
                sorted(tx, call, api.id(), Kind.HTTP_API_ROUTE, HttpApiRoute::routeKey),
                sorted(tx, call, api.id(), Kind.HTTP_API_INTEGRATION, HttpApiIntegration::id),
                sorted(tx, call, api.id(), Kind.HTTP_API_AUTHORIZER, HttpApiAuthorizer::id));
    }

    /** What is below an API, in the order of a key. */
    static <T> List<T> sorted(Store.Reader tx, Call call, String apiId, Kind<T> kind, Function<T, String> key) {
        return tx.list(kind, call.scope(), apiId).stream()
                .sorted(Comparator.comparing(key))
                .toList();
    }

    HttpApiDeployment get(Call call, String apiId, String id) {
        return store.read(tx -> HttpApiLookups.deployment(tx, call, apiId, id));
    }

    Page<HttpApiDeployment> list(Call call, String apiId, @Nullable String maxResults, @Nullable String nextToken) {
        return store.read(tx -> {
            Protocol.of(tx, call, apiId);
            return HttpApiPages.read(tx, call, Kind.HTTP_API_DEPLOYMENT, apiId, maxResults, nextToken);
        });
    }

    HttpApiDeployment update(Call call, String apiId, String id, @Nullable String description) {
        return store.write(tx -> {
            HttpApiDeployment current = HttpApiLookups.deployment(tx, call, apiId, id);
            if (description == null) {
                return current;
            }
            HttpApiDeployment changed = new HttpApiDeployment(
                    id,
                    Input.orNull(description),
                    current.autoDeployed(),
                    current.createdDate(),
                    current.documentDigest());
            tx.put(Kind.HTTP_API_DEPLOYMENT, call.scope(), apiId, id, changed);
            return changed;
        });
    }

    /** R13.9. */
    void delete(Call call, String apiId, String id) {
        store.write(tx -> {
            HttpApiDeployment deployment = HttpApiLookups.deployment(tx, call, apiId, id);
            Kind<HttpApiStage> stages = Protocol.of(tx, call, apiId).stages();
            if (tx.list(stages, call.scope(), apiId).stream().anyMatch(stage -> id.equals(stage.deploymentId()))) {
                throw ServiceException.badRequest("Active stages pointing to this deployment must be moved or deleted");
            }
            remove(tx, call, apiId, deployment);
            return deployment;
        });
    }

    /** With its document when no other deployment has it. */
    private static void remove(Store.Writer tx, Call call, String apiId, HttpApiDeployment deployment) {
        tx.delete(Kind.HTTP_API_DEPLOYMENT, call.scope(), apiId, deployment.id());
        String digest = deployment.documentDigest();
        if (tx.list(Kind.HTTP_API_DEPLOYMENT, call.scope(), apiId).stream()
                .noneMatch(other -> other.documentDigest().equals(digest))) {
            tx.delete(Protocol.of(tx, call, apiId).documents(), call.scope(), apiId, digest);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
