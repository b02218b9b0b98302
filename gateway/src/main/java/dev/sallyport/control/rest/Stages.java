package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.patch.StagePatch;
import dev.sallyport.model.AuthorizersFlush;
import dev.sallyport.model.Stage;
import dev.sallyport.model.Stage.CanarySettings;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigateway.CreateStageRequest;
import dev.sallyport.wire.apigateway.PatchOperation;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stages (rest-control-plane 7.11, 10.7, 11 to 14): the names under which deployments serve. Moving a stage to an earlier
 * deployment is the rollback (R11.10).
 */
final class Stages {

    private final Store store;
    private final InstantSource clock;
    private final StageReferences references;
    private final CacheClusters clusters;

    Stages(Store store, InstantSource clock, StageReferences references, CacheClusters clusters) {
        this.clusters = clusters;
        this.store = store;
        this.clock = clock;
        this.references = references;
    }

    Stage create(Call call, String apiId, CreateStageRequest request) {
        return store.write(tx -> {
            Lookups.api(tx, call, apiId);
            String name = Input.required(request.stageName());
            if (tx.find(Kind.STAGE, call.scope(), apiId, name) != null) {
                throw ServiceException.conflict("Stage already exists");
            }
            StageRules.checkName(name);
            StageRules.checkVariables(request.variables());
            String deploymentId = Input.required(request.deploymentId());
            StageRules.checkDeployment(tx, call, apiId, deploymentId);
            CanarySettings canary = canary(tx, call, apiId, request);
            StageRules.checkDocumentationVersion(tx, call, apiId, request.documentationVersion());
            Map<String, String> tags = Objects.requireNonNullElse(request.tags(), Map.<String, String>of());
            TagRules.check(tags);
            Instant now = now();
            Stage given = new Stage(
                    name,
                    deploymentId,
                    Input.orNull(request.description()),
                    Boolean.TRUE.equals(request.cacheClusterEnabled()),
                    Input.orNull(request.cacheClusterSize()),
                    new TreeMap<>(Objects.requireNonNullElse(request.variables(), Map.<String, String>of())),
                    Input.orNull(request.documentationVersion()),
                    null,
                    Boolean.TRUE.equals(request.tracingEnabled()),
                    new TreeMap<>(),
                    null,
                    canary,
                    tags,
                    now,
                    now);
            Stage stage = clusters.changed(null, given);
            tx.put(Kind.STAGE, call.scope(), apiId, name, stage);
            return stage;
        });
    }

    /** R12.1: the deployment of a canary is by default that of the stage. */
    private static @Nullable CanarySettings canary(
            Store.Reader tx, Call call, String apiId, CreateStageRequest request) {
        var given = request.canarySettings();
        if (given == null) {
            return null;
        }
        String deploymentId = Input.required(
                Input.orNull(given.deploymentId()) == null ? request.deploymentId() : given.deploymentId());
        StageRules.checkDeployment(tx, call, apiId, deploymentId);
        return StageRules.canary(
                deploymentId, given.percentTraffic(), given.useStageCache(), given.stageVariableOverrides(), null);
    }

    Stage get(Call call, String apiId, String stageName) {
        return store.read(tx -> Lookups.stage(tx, call, apiId, stageName));
    }

    /** GetStages, perhaps only those of one deployment (R6.9). */
    List<Stage> list(Call call, String apiId, @Nullable String deploymentId) {
        return store.read(tx -> {
            Lookups.api(tx, call, apiId);
            return tx.list(Kind.STAGE, call.scope(), apiId).stream()
                    .filter(stage ->
                            deploymentId == null || stage.deploymentId().equals(deploymentId))
                    .toList();
        });
    }

    /** UpdateStage (9.15). */
    Stage update(Call call, String apiId, String stageName, @Nullable List<PatchOperation> operations) {
        return store.write(tx -> {
            Stage current = Lookups.stage(tx, call, apiId, stageName);
            if (operations == null || operations.isEmpty()) {
                return current;
            }
            Stage patched = StagePatch.TABLE.apply(current, operations, checks(tx, call, apiId));
            StageRules.checkVariables(patched.variables());
            if (patched.canarySettings() != null) {
                StageRules.checkVariables(patched.canarySettings().stageVariableOverrides());
            }
            Stage updated = clusters.changed(current, patched.updatedAt(now()));
            tx.put(Kind.STAGE, call.scope(), apiId, stageName, updated);
            return updated;
        });
    }

    /** What a value must name, by the row that takes it. */
    private Map<String, Consumer<@Nullable String>> checks(Store.Reader tx, Call call, String apiId) {
        return Map.of(
                StagePatch.DEPLOYMENT_ID, id -> StageRules.checkDeployment(tx, call, apiId, id),
                StagePatch.CANARY_DEPLOYMENT_ID, id -> StageRules.checkDeployment(tx, call, apiId, id),
                StagePatch.DOCUMENTATION_VERSION,
                        version -> StageRules.checkDocumentationVersion(tx, call, apiId, version),
                StagePatch.CLIENT_CERTIFICATE_ID, id -> checkClientCertificate(tx, call, id),
                StagePatch.LOGGING_LEVEL,
                        level -> checkLogRole(tx, call, "INFO".equals(level) || "ERROR".equals(level)),
                StagePatch.DATA_TRACE, value -> checkLogRole(tx, call, "true".equalsIgnoreCase(value)));
    }

    /** R11.14; an empty id is none. */
    private void checkClientCertificate(Store.Reader tx, Call call, @Nullable String id) {
        if (id != null && !id.isEmpty() && !references.hasClientCertificate(tx, call.scope(), id)) {
            throw ServiceException.badRequest(Lookups.NO_CLIENT_CERTIFICATE);
        }
    }

    /** R10.71. */
    private void checkLogRole(Store.Reader tx, Call call, boolean enabled) {
        if (enabled && !references.hasLogRole(tx, call.scope())) {
            throw ServiceException.badRequest(Lookups.NO_LOG_ROLE);
        }
    }

    /** FlushStageCache (R14.6, CCH-11): whoever follows the stage empties its cache before the call is answered. */
    void flush(Call call, String apiId, String stageName) {
        store.write(tx -> {
            Stage stage = Lookups.stage(tx, call, apiId, stageName);
            Stage flushed = clusters.flushed(stage);
            if (!flushed.equals(stage)) {
                tx.put(Kind.STAGE, call.scope(), apiId, stageName, flushed);
            }
            return flushed;
        });
    }

    /** A stage as it is answered. */
    dev.sallyport.wire.apigateway.Stage view(Stage stage) {
        return StageViews.stage(stage, clusters.status(stage));
    }

    /** FlushStageAuthorizersCache (R14.6, AUT-28): whoever runs the stage has forgotten before the call is answered. */
    void flushAuthorizers(Call call, String apiId, String stageName) {
        store.write(tx -> {
            Stage stage = Lookups.stage(tx, call, apiId, stageName);
            tx.put(Kind.AUTHORIZERS_FLUSH, call.scope(), apiId, stageName, new AuthorizersFlush(stageName));
            tx.delete(Kind.AUTHORIZERS_FLUSH, call.scope(), apiId, stageName);
            return stage;
        });
    }

    void delete(Call call, String apiId, String stageName) {
        store.write(tx -> {
            Lookups.stage(tx, call, apiId, stageName);
            ApiMappings.refuseForStage(tx, call, apiId, stageName);
            return tx.delete(Kind.STAGE, call.scope(), apiId, stageName);
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
