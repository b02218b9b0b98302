package dev.sallyport.snapshot;

import dev.sallyport.model.Stage;
import dev.sallyport.model.Stage.CanarySettings;
import dev.sallyport.pipeline.Release;
import java.util.TreeMap;

/** What of a stage is compiled: the stage itself, or its canary. */
enum Variant {
    /** What serves all requests, or those that the canary does not get. */
    STAGE,

    /** A canary with a response cache of its own (CAN-5). */
    CANARY,

    /** A canary that shares the stage's response cache ({@code useStageCache}). */
    CANARY_WITH_STAGE_CACHE;

    /** The canary that a stage is told to have. */
    static Variant of(CanarySettings canary) {
        return canary.useStageCache() ? CANARY_WITH_STAGE_CACHE : CANARY;
    }

    boolean isCanary() {
        return this != STAGE;
    }

    /** What the log calls the variant of a stage. */
    String label(String stageName) {
        return isCanary() ? stageName + Release.CANARY_SUFFIX : stageName;
    }

    /** The stage as the variant sees it: a canary has its own deployment, and its overrides over the variables (CAN-4). */
    Stage seenIn(Stage stage) {
        CanarySettings canary = stage.canarySettings();
        if (canary == null || !isCanary()) {
            return stage.withCanarySettings(null);
        }
        TreeMap<String, String> variables = new TreeMap<>(stage.variables());
        variables.putAll(canary.stageVariableOverrides());
        return stage.as(canary.deploymentId(), variables);
    }
}
