package dev.sallyport.control.http;

import static java.util.Objects.requireNonNullElse;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.ApiMappings;
import dev.sallyport.control.rest.Input;
import dev.sallyport.control.rest.Page;
import dev.sallyport.control.rest.TagRules;
import dev.sallyport.model.HttpApiStage;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigatewayv2.CreateStageRequest;
import dev.sallyport.wire.apigatewayv2.RouteSettings;
import dev.sallyport.wire.apigatewayv2.UpdateStageRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Stages of HTTP APIs (http-api 13) and WebSocket APIs (websocket-api 18): the names under which deployments serve, with
 * settings that are live.
 */
final class HttpApiStages {

    private static final int MAX_STAGES = 10;

    private final Store store;
    private final InstantSource clock;
    private final HttpApiDeployments deployments;

    HttpApiStages(Store store, InstantSource clock, HttpApiDeployments deployments) {
        this.store = store;
        this.clock = clock;
        this.deployments = deployments;
    }

    HttpApiStage create(Call call, String apiId, CreateStageRequest in) {
        String name = Input.required(in.stageName());
        Map<String, String> tags = requireNonNullElse(in.tags(), Map.of());
        TagRules.check(tags);
        SortedMap<String, String> variables = new TreeMap<>(requireNonNullElse(in.stageVariables(), Map.of()));
        HttpApiStageRules.checkVariables(variables);
        return store.write(tx -> {
            Protocol protocol = Protocol.of(tx, call, apiId);
            HttpApiStageRules.checkName(protocol, name);
            String certificate = Input.orNull(in.clientCertificateId());
            HttpApiStageRules.checkClientCertificate(tx, call, protocol, certificate);
            HttpApiStageRules.checkLogRole(
                    tx, call, protocol, in.accessLogSettings(), in.defaultRouteSettings(), in.routeSettings());
            if (tx.find(protocol.stages(), call.scope(), apiId, name) != null) {
                throw ServiceException.conflict("Stage already exists");
            }
            if (tx.list(protocol.stages(), call.scope(), apiId).size() >= MAX_STAGES) {
                throw new ServiceException(
                        429, "TooManyRequestsException", "Maximum number of stages for this API has been reached");
            }
            Instant now = now();
            HttpApiStage stage = new HttpApiStage(
                    name,
                    deploymentId(tx, call, apiId, in.deploymentId(), in.autoDeploy()),
                    in.autoDeploy(),
                    Input.orNull(in.description()),
                    in.defaultRouteSettings() == null
                            ? HttpApiStageRules.defaults(protocol)
                            : HttpApiStageRules.settings(
                                    protocol, in.defaultRouteSettings(), HttpApiStageRules.defaults(protocol)),
                    routeSettings(tx, call, apiId, Map.of(), in.routeSettings()),
                    variables,
                    in.accessLogSettings() == null ? null : HttpApiStageRules.accessLog(in.accessLogSettings()),
                    certificate,
                    null,
                    tags,
                    false,
                    now,
                    now);
            tx.put(protocol.stages(), call.scope(), apiId, name, stage);
            return stage.deploysItself() ? deployments.deploy(tx, call, stage, apiId) : stage;
        });
    }

    /** R13.5. */
    private static @Nullable String deploymentId(
            Store.Reader tx, Call call, String apiId, @Nullable String given, @Nullable Boolean autoDeploy) {
        String id = Input.orNull(given);
        if (id != null) {
            if (Boolean.TRUE.equals(autoDeploy)) {
                throw ServiceException.badRequest("Deployment ID cannot be set while AutoDeploy is enabled");
            }
            HttpApiLookups.deployment(tx, call, apiId, id);
        }
        return id;
    }

    /** R13.14: given keys replace, others stay. */
    private static SortedMap<String, HttpApiStage.RouteSettings> routeSettings(
            Store.Reader tx,
            Call call,
            String apiId,
            Map<String, HttpApiStage.RouteSettings> before,
            @Nullable Map<String, RouteSettings> given) {
        Protocol protocol = Protocol.of(tx, call, apiId);
        SortedMap<String, HttpApiStage.RouteSettings> merged = new TreeMap<>(before);
        requireNonNullElse(given, Map.<String, RouteSettings>of()).forEach((key, settings) -> {
            HttpApiStageRules.checkRoute(tx, call, protocol, apiId, key);
            merged.put(key, HttpApiStageRules.settings(protocol, settings, null));
        });
        return merged;
    }

    HttpApiStage get(Call call, String apiId, String name) {
        return store.read(tx -> HttpApiLookups.stage(tx, call, apiId, name));
    }

    Page<HttpApiStage> list(Call call, String apiId, @Nullable String maxResults, @Nullable String nextToken) {
        return store.read(tx -> {
            Kind<HttpApiStage> kind = Protocol.of(tx, call, apiId).stages();
            return HttpApiPages.read(tx, call, kind, apiId, maxResults, nextToken);
        });
    }

