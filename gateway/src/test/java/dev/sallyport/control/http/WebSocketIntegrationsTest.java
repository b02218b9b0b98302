package dev.sallyport.control.http;

import static dev.sallyport.control.http.ControlClient.SCOPE;
import static dev.sallyport.control.http.ControlClient.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.model.HttpApiVpcLink;
import dev.sallyport.model.VpcLink;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.CreateIntegrationRequest;
import dev.sallyport.wire.apigatewayv2.CreateIntegrationResponseRequest;
import dev.sallyport.wire.apigatewayv2.CreateIntegrationResponseResponse;
import dev.sallyport.wire.apigatewayv2.CreateIntegrationResult;
import dev.sallyport.wire.apigatewayv2.CreateRouteRequest;
import dev.sallyport.wire.apigatewayv2.DeleteIntegrationRequest;
import dev.sallyport.wire.apigatewayv2.DeleteIntegrationResponseRequest;
import dev.sallyport.wire.apigatewayv2.DeleteVpcLinkRequest;
import dev.sallyport.wire.apigatewayv2.GetIntegrationResponseRequest;
import dev.sallyport.wire.apigatewayv2.GetIntegrationResponsesRequest;
import dev.sallyport.wire.apigatewayv2.GetIntegrationResponsesResponse;
import dev.sallyport.wire.apigatewayv2.TlsConfigInput;
import dev.sallyport.wire.apigatewayv2.UpdateIntegrationRequest;
import dev.sallyport.wire.apigatewayv2.UpdateIntegrationResponseRequest;
import dev.sallyport.wire.apigatewayv2.UpdateIntegrationResponseResponse;
import dev.sallyport.wire.apigatewayv2.UpdateIntegrationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Integrations and integration responses of WebSocket APIs (websocket-api 9, 12, 14, 21, 22). */
class WebSocketIntegrationsTest {

    private static final String FUNCTION = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
            + "arn:aws:lambda:us-east-1:111111111111:function:f/invocations";

    private final ControlClient client = new ControlClient();
    private final String api = client.webSocketApi();

    private CreateIntegrationRequest.Builder newIntegration(String type) {
        return CreateIntegrationRequest.builder().apiId(api).integrationType(type);
    }

    private CreateIntegrationRequest.Builder newHttp() {
        return newIntegration("HTTP").integrationMethod("GET").integrationUri("http://www.example.com");
    }

    private CreateIntegrationResult create(CreateIntegrationRequest.Builder request) {
        return client.send(ApiGatewayV2.CREATE_INTEGRATION, request.build());
    }

    private ServiceException refused(CreateIntegrationRequest.Builder request) {
        ServiceException refused = client.refused(ApiGatewayV2.CREATE_INTEGRATION, request.build());
        assertThat(refused.status()).isEqualTo(400);
        return refused;
    }

    @Test
    @DisplayName("22.1, W9.2 to W9.4, W12.3: a minimal mock")
    void minimalMock() {
        CreateIntegrationResult mock = create(newIntegration("MOCK"));
        assertThat(mock)
                .isEqualTo(CreateIntegrationResult.builder()
                        .connectionType("INTERNET")
                        .integrationId(mock.integrationId())
                        .integrationResponseSelectionExpression("${integration.response.statuscode}")
                        .integrationType("MOCK")
                        .passthroughBehavior("WHEN_NO_MATCH")
                        .payloadFormatVersion("1.0")
                        .timeoutInMillis(29000)
                        .build());
        assertThat(mock.integrationId()).matches("[a-z0-9]{7}");
    }

    @Test
    @DisplayName("22.1: a function as proxy has the method POST and no selection of responses")
    void minimalProxy() {
        CreateIntegrationResult proxy = create(newIntegration("AWS_PROXY").integrationUri(FUNCTION));
        assertThat(proxy)
                .isEqualTo(CreateIntegrationResult.builder()
                        .connectionType("INTERNET")
                        .integrationId(proxy.integrationId())
                        .integrationMethod("POST")
                        .integrationType("AWS_PROXY")
                        .integrationUri(FUNCTION)
                        .passthroughBehavior("WHEN_NO_MATCH")
                        .payloadFormatVersion("1.0")
                        .timeoutInMillis(29000)
                        .build());
    }

    @ParameterizedTest
    @CsvSource({
        "AWS, ${integration.response.body.errorMessage}",
        "HTTP, ${integration.response.statuscode}",
        "HTTP_PROXY,"
    })
    @DisplayName("W12.3: the type decides what selects a response")
    void responseSelection(String type, String expression) {
        CreateIntegrationRequest.Builder request = type.equals("AWS")
                ? newIntegration(type).integrationUri("arn:aws:apigateway:us-east-1:sqs:action/SendMessage")
                : newHttp().integrationType(type);
        assertThat(create(request).integrationResponseSelectionExpression()).isEqualTo(expression);
    }

