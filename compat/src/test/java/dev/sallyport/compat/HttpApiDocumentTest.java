package dev.sallyport.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.BadRequestException;
import software.amazon.awssdk.services.apigatewayv2.model.Route;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** HTTP APIs out of OpenAPI documents and back, through the SDK (http-api 17). */
@Timeout(300)
final class HttpApiDocumentTest {

    @RegisterExtension
    static final GatewayProcess GATEWAY = GatewayProcess.with();

    private final ApiGatewayV2Client client = GATEWAY.apiGatewayV2();

    private static String document(String functionArn, String path) {
        return """
                openapi: 3.0.1
                info: {title: pets, version: "1", description: of a document}
                paths:
                  /%s/{id}:
                    get:
                      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
                      responses: {default: {description: an answer}}
                      x-amazon-apigateway-integration:
                        {type: aws_proxy, httpMethod: POST, uri: "%s", payloadFormatVersion: "2.0"}
                  /$default:
                    x-amazon-apigateway-any-method:
                      isDefaultRoute: true
                      responses: {default: {description: an answer}}
                      x-amazon-apigateway-integration:
                        {type: aws_proxy, httpMethod: POST, uri: "%s", payloadFormatVersion: "2.0"}
                x-amazon-apigateway-cors: {allowOrigins: ["https://a.example"], allowMethods: [GET]}
                """.formatted(path, functionArn, functionArn);
    }

    private JsonNode exported(String id) {
        return JsonMapper.shared()
                .readTree(client.exportApi(request ->
                                request.apiId(id).specification("OAS30").outputType("JSON"))
                        .body()
                        .asUtf8String());
    }

    private List<String> keys(String id) {
        return client.getRoutes(request -> request.apiId(id)).items().stream()
                .map(Route::routeKey)
                .sorted()
                .toList();
    }

    @Test
    @DisplayName("R17.1, R17.5, R17.6, R17.9, R17.14, R17.17: imported, served, exported, imported again")
    void roundTrip() {
        String echo = new TestFunctions(GATEWAY.lambda())
                .node("documents-echo", "exports.handler = async (event) => event.routeKey;");
        var made = client.importApi(request -> request.body(document(echo, "pets")));
        assertThat(made.name()).isEqualTo("pets");
        assertThat(made.version()).isEqualTo("1");
        assertThat(made.corsConfiguration().allowOrigins()).containsExactly("https://a.example");
        assertThat(keys(made.apiId())).containsExactly("$default", "GET /pets/{id}");
        TestHttpApi api = new TestHttpApi(GATEWAY.endpoint(), client, made.apiId());
        api.autoDeploy("test", Map.of());
        assertThat(Http.get(api.url("test", "/pets/1")).body()).isEqualTo("GET /pets/{id}");
        assertThat(Http.get(api.url("test", "/toys")).body()).isEqualTo("$default");

        JsonNode exported = exported(api.id());
        assertThat(exported.get("openapi").stringValue()).startsWith("3.0");
        String again =
                client.importApi(request -> request.body(exported.toString())).apiId();
        assertThat(keys(again)).isEqualTo(keys(api.id()));
        assertThat(exported(again).get("paths")).isEqualTo(exported.get("paths"));

        client.reimportApi(request -> request.apiId(api.id()).body(document(echo, "toys")));
        assertThat(keys(api.id())).containsExactly("$default", "GET /toys/{id}");
        assertThat(Http.get(api.url("test", "/toys/1")).body()).isEqualTo("GET /toys/{id}");
        assertThatThrownBy(() -> client.importApi(request -> request.body("{\"swagger\": \"2.0\"}")))
                .isInstanceOf(BadRequestException.class);
    }
}
