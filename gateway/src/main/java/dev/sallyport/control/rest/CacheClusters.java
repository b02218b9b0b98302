package dev.sallyport.control.rest;

import dev.sallyport.model.Stage;
import dev.sallyport.model.Stage.CacheCluster;
import dev.sallyport.model.Stage.CacheCluster.Underway;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What is done to the caches of stages, and how long that takes (rest-control-plane 14). */
final class CacheClusters {

    private final InstantSource clock;
    private final Duration takes;

    /** @param takes how long a cache is created, deleted and flushed, as far as anybody sees */
    CacheClusters(InstantSource clock, Duration takes) {
        this.clock = clock;
        this.takes = takes;
    }

    /** A stage that is about to be written, with what its settings do to its cache. */
    Stage changed(@Nullable Stage before, Stage after) {
        boolean had = before != null && before.cacheClusterEnabled();
        CacheCluster cluster = before == null ? null : before.cacheCluster();
        if (!had && !after.cacheClusterEnabled()) {
            return after.withCacheCluster(cluster);
        }
        boolean isResized = before == null
                || !String.valueOf(before.cacheClusterSize()).equals(String.valueOf(after.cacheClusterSize()));
        if (had && after.cacheClusterEnabled() && !isResized) {
            return after.withCacheCluster(cluster);
        }
        return after.withCacheCluster(
                begun(cluster, after.cacheClusterEnabled() ? Underway.CREATE : Underway.DELETE, 0));
    }

    /** R14.6: a stage whose cache is to be flushed; the same when it has none. */
    Stage flushed(Stage stage) {
        if (!stage.cacheClusterEnabled()) {
            return stage;
        }
        CacheCluster cluster = stage.cacheCluster();
        return stage.withCacheCluster(
                cluster != null && status(stage).equals("CREATE_IN_PROGRESS")
                        ? new CacheCluster(Underway.CREATE, cluster.until(), cluster.flushes() + 1)
                        : begun(cluster, Underway.FLUSH, 1));
    }

    private CacheCluster begun(@Nullable CacheCluster before, Underway underway, int more) {
        return new CacheCluster(underway, clock.instant().plus(takes), (before == null ? 0 : before.flushes()) + more);
    }

    /** R14.1 to R14.3. */
    String status(Stage stage) {
        CacheCluster cluster = stage.cacheCluster();
        Instant now = clock.instant();
        Underway underway = cluster != null && now.isBefore(cluster.until()) ? cluster.underway() : null;
        if (!stage.cacheClusterEnabled()) {
            return underway == Underway.DELETE ? "DELETE_IN_PROGRESS" : "NOT_AVAILABLE";
        }
        return switch (underway) {
            case CREATE -> "CREATE_IN_PROGRESS";
            case FLUSH -> "FLUSH_IN_PROGRESS";
            case DELETE -> "AVAILABLE";
            case null -> "AVAILABLE";
        };
    }
}
