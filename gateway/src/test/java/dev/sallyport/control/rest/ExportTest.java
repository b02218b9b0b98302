package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Documents.file;
import static dev.sallyport.control.rest.Documents.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.ExportResponse;
import dev.sallyport.wire.apigateway.GetExportRequest;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** GetExport (openapi section 12). */
class ExportTest {

    private static final String PETS = """
            {"swagger": "2.0", "info": {"title": "Simple PetStore (Swagger)", "version": "1.0.0"},
             "x-amazon-apigateway-binary-media-types": ["image/png", "image/jpg"],
             "paths": {
               "/pets": {"get": {"responses": {"200": {"description": "200 response"}},
                 "x-amazon-apigateway-integration": {"type": "http", "httpMethod": "GET", "uri": "http://example.com/pets",
                   "responses": {"default": {"statusCode": "200"}}}}},
               "/pets/{petId}": {"get": {
                 "parameters": [{"name": "petId", "in": "path", "required": true, "type": "string"},
                                {"name": "q", "in": "query", "type": "string"}],
                 "responses": {"200": {"description": "200 response"}},
                 "x-amazon-apigateway-integration": {"type": "http", "httpMethod": "GET", "uri": "http://example.com/{id}",
                   "passthroughBehavior": "when_no_match",
                   "requestParameters": {"integration.request.path.id": "method.request.path.petId"},
                   "responses": {"default": {"statusCode": "200"}}}}}}}
            """;

    private final Documents documents = new Documents();

