package dev.sallyport.pipeline;

import dev.sallyport.http.Octets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The live stages of one API. Immutable: a change makes another. */
public final class ApiStages {

    /** No stage. */
    public static final ApiStages NONE = new ApiStages(List.of(), List.of());

    private final StageSnapshot[] stages;
    private final @Nullable FrontDoor frontDoor;
    private final List<String> vpcEndpointIds;

    private ApiStages(List<StageSnapshot> stages, List<String> vpcEndpointIds) {
        this(stages, vpcEndpointIds, null);
    }

    private ApiStages(List<StageSnapshot> stages, List<String> vpcEndpointIds, @Nullable FrontDoor closed) {
        this.stages = stages.toArray(StageSnapshot[]::new);
        this.vpcEndpointIds = List.copyOf(vpcEndpointIds);
        this.frontDoor = stages.isEmpty() ? closed : stages.getFirst().frontDoor();
    }

    /** No stage of an API that is no REST API: requests are refused in its own words. */
    public static ApiStages none(FrontDoor door) {
        return new ApiStages(List.of(), List.of(), door);
    }

    /** Whether the API is no REST API: it begins and refuses requests by a front door of its own. */
    public boolean hasFrontDoor() {
        return frontDoor != null;
    }

    /** How requests begin before their stage is known; null for REST APIs. */
    @Nullable
    FrontDoor frontDoor() {
        return frontDoor;
    }

    /** The same stages of an API that is associated with these VPC endpoints and no others. */
    public ApiStages associatedWith(List<String> newVpcEndpointIds) {
        return new ApiStages(all(), newVpcEndpointIds);
    }

    /** The VPC endpoints that the API has an alias for. */
    public List<String> vpcEndpointIds() {
        return vpcEndpointIds;
    }

    /** Whether the API has an alias for a VPC endpoint (INV-3). */
    boolean isAssociatedWith(String vpcEndpointId) {
        return vpcEndpointIds.contains(vpcEndpointId);
    }

    /** These stages and one more, in the place of the one that had its name. */
    public ApiStages with(StageSnapshot stage) {
        List<StageSnapshot> changed = others(stage.stageName());
        changed.add(stage);
        return new ApiStages(changed, vpcEndpointIds);
    }

    /** These stages without one. */
    public ApiStages without(String stageName) {
        return new ApiStages(others(stageName), vpcEndpointIds, frontDoor);
    }

    private List<StageSnapshot> others(String stageName) {
        List<StageSnapshot> others = new ArrayList<>();
        for (StageSnapshot stage : stages) {
            if (!stage.stageName().equals(stageName)) {
                others.add(stage);
            }
        }
        return others;
    }

    /** All stages. */
    public List<StageSnapshot> all() {
        return List.of(stages);
    }

    public boolean isEmpty() {
        return stages.length == 0;
    }

    /** The stage of a name, or null. An API has a handful. */
    public @Nullable StageSnapshot find(byte[] bytes, int start, int end) {
        for (StageSnapshot stage : stages) {
            if (Octets.equals(bytes, start, end, stage.stageName())) {
                return stage;
            }
        }
        return null;
    }

    /** The stage of a name, or null. */
    public @Nullable StageSnapshot find(String stageName) {
        for (StageSnapshot stage : stages) {
            if (stage.stageName().equals(stageName)) {
                return stage;
            }
        }
        return null;
    }
}
