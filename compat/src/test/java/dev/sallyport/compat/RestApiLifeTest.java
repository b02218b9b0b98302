package dev.sallyport.compat;

import static dev.sallyport.compat.TestApi.replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.Condition;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.BadRequestException;
import software.amazon.awssdk.services.apigateway.model.ConflictException;
import software.amazon.awssdk.services.apigateway.model.Deployment;
import software.amazon.awssdk.services.apigateway.model.EndpointType;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.Resource;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.apigateway.model.Stage;

/** The eight families of a REST API through the SDK: make, get, list, update, delete, and what then serves. */
final class RestApiLifeTest {

    @RegisterExtension
    static final GatewayProcess GATEWAY = GatewayProcess.with();

    private final ApiGatewayClient client = GATEWAY.apiGateway();

    /** Rest control plane 7.1, 6 (pages). */
    @Test
    void restApi() {
        ApiGatewayClient own = GATEWAY.apiGateway("222222222222");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            String name = "page-" + i;
            ids.add(own.createRestApi(request -> request.name(name)).id());
        }
        assertThat(own.getRestApisPaginator(request -> request.limit(3)).items())
                .extracting(RestApi::id)
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(own.getRestApis(request -> request.limit(3)).items()).hasSize(3);

        String id = ids.getFirst();
        own.updateRestApi(request -> request.restApiId(id)
                .patchOperations(
                        replace("/name", "renamed"),
                        replace("/description", "with words"),
                        replace("/endpointConfiguration/types/EDGE", "REGIONAL")));
        var read = own.getRestApi(request -> request.restApiId(id));
        assertThat(read.name()).isEqualTo("renamed");
        assertThat(read.description()).isEqualTo("with words");
        assertThat(read.endpointConfiguration().types()).containsExactly(EndpointType.REGIONAL);
        assertThat(read.rootResourceId()).isNotEmpty();

