package dev.sallyport.authorizer;

import dev.sallyport.model.Authorizer;
import dev.sallyport.model.Stage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What authorizers have said, by stage, kept when a stage is compiled anew (AUT-26). An authorizer of a stage goes on with
 * what it has said as long as its deployment, its settings and what the stage's variables make of them are the same;
 * another deployment, a changed authorizer, a flush (AUT-28) and a stage that was deleted have it begin with nothing.
 */
final class StageCaches {

    private final InstantSource clock;
    private final Map<Place, Said> kept = new ConcurrentHashMap<>();

    private record Place(String apiId, String stageName, boolean isCanary) {}

    private record Said(Version version, Map<Asked, DecisionCache<?>> caches) {}

    /** @param created tells stages of one name that were there one after the other */
    private record Version(String deploymentId, Instant created) {}

    /** @param targets the function or the pools that the stage's variables make of the authorizer's texts */
    private record Asked(Authorizer authorizer, List<String> targets) {}

    StageCaches(InstantSource clock) {
        this.clock = clock;
    }

    /** What was said on a stage so far, for one compilation. */
    OfStage begin(String apiId, Stage stage, boolean isCanary) {
        Version version = new Version(stage.deploymentId(), stage.createdDate());
        Map<Asked, DecisionCache<?>> next = new ConcurrentHashMap<>();
        Said before = kept.put(new Place(apiId, stage.stageName(), isCanary), new Said(version, next));
        return new OfStage(before == null || !before.version().equals(version) ? Map.of() : before.caches(), next);
    }

    /** Forgets what was said on a stage, from its next compilation on. */
    void forget(String apiId, String stageName, boolean isCanary) {
        kept.remove(new Place(apiId, stageName, isCanary));
    }

    /** What was said on a stage. */
    final class OfStage {

        private final Map<Asked, DecisionCache<?>> before;
        private final Map<Asked, DecisionCache<?>> next;

        private OfStage(Map<Asked, DecisionCache<?>> before, Map<Asked, DecisionCache<?>> next) {
            this.before = before;
            this.next = next;
        }

        /**
         * What an authorizer has said.
         *
         * @param <V> always the same for the authorizer's type
         */
        @SuppressWarnings("unchecked") // the type of the authorizer decides what is kept, and it is part of the key
        <V> DecisionCache<V> of(Authorizer authorizer, List<String> targets) {
            Asked asked = new Asked(authorizer, List.copyOf(targets));
            DecisionCache<?> said = before.get(asked);
            DecisionCache<V> cache = said == null ? new DecisionCache<>(clock) : (DecisionCache<V>) said;
            next.put(asked, cache);
            return cache;
        }
    }
}
