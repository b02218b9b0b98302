package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.Stage;
import dev.sallyport.model.Stage.CanarySettings;
import dev.sallyport.pipeline.CanaryStickiness;
import dev.sallyport.snapshot.TestApi;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The response caches of a stage and its canary (CCH-5, CAN-5). */
class CanaryCacheTest {

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    private static final CacheFixture CACHE = new CacheFixture(GATEWAY);

    private static CanaryFixture deployed() {
        CACHE.begin();
        CanaryFixture stage = new CanaryFixture(CACHE.flushed(Map.of(Stage.ALL_METHODS, TestApi.caching(60))));
        TestApi api = new TestApi("abc123").on("GET", "/x", CACHE.backend());
        stage.deploy("base12", api);
        stage.deploy("canary", api);
        stage.canary("base12", (CanarySettings) null);
        GATEWAY.follow(stage.store, CanaryStickiness.OFF);
        return stage;
    }

    private static CanarySettings all(boolean useStageCache) {
        return new CanarySettings("canary", 100, useStageCache, new TreeMap<>());
    }

    @Test
    @DisplayName("CCH-5, CAN-5: a canary that does not use the stage's cache has its own, which ends with it")
    void ownCache() throws Exception {
        CanaryFixture stage = deployed();
        assertThat(CACHE.get("/test/x")).isEqualTo("answer 1");
        stage.canary("base12", all(false));
        assertThat(CACHE.get("/test/x")).isEqualTo("answer 2");
        assertThat(CACHE.get("/test/x")).isEqualTo("answer 2");
        stage.canary("base12", (CanarySettings) null);
        assertThat(CACHE.get("/test/x")).isEqualTo("answer 1");
        stage.canary("base12", all(false));
        assertThat(CACHE.get("/test/x")).as("a new canary, a new cache").isEqualTo("answer 3");
    }

    @Test
    @DisplayName("CCH-5, CAN-5: a canary that uses the stage's cache shares its entries, both ways")
    void sharedCache() throws Exception {
        CanaryFixture stage = deployed();
        stage.canary("base12", all(true));
        assertThat(CACHE.get("/test/x")).isEqualTo("answer 1");
        stage.canary("base12", (CanarySettings) null);
        assertThat(CACHE.get("/test/x")).isEqualTo("answer 1");
        stage.canary("base12", all(false));
        assertThat(CACHE.get("/test/x")).isEqualTo("answer 2");
        stage.canary("base12", all(true));
        assertThat(CACHE.get("/test/x")).isEqualTo("answer 1");
    }
}
