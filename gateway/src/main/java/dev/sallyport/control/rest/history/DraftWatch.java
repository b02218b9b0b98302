package dev.sallyport.control.rest.history;

import dev.sallyport.control.rest.history.History.Staged;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log how far the stages of an API are behind its draft: one line, some time after the last edit, when nobody has
 * deployed it by then. Who forgets to deploy finds the line; who deploys never sees one. It costs a note per edit and a
 * comparison per line.
 */
public final class DraftWatch {

    private static final Logger LOG = LoggerFactory.getLogger(DraftWatch.class);

    /** How long nobody must have edited. */
    static final Duration QUIET = Duration.ofSeconds(30);

    /** How often {@link #sweep} is to be called. */
    public static final Duration INTERVAL = Duration.ofSeconds(10);

    private static final Set<Kind<?>> DRAFT = Set.of(
            Kind.REST_API, Kind.RESOURCE, Kind.MODEL, Kind.REQUEST_VALIDATOR, Kind.AUTHORIZER, Kind.GATEWAY_RESPONSE);

    private record Api(Scope scope, String id) {}

    private final Store store;
    private final History history;
    private final InstantSource clock;
    private final Map<Api, Instant> edited = new ConcurrentHashMap<>();

    public DraftWatch(Store store, InstantSource clock) {
        this.store = store;
        this.history = new History(store);
        this.clock = clock;
    }

    /** Follows the edits from now on. */
    public void start() {
        store.subscribe(this::follow);
    }

    private void follow(List<Store.Change> changes) {
        for (Store.Change change : changes) {
            if (DRAFT.contains(change.kind())) {
                String apiId = change.kind().equals(Kind.REST_API) ? change.id() : change.parent();
                edited.put(new Api(change.scope(), apiId), clock.instant());
            }
        }
    }

    /** Tells of the APIs that have been edited and left alone since; may block. */
    public void sweep() {
        Instant quiet = clock.instant().minus(QUIET);
        edited.forEach((api, last) -> {
            if (!last.isAfter(quiet) && edited.remove(api, last)) {
                tell(api);
            }
        });
    }

    private void tell(Api api) {
        try {
            List<Staged> behind = history.behind(api.scope(), api.id());
            if (!behind.isEmpty()) {
                LOG.info(
                        "API {}: {}; \"sallyport diff {} {} draft\" tells the changes",
                        api.id(),
                        behind.stream()
                                .map(staged -> "stage " + staged.stage().stageName() + " is " + staged.behindDraft()
                                        + (staged.behindDraft() == 1 ? " change" : " changes") + " behind the draft")
                                .collect(Collectors.joining(", ")),
                        api.id(),
                        behind.getFirst().stage().stageName());
            }
        } catch (RuntimeException failure) {
            LOG.error("the stages of API {} cannot be compared with its draft", api.id(), failure);
        }
    }
}
