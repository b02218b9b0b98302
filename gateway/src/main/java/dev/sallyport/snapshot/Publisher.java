package dev.sallyport.snapshot;

import dev.sallyport.http.ByteName;
import dev.sallyport.pipeline.ApiStages;
import dev.sallyport.pipeline.CanarySplit;
import dev.sallyport.pipeline.Release;
import dev.sallyport.pipeline.StageDirectory;
import dev.sallyport.pipeline.StageSnapshot;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The running snapshots. Readers take no lock; a swap replaces one reference, and requests in flight end on the snapshot
 * that they read.
 */
public final class Publisher implements StageDirectory {

    private final ConcurrentHashMap<ByteName, ApiStages> stagesByApi = new ConcurrentHashMap<>();

    /** Makes a snapshot the one that its stage runs. */
    public void publish(StageSnapshot snapshot) {
        stagesByApi.compute(
                ByteName.of(snapshot.apiId()),
                (apiId, stages) -> (stages == null ? ApiStages.NONE : stages).with(snapshot));
    }

    /** The same for a stage of an API that is associated with these VPC endpoints. */
    public void publish(StageSnapshot snapshot, List<String> vpcEndpointIds) {
        stagesByApi.compute(
                ByteName.of(snapshot.apiId()),
                (apiId, stages) -> (stages == null ? ApiStages.NONE : stages)
                        .with(snapshot)
                        .associatedWith(vpcEndpointIds));
    }

    /** Associates an API with these VPC endpoints and no others: that says of host names alone (INV-3). */
    public void associate(String apiId, List<String> vpcEndpointIds) {
        stagesByApi.computeIfPresent(ByteName.of(apiId), (id, stages) -> stages.associatedWith(vpcEndpointIds));
    }

    /** Takes a stage out of service. */
    public void withdraw(String apiId, String stageName) {
        stagesByApi.computeIfPresent(ByteName.of(apiId), (id, stages) -> {
            ApiStages changed = stages.without(stageName);
            return changed.isEmpty() && !changed.hasFrontDoor() ? null : changed;
        });
    }

    /** Says that there is an API which refuses requests in its own words as long as it has no stage. */
    public void opened(String apiId, ApiStages withoutStages) {
        stagesByApi.putIfAbsent(ByteName.of(apiId), withoutStages);
    }

    /** Says that such an API is gone with all its stages. */
    public void closed(String apiId) {
        stagesByApi.remove(ByteName.of(apiId));
    }

    /** What runs now, by API and stage; the canary of a stage behind its base. */
    public List<StageSnapshot> running() {
        return stagesByApi.values().stream()
                .flatMap(stages -> stages.all().stream())
                .flatMap(Publisher::withCanary)
                .sorted(Comparator.comparing(StageSnapshot::apiId).thenComparing(StageSnapshot::stageName))
                .toList();
    }

    private static Stream<StageSnapshot> withCanary(StageSnapshot stage) {
        Release release = stage.release();
        CanarySplit split = release == null ? null : release.split();
        StageSnapshot canary = split == null ? null : split.canary();
        return canary == null ? Stream.of(stage) : Stream.of(stage, canary);
    }

    @Override
    public @Nullable ApiStages find(ByteName apiId) {
        return stagesByApi.get(apiId);
    }
}
