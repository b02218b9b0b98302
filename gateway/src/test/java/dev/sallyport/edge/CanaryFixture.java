package dev.sallyport.edge;

import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.Deployment;
import dev.sallyport.model.Stage;
import dev.sallyport.model.Stage.CanarySettings;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.store.InMemoryStore;
import dev.sallyport.store.Kind;
import java.time.Instant;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A stored API {@code abc123} whose stage {@code test} is written as the control plane writes it. */
final class CanaryFixture {

    static final String API = "abc123";

    final InMemoryStore store = new InMemoryStore();
    private Stage stage;

    CanaryFixture(Stage stage) {
        this.stage = stage;
    }

    /** Freezes an API. */
    void deploy(String deploymentId, TestApi api) {
        ApiDocument document = api.document();
        store.write(tx -> {
            String digest = tx.putByDigest(Kind.API_DOCUMENT, TestApi.OWNER, API, document);
            tx.put(
                    Kind.DEPLOYMENT,
                    TestApi.OWNER,
                    API,
                    deploymentId,
                    new Deployment(deploymentId, null, Instant.EPOCH, digest));
            return digest;
        });
    }

    /** Writes the stage with a deployment of its own and a canary of another. */
    void canary(String base, String canary, double percent) {
        canary(base, new CanarySettings(canary, percent, false, new TreeMap<>()));
    }

    void canary(String base, @Nullable CanarySettings canary) {
        stage = stage.as(base, stage.variables()).withCanarySettings(canary);
        store.write(tx -> {
            tx.put(Kind.STAGE, TestApi.OWNER, API, stage.stageName(), stage);
            return base;
        });
    }
}
