package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.given;
import static dev.sallyport.control.rest.Rest.op;
import static dev.sallyport.control.rest.Rest.replace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Rest.Api;
import dev.sallyport.model.DocumentationVersion;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CanarySettings;
import dev.sallyport.wire.apigateway.CreateDeploymentRequest;
import dev.sallyport.wire.apigateway.CreateStageRequest;
import dev.sallyport.wire.apigateway.DeleteStageRequest;
import dev.sallyport.wire.apigateway.DeploymentCanarySettings;
import dev.sallyport.wire.apigateway.FlushStageAuthorizersCacheRequest;
import dev.sallyport.wire.apigateway.FlushStageCacheRequest;
import dev.sallyport.wire.apigateway.GetStageRequest;
import dev.sallyport.wire.apigateway.MethodSetting;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.Stage;
import dev.sallyport.wire.apigateway.UpdateStageRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of stages that no recording shows (10.7, 11). */
class StageTest {

    private final Rest rest = new Rest();
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

    @Test
    void existsOnce_R10_59() {
        rest.send(ApiGateway.CREATE_STAGE, create().build());
        ServiceException refusal = rest.refused(ApiGateway.CREATE_STAGE, create().build());
        assertThat(refusal.status()).isEqualTo(409);
        assertThat(refusal.getMessage()).isEqualTo("Stage already exists");
        rest.send(ApiGateway.CREATE_STAGE, create().stageName("DEV").build());
    }