    private String pets() {
        String id = documents.importedId(PETS);
        documents.deploy(id, "local");
        return id;
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    @Test
    @DisplayName("openapi R12.11 to R12.13: the recorded minimal export in Swagger")
    void swagger() {
        String id = pets();
        assertThat(documents.exported(id, "local", "swagger", "")).isEqualTo(json("""
                                {"basePath": "/local", "host": "ID.execute-api.us-east-1.amazonaws.com",
                                 "info": {"title": "Simple PetStore (Swagger)", "version": "1.0.0"},
                                 "paths": {
                                   "/pets": {"get": {"responses": {"200": {"description": "200 response"}}}},
                                   "/pets/{petId}": {"get": {
                                     "parameters": [
                                       {"in": "path", "name": "petId", "required": true, "type": "string"},
                                       {"in": "query", "name": "q", "required": false, "type": "string"}],
                                     "responses": {"200": {"description": "200 response"}}}}},
                                 "schemes": ["https"], "swagger": "2.0"}
                                """.replace("ID", id)));
    }

    @Test
    @DisplayName("openapi R12.14, R12.15: the same in OpenAPI 3")
    void openApi() {
        String id = pets();
        assertThat(documents.exported(id, "local", "oas30", "")).isEqualTo(json("""
                                {"openapi": "3.0.1",
                                 "info": {"title": "Simple PetStore (Swagger)", "version": "1.0.0"},
                                 "servers": [{"url": "https://ID.execute-api.us-east-1.amazonaws.com/{basePath}",
                                              "variables": {"basePath": {"default": "local"}}}],
                                 "paths": {
                                   "/pets": {"get": {"responses": {"200": {"description": "200 response", "content": {}}}}},
                                   "/pets/{petId}": {"get": {
                                     "parameters": [
                                       {"in": "path", "name": "petId", "required": true, "schema": {"type": "string"}},
                                       {"in": "query", "name": "q", "schema": {"type": "string"}}],
                                     "responses": {"200": {"description": "200 response", "content": {}}}}}},
                                 "components": {}}
                                """.replace("ID", id)));
    }

    @Test
    @DisplayName("openapi R12.16 to R12.18: integrations and what concerns the whole API")
    void extensions() {
        String id = pets();
        JsonNode all = documents.exported(id, "local", "swagger", "apigateway");
        assertThat(all.path("x-amazon-apigateway-binary-media-types")).isEqualTo(json("[\"image/png\",\"image/jpg\"]"));
        JsonNode integrations = documents.exported(id, "local", "swagger", "integrations");
        assertThat(integrations.has("x-amazon-apigateway-binary-media-types")).isFalse();
        assertThat(integrations.at("/paths/~1pets~1{petId}/get/x-amazon-apigateway-integration"))
                .isEqualTo(json("""
                                {"httpMethod": "GET", "passthroughBehavior": "when_no_match",
                                 "requestParameters": {"integration.request.path.id": "method.request.path.petId"},
                                 "responses": {"default": {"statusCode": "200"}}, "type": "http",
                                 "uri": "http://example.com/{id}"}
                                """));
    }

    @Test
    @DisplayName("openapi R12.19, R12.20: security schemes")
    void security() {
        String id = documents.importedId(file("full.yaml"));
        documents.deploy(id, "s");
        JsonNode plain = documents.exported(id, "s", "oas30", "");
        assertThat(plain.toString()).doesNotContain("x-amazon-apigateway-a\"", "authorizer\"", "authtype", "validator");
        JsonNode all = documents.exported(id, "s", "oas30", "apigateway");
        assertThat(all.at("/components/securitySchemes/api_key"))
                .isEqualTo(json("{\"type\":\"apiKey\",\"name\":\"x-api-key\",\"in\":\"header\"}"));
        assertThat(all.at("/components/securitySchemes/sigv4/x-amazon-apigateway-authtype")
                        .asString())
                .isEqualTo("awsSigv4");
        assertThat(all.at("/components/securitySchemes/tok/x-amazon-apigateway-authorizer/type")
                        .asString())
                .isEqualTo("token");
        assertThat(all.at("/paths/~1pets~1{petId}/get/security")).isEqualTo(json("[{\"tok\":[]},{\"api_key\":[]}]"));
    }

    @ParameterizedTest
    @CsvSource({
        "swagger, application/json, swagger_1.0.0.json",
        "oas30, application/yaml, oas30_1.0.0.yaml",
        "oas30, text/html, oas30_1.0.0.json"
    })
    @DisplayName("openapi R12.2, R12.4, R12.22: headers and YAML")
    void headers(String type, String accepts, String name) {
        ExportResponse export = documents.export(pets(), "local", type, "", accepts);
        assertThat(export.contentType()).isEqualTo("application/octet-stream");
        assertThat(export.contentDisposition()).isEqualTo("attachment; filename=\"" + name + "\"");
        if (accepts.endsWith("yaml")) {
            assertThat(text(export)).contains("openapi: \"3.0.1\"\n", "  /pets:\n    get:\n");
        }
    }

    @Test
    @DisplayName("openapi R12.5: without a version, the day the API was made")
    void versionOfTheDay() {
        var api = documents.rest.api();
        documents.rest.mock(api, api.root(), "GET");
        documents.deploy(api.id(), "s");
        ExportResponse export = documents.export(api.id(), "s", "swagger", "", "application/json");
        assertThat(export.contentDisposition()).isEqualTo("attachment; filename=\"swagger_2025-06-01T10:00:00Z.json\"");
    }

    @Test
    @DisplayName("openapi R12.6: the deployment is exported, not the draft")
    void deployment() {
        String id = pets();
        documents.rest.send(
                ApiGateway.PUT_REST_API, Documents.put(id, "merge", PETS.replace("/pets", "/dogs"), Map.of()));
        assertThat(documents.exported(id, "local", "oas30", "").path("paths").propertyNames())
                .containsExactly("/pets", "/pets/{petId}");
    }

    @ParameterizedTest
    @CsvSource({
        "gone, swagger, '', 404, Invalid Stage identifier specified",
        "local, raml, '', 400, 'Invalid export type specified: raml. Valid options are oas30,swagger'",
        "local, oas30, all, 400, 'Invalid export extension specified: all. Valid options are"
                + " integrations,apigateway,authorizers,documentation,validators,gatewayresponses,postman'"
    })
    @DisplayName("openapi R12.1, R12.3, R12.7: refusals")
    void refusals(String stage, String type, String extensions, int status, String message) {
        ServiceException refused = documents.rest.refused(
                ApiGateway.GET_EXPORT,
                GetExportRequest.builder()
                        .restApiId(pets())
                        .stageName(stage)
                        .exportType(type)
                        .parameters(Map.of("extensions", extensions))
                        .build());
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.getMessage()).isEqualTo(message);
    }

    @Test
    @DisplayName("openapi R12.9: bodies that are not JSON")
    void bodiesThatAreNotJson() {
        String id = documents.importedId("""
                openapi: 3.0.1
                info: {title: t}
                paths:
                  /x:
                    post:
                      requestBody: {content: {text/xml: {schema: {$ref: '#/components/schemas/M'}}}}
                      x-amazon-apigateway-integration: {type: mock}
                components: {schemas: {M: {type: object}}}
                """);
        documents.deploy(id, "s");
        ServiceException refused = documents.rest.refused(
                ApiGateway.GET_EXPORT,
                GetExportRequest.builder()
                        .restApiId(id)
                        .stageName("s")
                        .exportType("oas30")
                        .build());
        assertThat(refused.getMessage()).isEqualTo("Only found non-JSON body models for POST /x");
    }
}
