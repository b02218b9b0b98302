package dev.sallyport.snapshot;

import dev.sallyport.pipeline.StageDirectory;
import dev.sallyport.pipeline.StageSnapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The running snapshots. Readers take no lock; a swap replaces one reference, and requests in flight end on the snapshot
 * that they read.
 */
public final class Publisher implements StageDirectory {

    private final ConcurrentHashMap<String, Map<String, StageSnapshot>> stagesByApi = new ConcurrentHashMap<>();

    /** Makes a snapshot the one that its stage runs. */
    public void publish(StageSnapshot snapshot) {
        stagesByApi.compute(snapshot.apiId(), (apiId, stages) -> {
            Map<String, StageSnapshot> changed = stages == null ? new HashMap<>() : new HashMap<>(stages);
            changed.put(snapshot.stageName(), snapshot);
            return Map.copyOf(changed);
        });
    }

    /** Takes a stage out of service. */
    public void withdraw(String apiId, String stageName) {
        stagesByApi.computeIfPresent(apiId, (id, stages) -> {
            Map<String, StageSnapshot> changed = new HashMap<>(stages);
            changed.remove(stageName);
            return changed.isEmpty() ? null : Map.copyOf(changed);
        });
    }

    @Override
    public boolean knowsApi(String apiId) {
        return stagesByApi.containsKey(apiId);
    }

    @Override
    public @Nullable StageSnapshot find(String apiId, String stageName) {
        Map<String, StageSnapshot> stages = stagesByApi.get(apiId);
        return stages == null ? null : stages.get(stageName);
    }
}