        own.deleteRestApi(request -> request.restApiId(id));
        assertNotFound(
                () -> own.getRestApi(request -> request.restApiId(id)),
                "Invalid API identifier specified 222222222222:" + id);
        assertThat(own.getRestApis().items()).hasSize(6);
    }

    /** An account does not see what belongs to another one. */
    @Test
    void anotherAccountSeesNothing() {
        TestApi api = TestApi.create(GATEWAY, "private");
        ApiGatewayClient stranger = GATEWAY.apiGateway("333333333333");
        assertThat(stranger.getRestApis().items()).isEmpty();
        assertNotFound(
                () -> stranger.getRestApi(request -> request.restApiId(api.id())),
                "Invalid API identifier specified 333333333333:" + api.id());
        assertNotFound(
                () -> stranger.createResource(request ->
                        request.restApiId(api.id()).parentId(api.rootId()).pathPart("a")),
                null);
    }

    /** Rest control plane 7.2, 10.2. */
    @Test
    void resource() {
        TestApi api = TestApi.create(GATEWAY, "resource");
        String pets = api.resource(api.rootId(), "pets");
        String pet = api.resource(pets, "{petId}");
        assertThat(client.getResource(request -> request.restApiId(api.id()).resourceId(pet))
                        .path())
                .isEqualTo("/pets/{petId}");
        assertThatThrownBy(() -> api.resource(api.rootId(), "pets"))
                .isInstanceOfSatisfying(
                        ConflictException.class,
                        error -> assertThat(error.statusCode()).isEqualTo(409))
                .hasMessageContaining("Another resource with the same parent already has this name: pets");
        client.updateResource(request ->
                request.restApiId(api.id()).resourceId(pets).patchOperations(replace("/pathPart", "animals")));
        assertThat(client.getResources(request -> request.restApiId(api.id())).items())
                .extracting(Resource::path)
                .containsExactlyInAnyOrder("/", "/animals", "/animals/{petId}");
        client.deleteResource(request -> request.restApiId(api.id()).resourceId(pets));
        assertNotFound(
                () -> client.getResource(request -> request.restApiId(api.id()).resourceId(pet)),
                "Invalid Resource identifier specified");
        assertThatThrownBy(() -> client.deleteResource(
                        request -> request.restApiId(api.id()).resourceId(api.rootId())))
                .isInstanceOf(BadRequestException.class);
    }

    /** Rest control plane 7.3 and 7.4. */
    @Test
    void methodAndMethodResponse() {
        TestApi api = TestApi.create(GATEWAY, "method");
        client.putMethod(request -> request.restApiId(api.id())
                .resourceId(api.rootId())
                .httpMethod("POST")
                .authorizationType("NONE")
                .operationName("makePet")
                .requestParameters(Map.of("method.request.header.X-Kind", true)));
        assertThatThrownBy(() -> api.method(api.rootId(), "POST")).isInstanceOf(ConflictException.class);
        client.putMethodResponse(request -> request.restApiId(api.id())
                .resourceId(api.rootId())
                .httpMethod("POST")
                .statusCode("201")
                .responseParameters(Map.of("method.response.header.Location", true)));
        client.updateMethod(request -> request.restApiId(api.id())
                .resourceId(api.rootId())
                .httpMethod("POST")
                .patchOperations(
                        replace("/operationName", "createPet"),
                        PatchOperation.builder()
                                .op(Op.ADD)
                                .path("/requestParameters/method.request.querystring.dry")
                                .value("false")
                                .build()));
        client.updateMethodResponse(request -> request.restApiId(api.id())
                .resourceId(api.rootId())
                .httpMethod("POST")
                .statusCode("201")
                .patchOperations(replace("/responseParameters/method.response.header.Location", "false")));
        var method = client.getMethod(
                request -> request.restApiId(api.id()).resourceId(api.rootId()).httpMethod("POST"));
        assertThat(method.operationName()).isEqualTo("createPet");
        assertThat(method.requestParameters())
                .containsOnly(
                        Map.entry("method.request.header.X-Kind", true),
                        Map.entry("method.request.querystring.dry", false));
        assertThat(method.methodResponses())
                .containsOnlyKeys("201")
                .hasValueSatisfying(new Condition<>(
                        response ->
                                response.responseParameters().equals(Map.of("method.response.header.Location", false)),
                        "the changed parameter"));
        client.deleteMethodResponse(request -> request.restApiId(api.id())
                .resourceId(api.rootId())
                .httpMethod("POST")
                .statusCode("201"));
        assertNotFound(
                () -> client.getMethodResponse(request -> request.restApiId(api.id())
                        .resourceId(api.rootId())
                        .httpMethod("POST")
                        .statusCode("201")),
                "Invalid Response status code specified");
        client.deleteMethod(
                request -> request.restApiId(api.id()).resourceId(api.rootId()).httpMethod("POST"));
        assertNotFound(
                () -> client.getMethod(request ->
                        request.restApiId(api.id()).resourceId(api.rootId()).httpMethod("POST")),
                "Invalid Method identifier specified");
    }

    /** Rest control plane 7.5: defaults, a patch, and that PutIntegration starts anew. */
    @Test
    void integrationAndIntegrationResponse() {
        TestApi api = TestApi.create(GATEWAY, "integration");
        api.mock(api.rootId(), "GET", "text");
        var integration = client.getIntegration(
                request -> request.restApiId(api.id()).resourceId(api.rootId()).httpMethod("GET"));
        assertThat(integration.type()).isEqualTo(IntegrationType.MOCK);
        assertThat(integration.passthroughBehavior()).isEqualTo("WHEN_NO_MATCH");
        assertThat(integration.timeoutInMillis()).isEqualTo(29_000);
        assertThat(integration.cacheNamespace()).isEqualTo(api.rootId());
        assertThat(integration.integrationResponses())
                .containsOnlyKeys("200")
                .hasValueSatisfying(new Condition<>(
                        response -> response.responseTemplates().equals(Map.of("application/json", "text")),
                        "its template"));
        client.updateIntegration(request -> request.restApiId(api.id())
                .resourceId(api.rootId())
                .httpMethod("GET")
                .patchOperations(replace("/timeoutInMillis", "5000"), replace("/passthroughBehavior", "NEVER")));
        integration = client.getIntegration(
                request -> request.restApiId(api.id()).resourceId(api.rootId()).httpMethod("GET"));
        assertThat(integration.timeoutInMillis()).isEqualTo(5_000);
        assertThat(integration.passthroughBehavior()).isEqualTo("NEVER");
        client.deleteIntegrationResponse(request -> request.restApiId(api.id())
                .resourceId(api.rootId())
                .httpMethod("GET")
                .statusCode("200"));
        assertNotFound(
                () -> client.getIntegrationResponse(request -> request.restApiId(api.id())
                        .resourceId(api.rootId())
                        .httpMethod("GET")
                        .statusCode("200")),
                "Invalid Response status code specified");
        client.deleteIntegration(
                request -> request.restApiId(api.id()).resourceId(api.rootId()).httpMethod("GET"));
        assertNotFound(
                () -> client.getIntegration(request ->
                        request.restApiId(api.id()).resourceId(api.rootId()).httpMethod("GET")),
                "Invalid Integration identifier specified");
    }

    /** Rest control plane 11: a deployment is a snapshot; a stage points at one. */
    @Test
    void deploymentAndStage() {
        TestApi api = TestApi.create(GATEWAY, "deployment");
        assertThatThrownBy(() -> api.deploy("prod"))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("The REST API doesn't contain any methods");
        api.mock(api.rootId(), "GET", "first");
        String first = api.deploy("prod");
        assertThat(Http.get(api.url("prod", "/")).body()).isEqualTo("first");

        api.changeMock(api.rootId(), "GET", "second");
        assertThat(Http.get(api.url("prod", "/")).body()).isEqualTo("first");
        String second = client.createDeployment(
                        request -> request.restApiId(api.id()).description("two"))
                .id();
        assertThat(Http.get(api.url("prod", "/")).body()).isEqualTo("first");
        client.createStage(request -> request.restApiId(api.id())
                .stageName("dev")
                .deploymentId(second)
                .variables(Map.of("kind", "test")));
        assertThat(Http.get(api.url("dev", "/")).body()).isEqualTo("second");

        client.updateStage(request ->
                request.restApiId(api.id()).stageName("prod").patchOperations(replace("/deploymentId", second)));
        assertThat(Http.get(api.url("prod", "/")).body()).isEqualTo("second");
        client.updateStage(request ->
                request.restApiId(api.id()).stageName("prod").patchOperations(replace("/deploymentId", first)));
        assertThat(Http.get(api.url("prod", "/")).body()).isEqualTo("first");

        assertThat(client.getDeployments(request -> request.restApiId(api.id())).items())
                .extracting(Deployment::id)
                .containsExactlyInAnyOrder(first, second);
        client.updateDeployment(request ->
                request.restApiId(api.id()).deploymentId(second).patchOperations(replace("/description", "2")));
        assertThat(client.getDeployment(request -> request.restApiId(api.id()).deploymentId(second))
                        .description())
                .isEqualTo("2");
        assertThatThrownBy(() -> client.deleteDeployment(
                        request -> request.restApiId(api.id()).deploymentId(first)))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("Active stages pointing to this deployment must be moved or deleted");

        assertThat(client.getStages(request -> request.restApiId(api.id())).item())
                .extracting(Stage::stageName)
                .containsExactlyInAnyOrder("prod", "dev");
        client.deleteStage(request -> request.restApiId(api.id()).stageName("prod"));
        HttpResponse<String> gone = Http.get(api.url("prod", "/"));
        assertThat(gone.statusCode()).isEqualTo(403);
        client.deleteDeployment(request -> request.restApiId(api.id()).deploymentId(first));
        assertNotFound(
                () -> client.getDeployment(
                        request -> request.restApiId(api.id()).deploymentId(first)),
                "Invalid Deployment identifier specified");
    }

    /** BIN-9: binary media types serve with the next deployment; COR-6 shows when they do. */
    @Test
    void binaryMediaTypesNeedADeployment() {
        TestApi api = TestApi.create(GATEWAY, "binary");
        api.mock(api.rootId(), "GET", "text");
        api.deploy("test");
        client.updateRestApi(request -> request.restApiId(api.id())
                .patchOperations(PatchOperation.builder()
                        .op("add")
                        .path("/binaryMediaTypes/*~1*")
                        .build()));
        assertThat(Http.get(api.url("test", "/")).statusCode()).isEqualTo(200);

        api.deploy("test");
        assertThat(Http.get(api.url("test", "/")).statusCode()).isEqualTo(500);
    }

    /** Rest control plane 11 to 14: what a stage cannot enforce yet closes what needs it, at once and not for longer. */
    @Test
    void stageSettings() {
        TestApi api = TestApi.create(GATEWAY, "stage-settings");
        api.mock(api.rootId(), "GET", "first");
        api.deploy("prod");
        api.changeMock(api.rootId(), "GET", "second");
        String canary = client.createDeployment(request -> request.restApiId(api.id())
                        .stageName("prod")
                        .canarySettings(settings ->
                                settings.percentTraffic(0.0).stageVariableOverrides(Map.of("kind", "canary"))))
                .id();
        assertThat(Http.get(api.url("prod", "/")).body()).isEqualTo("first");
        client.updateStage(request -> request.restApiId(api.id())
                .stageName("prod")
                .patchOperations(replace("/canarySettings/percentTraffic", "100.0")));
        assertThat(Http.get(api.url("prod", "/")).body()).isEqualTo("second");
        assertThatThrownBy(() -> client.deleteDeployment(
                        request -> request.restApiId(api.id()).deploymentId(canary)))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining(
                        "Active stages with canary settings pointing to this deployment must be moved or deleted");

        var promoted = client.updateStage(request -> request.restApiId(api.id())
                .stageName("prod")
                .patchOperations(
                        replace("/canarySettings/percentTraffic", "0.0"),
                        copy("/canarySettings/stageVariableOverrides", "/variables"),
                        copy("/canarySettings/deploymentId", "/deploymentId")));
        assertThat(promoted.deploymentId()).isEqualTo(canary);
        assertThat(promoted.variables()).isEqualTo(Map.of("kind", "canary"));
        assertThat(promoted.canarySettings().percentTraffic()).isEqualTo(0.0);
        assertThat(Http.get(api.url("prod", "/")).body()).isEqualTo("second");

        var cached = client.updateStage(request -> request.restApiId(api.id())
                .stageName("prod")
                .patchOperations(replace("/cacheClusterEnabled", "true"), replace("/*/*/caching/enabled", "true")));
        assertThat(cached.cacheClusterStatusAsString()).isIn("CREATE_IN_PROGRESS", "AVAILABLE");
        await().until(() -> client.getStage(
                        request -> request.restApiId(api.id()).stageName("prod"))
                .cacheClusterStatusAsString()
                .equals("AVAILABLE"));
        assertThat(cached.cacheClusterSize()).hasToString("0.5");
        assertThat(Objects.requireNonNull(cached.methodSettings().get("*/*")).throttlingBurstLimit())
                .isEqualTo(5000);
        assertThat(Http.get(api.url("prod", "/")).body()).isEqualTo("second");
        client.flushStageCache(request -> request.restApiId(api.id()).stageName("prod"));
        client.flushStageAuthorizersCache(request -> request.restApiId(api.id()).stageName("prod"));
        client.updateStage(request -> request.restApiId(api.id())
                .stageName("prod")
                .patchOperations(
                        PatchOperation.builder().op(Op.REMOVE).path("/*/*").build()));
        assertThat(Http.get(api.url("prod", "/")).body()).isEqualTo("second");
    }

    private static PatchOperation copy(String from, String path) {
        return PatchOperation.builder().op(Op.COPY).from(from).path(path).build();
    }

    private static void assertNotFound(ThrowingCallable call, @Nullable String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(NotFoundException.class, error -> {
            assertThat(error.statusCode()).isEqualTo(404);
            if (message != null) {
                assertThat(error.awsErrorDetails().errorMessage()).isEqualTo(message);
            }
        });
    }
}
