package dev.sallyport.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.Api;
import software.amazon.awssdk.services.apigatewayv2.model.BadRequestException;
import software.amazon.awssdk.services.apigatewayv2.model.ConflictException;
import software.amazon.awssdk.services.apigatewayv2.model.ConnectionType;
import software.amazon.awssdk.services.apigatewayv2.model.Deployment;
import software.amazon.awssdk.services.apigatewayv2.model.DeploymentStatus;
import software.amazon.awssdk.services.apigatewayv2.model.GetApisResponse;
import software.amazon.awssdk.services.apigatewayv2.model.Integration;
import software.amazon.awssdk.services.apigatewayv2.model.IntegrationType;
import software.amazon.awssdk.services.apigatewayv2.model.NotFoundException;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;
import software.amazon.awssdk.services.apigatewayv2.model.Route;
import software.amazon.awssdk.services.apigatewayv2.model.RouteSettings;
import software.amazon.awssdk.services.apigatewayv2.model.Stage;
import software.amazon.awssdk.services.apigatewayv2.model.VpcLink;
import software.amazon.awssdk.services.apigatewayv2.model.VpcLinkStatus;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;

/** The families of an HTTP API through the SDK: make, get, list, update, delete, and what then serves (issue 8). */
@Timeout(300)
final class HttpApiLifeTest {

    @RegisterExtension
    static final GatewayProcess GATEWAY = GatewayProcess.with();

    private static String echo;

    private final ApiGatewayV2Client client = GATEWAY.apiGatewayV2();

    @BeforeAll
    static void makeFunction() {
        echo = new TestFunctions(GATEWAY.lambda()).node("http-api-echo", """
                exports.handler = async (event) => ({
                  route: event.routeKey, path: event.rawPath, mark: event.headers['x-mark'],
                  stage: event.requestContext.stage, variables: event.stageVariables});
                """);
    }

    @Test
    @DisplayName("21.1, R20.9, R21.9: an API from its creation to its end, and pages of them")
    void api() {
        ApiGatewayV2Client own = GATEWAY.apiGatewayV2("222222222222");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            String name = "page-" + i;
            ids.add(own.createApi(request -> request.name(name).protocolType(ProtocolType.HTTP))
                    .apiId());
        }
        List<String> listed = new ArrayList<>();
        String token = null;
        do {
            String next = token;
            GetApisResponse page =
                    own.getApis(request -> request.maxResults("3").nextToken(next));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(3);
            page.items().forEach(item -> listed.add(item.apiId()));
            token = page.nextToken();
        } while (token != null);
        assertThat(listed).containsExactlyInAnyOrderElementsOf(ids);

        String id = ids.getFirst();
        own.updateApi(request -> request.apiId(id)
                .name("renamed")
                .description("with words")
                .version("1")
                .disableExecuteApiEndpoint(true)
                .corsConfiguration(
                        cors -> cors.allowOrigins("https://a.example").maxAge(5)));
        var read = own.getApi(request -> request.apiId(id));
        assertThat(read.name()).isEqualTo("renamed");
        assertThat(read.description()).isEqualTo("with words");
        assertThat(read.disableExecuteApiEndpoint()).isTrue();
        assertThat(read.corsConfiguration().allowOrigins()).containsExactly("https://a.example");
        assertThat(read.corsConfiguration().hasAllowMethods()).isFalse();
        assertThat(read.apiEndpoint()).isEqualTo("https://" + id + ".execute-api.us-east-1.amazonaws.com");
        own.updateApi(request -> request.apiId(id).description("").version(""));
        own.deleteCorsConfiguration(request -> request.apiId(id));
        read = own.getApi(request -> request.apiId(id));
        assertThat(read.description()).isNull();
        assertThat(read.version()).isNull();
        assertThat(read.corsConfiguration()).isNull();

