package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Documents.file;
import static dev.sallyport.control.rest.Documents.put;
import static dev.sallyport.control.rest.Documents.utf8;
import static dev.sallyport.control.rest.Rest.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.Authorizer;
import dev.sallyport.model.DocumentationPart;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.DocumentationPartIds;
import dev.sallyport.wire.apigateway.GetAuthorizersRequest;
import dev.sallyport.wire.apigateway.GetIntegrationRequest;
import dev.sallyport.wire.apigateway.GetIntegrationResponseRequest;
import dev.sallyport.wire.apigateway.GetMethodRequest;
import dev.sallyport.wire.apigateway.GetMethodResponseRequest;
import dev.sallyport.wire.apigateway.GetModelsRequest;
import dev.sallyport.wire.apigateway.GetResourcesRequest;
import dev.sallyport.wire.apigateway.GetRestApiRequest;
import dev.sallyport.wire.apigateway.ImportDocumentationPartsRequest;
import dev.sallyport.wire.apigateway.ImportRestApiRequest;
import dev.sallyport.wire.apigateway.RestApi;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recorded tests of imports, replayed with documents of our own that say the same. */
class RecordedImportsTest {

    private final Documents documents = new Documents();
    private final Rest rest = documents.rest;

    @ParameterizedTest
    @ValueSource(strings = {"prepend", "split", "ignore"})
    @DisplayName("openapi R3.10 to R3.15, R7.5: base path of a server's URL, and a mapping that is no text")
    void basePathOfTheServer(String mode) {
        Recording recording = Recording.of(rest, "test_import_rest_api_with_base_path_oas30[" + mode + "]");
        String id = given(rest.api(members -> members.name("a")).id());
        recording.step(
                "put-rest-api-oas30-srv-var",
                ApiGateway.PUT_REST_API,
                put(id, "overwrite", baseVariable(), Map.of("basepath", mode)));
        recording.step("get-resources-oas30-srv-var", ApiGateway.GET_RESOURCES, resources(id));
        String base = mode.equals("prepend") ? "base-var/test" : "test";
        method(recording, id, "srv-var-", base, "get");
        method(recording, id, "srv-var-", base, "options");
        recording.step(
                "put-rest-api-oas30-srv-url",
                ApiGateway.PUT_REST_API,
                put(id, "overwrite", file("oas-base-url.yaml"), Map.of("basepath", mode)));
        recording.step("get-resources-oas30-srv-url", ApiGateway.GET_RESOURCES, resources(id));
        String path = switch (mode) {
            case "prepend" -> "base-url/part/test";
            case "split" -> "part/test";
            default -> "test";
        };
        method(recording, id, "srv-url-", path, "get");
        method(recording, id, "srv-url-", path, "options");
        recording.isComplete();
    }

