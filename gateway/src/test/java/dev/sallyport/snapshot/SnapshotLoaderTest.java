package dev.sallyport.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.cache.CacheId;
import dev.sallyport.cache.CacheSharing;
import dev.sallyport.cache.ResponseCaches;
import dev.sallyport.cache.TestCaches;
import dev.sallyport.edge.FakeFunctions;
import dev.sallyport.http.ByteName;
import dev.sallyport.integration.http.BackendNames;
import dev.sallyport.integration.http.BackendSettings;
import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.AuthorizersFlush;
import dev.sallyport.model.ClientCertificate;
import dev.sallyport.model.Deployment;
import dev.sallyport.model.Stage;
import dev.sallyport.model.Stage.CacheCluster;
import dev.sallyport.model.Stage.CacheCluster.Underway;
import dev.sallyport.model.Stage.CanarySettings;
import dev.sallyport.model.VpcLink;
import dev.sallyport.pipeline.ApiStages;
import dev.sallyport.pipeline.CanarySplit;
import dev.sallyport.pipeline.Matches;
import dev.sallyport.pipeline.Release;
import dev.sallyport.pipeline.StageSnapshot;
import dev.sallyport.pipeline.step.Refuse;
import dev.sallyport.store.EntityJson;
import dev.sallyport.store.InMemoryStore;
import dev.sallyport.store.Kind;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SnapshotLoaderTest {

    private static final String API = "abc123";

    private final InMemoryStore store = new InMemoryStore();
    private final Publisher publisher = new Publisher();
    private final StageCompiler compiler = compiler();

    private StageCompiler compiler() {
        return new StageCompiler(integrations());
    }

    private IntegrationCompiler integrations() {
        FakeFunctions functions = new FakeFunctions();
        return new IntegrationCompiler(
                functions,
                functions,
                BackendSettings.of(NioSocketChannel.class, new BackendNames(Runnable::run))
                        .with(new StoredLinks(
                                store, Map.of("mine", InetSocketAddress.createUnresolved("127.0.0.1", 80)))),
                TestServices.none(),
                true,
                10_485_760);
    }

    @BeforeEach
    void follow() {
        new SnapshotLoader(store, compiler, publisher).start();
    }

    private void deploy(String deploymentId, String path, boolean withStage) {
        ApiDocument document = new TestApi(API)
                .on("GET", path, TestIntegration.of("HTTP_PROXY", "GET", "http://b/"))
                .document();
        store.write(tx -> {
            String digest = tx.putByDigest(Kind.API_DOCUMENT, TestApi.OWNER, API, document);
            tx.put(
                    Kind.DEPLOYMENT,
                    TestApi.OWNER,
                    API,
                    deploymentId,
                    new Deployment(deploymentId, null, Instant.EPOCH, digest));
            if (withStage) {
                tx.put(Kind.STAGE, TestApi.OWNER, API, "dev", stage(deploymentId));
            }
            return digest;
        });
    }

    private void point(String deploymentId) {
        store.write(tx -> {
            tx.put(Kind.STAGE, TestApi.OWNER, API, "dev", stage(deploymentId));
            return deploymentId;
        });
    }

    private static Stage stage(String deploymentId) {
        return new Stage("dev", deploymentId, null, new TreeMap<>(), Map.of(), Instant.EPOCH, Instant.EPOCH);
    }

    private @Nullable String running(String path) {
        ApiStages stages = publisher.find(ByteName.of(API));
        StageSnapshot snapshot = stages == null ? null : stages.find("dev");
        return snapshot == null || Matches.match(snapshot.routes(), "GET", path) == null
                ? null
                : snapshot.deploymentId();
    }

    @Test
    @DisplayName("R11.4: a deployment that makes its stage runs at once")
    void deploymentWithStage() {
        deploy("d1", "/one", true);
        assertThat(running("/one")).isEqualTo("d1");
        deploy("d2", "/two", true);
        assertThat(running("/two")).isEqualTo("d2");
        assertThat(running("/one")).isNull();
    }

    @Test
    @DisplayName("AUT-28: a flush has the stage compiled anew, and leaves nothing in the store")
    void flushed() {
        deploy("d1", "/one", true);
        ApiStages before = Objects.requireNonNull(publisher.find(ByteName.of(API)));
        store.write(tx -> {
            tx.put(Kind.AUTHORIZERS_FLUSH, TestApi.OWNER, API, "dev", new AuthorizersFlush("dev"));
            return tx.delete(Kind.AUTHORIZERS_FLUSH, TestApi.OWNER, API, "dev");
        });
        ApiStages after = Objects.requireNonNull(publisher.find(ByteName.of(API)));
        assertThat(after.find("dev")).isNotSameAs(before.find("dev"));
    }

    @Test
    @DisplayName("R11.10: a stage that is pointed at an older deployment runs that one")
    void rollback() {
        deploy("d1", "/one", true);
        deploy("d2", "/two", false);
        assertThat(running("/one")).isEqualTo("d1");
        point("d2");
        assertThat(running("/two")).isEqualTo("d2");
        point("d1");
        assertThat(running("/one")).isEqualTo("d1");
    }

    @Test
    @DisplayName("a deployment that is written beside a stage of another one does not replace it")
    void otherDeploymentInOneWrite() {
        deploy("d1", "/one", true);
        store.write(tx -> {
            ApiDocument other = new TestApi(API)
                    .on("GET", "/two", TestIntegration.of("HTTP_PROXY", "GET", "http://b/"))
                    .document();
            String digest = tx.putByDigest(Kind.API_DOCUMENT, TestApi.OWNER, API, other);
            tx.put(Kind.DEPLOYMENT, TestApi.OWNER, API, "d2", new Deployment("d2", null, Instant.EPOCH, digest));
            tx.put(Kind.STAGE, TestApi.OWNER, API, "dev", stage("d1"));
            return digest;
        });
        assertThat(running("/one")).isEqualTo("d1");
    }

    @Test
    @DisplayName(
            "INT-100: a link that comes, or gets the name that the operator has given a target, opens what needs it")
    void links() {
        ApiDocument document = new TestApi(API)
                .on("GET", "/one", TestIntegration.httpProxy("GET", "http://b/").link("${stageVariables.link}"))
                .document();
        store.write(tx -> {
            Stage named = new Stage(
                    "dev", "d1", null, new TreeMap<>(Map.of("link", "l1nk12")), Map.of(), Instant.EPOCH, Instant.EPOCH);
            String digest = tx.putByDigest(Kind.API_DOCUMENT, TestApi.OWNER, API, document);
            tx.put(Kind.DEPLOYMENT, TestApi.OWNER, API, "d1", new Deployment("d1", null, Instant.EPOCH, digest));
            tx.put(Kind.STAGE, TestApi.OWNER, API, "dev", named);
            return digest;
        });
        assertThat(isClosed("/one")).isTrue();
        link("other");
        assertThat(isClosed("/one")).isTrue();
        link("mine");
        assertThat(isClosed("/one")).isFalse();
        store.write(tx -> tx.delete(Kind.VPC_LINK, TestApi.OWNER, "", "l1nk12"));
        assertThat(isClosed("/one")).isTrue();
    }

    private void link(String name) {
        VpcLink link = new VpcLink("l1nk12", name, null, List.of("arn"), Map.of());
        store.write(tx -> {
            tx.put(Kind.VPC_LINK, TestApi.OWNER, "", link.id(), link);
            return link;
        });
    }

    private StageSnapshot base() {
        return Objects.requireNonNull(
                Objects.requireNonNull(publisher.find(ByteName.of(API))).find("dev"));
    }

    private @Nullable StageSnapshot canary() {
        CanarySplit split = Objects.requireNonNull(base().release()).split();
        return Objects.requireNonNull(split).canary();
    }

    @Test
    @DisplayName("R11.2, CAN-1: a canary acts at once, with its percentage, and so does its end")
    void canaryBeginsAndEnds() {
        deploy("d1", "/one", true);
        deploy("d2", "/two", false);
        assertThat(base().release()).isNull();
        put(new CanarySettings("d2", 12.5, false, new TreeMap<>(Map.of("v", "2"))));
        assertThat(Objects.requireNonNull(base().release()).isCanaryRequest()).isEqualTo("false");
        assertThat(Objects.requireNonNull(
                                Objects.requireNonNull(base().release()).split())
                        .percentTraffic())
                .isEqualTo(12.5);
        StageSnapshot canary = Objects.requireNonNull(canary());
        assertThat(canary.deploymentId()).isEqualTo("d2");
        assertThat(canary.stageName()).isEqualTo("dev");
        assertThat(canary.variables()).isEqualTo(Map.of("v", "2"));
        assertThat(Objects.requireNonNull(canary.release()).isCanary()).isTrue();
        assertThat(Objects.requireNonNull(base().release()).isCanary()).isFalse();
        assertThat(Matches.match(canary.routes(), "GET", "/two")).isNotNull();
        assertThat(Matches.match(base().routes(), "GET", "/two")).isNull();
        assertThat(publisher.running())
                .as("what serves, for those who look at all of it")
                .extracting(StageSnapshot::deploymentId)
                .containsExactly("d1", "d2");
        put(null);
        assertThat(base().release()).isNull();
        assertThat(base().deploymentId()).isEqualTo("d1");
        assertThat(publisher.running()).hasSize(1);
    }

    @Test
    @DisplayName("CAN-1: another percentage compiles nothing anew and forgets nothing")
    void anotherPercentage() {
        deploy("d1", "/one", true);
        deploy("d2", "/two", false);
        StageSnapshot alone = base();
        put(new CanarySettings("d2", 0, false, new TreeMap<>()));
        assertThat(canary()).as("not before it has traffic").isNull();
        assertThat(base().routes()).isSameAs(alone.routes());
        put(new CanarySettings("d2", 10, false, new TreeMap<>()));
        StageSnapshot canary = Objects.requireNonNull(canary());
        Release before = Objects.requireNonNull(base().release());
        for (double percent : new double[] {50, 0, 100}) {
            put(new CanarySettings("d2", percent, false, new TreeMap<>()));
            assertThat(base().routes()).isSameAs(alone.routes());
            assertThat(Objects.requireNonNull(canary()).routes()).isSameAs(canary.routes());
            assertThat(Objects.requireNonNull(base().release()).counts()).isSameAs(before.counts());
        }
    }

    @Test
    @DisplayName("CAN-4: an override compiles the canary anew and leaves the base alone; promotion the other way round")
    void onlyWhatHasChanged() {
        deploy("d1", "/one", true);
        deploy("d2", "/two", false);
        put(new CanarySettings("d2", 10, false, new TreeMap<>()));
        StageSnapshot base = base();
        StageSnapshot canary = Objects.requireNonNull(canary());
        put(new CanarySettings("d2", 10, false, new TreeMap<>(Map.of("v", "2"))));
        assertThat(base().routes()).isSameAs(base.routes());
        StageSnapshot other = Objects.requireNonNull(canary());
        assertThat(other.routes()).isNotSameAs(canary.routes());
        assertThat(Objects.requireNonNull(base().release()).counts())
                .as("what is counted is of two plans, so both begin again")
                .isNotSameAs(Objects.requireNonNull(base.release()).counts());
        store.write(tx -> {
            tx.put(
                    Kind.STAGE,
                    TestApi.OWNER,
                    API,
                    "dev",
                    stage("d2")
                            .withCanarySettings(new CanarySettings("d2", 0, false, new TreeMap<>(Map.of("v", "2")))));
            return "";
        });
        assertThat(base().deploymentId()).isEqualTo("d2");
        assertThat(Objects.requireNonNull(canary()).routes()).isSameAs(other.routes());
    }

    @Test
    @DisplayName("AUT-28: a flush has the authorizers of a stage and of its canary forget what they said")
    void canaryFlushed() {
        deploy("d1", "/one", true);
        put(new CanarySettings("d1", 10, false, new TreeMap<>()));
        StageSnapshot base = base();
        StageSnapshot canary = Objects.requireNonNull(canary());
        store.write(tx -> {
            tx.put(Kind.AUTHORIZERS_FLUSH, TestApi.OWNER, API, "dev", new AuthorizersFlush("dev"));
            return tx.delete(Kind.AUTHORIZERS_FLUSH, TestApi.OWNER, API, "dev");
        });
        assertThat(base().routes()).isNotSameAs(base.routes());
        assertThat(Objects.requireNonNull(canary()).routes()).isNotSameAs(canary.routes());
    }

    @Test
    @DisplayName("CAN-2: a canary of the stage's own deployment is a plan of its own")
    void canaryOfTheSameDeployment() {
        deploy("d1", "/one", true);
        put(new CanarySettings("d1", 10, true, new TreeMap<>()));
        StageSnapshot canary = Objects.requireNonNull(canary());
        assertThat(canary.deploymentId()).isEqualTo("d1");
        assertThat(canary.routes()).isNotSameAs(base().routes());
        assertThat(Matches.match(canary.routes(), "GET", "/one")).isNotNull();
    }

    @Test
    @DisplayName("a canary whose deployment is not there closes itself and nothing else")
    void canaryWithoutDeployment() {
        deploy("d1", "/one", true);
        put(new CanarySettings("gone", 10, true, new TreeMap<>()));
        assertThat(isClosed("/one")).isFalse();
        Matches.Found found = Objects.requireNonNull(
                Matches.match(Objects.requireNonNull(canary()).routes(), "GET", "/one"));
        assertThat(found.plan().steps().getFirst()).isInstanceOf(Refuse.class);
    }

    @Test
    @DisplayName(
            "R19.3: a stage's certificate is loaded for its backends; one that is not there closes what would show it")
    void clientCertificate() {
        ApiDocument document = new TestApi(API)
                .on("GET", "/one", TestIntegration.of("HTTP_PROXY", "GET", "https://b/"))
                .document();
        Stage stage = stage("d1");
        Stage withCertificate = new Stage(
                stage.stageName(),
                stage.deploymentId(),
                null,
                false,
                null,
                new TreeMap<>(),
                null,
                "cert12",
                false,
                new TreeMap<>(),
                null,
                null,
                Map.of(),
                Instant.EPOCH,
                Instant.EPOCH);
        deploy("d1", "/one", true);
        store.write(tx -> {
            String digest = tx.putByDigest(Kind.API_DOCUMENT, TestApi.OWNER, API, document);
            tx.put(Kind.DEPLOYMENT, TestApi.OWNER, API, "d1", new Deployment("d1", null, Instant.EPOCH, digest));
            tx.put(Kind.STAGE, TestApi.OWNER, API, "dev", withCertificate);
            return digest;
        });
        assertThat(isClosed("/one")).isTrue();
        store.write(tx -> {
            tx.put(
                    Kind.CLIENT_CERTIFICATE,
                    TestApi.OWNER,
                    "",
                    "cert12",
                    new ClientCertificate("cert12", null, "c", "k", Instant.EPOCH, Instant.EPOCH, Map.of()));
            Stage rewritten = withCertificate.as("d1", new TreeMap<>(Map.of("v", "1")));
            tx.put(Kind.STAGE, TestApi.OWNER, API, "dev", rewritten);
            return rewritten;
        });
        assertThat(isClosed("/one")).isFalse();
    }

    private void put(@Nullable CanarySettings canary) {
        store.write(tx -> {
            tx.put(Kind.STAGE, TestApi.OWNER, API, "dev", stage("d1").withCanarySettings(canary));
            return "";
        });
    }

    private boolean isClosed(String path) {
        ApiStages stages = Objects.requireNonNull(publisher.find(ByteName.of(API)));
        StageSnapshot snapshot = Objects.requireNonNull(stages.find("dev"));
        Matches.Found found = Objects.requireNonNull(Matches.match(snapshot.routes(), "GET", path));
        return found.plan().steps().getFirst() instanceof Closed;
    }

    @Test
    void deletedStageIsOutOfService() {
        deploy("d1", "/one", true);
        store.write(tx -> tx.delete(Kind.STAGE, TestApi.OWNER, API, "dev"));
        assertThat(publisher.find(ByteName.of(API))).isNull();
    }

    @Test
    @DisplayName("what the start warms up with compiles and can be enforced: what fails warms nothing up")
    void warmUp() {
        new WarmUp(compiler).run();
        ApiDocument document = EntityJson.read(WarmUp.DOCUMENT, ApiDocument.class);
        assertThat(Enforceable.closingAll(document)).isEmpty();
        assertThat(document.resources().stream().flatMap(resource -> resource.methods().values().stream()))
                .allMatch(method -> Enforceable.closing(method).isEmpty());
        assertThat(document.resources()).hasSize(3);
    }

    @Test
    @DisplayName("CCH-11, AUT-28: a flush is done when the call is answered; a stage that goes takes its cache along")
    void caches() {
        InMemoryStore stages = new InMemoryStore();
        ResponseCaches caches = new ResponseCaches(() -> Instant.EPOCH, 1 << 20, 7);
        StageCompiler caching = new StageCompiler(
                integrations(),
                AccessCompiler.withoutIdentities(),
                null,
                LimitCompiler.NONE,
                new CacheCompiler(caches, CacheSharing.SAFE, 10, 1000));
        new SnapshotLoader(stages, caching, new Publisher()).start();
        ApiDocument document =
                new TestApi(API).on("GET", "/", TestIntegration.mock("m")).document();
        stages.write(tx -> {
            String digest = tx.putByDigest(Kind.API_DOCUMENT, TestApi.OWNER, API, document);
            tx.put(
                    Kind.DEPLOYMENT,
                    TestApi.OWNER,
                    API,
                    "d1e2f3",
                    new Deployment("d1e2f3", null, Instant.EPOCH, digest));
            return digest;
        });
        CacheId id = new CacheId(TestApi.OWNER, API, "test", false);
        put(stages, 1);
        TestCaches.keep(caches, id, 1);
        put(stages, 1);
        assertThat(caches.bytes()).as("AUT-28: written as it was").isPositive();
        put(stages, 2);
        assertThat(caches.bytes()).isZero();
        TestCaches.keep(caches, id, 2);
        assertThat(caches.bytes()).isPositive();
        stages.write(tx -> tx.delete(Kind.STAGE, TestApi.OWNER, API, "test"));
        assertThat(caches.bytes()).isZero();
    }

    private static void put(InMemoryStore stages, int flushes) {
        Stage stage = TestApi.cachingStage(
                "0.5", new CacheCluster(Underway.FLUSH, Instant.EPOCH, flushes), Map.of("/GET", TestApi.caching(60)));
        stages.write(tx -> {
            tx.put(Kind.STAGE, TestApi.OWNER, API, "test", stage);
            return stage;
        });
    }
}
