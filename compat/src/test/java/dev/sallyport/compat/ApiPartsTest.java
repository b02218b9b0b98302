package dev.sallyport.compat;

import static dev.sallyport.compat.TestApi.replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.AuthorizerType;
import software.amazon.awssdk.services.apigateway.model.ConflictException;
import software.amazon.awssdk.services.apigateway.model.DocumentationPart;
import software.amazon.awssdk.services.apigateway.model.DocumentationPartType;
import software.amazon.awssdk.services.apigateway.model.GatewayResponseType;
import software.amazon.awssdk.services.apigateway.model.LocationStatusType;
import software.amazon.awssdk.services.apigateway.model.Model;

/** What an API holds besides methods, through the SDK: pages, queries, and what is absent. */
final class ApiPartsTest {

    private static final String GUARD = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
            + "arn:aws:lambda:us-east-1:111111111111:function:guard/invocations";

    @RegisterExtension
    static final GatewayProcess GATEWAY = GatewayProcess.with();

    private final ApiGatewayClient client = GATEWAY.apiGateway();

    @Test
    @DisplayName("R6.3, R6.13: models in pages, flattened, and as a template")
    void models() {
        String api = client.createRestApi(request -> request.name("models")).id();
        String pet = "https://apigateway.amazonaws.com/restapis/" + api + "/models/Pet";
        create(api, "Pet", "{\"properties\":{\"name\":{\"type\":\"string\"}}}");
        create(api, "Zoo", "{\"type\":\"array\",\"items\":{\"$ref\":\"" + pet + "\"}}");
        assertThat(client.getModelsPaginator(request -> request.restApiId(api).limit(1))
                        .items())
                .extracting(Model::name)
                .containsExactly("Empty", "Error", "Pet", "Zoo");
        assertThat(client.getModel(request ->
                                request.restApiId(api).modelName("Zoo").flatten(true))
                        .schema())
                .contains("\"$ref\":\"#/definitions/Pet\"")
                .doesNotContain(pet);
        assertThat(client.getModelTemplate(request -> request.restApiId(api).modelName("Pet"))
                        .value())
                .isEqualTo("#set($inputRoot = $input.path('$'))\n{\n  \"name\" : \"foo\"\n}");
        assertThatThrownBy(() ->
                        client.deleteModel(request -> request.restApiId(api).modelName("Pet")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("Cannot delete model 'Pet', is referenced in model: Zoo");
    }

    @Test
    @DisplayName("7.6: a TTL that was not given is absent, and one that was is echoed")
    void authorizers() {
        String api =
                client.createRestApi(request -> request.name("authorizers")).id();
        String id = client.createAuthorizer(request -> request.restApiId(api)
                        .name("guard")
                        .type(AuthorizerType.TOKEN)
                        .authorizerUri(GUARD))
                .id();
        var read = client.getAuthorizer(request -> request.restApiId(api).authorizerId(id));
        assertThat(read.authorizerResultTtlInSeconds()).isNull();
        assertThat(read.hasProviderARNs()).isFalse();
        var updated = client.updateAuthorizer(request -> request.restApiId(api)
                .authorizerId(id)
                .patchOperations(replace("/authorizerResultTtlInSeconds", "60")));
        assertThat(updated.authorizerResultTtlInSeconds()).isEqualTo(60);
        client.deleteAuthorizer(request -> request.restApiId(api).authorizerId(id));
        assertThat(client.getAuthorizers(request -> request.restApiId(api)).items())
                .isEmpty();
    }

    @Test
    @DisplayName("R6.14: documented and undocumented, by the query parameters of the SDK")
    void documentation() {
        String api = client.createRestApi(request -> request.name("documented")).id();
        client.createDocumentationPart(request -> request.restApiId(api)
                .location(location -> location.type(DocumentationPartType.MODEL).name("Empty"))
                .properties("{\"description\":\"nothing\"}"));
        assertThat(client.getDocumentationParts(request -> request.restApiId(api)
                                .type(DocumentationPartType.MODEL)
                                .nameQuery("Empty"))
                        .items())
                .hasSize(1);
        List<DocumentationPart> missing = client.getDocumentationParts(
                        request -> request.restApiId(api).locationStatus(LocationStatusType.UNDOCUMENTED))
                .items();
        assertThat(missing)
                .extracting(part -> part.location().type() + " "
                        + part.location().name() + " " + part.location().path())
                .containsExactly("API null null", "MODEL Error null", "RESOURCE null /");
        client.createDocumentationVersion(
                request -> request.restApiId(api).documentationVersion("1.0").description("first"));
        assertThat(client.getDocumentationVersions(request -> request.restApiId(api))
                        .items())
                .extracting(version -> version.version())
                .containsExactly("1.0");
    }

    @Test
    @DisplayName("R7.13: a customised default shows in the other types of its class")
    void gatewayResponses() {
        String api = client.createRestApi(request -> request.name("customised")).id();
        client.putGatewayResponse(request -> request.restApiId(api)
                .responseType(GatewayResponseType.DEFAULT_4_XX)
                .statusCode("418")
                .responseParameters(Map.of("gatewayresponse.header.X", "'x'")));
        var shown = client.getGatewayResponse(
                request -> request.restApiId(api).responseType(GatewayResponseType.THROTTLED));
        assertThat(shown.statusCode()).isEqualTo("418");
        assertThat(shown.defaultResponse()).isTrue();
        assertThat(shown.responseParameters()).containsEntry("gatewayresponse.header.X", "'x'");
    }

    private void create(String api, String name, String schema) {
        client.createModel(request -> request.restApiId(api)
                .name(name)
                .contentType("application/json")
                .schema(schema));
    }
}
