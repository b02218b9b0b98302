package dev.sallyport.snapshot;

import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.ClientCertificate;
import dev.sallyport.model.Scope;
import dev.sallyport.model.Stage;
import dev.sallyport.model.Stage.CanarySettings;
import dev.sallyport.pipeline.CanarySplit;
import dev.sallyport.pipeline.CanaryStickiness;
import dev.sallyport.pipeline.Release;
import dev.sallyport.pipeline.ReleaseCounts;
import dev.sallyport.pipeline.StageSnapshot;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stages with their canaries. Base and canary are two compiled plans, and each is compiled again only when something
 * changes that it is made of: another percentage is another {@link CanarySplit} before the same two plans, so what
 * authorizers have said and what has been counted stays.
 */
final class StageReleases {

    private static final Logger LOG = LoggerFactory.getLogger(StageReleases.class);

    /**
     * A document that is read only if it must be compiled.
     *
     * @param digest of its content
     * @param content null when it is not there
     */
    record Frozen(String digest, Supplier<@Nullable ApiDocument> content) {}

    /** What a plan is made of. */
    private record Input(Stage stage, String digest, Variant variant) {}

    /** A plan with what it is made of. */
    private record Plan(Input input, StageSnapshot snapshot) {}

    /**
     * What is kept of a stage.
     *
     * @param canary null without one, or as long as it has had no traffic
     * @param counts of the canary, null without one
     */
    private record Kept(
            Plan base, @Nullable Plan canary, @Nullable Counts counts) {}

    private record Counts(ReleaseCounts base, ReleaseCounts canary) {}

    private final StageCompiler compiler;
    private final CanaryStickiness stickiness;
    private final CompilationFailures failures;
    private final Map<String, Kept> stages = new ConcurrentHashMap<>();
    private final AtomicLong generations = new AtomicLong();

    StageReleases(StageCompiler compiler, CanaryStickiness stickiness, CompilationFailures failures) {
        this.failures = failures;
        this.compiler = compiler;
        this.stickiness = stickiness;
    }

    /**
     * What a stage runs from now on.
     *
     * @param base the document of the stage's deployment
     * @param canary the document of its canary's deployment; null without a canary, and when there is no such document
     * @param certificate that the stage names for its backends, or null
     * @param anew whether something has changed that is not in the stage
     * @return null when the stage's document is not there
     */
    @Nullable
    StageSnapshot of(
            Scope owner,
            String apiId,
            Stage stage,
            Frozen base,
            @Nullable Frozen canary,
            @Nullable ClientCertificate certificate,
            boolean anew) {
        String place = apiId + ":" + stage.stageName();
        Kept kept = stages.get(place);
        Kept usable = anew ? null : kept;
        Compilation compilation = new Compilation(owner, stage, certificate);
        Plan basePlan = compilation.plan(usable == null ? null : usable.base(), base, Variant.STAGE);
        if (basePlan == null) {
            forget(apiId, stage.stageName());
            return null;
        }
        CanarySettings settings = stage.canarySettings();
        if (settings == null) {
            compiler.forgetCanary(apiId, stage.stageName());
            stages.put(place, new Kept(basePlan, null, null));
            return basePlan.snapshot();
        }
        Plan before = usable == null ? null : usable.canary();
        Plan canaryPlan = compilation.canary(before, canary, base, settings);
        Counts counts = counts(usable, basePlan, canaryPlan);
        stages.put(place, new Kept(basePlan, canaryPlan, counts));
        StageSnapshot canarySnapshot =
                canaryPlan == null ? null : canaryPlan.snapshot().as(Release.canary(counts.canary()));
        CanarySplit split = new CanarySplit(settings.percentTraffic(), canarySnapshot, stickiness, place);
        return basePlan.snapshot().as(Release.base(counts.base(), split));
    }

    /** Has the authorizers of a stage and its canary begin with nothing said when they are compiled next (AUT-28). */
    void flushAuthorizers(String apiId, String stageName) {
        compiler.flushAuthorizers(apiId, stageName);
    }

    /** Forgets a stage that is gone. */
    void forget(String apiId, String stageName) {
        stages.remove(apiId + ":" + stageName);
        compiler.forget(apiId, stageName);
    }

    /** Counts go on as long as both plans do; a canary that gets its first traffic begins both, to be comparable. */
    private Counts counts(@Nullable Kept before, Plan base, @Nullable Plan canary) {
        if (before != null
                && before.counts() != null
                && base.equals(before.base())
                && (canary == null ? before.canary() == null : canary.equals(before.canary()))) {
            return before.counts();
        }
        long generation = generations.incrementAndGet();
        return new Counts(new ReleaseCounts(generation), new ReleaseCounts(generation));
    }

    /** One stage that is compiled as far as it must be. */
    private final class Compilation {

        private final Scope owner;
        private final Stage stage;
        private final @Nullable ClientCertificate certificate;

        Compilation(Scope owner, Stage stage, @Nullable ClientCertificate certificate) {
            this.owner = owner;
            this.stage = stage;
            this.certificate = certificate;
        }

        /** The plan of a variant, the former one when it is made of the same; null when there is no document. */
        @Nullable
        Plan plan(@Nullable Plan before, Frozen frozen, Variant variant) {
            Input input = input(frozen, variant);
            if (before != null && before.input().equals(input)) {
                return before;
            }
            ApiDocument document = frozen.content().get();
            return document == null ? null : new Plan(input, compile(document, variant));
        }

        /**
         * The plan of the canary; null as long as it has had no traffic. One without its document answers 500, as does
         * one that cannot be compiled.
         */
        @Nullable
        Plan canary(@Nullable Plan before, @Nullable Frozen frozen, Frozen base, CanarySettings settings) {
            Variant variant = Variant.of(settings);
            if (settings.percentTraffic() <= 0
                    && (frozen == null || before == null || !before.input().equals(input(frozen, variant)))) {
                return null;
            }
            Plan plan = frozen == null ? null : plan(before, frozen, variant);
            if (plan != null) {
                return plan;
            }
            LOG.error(
                    "the canary of stage {} has no deployment {} and answers 500 to every request",
                    stage.stageName(),
                    settings.deploymentId());
            ApiDocument instead = base.content().get();
            return instead == null
                    ? null
                    : new Plan(input(base, variant), compiler.closed(owner, instead, variant.seenIn(stage), variant));
        }

        /** Time and tags of a stage are of no matter to what it runs. */
        private Input input(Frozen frozen, Variant variant) {
            return new Input(
                    variant.seenIn(stage).withTags(Map.of()).updatedAt(Instant.EPOCH), frozen.digest(), variant);
        }

        /** A stage that cannot be compiled fails closed: its methods answer 500 and the log says why. */
        private StageSnapshot compile(ApiDocument document, Variant variant) {
            Stage seen = variant.seenIn(stage);
            try {
                return compiler.compile(owner, document, seen, certificate, variant);
            } catch (RuntimeException failure) {
                failures.add();
                LOG.error(
                        "stage {} of API {} cannot be compiled and answers 500 to every request",
                        variant.label(stage.stageName()),
                        document.apiId(),
                        failure);
                return compiler.closed(owner, document, seen, variant);
            }
        }
    }
}
