package dev.sallyport.snapshot;

import dev.sallyport.model.ClientCertificate;
import dev.sallyport.model.Deployment;
import dev.sallyport.model.RestApi;
import dev.sallyport.model.Scope;
import dev.sallyport.model.Stage;
import dev.sallyport.pipeline.CanaryStickiness;
import dev.sallyport.pipeline.StageSnapshot;
import dev.sallyport.snapshot.StageReleases.Frozen;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the published snapshots equal to the stored stages: compiles all at start and each stage that changes, base and
 * canary. Runs on the thread of the control-plane call, so that a deployment is live when the call is answered and no event
 * loop ever compiles.
 */
public final class SnapshotLoader {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotLoader.class);

    private final Store store;
    private final StageReleases releases;
    private final Publisher publisher;
    private volatile boolean hasVpcEndpoints = true;

    public SnapshotLoader(Store store, StageCompiler compiler, Publisher publisher) {
        this(store, compiler, publisher, CanaryStickiness.OFF, new CompilationFailures(InstantSource.system()));
    }

    /**
     * @param stickiness by what clients keep the release that they got, canary or base
     * @param failures is told of stages that cannot be compiled
     */
    public SnapshotLoader(
            Store store,
            StageCompiler compiler,
            Publisher publisher,
            CanaryStickiness stickiness,
            CompilationFailures failures) {
        this.store = store;
        this.releases = new StageReleases(compiler, stickiness, failures);
        this.publisher = publisher;
    }

    /** Says whether there are VPC endpoints; without any the log says of every private API that nobody reaches it. */
    public void hasVpcEndpoints(boolean areThere) {
        hasVpcEndpoints = areThere;
    }

    private record Place(Scope scope, String apiId, String stageName) {}

    /** Publishes every stored stage and follows changes from now on. */
    public void start() {
        store.subscribe(this::follow);
        List<Store.Entry<Stage>> stages = store.read(reader -> reader.listAll(Kind.STAGE));
        for (Store.Entry<Stage> stage : stages) {
            refresh(new Place(stage.scope(), stage.parent(), stage.id()), List.of(), true);
        }
    }

    private void follow(List<Store.Change> changes) {
        for (Store.Change change : changes) {
            if (change.kind().equals(Kind.STAGE)) {
                refresh(new Place(change.scope(), change.parent(), change.id()), changes, false);
            } else if (change.kind().equals(Kind.REST_API)) {
                RestApi api = change.written(Kind.REST_API);
                if (api != null) {
                    publisher.associate(api.id(), api.endpointConfiguration().vpcEndpointIds());
                }
            } else if (change.kind().equals(Kind.AUTHORIZERS_FLUSH) && change.deleted()) {
                releases.flushAuthorizers(change.parent(), change.id());
                refresh(new Place(change.scope(), change.parent(), change.id()), List.of(), true);
            } else if (change.kind().equals(Kind.VPC_LINK)) {
                linkChanged(change.scope(), change.id());
            }
        }
    }

    /** The operator may say by a link's name where it leads, and a stage's variable may name it before it is there. */
    private void linkChanged(Scope scope, String linkId) {
        List<Place> places = store.read(reader -> {
            Set<String> apis = new LinkedHashSet<>(reader.parentsMentioning(Kind.API_DOCUMENT, scope, linkId));
            apis.addAll(reader.parentsMentioning(Kind.STAGE, scope, linkId));
            return apis.stream()
                    .flatMap(api -> reader.list(Kind.STAGE, scope, api).stream()
                            .map(stage -> new Place(scope, api, stage.stageName())))
                    .toList();
        });
        places.forEach(place -> refresh(place, List.of(), true));
    }

    /**
     * Publishes what a stage runs now.
     *
     * @param beside what was written with it, as CreateDeployment does: to read a large document back would take longer
     *     than to compile it
     * @param anew whether something else has changed than the stage
     */
    private void refresh(Place place, List<Store.Change> beside, boolean anew) {
        Stage stage = find(place, Kind.STAGE, place.stageName(), beside);
        Frozen base = stage == null ? null : frozen(place, stage.deploymentId(), beside);
        StageSnapshot snapshot = null;
        if (stage != null && base != null) {
            var canary = stage.canarySettings();
            snapshot = releases.of(
                    place.scope(),
                    place.apiId(),
                    stage,
                    base,
                    canary == null ? null : frozen(place, canary.deploymentId(), beside),
                    certificate(place.scope(), stage),
                    anew);
        }
        if (snapshot == null) {
            publisher.withdraw(place.apiId(), place.stageName());
            releases.forget(place.apiId(), place.stageName());
        } else {
            publish(place, snapshot);
        }
    }

    /** (inferred) Associations with VPC endpoints are a matter of names and wait for no deployment. */
    private void publish(Place place, StageSnapshot snapshot) {
        if (!snapshot.isPrivate()) {
            publisher.publish(snapshot);
            return;
        }
        if (!hasVpcEndpoints) {
            LOG.warn(
                    "stage {} of API {}: the API is private, and the gateway has no VPC endpoint (the setting vpc-endpoints),"
                            + " so nobody reaches it",
                    place.stageName(),
                    place.apiId());
        }
        RestApi api = store.read(
                        reader -> Optional.ofNullable(reader.find(Kind.REST_API, place.scope(), "", place.apiId())))
                .orElse(null);
        publisher.publish(
                snapshot, api == null ? List.of() : api.endpointConfiguration().vpcEndpointIds());
    }

    private @Nullable Frozen frozen(Place place, String deploymentId, List<Store.Change> beside) {
        Deployment deployment = find(place, Kind.DEPLOYMENT, deploymentId, beside);
        return deployment == null
                ? null
                : new Frozen(
                        deployment.documentDigest(),
                        () -> find(place, Kind.API_DOCUMENT, deployment.documentDigest(), beside));
    }

    /** An entity of an API: what was written just now, or what is stored. */
    private <T> @Nullable T find(Place place, Kind<T> kind, String id, List<Store.Change> beside) {
        for (Store.Change change : beside) {
            if (change.id().equals(id)
                    && change.parent().equals(place.apiId())
                    && change.scope().equals(place.scope())) {
                T written = change.written(kind);
                if (written != null) {
                    return written;
                }
            }
        }
        return store.read(reader -> Optional.ofNullable(reader.find(kind, place.scope(), place.apiId(), id)))
                .orElse(null);
    }

    /** A certificate that a stage names is neither changed nor deleted (R19.2), so nobody has to follow it. */
    private @Nullable ClientCertificate certificate(Scope scope, Stage stage) {
        String id = stage.clientCertificateId();
        return id == null
                ? null
                : store.read(reader -> Optional.ofNullable(reader.find(Kind.CLIENT_CERTIFICATE, scope, "", id)))
                        .orElse(null);
    }
}
