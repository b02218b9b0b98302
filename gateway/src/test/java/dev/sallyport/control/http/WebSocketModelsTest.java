package dev.sallyport.control.http;

import static dev.sallyport.control.http.ControlClient.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.CreateModelRequest;
import dev.sallyport.wire.apigatewayv2.CreateModelResponse;
import dev.sallyport.wire.apigatewayv2.CreateRouteRequest;
import dev.sallyport.wire.apigatewayv2.DeleteModelRequest;
import dev.sallyport.wire.apigatewayv2.GetModelRequest;
import dev.sallyport.wire.apigatewayv2.GetModelTemplateRequest;
import dev.sallyport.wire.apigatewayv2.GetModelsRequest;
import dev.sallyport.wire.apigatewayv2.GetModelsResponse;
import dev.sallyport.wire.apigatewayv2.UpdateApiRequest;
import dev.sallyport.wire.apigatewayv2.UpdateModelRequest;
import dev.sallyport.wire.apigatewayv2.UpdateModelResponse;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of WebSocket APIs (websocket-api 13, 22). */
class WebSocketModelsTest {

    private static final String SCHEMA = """
            {"$schema": "http://json-schema.org/draft-04/schema#", "title": "ExampleModel", "type": "object",
             "properties": {"id": {"type": "string"}}}
            """;
    private static final String DRAFT_7 = "{\"const\": 1}";

    private final ControlClient client = new ControlClient();
    private final String api = client.webSocketApi();

    private CreateModelRequest.Builder newModel(String name) {
        return CreateModelRequest.builder().apiId(api).name(name).schema(SCHEMA);
    }

    private String create(String name) {
        return given(
                client.send(ApiGatewayV2.CREATE_MODEL, newModel(name).build()).modelId());
    }

    private UpdateModelRequest.Builder update(String id) {
        return UpdateModelRequest.builder().apiId(api).modelId(id);
    }

    private void uncheck() {
        client.send(
                ApiGatewayV2.UPDATE_API,
                UpdateApiRequest.builder()
                        .apiId(api)
                        .disableSchemaValidation(true)
                        .build());
    }

    @Test
    @DisplayName("22.1, W22.10: a minimal model")
    void minimalModel() {
        CreateModelResponse model =
                client.send(ApiGatewayV2.CREATE_MODEL, newModel("m").build());
        assertThat(model)
                .isEqualTo(CreateModelResponse.builder()
                        .contentType("application/json")
                        .modelId(model.modelId())
                        .name("m")
                        .schema(SCHEMA)
                        .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-b", "", "ä", "a b"})
    @DisplayName("W22.9: names are letters and digits")
    void checksNames(String name) {
        ServiceException refused =
                client.refused(ApiGatewayV2.CREATE_MODEL, newModel(name).build());
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.getMessage()).isEqualTo("Model name must be alphanumeric: " + name);
    }

    @Test
    @DisplayName("W22.9: a name is unique; a model that a route names stays as it is called")
    void namesAreUnique() {
        String id = create("m");
        assertThat(client.refused(ApiGatewayV2.CREATE_MODEL, newModel("m").build())
                        .status())
                .isEqualTo(409);
        String route = given(client.send(
                        ApiGatewayV2.CREATE_ROUTE,
                        CreateRouteRequest.builder()
                                .apiId(api)
                                .routeKey("a")
                                .requestModels(Map.of("k", "m"))
                                .build())
                .routeId());
        ServiceException used = client.refused(
                ApiGatewayV2.DELETE_MODEL,
                DeleteModelRequest.builder().apiId(api).modelId(id).build());
        assertThat(used.status()).isEqualTo(409);
        assertThat(used.getMessage()).contains("[" + route + "]");
        assertThat(client.refused(
                                ApiGatewayV2.UPDATE_MODEL, update(id).name("n").build())
                        .status())
                .isEqualTo(409);
        String other = create("other");
        assertThat(client.refused(
                                ApiGatewayV2.UPDATE_MODEL,
                                update(other).name("m").build())
                        .status())
                .isEqualTo(409);
        assertThat(client.send(
                                ApiGatewayV2.UPDATE_MODEL,
                                update(other).name("n").build())
                        .name())
                .isEqualTo("n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "5", "\"text\"", "nope"})
    @DisplayName("W22.10: a schema is a JSON object, checked or not")
    void needsJson(String schema) {
        CreateModelRequest request = newModel("m").schema(schema).build();
        assertThat(client.refused(ApiGatewayV2.CREATE_MODEL, request).status()).isEqualTo(400);
        uncheck();
        assertThat(client.refused(ApiGatewayV2.CREATE_MODEL, request).status()).isEqualTo(400);
    }

    @Test
    @DisplayName("W13.5: a schema is of draft 4, unless nobody checks")
    void checksSchemas() {
        CreateModelRequest request = newModel("m").schema(DRAFT_7).build();
        ServiceException refused = client.refused(ApiGatewayV2.CREATE_MODEL, request);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.getMessage())
                .startsWith("Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema"
                        + " specified.");
        uncheck();
        assertThat(client.send(ApiGatewayV2.CREATE_MODEL, request).schema()).isEqualTo(DRAFT_7);
    }

    @Test
    @DisplayName("R20.8: an update changes what it is given; as Terraform sends it")
    void updates() {
        String id = given(client.send(
                        ApiGatewayV2.CREATE_MODEL,
                        newModel("m")
                                .contentType("text/x-json")
                                .description("test")
                                .build())
                .modelId());
        String schema = "{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}";
        UpdateModelResponse updated = client.send(
                ApiGatewayV2.UPDATE_MODEL,
                update(id)
                        .contentType("application/json")
                        .description("")
                        .schema(schema)
                        .build());
        assertThat(updated)
                .isEqualTo(UpdateModelResponse.builder()
                        .contentType("application/json")
                        .modelId(id)
                        .name("m")
                        .schema(schema)
                        .build());
        assertThat(client.refused(
                                ApiGatewayV2.UPDATE_MODEL,
                                update(id).schema("x").build())
                        .status())
                .isEqualTo(400);
        client.send(
                ApiGatewayV2.DELETE_MODEL,
                DeleteModelRequest.builder().apiId(api).modelId(id).build());
        assertThat(client.refused(
                                ApiGatewayV2.GET_MODEL,
                                GetModelRequest.builder().apiId(api).modelId(id).build())
                        .getMessage())
                .isEqualTo("Invalid Model identifier specified " + id);
    }

    @Test
    @DisplayName("W22.11: a template with the structure of the model")
    void template() {
        assertThat(client.send(
                                ApiGatewayV2.GET_MODEL_TEMPLATE,
                                GetModelTemplateRequest.builder()
                                        .apiId(api)
                                        .modelId(create("m"))
                                        .build())
                        .value())
                .isEqualTo("#set($inputRoot = $input.path('$'))\n{\n  \"id\" : \"foo\"\n}");
    }

    @Test
    @DisplayName("R20.9: models in pages")
    void pages() {
        for (int i = 0; i < 3; i++) {
            create("m" + i);
        }
        GetModelsRequest.Builder request = GetModelsRequest.builder().apiId(api).maxResults("2");
        GetModelsResponse first = client.send(ApiGatewayV2.GET_MODELS, request.build());
        assertThat(given(first.items())).hasSize(2);
        GetModelsResponse second = client.send(
                ApiGatewayV2.GET_MODELS, request.nextToken(first.nextToken()).build());
        assertThat(given(second.items())).hasSize(1);
        assertThat(second.nextToken()).isNull();
    }
}