    /** The same API, whose base path is a variable of the server and whose mappings are all text. */
    private static String baseVariable() {
        return file("oas-base-url.yaml")
                .replace(
                        "url: https://example.com/base-url/part/",
                        "url: 'https://example.com/{basePath}'\n    variables: {basePath: {default: base-var}}")
                .replaceAll("(?m)^ *integration.request.header.(double-single|nothing): .*\n", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prepend", "split", "ignore"})
    @DisplayName(
            "openapi R3.11 to R3.13, R6.3, R6.6: base path of Swagger and a TOKEN authorizer; a document without one")
    void basePathOfSwagger(String mode) {
        Recording recording = Recording.of(rest, "test_import_rest_apis_with_base_path_swagger[" + mode + "]");
        String base = mode.equals("prepend") ? "base/test" : "test";
        String id = given(rest.api(members -> members.name("a")).id());
        recording.step(
                "put-rest-api-swagger-json",
                ApiGateway.PUT_REST_API,
                put(id, "overwrite", file("swagger-base.json"), Map.of("basepath", mode)));
        recording.step("get-resources-swagger-json", ApiGateway.GET_RESOURCES, resources(id));
        method(recording, id, "", base, "get");
        method(recording, id, "", base, "options");
        assertThat(documents.stored(Kind.AUTHORIZER, id))
                .extracting(Authorizer::type, Authorizer::authType, Authorizer::identitySource)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("TOKEN", "oauth2", "method.request.header.Authorization"));
        String other = given(rest.api(members -> members.name("a")).id());
        rest.send(ApiGateway.PUT_REST_API, put(other, "overwrite", file("no-base.json"), Map.of("basepath", mode)));
        recording.step("get-resources-no-base-path-swagger", ApiGateway.GET_RESOURCES, resources(other));
        method(recording, other, "", "pets", "get");
        method(recording, other, "", "pets/{petId}", "get");
        recording.isComplete();
    }

    @Test
    @DisplayName("openapi R8.1, R8.2: the PetStore")
    void petStore() {
        Recording recording = Recording.of(rest, "test_import_swagger_api")
                .mark("<region>", "us-east-1")
                .mark("<model-base-url>", "https://apigateway.amazonaws.com");
        RestApi api = given(recording.step(
                "import-swagger", ApiGateway.IMPORT_REST_API, Documents.create(file("petstore.json"), Map.of())));
        String id = given(api.id());
        recording.step(
                "get-authorizers",
                ApiGateway.GET_AUTHORIZERS,
                GetAuthorizersRequest.builder().restApiId(id).build());
        models(recording, id);
        recording.step("resources", ApiGateway.GET_RESOURCES, resources(id));
        method(recording, id, "", "root", "get");
        for (String verb : List.of("get", "options", "post")) {
            method(recording, id, "", "pets", verb);
        }
        method(recording, id, "", "pets/{petId}", "get");
        method(recording, id, "", "pets/{petId}", "options");
        recording.isComplete();
    }

    @Test
    @DisplayName("openapi R4.7, R6.9: a Lambda function with responses, an API key and a model")
    void validated() {
        Recording recording = Recording.of(rest, "test_import_and_validate_rest_api[openapi.spec.tf.json]")
                .mark("<partition>", "aws");
        RestApi api = given(recording.step(
                "import_tf_rest_api", ApiGateway.IMPORT_REST_API, Documents.create(file("validated.json"), Map.of())));
        String id = given(api.id());
        models(recording, id);
        recording.step("resources", ApiGateway.GET_RESOURCES, resources(id));
        method(recording, id, "", "root", "get");
        method(recording, id, "", "root", "options");
        recording.isComplete();
    }

    @Test
    @DisplayName("openapi R7.6: Lambda proxies without responses beside mocks for CORS")
    void mockCors() {
        Recording recording = Recording.of(rest, "test_import_and_validate_rest_api[swagger-mock-cors.json]")
                .mark("<partition>", "aws")
                .mark("<region>", "us-east-1");
        RestApi api = given(recording.step(
                "import_tf_rest_api", ApiGateway.IMPORT_REST_API, Documents.create(file("mock-cors.json"), Map.of())));
        String id = given(api.id());
        models(recording, id);
        recording.step("resources", ApiGateway.GET_RESOURCES, resources(id));
        for (String path : List.of("product", "product/{product_id}")) {
            method(recording, id, "", path, "get");
            method(recording, id, "", path, "options");
        }
        recording.isComplete();
    }

    @Test
    @DisplayName("openapi R4.8, R7.10: a status code that is a number")
    void integerStatus() {
        Recording recording = Recording.of(rest, "test_import_with_integer_http_status_code");
        String id = documents.importedId(file("integer-status.json"));
        recording.step("resources", ApiGateway.GET_RESOURCES, resources(id));
        method(recording, id, "", "test", "get");
        recording.isComplete();
    }

    @Test
    @DisplayName("openapi R5.5, R8.6: models that refer to each other, with their descriptions")
    void circularModelsAlone() {
        Recording recording = Recording.of(rest, "test_import_with_circular_models")
                .mark("<model-base-url>", "https://apigateway.amazonaws.com");
        RestApi api = given(recording.step(
                "import-api", ApiGateway.IMPORT_REST_API, Documents.create(file("circular-models.json"), Map.of())));
        String id = given(api.id());
        models(recording, id);
        recording.step("resources", ApiGateway.GET_RESOURCES, resources(id));
        method(recording, id, "", "person", "post");
        recording.isComplete();
    }

    private void models(Recording recording, String id) {
        recording.step(
                "get-models",
                ApiGateway.GET_MODELS,
                GetModelsRequest.builder().restApiId(id).build());
    }

    @Test
    @DisplayName("openapi R6.7: security of the root guards every method; path variables are parameters")
    void globalAuthorizer() {
        Recording recording =
                Recording.of(rest, "test_import_with_global_api_key_authorizer").without("get-authorizers");
        RestApi api = given(recording.step(
                "import-swagger", ApiGateway.IMPORT_REST_API, Documents.create(file("global-auth.json"), Map.of())));
        String id = given(api.id());
        recording.step("resources", ApiGateway.GET_RESOURCES, resources(id));
        method(recording, id, "", "echo/{data}", "any");
        method(recording, id, "", "pets", "get");
        recording.isComplete();
        Authorizer authorizer = documents.stored(Kind.AUTHORIZER, id).getFirst();
        assertThat(authorizer.type()).isEqualTo("REQUEST");
        assertThat(authorizer.authType()).isEqualTo("custom");
        assertThat(authorizer.authorizerResultTtlInSeconds()).isEqualTo(300);
        assertThat(authorizer.identitySource()).isEqualTo("method.request.header.Custom-Authorization");
        assertThat(authorizer.authorizerUri()).contains(":111111111111:function:auth");
    }

    @Test
    @DisplayName("openapi R5.5, R8.6: models that refer to each other, and a validator for all")
    void circularModels() {
        Recording recording = Recording.of(rest, "test_import_with_circular_models_and_request_validation")
                .without("get-models", "request-validators");
        RestApi api = given(recording.step(
                "import-api", ApiGateway.IMPORT_REST_API, Documents.create(file("circular.yaml"), Map.of())));
        recording.step("resources", ApiGateway.GET_RESOURCES, resources(given(api.id())));
        method(recording, given(api.id()), "", "person", "post");
        recording.isComplete();
    }

    @Test
    @DisplayName("openapi 7.1: AWS and MOCK integrations; MOCK has no verb")
    void httpMethods() {
        Recording recording = Recording.of(rest, "test_import_with_http_method_integration");
        String id = documents.importedId(file("http-method.json"));
        recording.step("resources", ApiGateway.GET_RESOURCES, resources(id));
        method(recording, id, "", "root", "get");
        method(recording, id, "", "root", "options");
        recording.isComplete();
    }

    @Test
    @DisplayName("openapi R8.4: user pools with and without scopes")
    void userPools() {
        Recording recording = Recording.of(rest, "test_import_with_cognito_auth_identity_source")
                .without("get-authorizers");
        RestApi api = given(recording.step(
                "import-swagger", ApiGateway.IMPORT_REST_API, Documents.create(file("cognito.yaml"), Map.of())));
        String id = given(api.id());
        recording.step("resources", ApiGateway.GET_RESOURCES, resources(id));
        for (String path : List.of("default-no-scope", "default-scope-override", "non-default-authorizer")) {
            method(recording, id, "", path, "get");
        }
        recording.mark("<external-aws-endpoint>", "petstore.execute-api.us-west-1");
        method(recording, id, "", "pets", "get");
        recording.isComplete();
        assertThat(documents.stored(Kind.AUTHORIZER, id))
                .extracting(Authorizer::type, Authorizer::authType, Authorizer::identitySource)
                .containsOnly(org.assertj.core.groups.Tuple.tuple(
                        "COGNITO_USER_POOLS", "cognito_user_pools", "method.request.header.TestHeaderAuth"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"merge", "overwrite"})
    @DisplayName("openapi R3.3: binary media types merge or are overwritten")
    void binaryMediaTypes(String mode) {
        Recording recording = Recording.of(rest, "test_put_rest_api_mode_binary_media_types[" + mode + "]");
        RestApi api = given(recording.step(
                "create-rest-api",
                ApiGateway.CREATE_REST_API,
                dev.sallyport.wire.apigateway.CreateRestApiRequest.builder()
                        .name("a")
                        .binaryMediaTypes(List.of("image/heif"))
                        .build()));
        String id = given(api.id());
        recording.step(
                "get-rest-api",
                ApiGateway.GET_REST_API,
                GetRestApiRequest.builder().restApiId(id).build());
        String document = """
                {"swagger": "2.0", "info": {"title": "b", "version": "1.0.0"}, "paths": {},
                 "x-amazon-apigateway-binary-media-types": ["image/png", "image/jpg"]}
                """;
        recording.step("put-api", ApiGateway.PUT_REST_API, put(id, mode, document, Map.of()));
        recording.isComplete();
    }

    @Test
    @DisplayName("openapi R2.2: what is no document")
    void badDocuments() {
        Recording recording = Recording.of(rest, "test_import_api_bad_file");
        String id = given(rest.api(members -> members).id());
        recording.step(
                "import-api-bad-yaml-file", ApiGateway.IMPORT_REST_API, Documents.create("bad: yaml\n", Map.of()));
        recording.step(
                "import-api-bad-json-file", ApiGateway.IMPORT_REST_API, Documents.create("{\"bad\": 1}", Map.of()));
        recording.step(
                "put-rest-api-bad-yaml-file", ApiGateway.PUT_REST_API, put(id, "merge", "bad: yaml\n", Map.of()));
        recording.step(
                "put-rest-api-bad-json-file", ApiGateway.PUT_REST_API, put(id, "merge", "{\"bad\": 1}", Map.of()));
        recording.isComplete();
    }

    @Test
    @DisplayName("openapi R8.3: an API of the root's extensions alone")
    void rootExtensions() {
        Recording recording = Recording.of(rest, "test_import_rest_api");
        recording.step(
                "import_rest_api",
                ApiGateway.IMPORT_REST_API,
                ImportRestApiRequest.builder().body(utf8("""
                                        openapi: 3.0.1
                                        info: {title: t, version: "1.0"}
                                        x-amazon-apigateway-binary-media-types: ["*/*"]
                                        """)).build());
        recording.isComplete();
    }

    @Test
    @DisplayName("openapi R9.2, R9.3: documentation parts of an import, overwritten with new ids")
    void documentationParts() {
        String id = documents.importedId(file("documented.json"));
        List<DocumentationPart> first = documents.stored(Kind.DOCUMENTATION_PART, id);
        assertThat(first)
                .extracting(part -> part.location().type() + " "
                        + part.location().path() + " "
                        + part.location().method() + " " + part.location().statusCode() + " "
                        + part.location().name() + " " + part.properties())
                .containsExactly(
                        "API null null null null {\"description\":\"API description\",\"info\":{\"description\":"
                                + "\"API info description 4\",\"version\":\"API info version 3\"}}",
                        "METHOD / GET null null {\"description\":\"Method description.\"}",
                        "MODEL null null null Empty {\"title\":\"Empty Schema\"}",
                        "RESPONSE / GET 200 null {\"description\":\"200 response\"}");
        Recording recording = Recording.of(rest, "test_import_documentation_parts")
                .without("get-documentations-parts-after-api-imports", "get-documentations-parts-after-import");
        DocumentationPartIds ids = given(recording.step(
                "import-documentation-parts",
                ApiGateway.IMPORT_DOCUMENTATION_PARTS,
                ImportDocumentationPartsRequest.builder()
                        .restApiId(id)
                        .mode("overwrite")
                        .body(utf8(file("documented.json")))
                        .build()));
        recording.isComplete();
        assertThat(documents.stored(Kind.DOCUMENTATION_PART, id))
                .extracting(DocumentationPart::id)
                .containsExactlyElementsOf(given(ids.ids()))
                .doesNotContainAnyElementsOf(
                        first.stream().map(DocumentationPart::id).toList());
    }

    @Test
    @DisplayName("openapi R9.4: documentation of what is no document")
    void badDocumentation() {
        Recording recording = Recording.of(rest, "test_import_documentation_parts_bad_file");
        String id = documents.importedId(file("documented.json"));
        for (String kind : List.of("yaml", "json")) {
            recording.step(
                    "import-documentation-parts-bad-" + kind + "-file",
                    ApiGateway.IMPORT_DOCUMENTATION_PARTS,
                    ImportDocumentationPartsRequest.builder()
                            .restApiId(id)
                            .body(utf8(kind.equals("yaml") ? "bad: yaml" : "{}"))
                            .build());
        }
        recording.isComplete();
    }

    private static GetResourcesRequest resources(String id) {
        return GetResourcesRequest.builder().restApiId(id).build();
    }

    /** The four steps that every recorded method has; what is not there has an error. */
    private void method(Recording recording, String id, String prefix, String name, String verb) {
        String path = name.equals("root") ? "/" : "/" + name;
        String resourceId = documents.resource(id, path).id();
        String key = name + "-" + verb;
        String httpMethod = verb.toUpperCase(Locale.ROOT);
        recording.step(
                prefix + "method-" + key,
                ApiGateway.GET_METHOD,
                GetMethodRequest.builder()
                        .restApiId(id)
                        .resourceId(resourceId)
                        .httpMethod(httpMethod)
                        .build());
        recording.step(
                prefix + "method-response-" + key,
                ApiGateway.GET_METHOD_RESPONSE,
                GetMethodResponseRequest.builder()
                        .restApiId(id)
                        .resourceId(resourceId)
                        .httpMethod(httpMethod)
                        .statusCode("200")
                        .build());
        recording.step(
                prefix + "integration-" + key,
                ApiGateway.GET_INTEGRATION,
                GetIntegrationRequest.builder()
                        .restApiId(id)
                        .resourceId(resourceId)
                        .httpMethod(httpMethod)
                        .build());
        if (recording.has(prefix + "integration-response-" + key)) {
            recording.step(
                    prefix + "integration-response-" + key,
                    ApiGateway.GET_INTEGRATION_RESPONSE,
                    GetIntegrationResponseRequest.builder()
                            .restApiId(id)
                            .resourceId(resourceId)
                            .httpMethod(httpMethod)
                            .statusCode("200")
                            .build());
        }
    }
}
