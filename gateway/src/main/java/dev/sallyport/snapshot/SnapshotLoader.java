package dev.sallyport.snapshot;

import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.ClientCertificate;
import dev.sallyport.model.Deployment;
import dev.sallyport.model.RestApi;
import dev.sallyport.model.Scope;
import dev.sallyport.model.Stage;
import dev.sallyport.pipeline.StageSnapshot;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the published snapshots equal to the stored stages: compiles all at start and each stage that changes. Runs on
 * the thread of the control-plane call, so that a deployment is live when the call is answered and no event loop ever
 * compiles.
 */
public final class SnapshotLoader {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotLoader.class);

    private final Store store;
    private final StageCompiler compiler;
    private final Publisher publisher;

    public SnapshotLoader(Store store, StageCompiler compiler, Publisher publisher) {
        this.store = store;
        this.compiler = compiler;
        this.publisher = publisher;
    }

    /** Publishes every stored stage and follows changes from now on. */
    public void start() {
        store.subscribe(this::follow);
        List<Store.Entry<Stage>> stages = store.read(reader -> reader.listAll(Kind.STAGE));
        for (Store.Entry<Stage> stage : stages) {
            refresh(stage.scope(), stage.parent(), stage.id());
        }
    }

    private void follow(List<Store.Change> changes) {
        for (Store.Change change : changes) {
            if (change.kind().equals(Kind.STAGE)) {
                Frozen together = writtenTogether(change, changes);
                if (together == null) {
                    refresh(change.scope(), change.parent(), change.id());
                } else {
                    publish(change.scope(), compile(change.scope(), together));
                }
            } else if (change.kind().equals(Kind.REST_API)) {
                RestApi api = change.written(Kind.REST_API);
                if (api != null) {
                    publisher.associate(api.id(), api.endpointConfiguration().vpcEndpointIds());
                }
            } else if (change.kind().equals(Kind.VPC_LINK)) {
                linkChanged(change.scope(), change.id());
            }
        }
    }

    /** The operator may say by a link's name where it leads, and a stage's variable may name it before it is there. */
    private void linkChanged(Scope scope, String linkId) {
        record Place(String apiId, String stageName) {}
        List<Place> places = store.read(reader -> {
            Set<String> apis = new LinkedHashSet<>(reader.parentsMentioning(Kind.API_DOCUMENT, scope, linkId));
            apis.addAll(reader.parentsMentioning(Kind.STAGE, scope, linkId));
            return apis.stream()
                    .flatMap(api -> reader.list(Kind.STAGE, scope, api).stream()
                            .map(stage -> new Place(api, stage.stageName())))
                    .toList();
        });
        places.forEach(place -> refresh(scope, place.apiId(), place.stageName()));
    }

    /**
     * What a stage runs when its deployment was written with it, as CreateDeployment does, otherwise null. To read a large
     * document back would take longer than to compile it.
     */
    private static @Nullable Frozen writtenTogether(Store.Change change, List<Store.Change> changes) {
        Stage stage = change.written(Kind.STAGE);
        Deployment deployment = stage == null ? null : written(changes, Kind.DEPLOYMENT, change, stage.deploymentId());
        ApiDocument document =
                deployment == null ? null : written(changes, Kind.API_DOCUMENT, change, deployment.documentDigest());
        return stage == null || document == null ? null : new Frozen(stage, document);
    }

    private static <T> @Nullable T written(List<Store.Change> changes, Kind<T> kind, Store.Change beside, String id) {
        for (Store.Change change : changes) {
            if (change.id().equals(id)
                    && change.parent().equals(beside.parent())
                    && change.scope().equals(beside.scope())) {
                T found = change.written(kind);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private void refresh(Scope scope, String apiId, String stageName) {
        Optional<Frozen> frozen = store.read(reader -> Optional.ofNullable(load(reader, scope, apiId, stageName)));
        frozen.ifPresentOrElse(found -> publish(scope, compile(scope, found)), () -> {
            publisher.withdraw(apiId, stageName);
            compiler.forget(apiId, stageName);
        });
    }

    /** (inferred) Associations with VPC endpoints are a matter of names and wait for no deployment. */
    private void publish(Scope scope, StageSnapshot snapshot) {
        if (!snapshot.isPrivate()) {
            publisher.publish(snapshot);
            return;
        }
        publisher.publish(
                snapshot,
                store.read(reader -> Optional.ofNullable(reader.find(Kind.REST_API, scope, "", snapshot.apiId())))
                        .map(api -> api.endpointConfiguration().vpcEndpointIds())
                        .orElse(List.of()));
    }

    private static @Nullable Frozen load(Store.Reader reader, Scope scope, String apiId, String stageName) {
        Stage stage = reader.find(Kind.STAGE, scope, apiId, stageName);
        Deployment deployment = stage == null ? null : reader.find(Kind.DEPLOYMENT, scope, apiId, stage.deploymentId());
        ApiDocument document =
                deployment == null ? null : reader.find(Kind.API_DOCUMENT, scope, apiId, deployment.documentDigest());
        return stage == null || document == null ? null : new Frozen(stage, document);
    }

    /** A stage that cannot be compiled fails closed: its methods answer 500 and the log says why. */
    private StageSnapshot compile(Scope scope, Frozen frozen) {
        try {
            return compiler.compile(scope, frozen.document(), frozen.stage(), certificate(scope, frozen.stage()));
        } catch (RuntimeException failure) {
            LOG.error(
                    "stage {} of API {} cannot be compiled and answers 500 to every request",
                    frozen.stage().stageName(),
                    frozen.document().apiId(),
                    failure);
            return compiler.closed(scope, frozen.document(), frozen.stage());
        }
    }

    /** A certificate that a stage names is neither changed nor deleted (R19.2), so nobody has to follow it. */
    private @Nullable ClientCertificate certificate(Scope scope, Stage stage) {
        String id = stage.clientCertificateId();
        return id == null
                ? null
                : store.read(reader -> Optional.ofNullable(reader.find(Kind.CLIENT_CERTIFICATE, scope, "", id)))
                        .orElse(null);
    }

    private record Frozen(Stage stage, ApiDocument document) {}
}
