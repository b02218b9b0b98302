package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.patch.StagePatch;
import dev.sallyport.model.Stage;
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
import org.jspecify.annotations.Nullable;

/**
 * Stages (rest-control-plane 7.11, 10.7, 11): the names under which deployments serve. Moving a stage to an earlier
 * deployment is the rollback (R11.10).
 */
public final class Stages {

    private final Store store;
    private final InstantSource clock;

    public Stages(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
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
            checkDeployment(tx, call, apiId, deploymentId);
            if (request.canarySettings() != null && request.canarySettings().deploymentId() != null) {
                checkDeployment(tx, call, apiId, request.canarySettings().deploymentId());
            }
            if (Input.orNull(request.documentationVersion()) != null) {
                throw ServiceException.notFound(
                        "Invalid Documentation version specified"); // R10.75; there are none yet
            }
            Map<String, String> tags = Objects.requireNonNullElse(request.tags(), Map.<String, String>of());
            TagRules.check(tags);
            StageRules.refuse(StageRules.unsupported(
                    request.cacheClusterEnabled(),
                    Input.orNull(request.cacheClusterSize()),
                    request.tracingEnabled(),
                    request.canarySettings()));
            Instant now = now();
            Stage stage = new Stage(
                    name,
                    deploymentId,
                    Input.orNull(request.description()),
                    new TreeMap<>(Objects.requireNonNullElse(request.variables(), Map.<String, String>of())),
                    tags,
                    now,
                    now);
            tx.put(Kind.STAGE, call.scope(), apiId, name, stage);
            return stage;
        });
    }

    /** R10.63. */
    private static void checkDeployment(Store.Reader tx, Call call, String apiId, @Nullable String deploymentId) {
        if (deploymentId == null || tx.find(Kind.DEPLOYMENT, call.scope(), apiId, deploymentId) == null) {
            throw ServiceException.badRequest("Deployment id does not exist");
        }
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
            Stage patched = StagePatch.TABLE.apply(
                    current,
                    operations,
                    Map.of(
                            "/deploymentId", id -> checkDeployment(tx, call, apiId, id),
                            "/canarySettings/deploymentId", id -> checkDeployment(tx, call, apiId, id)));
            StageRules.checkVariables(patched.variables());
            Stage updated = patched.updatedAt(now());
            tx.put(Kind.STAGE, call.scope(), apiId, stageName, updated);
            return updated;
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