    /** UpdateStage (R13.5, R13.13 to R13.15). */
    HttpApiStage update(Call call, String apiId, UpdateStageRequest in) {
        return store.write(tx -> {
            HttpApiStage current = HttpApiLookups.stage(tx, call, apiId, Input.required(in.stageName()));
            Protocol protocol = Protocol.of(tx, call, apiId);
            HttpApiStageRules.checkClientCertificate(tx, call, protocol, Input.orNull(in.clientCertificateId()));
            HttpApiStageRules.checkLogRole(
                    tx, call, protocol, in.accessLogSettings(), in.defaultRouteSettings(), in.routeSettings());
            Boolean autoDeploy = in.autoDeploy() == null ? current.autoDeploy() : in.autoDeploy();
            String deploymentId = deploymentId(tx, call, apiId, in.deploymentId(), autoDeploy);
            HttpApiStage updated = new HttpApiStage(
                    current.name(),
                    deploymentId == null ? current.deploymentId() : deploymentId,
                    autoDeploy,
                    HttpApiRoutes.given(in.description(), current.description()),
                    in.defaultRouteSettings() == null
                            ? current.defaultRouteSettings()
                            : HttpApiStageRules.settings(
                                    protocol, in.defaultRouteSettings(), current.defaultRouteSettings()),
                    routeSettings(tx, call, apiId, current.routeSettings(), in.routeSettings()),
                    variables(current.variables(), in.stageVariables()),
                    in.accessLogSettings() == null
                            ? current.accessLogSettings()
                            : HttpApiStageRules.accessLog(in.accessLogSettings()),
                    HttpApiRoutes.given(in.clientCertificateId(), current.clientCertificateId()),
                    current.lastDeploymentStatusMessage(),
                    current.tags(),
                    current.managed(),
                    current.createdDate(),
                    now());
            tx.put(protocol.stages(), call.scope(), apiId, updated.name(), updated);
            boolean begins = updated.deploysItself() && !current.deploysItself();
            return begins ? deployments.deploy(tx, call, updated, apiId) : updated;
        });
    }

    private static SortedMap<String, String> variables(
            Map<String, String> before, @Nullable Map<String, String> given) {
        SortedMap<String, String> merged = new TreeMap<>(before);
        requireNonNullElse(given, Map.<String, String>of()).forEach((name, value) -> {
            if (value.isEmpty()) {
                merged.remove(name);
            } else {
                merged.put(name, value);
            }
        });
        HttpApiStageRules.checkVariables(merged);
        return merged;
    }

    /** DeleteAccessLogSettings (R13.15). */
    void deleteAccessLog(Call call, String apiId, String name) {
        change(call, apiId, name, stage -> with(stage, stage.routeSettings(), true));
    }

    /** DeleteRouteSettings (R13.14). */
    void deleteRouteSettings(Call call, String apiId, String name, String routeKey) {
        change(call, apiId, name, stage -> {
            SortedMap<String, HttpApiStage.RouteSettings> left = new TreeMap<>(stage.routeSettings());
            if (left.remove(routeKey) == null) {
                throw ServiceException.notFound(
                        "Unable to find Route by key " + routeKey + " within the provided RouteSettings");
            }
            return with(stage, left, false);
        });
    }

    private HttpApiStage with(
            HttpApiStage stage, SortedMap<String, HttpApiStage.RouteSettings> settings, boolean withoutLog) {
        return new HttpApiStage(
                stage.name(),
                stage.deploymentId(),
                stage.autoDeploy(),
                stage.description(),
                stage.defaultRouteSettings(),
                settings,
                stage.variables(),
                withoutLog ? null : stage.accessLogSettings(),
                stage.clientCertificateId(),
                stage.lastDeploymentStatusMessage(),
                stage.tags(),
                stage.managed(),
                stage.createdDate(),
                now());
    }

    /**
     * ResetAuthorizersCache (R10.19). What authorizers have said is kept with the compiled stage, and a stage that is
     * written, be it as it was, is compiled anew.
     */
    void resetAuthorizers(Call call, String apiId, String name) {
        change(call, apiId, name, stage -> stage);
    }

    private void change(Call call, String apiId, String name, UnaryOperator<HttpApiStage> how) {
        store.write(tx -> {
            HttpApiStage changed = how.apply(HttpApiLookups.stage(tx, call, apiId, name));
            tx.put(Protocol.of(tx, call, apiId).stages(), call.scope(), apiId, name, changed);
            return changed;
        });
    }

    /** R13.10, R13.18. */
    void delete(Call call, String apiId, String name) {
        store.write(tx -> {
            HttpApiStage stage = HttpApiLookups.stage(tx, call, apiId, name);
            if (stage.managed()) {
                throw ServiceException.badRequest("A stage that quick create made cannot be deleted");
            }
            ApiMappings.refuseForV2Stage(tx, call, apiId, name);
            return tx.delete(Protocol.of(tx, call, apiId).stages(), call.scope(), apiId, name);
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
