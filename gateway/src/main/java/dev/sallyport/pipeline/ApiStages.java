package dev.sallyport.pipeline;

import dev.sallyport.http.Octets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The live stages of one API. Immutable: a change makes another. */
public final class ApiStages {

    /** No stage. */
    public static final ApiStages NONE = new ApiStages(List.of());

    private final StageSnapshot[] stages;
    private final @Nullable FrontDoor frontDoor;

    private ApiStages(List<StageSnapshot> stages) {
        this.stages = stages.toArray(StageSnapshot[]::new);
        this.frontDoor = stages.isEmpty() ? null : stages.getFirst().frontDoor();
    }

    /** How requests begin before their stage is known; null for REST APIs. */
    @Nullable
    FrontDoor frontDoor() {
        return frontDoor;
    }

    /** These stages and one more, in the place of the one that had its name. */
    public ApiStages with(StageSnapshot stage) {
        List<StageSnapshot> changed = others(stage.stageName());
        changed.add(stage);
        return new ApiStages(changed);
    }

    /** These stages without one. */
    public ApiStages without(String stageName) {
        return new ApiStages(others(stageName));
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