    @Test
    @DisplayName("W9.1, W9.3: what HTTP APIs alone have is refused; an empty tlsConfig is nothing")
    void refusesWhatIsOfHttp() {
        for (CreateIntegrationRequest.Builder each : List.of(
                newIntegration("AWS_PROXY").integrationSubtype("SQS-SendMessage"),
                newHttp().payloadFormatVersion("2.0"),
                newHttp().responseParameters(Map.of("200", Map.of("overwrite:statuscode", "201"))),
                newHttp()
                        .tlsConfig(TlsConfigInput.builder()
                                .serverNameToVerify("a.example")
                                .build()))) {
            assertThat(refused(each).getMessage()).endsWith(" cannot be set for WEBSOCKET protocol Apis.");
        }
        create(newHttp()
                .payloadFormatVersion("1.0")
                .tlsConfig(TlsConfigInput.builder().build()));
    }

    @Test
    @DisplayName("W9.2, W9.5, W9.6, W9.9: times, addresses, methods and credentials")
    void checksIntegrations() {
        refused(newHttp().timeoutInMillis(49));
        refused(newHttp().timeoutInMillis(29001));
        assertThat(create(newHttp().timeoutInMillis(50)).timeoutInMillis()).isEqualTo(50);
        refused(newHttp().integrationUri("example.com"));
        refused(newHttp().integrationUri(null));
        refused(newHttp().integrationMethod(null));
        refused(newHttp().integrationMethod("FETCH"));
        create(newHttp().integrationUri("http://${stageVariables.host}/a"));
        assertThat(refused(newIntegration("AWS_PROXY")
                                .integrationUri("arn:aws:lambda:us-east-1:111111111111:function:f"))
                        .getMessage())
                .isEqualTo("AWS ARN for integration must contain path or action");
        refused(newIntegration("AWS_PROXY").integrationUri("arn:aws:apigateway:us-east-1:sqs:action/SendMessage"));
        refused(newIntegration("AWS"));
        refused(newIntegration("AWS").integrationUri(FUNCTION).credentialsArn("role"));
        for (String credentials :
                List.of("arn:aws:iam::111111111111:role/r", "arn:aws:iam::*:user/*", "${stageVariables.role}")) {
            assertThat(create(newIntegration("AWS").integrationUri(FUNCTION).credentialsArn(credentials))
                            .credentialsArn())
                    .isEqualTo(credentials);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "context.connectionId",
                "route.request.querystring.authToken",
                "route.request.header.X-Key",
                "route.request.multivalueheader.X-Key",
                "route.request.multivaluequerystring.a",
                "route.request.body.data.room",
                "route.request.body",
                "stageVariables.v",
                "'static text'"
            })
    @DisplayName("W9.10, W9.11, W9.14: what parameters may be taken from")
    void takesSources(String source) {
        Map<String, String> parameters = Map.of("integration.request.header.connectionId", source);
        assertThat(create(newHttp().requestParameters(parameters)).requestParameters())
                .isEqualTo(parameters);
    }

    @ParameterizedTest
    @CsvSource({
        "integration.request.body.a, 'context.stage'",
        "header.a, 'context.stage'",
        "integration.request.header.a, 'method.request.header.a'",
        "integration.request.header.a, 'route.request.header.'",
        "integration.request.header.a, static",
        "integration.request.header.a, 'route.request.path.a'",
        "integration.request.header.a, 'route.request.body.a[?(@.b'"
    })
    @DisplayName("W9.15: bad mappings")
    void refusesMappings(String target, String source) {
        assertThat(refused(newHttp().requestParameters(Map.of(target, source))).getMessage())
                .startsWith("Invalid mapping expression specified: Validation Result: warnings : [], errors : [")
                .endsWith("]");
    }