        own.deleteApi(request -> request.apiId(id));
        assertNotFound(
                () -> own.getApi(request -> request.apiId(id)), "Invalid API identifier specified 222222222222:" + id);
        assertThat(own.getApis(request -> {}).items())
                .hasSize(6)
                .extracting(Api::apiId)
                .doesNotContain(id);
        assertNotFound(() -> client.getApi(request -> request.apiId(ids.getLast())), null);
    }

    @Test
    @DisplayName("R21.6, R21.7: a target alone makes an API that serves")
    void quickCreate() {
        String id = client.createApi(request ->
                        request.name("quick").protocolType(ProtocolType.HTTP).target(echo))
                .apiId();
        TestHttpApi api = new TestHttpApi(GATEWAY.endpoint(), client, id);
        HttpResponse<String> answer = Http.get(api.url("/a/b"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"route\":\"$default\"", "\"path\":\"/a/b\"", "\"stage\":\"$default\"");
        assertThat(answer.headers().firstValue("apigw-requestid").orElseThrow()).matches("[A-Za-z0-9_-]{15}=");

        Integration integration =
                client.getIntegrations(request -> request.apiId(id)).items().getFirst();
        assertThat(integration.apiGatewayManaged()).isTrue();
        assertThat(integration.payloadFormatVersion()).isEqualTo("2.0");
        assertThatThrownBy(() -> client.deleteIntegration(
                        request -> request.apiId(id).integrationId(integration.integrationId())))
                .isInstanceOf(BadRequestException.class);
        assertThatThrownBy(() -> client.deleteStage(request -> request.apiId(id).stageName(TestHttpApi.DEFAULT)))
                .isInstanceOf(BadRequestException.class);
        client.updateApi(request -> request.apiId(id).routeKey("GET /pets/{id}"));
        assertThat(Http.get(api.url("/pets/1")).body()).contains("\"route\":\"GET /pets/{id}\"");
        assertThat(Http.get(api.url("/a/b")).statusCode()).isEqualTo(404);
    }

    @Test
    @DisplayName("21.2: a route, its key and what it may not be")
    void route() {
        TestHttpApi api = TestHttpApi.create(GATEWAY, "routes");
        String integration = api.function(echo, "2.0");
        String pets = api.route("GET /pets", integration);
        assertThatThrownBy(() -> api.route("GET /pets", integration))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("Route with key GET /pets already exists for this API");
        assertThatThrownBy(() -> api.route("pets", integration)).isInstanceOf(BadRequestException.class);
        assertNotFound(() -> api.route("GET /dogs", "nothing"), "Invalid Integration identifier specified nothing");
        client.updateRoute(request ->
                request.apiId(api.id()).routeId(pets).routeKey("ANY /animals").operationName("animals"));
        assertThat(client.getRoutes(request -> request.apiId(api.id())).items())
                .extracting(Route::routeKey)
                .containsExactly("ANY /animals");
        var read = client.getRoute(request -> request.apiId(api.id()).routeId(pets));
        assertThat(read.operationName()).isEqualTo("animals");
        assertThat(read.target()).isEqualTo("integrations/" + integration);
        assertThat(read.apiKeyRequired()).isFalse();
        assertThatThrownBy(() -> client.deleteIntegration(
                        request -> request.apiId(api.id()).integrationId(integration)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("referenced by the following Routes with Ids: [" + pets + "]");
        var emptied = client.updateRoute(
                request -> request.apiId(api.id()).routeId(pets).target("").operationName(""));
        assertThat(emptied.target()).isNull();
        assertThat(emptied.operationName()).isNull();
        client.deleteRoute(request -> request.apiId(api.id()).routeId(pets));
        assertNotFound(
                () -> client.getRoute(request -> request.apiId(api.id()).routeId(pets)),
                "Invalid Route identifier specified " + pets);
        client.deleteIntegration(request -> request.apiId(api.id()).integrationId(integration));
        assertNotFound(
                () -> client.getIntegration(request -> request.apiId(api.id()).integrationId(integration)), null);
    }

    @Test
    @DisplayName("21.3, R7.8, R7.15: an integration, and how its mappings are merged")
    void integration() {
        TestHttpApi api = TestHttpApi.create(GATEWAY, "integrations");
        String id = api.function(echo, "2.0");
        var read = client.getIntegration(request -> request.apiId(api.id()).integrationId(id));
        assertThat(read.integrationMethod()).isEqualTo("POST");
        assertThat(read.connectionType()).isEqualTo(ConnectionType.INTERNET);
        assertThat(read.timeoutInMillis()).isEqualTo(30_000);
        client.updateIntegration(request -> request.apiId(api.id())
                .integrationId(id)
                .timeoutInMillis(5000)
                .requestParameters(Map.of("overwrite:header.x-mark", "one", "append:querystring.a", "$context.stage"))
                .responseParameters(Map.of(
                        "200", Map.of("append:header.x-made", "$context.requestId"),
                        "404", Map.of("overwrite:statuscode", "410"))));
        client.updateIntegration(request -> request.apiId(api.id())
                .integrationId(id)
                .requestParameters(Map.of("append:querystring.a", ""))
                .responseParameters(Map.of("404", Map.of())));
        read = client.getIntegration(request -> request.apiId(api.id()).integrationId(id));
        assertThat(read.timeoutInMillis()).isEqualTo(5000);
        assertThat(read.requestParameters()).containsOnly(Map.entry("overwrite:header.x-mark", "one"));
        assertThat(read.responseParameters()).containsOnlyKeys("200");
        assertThatThrownBy(() -> client.updateIntegration(request -> request.apiId(api.id())
                        .integrationId(id)
                        .requestParameters(Map.of("overwrite:header.Authorization", "x"))))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("Invalid mapping expression specified");
        assertThatThrownBy(() -> client.createIntegration(
                        request -> request.apiId(api.id()).integrationType(IntegrationType.MOCK)))
                .isInstanceOf(BadRequestException.class);
        api.route("GET /", id);
        api.autoDeploy("test", Map.of());
        HttpResponse<String> answer = Http.get(api.url("test", "/"));
        assertThat(answer.body()).contains("\"mark\":\"one\"");
        assertThat(answer.headers().firstValue("x-made"))
                .isEqualTo(answer.headers().firstValue("apigw-requestid"));
    }

    @Test
    @DisplayName("R13.2, R13.6 to R13.9: a deployment never changes; a stage points at one")
    void deployment() {
        TestHttpApi api = TestHttpApi.create(GATEWAY, "deployments");
        assertThatThrownBy(() -> client.createDeployment(request -> request.apiId(api.id())))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("Unable to deploy API because no routes exist in this API");
        String integration = api.function(echo, "2.0");
        api.route("GET /mark", integration);
        mark(api, integration, "first");
        String first =
                client.createDeployment(request -> request.apiId(api.id())).deploymentId();
        client.createStage(request -> request.apiId(api.id()).stageName("prod").deploymentId(first));
        URI url = api.url("prod", "/mark");
        assertThat(Http.get(url).body()).contains("\"mark\":\"first\"");

        mark(api, integration, "second");
        api.route("GET /more", integration);
        assertThat(Http.get(url).body()).contains("\"mark\":\"first\"");
        assertThat(Http.get(api.url("prod", "/more")).statusCode()).isEqualTo(404);
        String second = client.createDeployment(
                        request -> request.apiId(api.id()).stageName("prod").description("two"))
                .deploymentId();
        assertThat(Http.get(url).body()).contains("\"mark\":\"second\"");
        assertThat(Http.get(api.url("prod", "/more")).statusCode()).isEqualTo(200);
        client.updateStage(request -> request.apiId(api.id()).stageName("prod").deploymentId(first));
        assertThat(Http.get(url).body()).contains("\"mark\":\"first\"");

        assertThat(client.getDeployments(request -> request.apiId(api.id())).items())
                .extracting(Deployment::deploymentId)
                .containsExactlyInAnyOrder(first, second);
        client.updateDeployment(
                request -> request.apiId(api.id()).deploymentId(second).description("2"));
        var read = client.getDeployment(request -> request.apiId(api.id()).deploymentId(second));
        assertThat(read.description()).isEqualTo("2");
        assertThat(read.deploymentStatus()).isEqualTo(DeploymentStatus.DEPLOYED);
        assertThat(read.autoDeployed()).isFalse();
        assertThatThrownBy(() -> client.deleteDeployment(
                        request -> request.apiId(api.id()).deploymentId(first)))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("Active stages pointing to this deployment must be moved or deleted");
        client.deleteDeployment(request -> request.apiId(api.id()).deploymentId(second));
        client.deleteStage(request -> request.apiId(api.id()).stageName("prod"));
        assertThat(Http.get(url).statusCode()).isEqualTo(404);
    }

    private void mark(TestHttpApi api, String integration, String text) {
        client.updateIntegration(request -> request.apiId(api.id())
                .integrationId(integration)
                .requestParameters(Map.of("overwrite:header.x-mark", text)));
    }

    @Test
    @DisplayName("R1.6, R13.3 to R13.5: a stage that deploys itself shows every change at once")
    void autoDeploy() {
        TestHttpApi api = TestHttpApi.create(GATEWAY, "auto");
        api.autoDeploy(TestHttpApi.DEFAULT, Map.of());
        assertThat(Http.get(api.url("/")).statusCode()).isEqualTo(404);
        String integration = api.function(echo, "2.0");
        api.route("GET /{proxy+}", integration);
        assertThat(Http.get(api.url("/dev/a")).body()).contains("\"path\":\"/dev/a\"", "\"stage\":\"$default\"");
        mark(api, integration, "here");
        assertThat(Http.get(api.url("/dev/a")).body()).contains("\"mark\":\"here\"");
        api.autoDeploy("dev", Map.of("kind", "named"));
        assertThat(Http.get(api.url("/dev/a")).body())
                .contains("\"path\":\"/dev/a\"", "\"stage\":\"dev\"", "\"variables\":{\"kind\":\"named\"}");

        Stage stage =
                client.getStages(request -> request.apiId(api.id())).items().getFirst();
        assertThat(stage.lastDeploymentStatusMessage())
                .isEqualTo("Successfully deployed stage with deployment ID '" + stage.deploymentId() + "'");
        var deployment = client.getDeployment(request -> request.apiId(api.id()).deploymentId(stage.deploymentId()));
        assertThat(deployment.autoDeployed()).isTrue();
        assertThat(deployment.description())
                .isEqualTo("Automatic deployment triggered by changes to the Api configuration");
        assertThatThrownBy(() -> client.updateStage(
                        request -> request.apiId(api.id()).stageName("dev").deploymentId(stage.deploymentId())))
                .isInstanceOf(BadRequestException.class);
        client.updateStage(request -> request.apiId(api.id()).stageName("dev").autoDeploy(false));
        mark(api, integration, "later");
        assertThat(Http.get(api.url("/dev/a")).body()).contains("\"mark\":\"here\"");
        assertThat(Http.get(api.url("/a")).body()).contains("\"mark\":\"later\"");
    }

    @Test
    @DisplayName("R12.2 to R12.6, R13.13 to R13.15, 14: what is live of a stage")
    void stage() {
        TestHttpApi api = TestHttpApi.create(GATEWAY, "stages");
        api.route("GET /a", api.function(echo, "2.0"));
        api.autoDeploy("s", Map.of("one", "1", "two", "2"));
        assertThatThrownBy(() -> api.autoDeploy("s", Map.of()))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("Stage already exists");
        GATEWAY.logs().createLogGroup(request -> request.logGroupName("http-api-stages"));
        client.updateStage(request -> request.apiId(api.id())
                .stageName("s")
                .description("described")
                .stageVariables(Map.of("one", "", "three", "3"))
                .accessLogSettings(log -> log.destinationArn(
                                "arn:aws:logs:us-east-1:" + GatewayProcess.ACCOUNT + ":log-group:http-api-stages")
                        .format("$context.requestId $context.routeKey $context.status $context.path")));
        HttpResponse<String> answer = Http.get(api.url("s", "/a"));
        assertThat(answer.body()).contains("\"three\":\"3\"", "\"two\":\"2\"").doesNotContain("\"one\"");
        String line = answer.headers().firstValue("apigw-requestid").orElseThrow() + " GET /a 200 /s/a";
        await("the line of the access log")
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(GATEWAY.logs()
                                .filterLogEvents(request -> request.logGroupName("http-api-stages"))
                                .events())
                        .extracting(FilteredLogEvent::message)
                        .containsExactly(line));
        client.deleteAccessLogSettings(request -> request.apiId(api.id()).stageName("s"));

        RouteSettings none = RouteSettings.builder()
                .throttlingBurstLimit(0)
                .throttlingRateLimit(0.0)
                .build();
        client.updateStage(request -> request.apiId(api.id()).stageName("s").routeSettings(Map.of("GET /a", none)));
        HttpResponse<String> throttled = Http.get(api.url("s", "/a"));
        assertThat(throttled.statusCode()).isEqualTo(429);
        assertThat(throttled.body()).isEqualTo("{\"message\":\"Too Many Requests\"}");
        assertNotFound(
                () -> client.updateStage(
                        request -> request.apiId(api.id()).stageName("s").routeSettings(Map.of("GET /b", none))),
                "Unable to find Route by key GET /b within the provided RouteSettings");
        client.deleteRouteSettings(
                request -> request.apiId(api.id()).stageName("s").routeKey("GET /a"));
        assertThat(Http.get(api.url("s", "/a")).statusCode()).isEqualTo(200);
        var read = client.getStage(request -> request.apiId(api.id()).stageName("s"));
        assertThat(read.accessLogSettings()).isNull();
        assertThat(read.routeSettings()).isEmpty();
        assertThat(read.description()).isEqualTo("described");
        assertThat(read.defaultRouteSettings().detailedMetricsEnabled()).isFalse();
    }

    @Test
    @DisplayName("R5.8 to R5.13: a VPC link")
    void vpcLink() {
        var made = client.createVpcLink(request ->
                request.name("link").subnetIds("subnet-a", "subnet-b").tags(Map.of("team", "pets")));
        assertThat(made.vpcLinkStatus()).isEqualTo(VpcLinkStatus.PENDING);
        String id = made.vpcLinkId();
        client.updateVpcLink(request -> request.vpcLinkId(id).name("renamed"));
        var read = client.getVpcLink(request -> request.vpcLinkId(id));
        assertThat(read.name()).isEqualTo("renamed");
        assertThat(read.vpcLinkStatus()).isEqualTo(VpcLinkStatus.AVAILABLE);
        assertThat(read.subnetIds()).containsExactly("subnet-a", "subnet-b");
        assertThat(read.securityGroupIds()).isEmpty();
        assertThat(client.getVpcLinks(request -> {}).items())
                .extracting(VpcLink::vpcLinkId)
                .contains(id);
        client.deleteVpcLink(request -> request.vpcLinkId(id));
        assertNotFound(() -> client.getVpcLink(request -> request.vpcLinkId(id)), null);
    }

    @Test
    @DisplayName("R20.14, R20.15, R20.18: tags of APIs, stages and links, by their ARNs")
    void tags() {
        TestHttpApi api = TestHttpApi.create(GATEWAY, "tagged");
        api.autoDeploy(TestHttpApi.DEFAULT, Map.of());
        String link = client.createVpcLink(request -> request.name("tagged").subnetIds("subnet-a"))
                .vpcLinkId();
        String below = "arn:aws:apigateway:us-east-1::";
        for (String arn : List.of(
                below + "/apis/" + api.id(),
                below + "/apis/" + api.id() + "/stages/$default",
                below + "/vpclinks/" + link)) {
            client.tagResource(request -> request.resourceArn(arn).tags(Map.of("a", "1", "b", "2 or more/+")));
            client.untagResource(request -> request.resourceArn(arn).tagKeys("a", "c"));
            assertThat(client.getTags(request -> request.resourceArn(arn)).tags())
                    .as(arn)
                    .containsOnly(Map.entry("b", "2 or more/+"));
        }
        assertThat(client.getStage(request -> request.apiId(api.id()).stageName(TestHttpApi.DEFAULT))
                        .tags())
                .containsOnlyKeys("b");
        assertNotFound(() -> client.getTags(request -> request.resourceArn(below + "/apis/nothing")), null);
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