    @Test
    void needsADeployment_R11_8() {
        ServiceException refusal = rest.refused(
                ApiGateway.CREATE_STAGE, create().deploymentId("nope").build());
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.getMessage()).isEqualTo("Deployment id does not exist");
    }

    @Test
    void isAnsweredWithItsDefaults_7_11() {
        assertThat(rest.send(ApiGateway.CREATE_STAGE, create().build()))
                .isEqualTo(Stage.builder()
                        .stageName("dev")
                        .deploymentId(deploymentId)
                        .cacheClusterEnabled(false)
                        .cacheClusterStatus("NOT_AVAILABLE")
                        .methodSettings(Map.of())
                        .tracingEnabled(false)
                        .createdDate(Instant.parse("2025-06-01T10:00:00Z"))
                        .lastUpdatedDate(Instant.parse("2025-06-01T10:00:00Z"))
                        .build());
    }

    @Test
    void isAnsweredWithWhatIsGiven_7_11() {
        documentationVersion("v1");
        Stage stage = rest.send(
                ApiGateway.CREATE_STAGE,
                create().description("d")
                        .cacheClusterEnabled(true)
                        .tracingEnabled(true)
                        .documentationVersion("v1")
                        .canarySettings(CanarySettings.builder()
                                .percentTraffic(10.0)
                                .stageVariableOverrides(Map.of("a", "1"))
                                .build())
                        .build());
        assertThat(stage.cacheClusterEnabled()).isTrue();
        assertThat(stage.cacheClusterStatus()).as("R14.2").isEqualTo("AVAILABLE");
        assertThat(stage.cacheClusterSize()).as("R14.5").isEqualTo("0.5");
        assertThat(stage.tracingEnabled()).isTrue();
        assertThat(stage.documentationVersion()).isEqualTo("v1");
        assertThat(stage.canarySettings())
                .as("R12.1")
                .isEqualTo(CanarySettings.builder()
                        .deploymentId(deploymentId)
                        .percentTraffic(10.0)
                        .useStageCache(false)
                        .stageVariableOverrides(Map.of("a", "1"))
                        .build());
        assertThat(get()).isEqualTo(stage);
    }

    @Test
    void cacheSizeIsKeptWithoutACache_R14_3() {
        Stage stage = rest.send(
                ApiGateway.CREATE_STAGE, create().cacheClusterSize("6.1").build());
        assertThat(stage.cacheClusterEnabled()).isFalse();
        assertThat(stage.cacheClusterStatus()).isEqualTo("NOT_AVAILABLE");
        assertThat(stage.cacheClusterSize()).isEqualTo("6.1");
        Stage on = patched(replace("/cacheClusterEnabled", "true"));
        assertThat(on.cacheClusterStatus()).isEqualTo("AVAILABLE");
        assertThat(on.cacheClusterSize()).isEqualTo("6.1");
        assertThat(patched(replace("/cacheClusterEnabled", "false")).cacheClusterSize())
                .isEqualTo("6.1");
    }

    @Test
    void canaryOfANewStage_R12_1_R10_63_R12_11() {
        assertThat(refusedCanary(CanarySettings.builder().deploymentId("nope")))
                .isEqualTo("Deployment id does not exist");
        assertThat(refusedCanary(CanarySettings.builder().percentTraffic(100.5)))
                .isEqualTo("Percent traffic must be between 0.0 and 100.0");
        assertThat(refusedCanary(CanarySettings.builder().stageVariableOverrides(Map.of("a", ";"))))
                .startsWith("Invalid stage variable value: ;.");
        Stage stage = rest.send(
                ApiGateway.CREATE_STAGE,
                create().canarySettings(CanarySettings.builder().build()).build());
        assertThat(stage.canarySettings())
                .isEqualTo(CanarySettings.builder()
                        .deploymentId(deploymentId)
                        .percentTraffic(0.0)
                        .useStageCache(false)
                        .build());
    }

    private String refusedCanary(CanarySettings.Builder canary) {
        return rest.refused(
                        ApiGateway.CREATE_STAGE,
                        create().canarySettings(canary.build()).build())
                .getMessage();
    }

    @Test
    void documentationVersionMustExist_R10_75_R9_31() {
        CreateStageRequest request = create().documentationVersion("v1").build();
        assertThat(rest.refused(ApiGateway.CREATE_STAGE, request).status()).isEqualTo(404);
        rest.send(ApiGateway.CREATE_STAGE, create().build());
        ServiceException refusal =
                rest.refused(ApiGateway.UPDATE_STAGE, update(replace("/documentationVersion", "v1")));
        assertThat(refusal.status()).isEqualTo(404);
        assertThat(refusal.getMessage()).isEqualTo("Invalid Documentation version specified");
        documentationVersion("v1");
        assertThat(patched(replace("/documentationVersion", "v1")).documentationVersion())
                .isEqualTo("v1");
        assertThat(patched(replace("/documentationVersion", "")).documentationVersion())
                .isNull();
    }

    @Test
    void clientCertificateMustExist_R11_14() {
        rest.send(ApiGateway.CREATE_STAGE, create().build());
        ServiceException refusal =
                rest.refused(ApiGateway.UPDATE_STAGE, update(replace("/clientCertificateId", "abc123")));
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.getMessage()).isEqualTo("Invalid Client Certificate identifier specified");
        Stages stages =
                new Stages(rest.store, rest, new References("abc123", false), new CacheClusters(rest, Duration.ZERO));
        assertThat(stages.update(rest.call, api.id(), "dev", List.of(replace("/clientCertificateId", "abc123")))
                        .clientCertificateId())
                .isEqualTo("abc123");
        assertThat(get().clientCertificateId()).isEqualTo("abc123");
        assertThat(patched(replace("/clientCertificateId", "")).clientCertificateId())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"/*/*/logging/loglevel, INFO", "/pets/GET/logging/loglevel, ERROR", "/*/*/logging/dataTrace, True"})
    void loggingNeedsARole_R10_71(String path, String value) {
        rest.send(ApiGateway.CREATE_STAGE, create().build());
        ServiceException refusal = rest.refused(ApiGateway.UPDATE_STAGE, update(replace(path, value)));
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.getMessage())
                .isEqualTo("CloudWatch Logs role ARN must be set in account settings to enable logging");
        Stages stages = new Stages(rest.store, rest, new References("", true), new CacheClusters(rest, Duration.ZERO));
        assertThat(stages.update(rest.call, api.id(), "dev", List.of(replace(path, value)))
                        .methodSettings())
                .hasSize(1);
        Stage off = patched(replace("/*/*/logging/loglevel", "OFF"), replace("/*/*/logging/dataTrace", "false"));
        assertThat(given(given(off.methodSettings()).get("*/*")).loggingLevel()).isEqualTo("OFF");
    }

    private record References(String certificate, boolean hasRole) implements StageReferences {
        @Override
        public boolean hasClientCertificate(Store.Reader tx, Scope scope, String clientCertificateId) {
            return certificate.equals(clientCertificateId);
        }

        @Override
        public boolean hasLogRole(Store.Reader tx, Scope scope) {
            return hasRole;
        }
    }

    @Test
    void methodSettingsAreAnswered_R13_5() {
        rest.send(ApiGateway.CREATE_STAGE, create().build());
        Stage stage = patched(
                replace("/*/*/throttling/burstLimit", "123"),
                replace("/*/*/caching/enabled", "true"),
                replace("/description", "changed"),
                replace("/test/GET/throttling/burstLimit", "124"));
        MethodSetting all = MethodSetting.builder()
                .metricsEnabled(false)
                .dataTraceEnabled(false)
                .throttlingBurstLimit(123)
                .throttlingRateLimit(10000.0)
                .cachingEnabled(true)
                .cacheTtlInSeconds(300)
                .cacheDataEncrypted(false)
                .requireAuthorizationForCacheControl(true)
                .unauthorizedCacheControlHeaderStrategy("SUCCEED_WITH_RESPONSE_HEADER")
                .build();
        assertThat(stage.methodSettings())
                .isEqualTo(Map.of(
                        "*/*",
                        all,
                        "test/GET",
                        all.toBuilder().throttlingBurstLimit(124).build()));
        assertThat(get()).isEqualTo(stage);
        assertThat(patched(op("remove", "/*/*", null), op("remove", "/test/GET", null))
                        .methodSettings())
                .isEmpty();
    }

    @Test
    void patchIsAllOrNothing_R8_1() {
        Stage before = rest.send(ApiGateway.CREATE_STAGE, create().build());
        rest.refused(
                ApiGateway.UPDATE_STAGE,
                update(
                        replace("/canarySettings/percentTraffic", "5"),
                        replace("/description", "d"),
                        op("remove", "/x", null)));
        assertThat(get()).isEqualTo(before);
    }

    @Test
    void cachesAreFlushed_R14_6() {
        FlushStageCacheRequest.Builder data =
                FlushStageCacheRequest.builder().restApiId(api.id()).stageName("dev");
        FlushStageAuthorizersCacheRequest.Builder authorizers =
                FlushStageAuthorizersCacheRequest.builder().restApiId(api.id()).stageName("dev");
        assertThat(rest.refused(ApiGateway.FLUSH_STAGE_CACHE, data.build()).getMessage())
                .isEqualTo("Invalid Stage identifier specified");
        assertThat(rest.refused(ApiGateway.FLUSH_STAGE_AUTHORIZERS_CACHE, authorizers.build())
                        .status())
                .isEqualTo(404);
        Stage stage = rest.send(ApiGateway.CREATE_STAGE, create().build());
        for (int i = 0; i < 2; i++) {
            rest.send(ApiGateway.FLUSH_STAGE_CACHE, data.build());
            rest.send(ApiGateway.FLUSH_STAGE_AUTHORIZERS_CACHE, authorizers.build());
        }
        assertThat(get()).isEqualTo(stage);
        List<Store.Change> changes = new ArrayList<>();
        rest.store.subscribe(changes::addAll);
        rest.send(ApiGateway.FLUSH_STAGE_CACHE, data.build());
        assertThat(changes).isEmpty();
        rest.send(ApiGateway.FLUSH_STAGE_AUTHORIZERS_CACHE, authorizers.build());
        assertThat(changes)
                .extracting(change ->
                        change.kind().equals(Kind.AUTHORIZERS_FLUSH) + " " + change.id() + " " + change.deleted())
                .last()
                .isEqualTo("true dev true"); // AUT-28: who follows is told, and nothing is left
        assertThat(ApiGateway.FLUSH_STAGE_CACHE.status()).isEqualTo(202);
        assertThat(ApiGateway.FLUSH_STAGE_AUTHORIZERS_CACHE.status()).isEqualTo(202);
    }

    @Test
    void tagsAndVariablesAreAnsweredWhenThereAreSome() {
        Stage plain = rest.send(ApiGateway.CREATE_STAGE, create().build());
        assertThat(plain.tags()).isNull();
        assertThat(plain.variables()).isNull();
        assertThat(plain.methodSettings()).isEmpty();
        Stage full = rest.send(
                ApiGateway.CREATE_STAGE,
                create().stageName("b")
                        .tags(Map.of("t", "1"))
                        .variables(Map.of("v", "2"))
                        .build());
        assertThat(full.tags()).isEqualTo(Map.of("t", "1"));
        assertThat(full.variables()).isEqualTo(Map.of("v", "2"));
    }

    @Test
    void updatesVariables() {
        rest.send(ApiGateway.CREATE_STAGE, create().variables(Map.of("a", "1")).build());
        rest.now = rest.now.plusSeconds(5);
        Stage stage = rest.send(
                ApiGateway.UPDATE_STAGE,
                update(replace("/variables/b", "https://example.com/x?y=z&a=b,c"), op("remove", "/variables/a", null)));
        assertThat(stage.variables()).isEqualTo(Map.of("b", "https://example.com/x?y=z&a=b,c"));
        assertThat(stage.lastUpdatedDate()).isEqualTo("2025-06-01T10:00:05Z");
        Stage same = rest.send(ApiGateway.UPDATE_STAGE, update());
        assertThat(same).isEqualTo(stage);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-b", "a.b", "", " ", "ü"})
    void variableNames_R10_61(String name) {
        CreateStageRequest request = create().variables(Map.of(name, "x")).build();
        assertThat(rest.refused(ApiGateway.CREATE_STAGE, request).getMessage())
                .isEqualTo("Invalid stage variable name: " + name + ".  Please use names with only word characters.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a;b", "a\nb", "\"", "<x>", "$x"})
    void variableValues_R10_62(String value) {
        CreateStageRequest request = create().variables(Map.of("x", value)).build();
        assertThat(rest.refused(ApiGateway.CREATE_STAGE, request).getMessage())
                .isEqualTo(
                        "Invalid stage variable value: " + value + ".  Please use values with alphanumeric characters"
                                + " and the symbols ' ', -', '.', '_', ':', '/', '?', '&', '=', and ','.");
        rest.send(ApiGateway.CREATE_STAGE, create().build());
        assertThat(rest.refused(ApiGateway.UPDATE_STAGE, update(replace("/variables/x", value)))
                        .code())
                .isEqualTo("BadRequestException");
    }

    @Test
    void variablesHaveLengths() {
        rest.send(
                ApiGateway.CREATE_STAGE,
                create().variables(Map.of("n".repeat(64), "v".repeat(512))).build());
        for (Map<String, String> variables : List.of(Map.of("n".repeat(65), "v"), Map.of("n", "v".repeat(513)))) {
            CreateStageRequest request =
                    create().stageName("b").variables(variables).build();
            assertThat(rest.refused(ApiGateway.CREATE_STAGE, request).status()).isEqualTo(400);
        }
    }

    @Test
    void canaryOfAPatch_R12_3_R10_63() {
        rest.send(ApiGateway.CREATE_STAGE, create().build());
        assertThat(rest.refused(ApiGateway.UPDATE_STAGE, update(replace("/canarySettings/deploymentId", "nope")))
                        .getMessage())
                .isEqualTo("Deployment id does not exist");
        Stage stage = patched(replace("/canarySettings/deploymentId", deploymentId));
        assertThat(stage.canarySettings())
                .isEqualTo(CanarySettings.builder()
                        .deploymentId(deploymentId)
                        .percentTraffic(0.0)
                        .useStageCache(false)
                        .build());
        assertThat(rest.refused(
                                ApiGateway.UPDATE_STAGE,
                                update(replace("/canarySettings/stageVariableOverrides/a", ";")))
                        .getMessage())
                .startsWith("Invalid stage variable value: ;.");
    }

    @Test
    void canaryIsPromoted_R12_9() {
        rest.send(
                ApiGateway.CREATE_STAGE,
                create().variables(Map.of("a", "1", "b", "1")).build());
        String canary = given(rest.send(
                        ApiGateway.CREATE_DEPLOYMENT,
                        CreateDeploymentRequest.builder()
                                .restApiId(api.id())
                                .stageName("dev")
                                .canarySettings(DeploymentCanarySettings.builder()
                                        .percentTraffic(50.0)
                                        .stageVariableOverrides(Map.of("b", "2", "c", "3"))
                                        .build())
                                .build())
                .id());
        Stage promoted = patched(
                replace("/canarySettings/percentTraffic", "0.0"),
                copy("/canarySettings/stageVariableOverrides", "/variables"),
                copy("/canarySettings/deploymentId", "/deploymentId"));
        assertThat(promoted.deploymentId()).isEqualTo(canary);
        assertThat(promoted.variables()).isEqualTo(Map.of("a", "1", "b", "2", "c", "3"));
        assertThat(promoted.canarySettings())
                .isEqualTo(CanarySettings.builder()
                        .deploymentId(canary)
                        .percentTraffic(0.0)
                        .useStageCache(false)
                        .stageVariableOverrides(Map.of("b", "2", "c", "3"))
                        .build());
        assertThat(patched(op("remove", "/canarySettings", null)).canarySettings())
                .isNull();
        assertThat(rest.refused(ApiGateway.UPDATE_STAGE, update(copy("/canarySettings/deploymentId", "/deploymentId")))
                        .getMessage())
                .as("R12.8")
                .isEqualTo("Promotion not available. Canary does not exist.");
    }

    private static PatchOperation copy(String from, String path) {
        return PatchOperation.builder().op("copy").from(from).path(path).build();
    }

    @Test
    void isDeletedOnce() {
        rest.send(ApiGateway.CREATE_STAGE, create().build());
        DeleteStageRequest delete = DeleteStageRequest.builder()
                .restApiId(api.id())
                .stageName("dev")
                .build();
        rest.send(ApiGateway.DELETE_STAGE, delete);
        assertThat(rest.refused(ApiGateway.DELETE_STAGE, delete).getMessage())
                .isEqualTo("Invalid Stage identifier specified");
        GetStageRequest other =
                GetStageRequest.builder().restApiId("nope").stageName("dev").build();
        assertThat(rest.refused(ApiGateway.GET_STAGE, other).getMessage())
                .isEqualTo("Invalid API identifier specified 111111111111:nope");
    }

    private void documentationVersion(String version) {
        rest.store.write(tx -> {
            tx.put(
                    Kind.DOCUMENTATION_VERSION,
                    Rest.SCOPE,
                    api.id(),
                    version,
                    new DocumentationVersion(version, null, Instant.EPOCH, List.of()));
            return version;
        });
    }

    private Stage get() {
        return rest.send(
                ApiGateway.GET_STAGE,
                GetStageRequest.builder().restApiId(api.id()).stageName("dev").build());
    }

    private Stage patched(PatchOperation... operations) {
        return rest.send(ApiGateway.UPDATE_STAGE, update(operations));
    }

    private CreateStageRequest.Builder create() {
        return CreateStageRequest.builder().restApiId(api.id()).stageName("dev").deploymentId(deploymentId);
    }

    private UpdateStageRequest update(PatchOperation... operations) {
        return UpdateStageRequest.builder()
                .restApiId(api.id())
                .stageName("dev")
                .patchOperations(List.of(operations))
                .build();
    }
}