    @Test
    @DisplayName("W22.13, R20.8: parameters are merged, templates replaced, the rest is kept; as Terraform sends it")
    void updates() {
        String id = given(create(newHttp()
                        .contentHandlingStrategy("CONVERT_TO_TEXT")
                        .description("d")
                        .templateSelectionExpression("$request.body.name")
                        .timeoutInMillis(28999)
                        .requestParameters(Map.of("integration.request.querystring.stage", "'value1'"))
                        .requestTemplates(Map.of("application/json", "")))
                .integrationId());
        UpdateIntegrationRequest.Builder update =
                UpdateIntegrationRequest.builder().apiId(api).integrationId(id).integrationType("HTTP");
        UpdateIntegrationResult updated = client.send(
                ApiGatewayV2.UPDATE_INTEGRATION,
                update.integrationMethod("POST")
                        .passthroughBehavior("WHEN_NO_TEMPLATES")
                        .description("")
                        .requestParameters(Map.of(
                                "integration.request.querystring.stage", "",
                                "integration.request.path.op", "'value3'"))
                        .requestTemplates(Map.of("application/xml", "#set($number=42)"))
                        .build());
        assertThat(updated)
                .isEqualTo(UpdateIntegrationResult.builder()
                        .connectionType("INTERNET")
                        .contentHandlingStrategy("CONVERT_TO_TEXT")
                        .integrationId(id)
                        .integrationMethod("POST")
                        .integrationResponseSelectionExpression("${integration.response.statuscode}")
                        .integrationType("HTTP")
                        .integrationUri("http://www.example.com")
                        .passthroughBehavior("WHEN_NO_TEMPLATES")
                        .payloadFormatVersion("1.0")
                        .requestParameters(Map.of("integration.request.path.op", "'value3'"))
                        .requestTemplates(Map.of("application/xml", "#set($number=42)"))
                        .templateSelectionExpression("$request.body.name")
                        .timeoutInMillis(28999)
                        .build());
        assertThat(client.send(
                                ApiGatewayV2.UPDATE_INTEGRATION,
                                UpdateIntegrationRequest.builder()
                                        .apiId(api)
                                        .integrationId(id)
                                        .requestTemplates(Map.of())
                                        .build())
                        .requestTemplates())
                .isNull();
    }

    @Test
    @DisplayName("W22.6: an integration that a route names stays")
    void deletesUnused() {
        String id = client.mock(api);
        String route = given(client.send(
                        ApiGatewayV2.CREATE_ROUTE,
                        CreateRouteRequest.builder()
                                .apiId(api)
                                .routeKey("a")
                                .target("integrations/" + id)
                                .build())
                .routeId());
        DeleteIntegrationRequest delete =
                DeleteIntegrationRequest.builder().apiId(api).integrationId(id).build();
        ServiceException used = client.refused(ApiGatewayV2.DELETE_INTEGRATION, delete);
        assertThat(used.status()).isEqualTo(409);
        assertThat(used.getMessage())
                .isEqualTo("Cannot delete Integration because it is referenced by the following Routes with Ids: ["
                        + route + "]");
    }

    @Test
    @DisplayName("W21.1, W21.2: private integrations through links of both kinds")
    void vpcLinks() {
        client.store.write(tx -> {
            tx.put(
                    Kind.VPC_LINK,
                    SCOPE,
                    "",
                    "link1",
                    new VpcLink("link1", "l", null, List.of("arn:aws:elasticloadbalancing:x"), Map.of()));
            tx.put(
                    Kind.HTTP_API_VPC_LINK,
                    SCOPE,
                    "",
                    "link2",
                    new HttpApiVpcLink("link2", "l", List.of("subnet-1"), List.of(), Map.of(), ControlClient.NOW));
            return api;
        });
        for (String link : List.of("link1", "link2", "${stageVariables.vpcLinkId}")) {
            CreateIntegrationResult made = create(newHttp()
                    .integrationType("HTTP_PROXY")
                    .connectionType("VPC_LINK")
                    .connectionId(link));
            assertThat(made.connectionId()).isEqualTo(link);
            assertThat(made.connectionType()).isEqualTo("VPC_LINK");
        }
        refused(newHttp().connectionType("VPC_LINK"));
        refused(newHttp().connectionType("VPC_LINK").connectionId("nope"));
        refused(newHttp().connectionId("link1"));
        refused(newIntegration("MOCK").connectionType("VPC_LINK").connectionId("link1"));
        assertThat(client.refused(
                                ApiGatewayV2.DELETE_VPC_LINK,
                                DeleteVpcLinkRequest.builder()
                                        .vpcLinkId("link2")
                                        .build())
                        .getMessage())
                .contains(api);
    }

