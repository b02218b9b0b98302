package dev.sallyport.snapshot;

import dev.sallyport.model.HttpApiDeployment;
import dev.sallyport.model.HttpApiDocument;
import dev.sallyport.model.HttpApiStage;
import dev.sallyport.model.Scope;
import dev.sallyport.pipeline.StageSnapshot;
import dev.sallyport.pipeline.http.HttpApiDoor;
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
 * Keeps the published snapshots equal to the stored stages of HTTP APIs, as {@link SnapshotLoader} does for REST APIs: a
 * change is live when the call that made it is answered.
 */
public final class HttpApiLoader {

    private static final Logger LOG = LoggerFactory.getLogger(HttpApiLoader.class);

    private final Store store;
    private final HttpApiCompiler compiler;
    private final Publisher publisher;

    public HttpApiLoader(Store store, HttpApiCompiler compiler, Publisher publisher) {
        this.store = store;
        this.compiler = compiler;
        this.publisher = publisher;
    }

    /** Publishes every stored stage and follows changes from now on. */
    public void start() {
        store.subscribe(this::follow);
        store.read(reader -> reader.listAll(Kind.HTTP_API))
                .forEach(api -> publisher.opened(api.id(), HttpApiDoor.NOWHERE));
        List<Store.Entry<HttpApiStage>> stages = store.read(reader -> reader.listAll(Kind.HTTP_API_STAGE));
        stages.forEach(stage -> refresh(stage.scope(), stage.parent(), stage.id()));
    }

    private void follow(List<Store.Change> changes) {
        Set<Place> places = new LinkedHashSet<>();
        for (Store.Change change : changes) {
            if (change.kind().equals(Kind.HTTP_API_STAGE)) {
                places.add(new Place(change.scope(), change.parent(), change.id()));
            } else if (change.kind().equals(Kind.HTTP_API_VPC_LINK)) {
                places.addAll(linked(change.scope(), change.id()));
            } else if (change.written(Kind.HTTP_API) != null) {
                publisher.opened(change.id(), HttpApiDoor.NOWHERE);
            }
        }
        places.forEach(place -> refresh(place.scope(), place.apiId(), place.stageName()));
        for (Store.Change change : changes) {
            if (change.kind().equals(Kind.HTTP_API) && change.deleted()) {
                publisher.closed(change.id());
            }
        }
    }

    private record Place(Scope scope, String apiId, String stageName) {}

    /** The operator may say by a link's name where it leads, and a stage's variable may name it before it is there. */
    private Set<Place> linked(Scope scope, String linkId) {
        return store.read(reader -> {
            Set<String> apis = new LinkedHashSet<>(reader.parentsMentioning(Kind.HTTP_API_DOCUMENT, scope, linkId));
            apis.addAll(reader.parentsMentioning(Kind.HTTP_API_STAGE, scope, linkId));
            Set<Place> places = new LinkedHashSet<>();
            for (String api : apis) {
                reader.list(Kind.HTTP_API_STAGE, scope, api)
                        .forEach(stage -> places.add(new Place(scope, api, stage.name())));
            }
            return places;
        });
    }

    private void refresh(Scope scope, String apiId, String stageName) {
        Optional<Frozen> frozen = store.read(reader -> Optional.ofNullable(load(reader, scope, apiId, stageName)));
        frozen.ifPresentOrElse(found -> publisher.publish(compile(scope, apiId, found)), () -> {
            publisher.withdraw(apiId, stageName);
            compiler.forget(apiId, stageName);
        });
    }

    private static @Nullable Frozen load(Store.Reader reader, Scope scope, String apiId, String stageName) {
        HttpApiStage stage = reader.find(Kind.HTTP_API_STAGE, scope, apiId, stageName);
        if (stage == null) {
            return null;
        }
        String deploymentId = stage.deploymentId();
        HttpApiDeployment deployment =
                deploymentId == null ? null : reader.find(Kind.HTTP_API_DEPLOYMENT, scope, apiId, deploymentId);
        return new Frozen(
                stage,
                deployment == null
                        ? null
                        : reader.find(Kind.HTTP_API_DOCUMENT, scope, apiId, deployment.documentDigest()));
    }

    /** A stage that cannot be compiled fails closed: its routes answer 500 and the log says why. */
    private StageSnapshot compile(Scope scope, String apiId, Frozen frozen) {
        try {
            return compiler.compile(scope, apiId, frozen.stage(), frozen.document());
        } catch (RuntimeException failure) {
            HttpApiDocument document = frozen.document();
            if (document == null) {
                throw failure;
            }
            LOG.error(
                    "stage {} of HTTP API {} cannot be compiled and answers 500 to every request",
                    frozen.stage().name(),
                    apiId,
                    failure);
            return compiler.closed(scope, apiId, frozen.stage(), document);
        }
    }

    private record Frozen(HttpApiStage stage, @Nullable HttpApiDocument document) {}
}
