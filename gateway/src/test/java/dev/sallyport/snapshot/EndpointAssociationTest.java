package dev.sallyport.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.FakeFunctions;
import dev.sallyport.http.ByteName;
import dev.sallyport.integration.http.BackendNames;
import dev.sallyport.integration.http.BackendSettings;
import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.Deployment;
import dev.sallyport.model.RestApi;
import dev.sallyport.model.Stage;
import dev.sallyport.store.InMemoryStore;
import dev.sallyport.store.Kind;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The VPC endpoints that a private API is associated with, on their way to the data plane. */
class EndpointAssociationTest {

    private static final String API = "abc123";

    private final InMemoryStore store = new InMemoryStore();
    private final StageCompiler compiler = compiler();

    private static StageCompiler compiler() {
        FakeFunctions functions = new FakeFunctions();
        return new StageCompiler(new IntegrationCompiler(
                functions,
                functions,
                BackendSettings.of(NioSocketChannel.class, new BackendNames(Runnable::run)),
                TestServices.none(),
                true,
                10_485_760));
    }

    private Publisher started() {
        Publisher publisher = new Publisher();
        new SnapshotLoader(store, compiler, publisher).start();
        return publisher;
    }

    private void stage() {
        store.write(tx -> {
            Stage stage = new Stage("dev", "d1", null, new TreeMap<>(), Map.of(), Instant.EPOCH, Instant.EPOCH);
            tx.put(Kind.STAGE, TestApi.OWNER, API, "dev", stage);
            return stage;
        });
    }

    private void endpoints(String... ids) {
        RestApi api = new RestApi(
                API,
                "n",
                null,
                null,
                List.of(),
                null,
                "HEADER",
                new RestApi.EndpointConfiguration(List.of("PRIVATE"), "dualstack", List.of(ids)),
                null,
                Map.of(),
                false,
                null,
                null,
                "root12",
                Instant.EPOCH);
        store.write(tx -> {
            tx.put(Kind.REST_API, TestApi.OWNER, "", API, api);
            return api;
        });
    }

    private static List<String> associations(Publisher of) {
        return Objects.requireNonNull(of.find(ByteName.of(API))).vpcEndpointIds();
    }

    @Test
    @DisplayName("INV-3: the VPC endpoints of a private API are those of its draft, at once and after a restart")
    void follow() {
        Publisher publisher = started();
        endpoints("vpce-1");
        ApiDocument document = new TestApi(API)
                .privately()
                .on("GET", "/one", TestIntegration.mock("one"))
                .document();
        store.write(tx -> {
            String digest = tx.putByDigest(Kind.API_DOCUMENT, TestApi.OWNER, API, document);
            tx.put(Kind.DEPLOYMENT, TestApi.OWNER, API, "d1", new Deployment("d1", null, Instant.EPOCH, digest));
            return digest;
        });
        stage();
        assertThat(associations(publisher)).containsExactly("vpce-1");
        endpoints("vpce-2", "vpce-3");
        assertThat(associations(publisher)).containsExactly("vpce-2", "vpce-3");
        stage();
        assertThat(associations(publisher)).containsExactly("vpce-2", "vpce-3");
        Publisher restarted = started();
        assertThat(associations(restarted)).containsExactly("vpce-2", "vpce-3");
        endpoints();
        assertThat(associations(publisher)).isEmpty();
        assertThat(associations(restarted)).isEmpty();
    }
}