    private CreateIntegrationResponseRequest.Builder newResponse(String integration, String key) {
        return CreateIntegrationResponseRequest.builder()
                .apiId(api)
                .integrationId(integration)
                .integrationResponseKey(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$default", "/200/", "/2\\d\\d/", "/.*error.*/"})
    @DisplayName("W12.2, W22.7: keys are $default or patterns in slashes, each once")
    void takesResponseKeys(String key) {
        String mock = client.mock(api);
        CreateIntegrationResponseResponse response = client.send(
                ApiGatewayV2.CREATE_INTEGRATION_RESPONSE, newResponse(mock, key).build());
        assertThat(response)
                .isEqualTo(CreateIntegrationResponseResponse.builder()
                        .integrationResponseId(response.integrationResponseId())
                        .integrationResponseKey(key)
                        .build());
        assertThat(client.refused(
                                ApiGatewayV2.CREATE_INTEGRATION_RESPONSE,
                                newResponse(mock, key).build())
                        .status())
                .isEqualTo(409);
    }

    @ParameterizedTest
    @ValueSource(strings = {"200", "", "//", "/", "/(/", "$other", "/200"})
    @DisplayName("W12.2: bad keys")
    void refusesResponseKeys(String key) {
        assertThat(client.refused(
                                ApiGatewayV2.CREATE_INTEGRATION_RESPONSE,
                                newResponse(client.mock(api), key).build())
                        .status())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("W12.7, W22.7: an integration response is updated, key and all; as Terraform sends it")
    void updatesResponses() {
        String mock = client.mock(api);
        String id = given(client.send(
                        ApiGatewayV2.CREATE_INTEGRATION_RESPONSE,
                        newResponse(mock, "$default")
                                .contentHandlingStrategy("CONVERT_TO_TEXT")
                                .responseParameters(Map.of(
                                        "route.response.header.a", "integration.response.header.b",
                                        "method.response.header.c", "'x'",
                                        "route.response.statuscode", "'200'"))
                                .responseTemplates(Map.of("application/json", ""))
                                .templateSelectionExpression("$request.body.name")
                                .build())
                .integrationResponseId());
        UpdateIntegrationResponseRequest.Builder update = UpdateIntegrationResponseRequest.builder()
                .apiId(api)
                .integrationId(mock)
                .integrationResponseId(id);
        UpdateIntegrationResponseResponse updated = client.send(
                ApiGatewayV2.UPDATE_INTEGRATION_RESPONSE,
                update.integrationResponseKey("/404/")
                        .responseParameters(Map.of("method.response.header.c", "", "route.response.statuscode", ""))
                        .responseTemplates(Map.of("application/xml", "#set($percent=$number/100)"))
                        .build());
        assertThat(updated)
                .isEqualTo(UpdateIntegrationResponseResponse.builder()
                        .contentHandlingStrategy("CONVERT_TO_TEXT")
                        .integrationResponseId(id)
                        .integrationResponseKey("/404/")
                        .responseParameters(Map.of("route.response.header.a", "integration.response.header.b"))
                        .responseTemplates(Map.of("application/xml", "#set($percent=$number/100)"))
                        .templateSelectionExpression("$request.body.name")
                        .build());
        assertThat(client.refused(
                                ApiGatewayV2.UPDATE_INTEGRATION_RESPONSE,
                                update.responseParameters(Map.of("x", "'y'")).build())
                        .status())
                .isEqualTo(400);
        client.send(
                ApiGatewayV2.CREATE_INTEGRATION_RESPONSE,
                newResponse(mock, "$default").build());
        assertThat(client.refused(
                                ApiGatewayV2.UPDATE_INTEGRATION_RESPONSE,
                                UpdateIntegrationResponseRequest.builder()
                                        .apiId(api)
                                        .integrationId(mock)
                                        .integrationResponseId(id)
                                        .integrationResponseKey("$default")
                                        .build())
                        .status())
                .isEqualTo(409);
        DeleteIntegrationResponseRequest delete = DeleteIntegrationResponseRequest.builder()
                .apiId(api)
                .integrationId(mock)
                .integrationResponseId(id)
                .build();
        client.send(ApiGatewayV2.DELETE_INTEGRATION_RESPONSE, delete);
        assertThat(client.refused(
                                ApiGatewayV2.GET_INTEGRATION_RESPONSE,
                                GetIntegrationResponseRequest.builder()
                                        .apiId(api)
                                        .integrationId(mock)
                                        .integrationResponseId(id)
                                        .build())
                        .getMessage())
                .isEqualTo("Invalid IntegrationResponse identifier specified " + id);
    }

    @Test
    @DisplayName("R20.9: integration responses in pages")
    void pages() {
        String mock = client.mock(api);
        List<String> keys = new ArrayList<>();
        for (int status = 200; status < 207; status++) {
            keys.add("/" + status + "/");
            client.send(
                    ApiGatewayV2.CREATE_INTEGRATION_RESPONSE,
                    newResponse(mock, keys.getLast()).build());
        }
        GetIntegrationResponsesRequest.Builder request = GetIntegrationResponsesRequest.builder()
                .apiId(api)
                .integrationId(mock)
                .maxResults("3");
        List<String> seen = new ArrayList<>();
        String token = null;
        do {
            GetIntegrationResponsesResponse page = client.send(
                    ApiGatewayV2.GET_INTEGRATION_RESPONSES,
                    request.nextToken(token).build());
            assertThat(given(page.items())).hasSizeLessThanOrEqualTo(3);
            given(page.items()).forEach(each -> seen.add(given(each.integrationResponseKey())));
            token = page.nextToken();
        } while (token != null);
        assertThat(seen).isEqualTo(keys);
        assertThat(client.refused(
                                ApiGatewayV2.GET_INTEGRATION_RESPONSES,
                                request.nextToken("junk").build())
                        .getMessage())
                .isEqualTo("Invalid NextToken");
    }
}
