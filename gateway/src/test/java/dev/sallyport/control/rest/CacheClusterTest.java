package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.given;
import static dev.sallyport.control.rest.Rest.replace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.rest.Rest.Api;
import dev.sallyport.model.Stage.CacheCluster;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CreateDeploymentRequest;
import dev.sallyport.wire.apigateway.CreateStageRequest;
import dev.sallyport.wire.apigateway.FlushStageAuthorizersCacheRequest;
import dev.sallyport.wire.apigateway.FlushStageCacheRequest;
import dev.sallyport.wire.apigateway.GetStageRequest;
import dev.sallyport.wire.apigateway.GetStagesRequest;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.Stage;
import dev.sallyport.wire.apigateway.UpdateStageRequest;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The states of cache clusters (rest-control-plane 14, CCH-1, CCH-11). */
class CacheClusterTest {

    private final Rest rest = new Rest(Duration.ofMinutes(4));
    private final Api api = rest.api();
    private String deploymentId = "";

    @BeforeEach
    void aDeployment() {
        rest.mock(api, api.root(), "GET");
        deploymentId = given(rest.send(
                        ApiGateway.CREATE_DEPLOYMENT,
                        CreateDeploymentRequest.builder().restApiId(api.id()).build())
                .id());
    }

    private Stage create(boolean enabled) {
        return rest.send(
                ApiGateway.CREATE_STAGE,
                CreateStageRequest.builder()
                        .restApiId(api.id())
                        .stageName("dev")
                        .deploymentId(deploymentId)
                        .cacheClusterEnabled(enabled)
                        .build());
    }

    private Stage patched(PatchOperation... operations) {
        return rest.send(
                ApiGateway.UPDATE_STAGE,
                UpdateStageRequest.builder()
                        .restApiId(api.id())
                        .stageName("dev")
                        .patchOperations(List.of(operations))
                        .build());
    }

    private @Nullable String status() {
        return rest.send(
                        ApiGateway.GET_STAGE,
                        GetStageRequest.builder()
                                .restApiId(api.id())
                                .stageName("dev")
                                .build())
                .cacheClusterStatus();
    }

    private void flush() {
        rest.send(
                ApiGateway.FLUSH_STAGE_CACHE,
                FlushStageCacheRequest.builder()
                        .restApiId(api.id())
                        .stageName("dev")
                        .build());
    }

    private @Nullable CacheCluster stored() {
        return given(rest.store.read(tx -> tx.find(Kind.STAGE, Rest.SCOPE, api.id(), "dev")))
                .cacheCluster();
    }

    private void pass(int seconds) {
        rest.now = rest.now.plusSeconds(seconds);
    }

    @Test
    void isCreatedForAWhile_R14_2() {
        assertThat(create(true).cacheClusterStatus()).isEqualTo("CREATE_IN_PROGRESS");
        assertThat(rest.send(
                                ApiGateway.GET_STAGES,
                                GetStagesRequest.builder().restApiId(api.id()).build())
                        .item())
                .extracting(Stage::cacheClusterStatus)
                .containsExactly("CREATE_IN_PROGRESS");
        pass(239);
        assertThat(patched(replace("/description", "d")).cacheClusterStatus()).isEqualTo("CREATE_IN_PROGRESS");
        pass(1);
        assertThat(status()).isEqualTo("AVAILABLE");
    }

    @Test
    void isEnabledAndDisabledByPatches_R14_3() {
        assertThat(create(false).cacheClusterStatus()).isEqualTo("NOT_AVAILABLE");
        assertThat(stored()).isNull();
        assertThat(patched(replace("/cacheClusterEnabled", "true"), replace("/cacheClusterSize", "6.1"))
                        .cacheClusterStatus())
                .isEqualTo("CREATE_IN_PROGRESS");
        pass(300);
        Stage off = patched(replace("/cacheClusterEnabled", "false"));
        assertThat(off.cacheClusterStatus()).isEqualTo("DELETE_IN_PROGRESS");
        assertThat(off.cacheClusterSize()).isEqualTo("6.1");
        pass(240);
        assertThat(status()).isEqualTo("NOT_AVAILABLE");
    }

    @Test
    void anotherSizeIsAnotherCluster_R14_4() {
        create(true);
        pass(300);
        assertThat(patched(replace("/cacheClusterSize", "0.5")).cacheClusterStatus())
                .as("the same")
                .isEqualTo("AVAILABLE");
        assertThat(patched(replace("/cacheClusterSize", "1.6")).cacheClusterStatus())
                .isEqualTo("CREATE_IN_PROGRESS");
    }

    @Test
    void isMadeByDeployments_R11_5() {
        CreateDeploymentRequest.Builder deploy =
                CreateDeploymentRequest.builder().restApiId(api.id()).stageName("dev");
        rest.send(ApiGateway.CREATE_DEPLOYMENT, deploy.cacheClusterEnabled(true).build());
        assertThat(status()).isEqualTo("CREATE_IN_PROGRESS");
        pass(240);
        rest.send(
                ApiGateway.CREATE_DEPLOYMENT,
                CreateDeploymentRequest.builder()
                        .restApiId(api.id())
                        .stageName("dev")
                        .build());
        assertThat(status()).as("CCH-5: a deployment touches no cache").isEqualTo("AVAILABLE");
        rest.send(
                ApiGateway.CREATE_DEPLOYMENT, deploy.cacheClusterEnabled(false).build());
        assertThat(status()).isEqualTo("DELETE_IN_PROGRESS");
    }

    @Test
    void isFlushed_R14_6() {
        create(true);
        flush();
        assertThat(status()).as("not sooner there for it").isEqualTo("CREATE_IN_PROGRESS");
        pass(240);
        assertThat(status()).isEqualTo("AVAILABLE");
        assertThat(given(stored()).flushes()).isEqualTo(1);
        flush();
        flush();
        assertThat(status()).isEqualTo("FLUSH_IN_PROGRESS");
        assertThat(given(stored()).flushes()).isEqualTo(3);
        pass(240);
        assertThat(status()).isEqualTo("AVAILABLE");
        rest.send(
                ApiGateway.FLUSH_STAGE_AUTHORIZERS_CACHE,
                FlushStageAuthorizersCacheRequest.builder()
                        .restApiId(api.id())
                        .stageName("dev")
                        .build());
        assertThat(given(stored()).flushes()).as("another cache").isEqualTo(3);
        patched(replace("/cacheClusterEnabled", "false"));
        pass(240);
        flush();
        assertThat(status()).isEqualTo("NOT_AVAILABLE");
    }
}
