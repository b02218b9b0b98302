package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.given;
import static dev.sallyport.control.rest.Rest.putMethod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.rest.Rest.Api;
import dev.sallyport.model.Authorizer;
import dev.sallyport.model.DocumentationPart;
import dev.sallyport.model.Method;
import dev.sallyport.model.Model;
import dev.sallyport.model.RequestValidator;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CreateAuthorizerRequest;
import dev.sallyport.wire.apigateway.CreateDocumentationPartRequest;
import dev.sallyport.wire.apigateway.CreateModelRequest;
import dev.sallyport.wire.apigateway.CreateRequestValidatorRequest;
import dev.sallyport.wire.apigateway.DeleteModelRequest;
import dev.sallyport.wire.apigateway.DeleteRestApiRequest;
import dev.sallyport.wire.apigateway.DocumentationPartLocation;
import dev.sallyport.wire.apigateway.PutGatewayResponseRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** R7.7: what {@code cloneFrom} copies besides resources. */
class ApiCopyTest {

    private static final String URI = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
            + "arn:aws:lambda:us-east-1:111111111111:function:guard/invocations";

    private final Rest rest = new Rest();
    private final Api source = rest.api();

    @Test
    @DisplayName("R7.7: parts are copied with new ids, and what refers to them refers to the copies")
    void everythingRefersToTheCopies() {
        fill();
        String id = given(rest.api(members -> members.cloneFrom(source.id())).id());

        Authorizer authorizer = one(Kind.AUTHORIZER, id);
        RequestValidator validator = one(Kind.REQUEST_VALIDATOR, id);
        Method method = given(one(Kind.RESOURCE, id).methods().get("GET"));
        assertThat(method.authorizerId()).isEqualTo(authorizer.id());
        assertThat(method.requestValidatorId()).isEqualTo(validator.id());
        assertThat(authorizer.id())
                .isNotEqualTo(one(Kind.AUTHORIZER, source.id()).id());
        assertThat(authorizer.name()).isEqualTo("guard");
        assertThat(validator.id())
                .isNotEqualTo(one(Kind.REQUEST_VALIDATOR, source.id()).id());

        List<Model> models = list(Kind.MODEL, id);
        assertThat(models).extracting(Model::name).containsExactly("Empty", "Pet");
        assertThat(models)
                .extracting(Model::id)
                .doesNotContainAnyElementsOf(
                        list(Kind.MODEL, source.id()).stream().map(Model::id).toList());
        assertThat(models.getLast().schema()).isEqualTo(schema(id));

        assertThat(one(Kind.GATEWAY_RESPONSE, id)).isEqualTo(one(Kind.GATEWAY_RESPONSE, source.id()));
        DocumentationPart part = one(Kind.DOCUMENTATION_PART, id);
        assertThat(part.location().name()).isEqualTo("Pet");
        assertThat(part.id())
                .isNotEqualTo(one(Kind.DOCUMENTATION_PART, source.id()).id());
    }

    @Test
    @DisplayName("R10.11: an API takes its parts with it")
    void deletedWithTheApi() {
        fill();
        rest.send(
                ApiGateway.DELETE_REST_API,
                DeleteRestApiRequest.builder().restApiId(source.id()).build());
        for (Kind<?> kind : List.<Kind<?>>of(
                Kind.MODEL, Kind.AUTHORIZER, Kind.REQUEST_VALIDATOR, Kind.GATEWAY_RESPONSE, Kind.DOCUMENTATION_PART)) {
            assertThat(list(kind, source.id())).as(kind.name()).isEmpty();
        }
    }

    private void fill() {
        String api = source.id();
        String authorizer = given(rest.send(
                        ApiGateway.CREATE_AUTHORIZER,
                        CreateAuthorizerRequest.builder()
                                .restApiId(api)
                                .name("guard")
                                .type("TOKEN")
                                .authorizerUri(URI)
                                .build())
                .id());
        String validator = given(rest.send(
                        ApiGateway.CREATE_REQUEST_VALIDATOR,
                        CreateRequestValidatorRequest.builder().restApiId(api).build())
                .id());
        rest.send(
                ApiGateway.CREATE_MODEL,
                CreateModelRequest.builder()
                        .restApiId(api)
                        .name("Pet")
                        .contentType("application/json")
                        .schema(schema(api))
                        .build());
        rest.send(
                ApiGateway.DELETE_MODEL,
                DeleteModelRequest.builder().restApiId(api).modelName("Error").build());
        rest.send(
                ApiGateway.PUT_METHOD,
                putMethod(source, source.root(), "GET")
                        .authorizationType("CUSTOM")
                        .authorizerId(authorizer)
                        .requestValidatorId(validator)
                        .requestModels(Map.of("application/json", "Pet"))
                        .build());
        rest.send(
                ApiGateway.PUT_GATEWAY_RESPONSE,
                PutGatewayResponseRequest.builder()
                        .restApiId(api)
                        .responseType("THROTTLED")
                        .statusCode("430")
                        .build());
        rest.send(
                ApiGateway.CREATE_DOCUMENTATION_PART,
                CreateDocumentationPartRequest.builder()
                        .restApiId(api)
                        .location(DocumentationPartLocation.builder()
                                .type("MODEL")
                                .name("Pet")
                                .build())
                        .properties("{}")
                        .build());
    }

    private static String schema(String api) {
        String models = "https://apigateway.amazonaws.com/restapis/" + api + "/models/";
        return "{ \"allOf\": [{\"$ref\": \"" + models + "Empty\"}, {\"$ref\": \"" + models + "Pet\"}] }";
    }

    private <T> List<T> list(Kind<T> kind, String api) {
        return rest.store.read(tx -> tx.list(kind, Rest.SCOPE, api));
    }

    private <T> T one(Kind<T> kind, String api) {
        List<T> all = list(kind, api);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }
}
