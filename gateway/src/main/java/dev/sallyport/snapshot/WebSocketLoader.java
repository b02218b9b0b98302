package dev.sallyport.snapshot;

import dev.sallyport.integration.http.ClientIdentity;
import dev.sallyport.model.ClientCertificate;
import dev.sallyport.model.HttpApiDeployment;
import dev.sallyport.model.HttpApiStage;
import dev.sallyport.model.Scope;
import dev.sallyport.model.WebSocketDocument;
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
 * Keeps the published snapshots equal to the stored stages of WebSocket APIs, as {@link HttpApiLoader} does for HTTP APIs.
 * A swap closes no connection (W1.5); the end of a stage closes all of its (W16.6).
 */
public final class WebSocketLoader {

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketLoader.class);

    private final Store store;
    private final WebSocketCompiler compiler;
    private final Publisher publisher;

    public WebSocketLoader(Store store, WebSocketCompiler compiler, Publisher publisher) {
        this.store = store;
        this.compiler = compiler;
        this.publisher = publisher;
    }

    /** Publishes every stored stage and follows changes from now on. */
    public void start() {
        store.subscribe(this::follow);
        List<Store.Entry<HttpApiStage>> stages = store.read(reader -> reader.listAll(Kind.WEB_SOCKET_STAGE));
        stages.forEach(stage -> refresh(new Place(stage.scope(), stage.parent(), stage.id())));
    }

    private void follow(List<Store.Change> changes) {
        Set<Place> places = new LinkedHashSet<>();
        for (Store.Change change : changes) {
            if (change.kind().equals(Kind.WEB_SOCKET_STAGE)) {
                places.add(new Place(change.scope(), change.parent(), change.id()));
            } else if (change.kind().equals(Kind.HTTP_API_VPC_LINK)
                    || change.kind().equals(Kind.VPC_LINK)) {
                places.addAll(linked(change.scope(), change.id()));
            }
        }
        places.forEach(this::refresh);
    }

    private record Place(Scope scope, String apiId, String stageName) {}

    /** The operator may say by a link's name where it leads, and a stage's variable may name it before it is there. */
    private Set<Place> linked(Scope scope, String linkId) {
        return store.read(reader -> {
            Set<String> apis = new LinkedHashSet<>(reader.parentsMentioning(Kind.WEB_SOCKET_DOCUMENT, scope, linkId));
            apis.addAll(reader.parentsMentioning(Kind.WEB_SOCKET_STAGE, scope, linkId));
            Set<Place> places = new LinkedHashSet<>();
            for (String api : apis) {
                reader.list(Kind.WEB_SOCKET_STAGE, scope, api)
                        .forEach(stage -> places.add(new Place(scope, api, stage.name())));
            }
            return places;
        });
    }

    private void refresh(Place place) {
        Optional<Frozen> frozen = store.read(reader -> Optional.ofNullable(load(reader, place)));
        frozen.ifPresentOrElse(found -> publisher.publish(compile(place, found)), () -> {
            publisher.withdraw(place.apiId(), place.stageName());
            compiler.forget(place.apiId(), place.stageName());
        });
    }

    private static @Nullable Frozen load(Store.Reader reader, Place place) {
        Scope scope = place.scope();
        HttpApiStage stage = reader.find(Kind.WEB_SOCKET_STAGE, scope, place.apiId(), place.stageName());
        if (stage == null) {
            return null;
        }
        String deploymentId = stage.deploymentId();
        HttpApiDeployment deployment =
                deploymentId == null ? null : reader.find(Kind.HTTP_API_DEPLOYMENT, scope, place.apiId(), deploymentId);
        String certificateId = stage.clientCertificateId();
        return new Frozen(
                stage,
                deployment == null
                        ? null
                        : reader.find(Kind.WEB_SOCKET_DOCUMENT, scope, place.apiId(), deployment.documentDigest()),
                certificateId == null ? null : reader.find(Kind.CLIENT_CERTIFICATE, scope, "", certificateId));
    }

    /** A stage that cannot be compiled fails closed: it refuses every handshake, and the log says why. */
    private StageSnapshot compile(Place place, Frozen frozen) {
        try {
            ClientCertificate certificate = frozen.certificate();
            return compiler.compile(
                    place.scope(),
                    place.apiId(),
                    frozen.stage(),
                    frozen.document(),
                    certificate == null
                            ? null
                            : new ClientIdentity(
                                    certificate.pemEncodedCertificate(), certificate.pemEncodedPrivateKey()));
        } catch (RuntimeException failure) {
            WebSocketDocument document = frozen.document();
            if (document == null) {
                throw failure;
            }
            LOG.error(
                    "stage {} of WebSocket API {} cannot be compiled and refuses every handshake",
                    place.stageName(),
                    place.apiId(),
                    failure);
            return compiler.closed(place.scope(), place.apiId(), frozen.stage(), document);
        }
    }

    private record Frozen(
            HttpApiStage stage,
            @Nullable WebSocketDocument document,
            @Nullable ClientCertificate certificate) {}
}
