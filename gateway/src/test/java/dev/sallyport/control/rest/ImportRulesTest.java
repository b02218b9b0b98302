package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Documents.file;
import static dev.sallyport.control.rest.Documents.put;
import static dev.sallyport.control.rest.Rest.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Authorizer;
import dev.sallyport.model.GatewayResponse;
import dev.sallyport.model.Method;
import dev.sallyport.model.Model;
import dev.sallyport.model.RequestValidator;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.ImportRestApiRequest;
import dev.sallyport.wire.apigateway.RestApi;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of imports beyond the recordings. */
class ImportRulesTest {

    private static final String HEAD = "openapi: 3.0.1\ninfo: {title: t, version: '1'}\n";

    private final Documents documents = new Documents();
    private final Rest rest = documents.rest;

    @Test
    @DisplayName("openapi section 18: every extension, without a warning")
    void everyExtension() {
        RestApi answer = documents.imported(file("full.yaml"));
        String id = given(answer.id());
        assertThat(answer.warnings()).isNull();
        assertThat(documents.paths(id)).containsExactly("/", "/pets", "/pets/{petId}");
        var api = documents.api(id);
        assertThat(api.binaryMediaTypes()).containsExactly("image/png");
        assertThat(api.minimumCompressionSize()).isEqualTo(1024);
        assertThat(api.version()).isEqualTo("7");
        assertThat(api.policy()).contains("\"arn:aws:execute-api:us-east-1:111111111111:" + id + "/*\"");
        Method get = documents.method(id, "/pets/{petId}", "GET");
        List<RequestValidator> validators = documents.stored(Kind.REQUEST_VALIDATOR, id);
        assertThat(validators).extracting(RequestValidator::name).containsExactly("all", "params");
        assertThat(get.authorizationType()).isEqualTo("CUSTOM");
        assertThat(get.apiKeyRequired()).isTrue();
        assertThat(get.requestValidatorId()).isEqualTo(validators.getLast().id());
        assertThat(get.requestParameters())
                .containsEntry("method.request.path.petId", true)
                .containsEntry("method.request.querystring.q", false);
        Method put = documents.method(id, "/pets/{petId}", "PUT");
        assertThat(put.authorizationType()).isEqualTo("AWS_IAM");
        assertThat(put.requestValidatorId()).isEqualTo(validators.getFirst().id());
        assertThat(put.requestModels()).containsExactly(Map.entry("application/json", "Pet"));
        Method any = documents.method(id, "/pets/{petId}", "ANY");
        assertThat(any.authorizationType()).isEqualTo("NONE");
        assertThat(given(any.integration()).type()).isEqualTo("AWS_PROXY");
        assertThat(given(any.integration()).uri()).contains("111111111111:function:f");
        assertThat(given(any.integration()).integrationResponses()).isEmpty();
        assertThat(documents.stored(Kind.MODEL, id)).extracting(Model::name).containsExactly("Pet");
        Authorizer authorizer = documents.stored(Kind.AUTHORIZER, id).getFirst();
        assertThat(authorizer.authorizerResultTtlInSeconds()).isZero();
        assertThat(documents.stored(Kind.GATEWAY_RESPONSE, id))
                .extracting(GatewayResponse::responseType, GatewayResponse::statusCode)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("DEFAULT_4XX", null),
                        org.assertj.core.groups.Tuple.tuple("UNAUTHORIZED", "419"));
    }

    private static final String POLICY = "x-amazon-apigateway-security-policy";
    private static final String MODE = "x-amazon-apigateway-endpoint-access-mode";

    private static String secured(String policy, String mode) {
        return HEAD + POLICY + ": " + policy + "\n" + MODE + ": " + mode + "\npaths: {/a: {get: {"
                + "x-amazon-apigateway-integration: {type: mock}}}}\n";
    }

    @Test
    @DisplayName(
            "openapi section 7: TLS policy and access mode of a document become the API's and are exported as deployed")
    void securityPolicy() {
        RestApi answer = documents.imported(secured("SecurityPolicy_TLS13_2025_EDGE", "BASIC"));
        String id = given(answer.id());
        assertThat(answer.securityPolicy()).isEqualTo("SecurityPolicy_TLS13_2025_EDGE");
        assertThat(answer.endpointAccessMode()).isEqualTo("BASIC");
        assertThat(answer.warnings()).isNull();
        documents.deploy(id, "dev");

        rest.send(ApiGateway.PUT_REST_API, put(id, "merge", HEAD + MODE + ": STRICT\npaths: {}\n", Map.of()));
        assertThat(documents.api(id).endpointAccessMode()).isEqualTo("STRICT");
        var exported = documents.exported(id, "dev", "oas30", "apigateway");
        assertThat(exported.path(POLICY).stringValue()).isEqualTo("SecurityPolicy_TLS13_2025_EDGE");
        assertThat(exported.path(MODE).stringValue()).as("R12.6").isEqualTo("BASIC");
        assertThat(documents.exported(id, "dev", "swagger", "integrations").has(POLICY))
                .isFalse();

        rest.send(ApiGateway.PUT_REST_API, put(id, "overwrite", HEAD + "paths: {}\n", Map.of()));
        assertThat(documents.api(id).securityPolicy()).as("R3.4").isEqualTo("SecurityPolicy_TLS13_2025_EDGE");
    }

    @ParameterizedTest
    @CsvSource({
        "TLS_1_3, BASIC, Invalid security policy specified. Valid options are TLS_1_0",
        "SecurityPolicy_TLS13_2025_EDGE, LAX, 'Invalid endpoint access mode specified. Valid options are BASIC,STRICT'",
        "SecurityPolicy_TLS13_1_3_2025_09, BASIC, Security policy SecurityPolicy_TLS13_1_3_2025_09 is not supported for"
                + " endpoint type EDGE",
        "TLS_1_2, STRICT, Endpoint access mode STRICT can only be set with a security policy that starts with"
                + " SecurityPolicy_"
    })
    @DisplayName("R7.20: a document's TLS policy and access mode are held to the rules of CreateRestApi")
    void securityPolicyRefused(String policy, String mode, String line) {
        ServiceException refusal = documents.refused(secured(policy, mode));
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.getMessage()).startsWith("Errors found during import:\n\t" + line);
    }

    @ParameterizedTest
    @CsvSource({"/base-url/part/, /base-url/part/test, /part/test", "/base, /base/test, /test", "/, /test, /test"})
    @DisplayName("openapi 3.1: the base path's table for Swagger")
    void basePaths(String basePath, String prepended, String split) {
        String document = "swagger: '2.0'\ninfo: {title: t}\nbasePath: " + basePath + "\npaths: {/test: {get: {}}}\n";
        assertThat(deepest(document, "ignore")).isEqualTo("/test");
        assertThat(deepest(document, "prepend")).isEqualTo(prepended);
        assertThat(deepest(document, "split")).isEqualTo(split);
    }

    @Test
    @DisplayName("openapi R3.10: a variable basePath counts although the URL does not use it")
    void basePathVariable() {
        String document = HEAD
                + "servers: [{url: 'https://x.example.com/other', variables: {basePath: {default: base-var}}}]\n"
                + "paths: {/test: {get: {}}}\n";
        assertThat(deepest(document, "prepend")).isEqualTo("/base-var/test");
        assertThat(deepest(document, "split")).isEqualTo("/test");
    }

    private String deepest(String document, String mode) {
        RestApi api = rest.send(ApiGateway.IMPORT_REST_API, Documents.create(document, Map.of("basepath", mode)));
        return documents.paths(given(api.id())).getLast();
    }

    @Test
    @DisplayName("openapi R3.2, R3.4: merge keeps what the document does not have, overwrite deletes it, ids stay")
    void mergeAndOverwrite() {
        String id = documents.importedId(file("full.yaml"));
        String pets = documents.resource(id, "/pets").id();
        String authorizer = documents.stored(Kind.AUTHORIZER, id).getFirst().id();
        String more = HEAD + "paths: {/pets: {get: {operationId: list}}, /new: {get: {}}}\n";
        rest.send(ApiGateway.PUT_REST_API, put(id, "merge", more, Map.of()));
        assertThat(documents.paths(id)).containsExactly("/", "/new", "/pets", "/pets/{petId}");
        assertThat(documents.method(id, "/pets", "GET").operationName()).isEqualTo("list");
        assertThat(documents.stored(Kind.AUTHORIZER, id))
                .extracting(Authorizer::id)
                .containsExactly(authorizer);
        assertThat(documents.api(id).policy()).isNotNull();

        rest.send(ApiGateway.PUT_REST_API, put(id, "overwrite", more, Map.of()));
        assertThat(documents.paths(id)).containsExactly("/", "/new", "/pets");
        assertThat(documents.resource(id, "/pets").id()).isEqualTo(pets);
        for (Kind<?> kind : List.of(Kind.MODEL, Kind.AUTHORIZER, Kind.REQUEST_VALIDATOR, Kind.GATEWAY_RESPONSE)) {
            assertThat(documents.stored(kind, id)).as(kind.name()).isEmpty();
        }
        assertThat(documents.api(id).policy()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"merge", "overwrite"})
    @DisplayName("openapi R2.10: a put is idempotent")
    void putIsIdempotent(String mode) {
        String id = documents.importedId(file("full.yaml"));
        rest.send(ApiGateway.PUT_REST_API, put(id, mode, file("full.yaml"), Map.of()));
        List<Object> once = everything(id);
        rest.send(ApiGateway.PUT_REST_API, put(id, mode, file("full.yaml"), Map.of()));
        assertThat(everything(id).toString()).isEqualTo(once.toString());
    }

    private List<Object> everything(String id) {
        return List.of(
                documents.api(id),
                documents.stored(Kind.RESOURCE, id),
                documents.stored(Kind.MODEL, id),
                documents.stored(Kind.AUTHORIZER, id),
                documents.stored(Kind.GATEWAY_RESPONSE, id),
                documents.stored(Kind.REQUEST_VALIDATOR, id));
    }

    @Test
    @DisplayName("openapi R2.8, R2.9, section 11: all errors at once, then the warnings, and no API")
    void errors() {
        String document = HEAD + """
                paths:
                  /x:
                    get:
                      responses:
                        '200':
                          description: ok
                          content: {application/json: {schema: {$ref: '#/components/schemas/Gone'}}}
                      x-amazon-apigateway-integration: {type: http, httpMethod: GET, uri: nowhere}
                  /y/{a}/{b+}/c:
                    get: {}
                  /z:
                    get:
                      x-amazon-apigateway-integration:
                        type: mock
                        responses:
                          default: {statusCode: 200, responseParameters: {method.response.header.X: "'1'"}}
                components:
                  schemas:
                    Bad: {properties: {a: {$ref: '#/components/schemas/Other'}}}
                """;
        ServiceException refused = documents.refused(document);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("BadRequestException");
        assertThat(refused.getMessage())
                .isEqualTo("Errors found during import:"
                        + "\n\tUnable to create model for 'Bad': Invalid model specified: Validation Result: warnings :"
                        + " [], errors : [Model reference must be in canonical form]"
                        + "\n\tUnable to put integration on 'GET' for resource at path '/x': Invalid HTTP endpoint"
                        + " specified for URI"
                        + "\n\tUnable to create resource at path '/y/{a}/{b+}/c': Cannot create a child of a resource"
                        + " with a greedy path variable: {b+}"
                        + "\n\tUnable to put integration response on 'GET' for resource at path '/z': Invalid mapping"
                        + " expression specified: Validation Result: warnings : [], errors : [Invalid mapping"
                        + " expression parameter specified: method.response.header.X]"
                        + "\nAdditionally, these warnings were found:"
                        + "\n\tReference to model 'Gone' not found. Ignoring.");
        assertThat(refused.members().get("locations"))
                .contains("10\t/paths/~1x/get/x-amazon-apigateway-integration\tUnable to put integration on")
                .contains("\t/components/schemas/Bad\tUnable to create model");
        assertThat(documents.stored(Kind.REST_API, "")).isEmpty();
    }

    /** Openapi-and-sdk 11: a body whose schema is written and null has a type and no model. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "openapi: 3.0.1\ninfo: {title: t}\npaths: {/x: {post: {requestBody: {content: {application/json:"
                        + " {schema: null}}}}}}",
                "openapi: 3.0.1\ninfo: {title: t}\npaths: {/x: {get: {responses: {'200': {content: {application/json:"
                        + " {schema: null}}}}}}}",
                "swagger: '2.0'\ninfo: {title: t}\npaths: {/x: {post: {parameters: [{in: body, name: b, schema:"
                        + " null}]}}}",
                "swagger: '2.0'\ninfo: {title: t}\npaths: {/x: {get: {responses: {'200': {schema: null}}}}}"
            })
    void aSchemaIsNotNull_11(String document) {
        assertThat(documents.refused(document).getMessage())
                .isEqualTo("Errors found during import:\n\tInvalid model name specified: application/json=null");
        assertThat(documents.stored(Kind.REST_API, "")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"swagger\": \"1.2\"}|/swagger",
                "openapi: 3.1.0|/openapi",
                "openapi: 3.0.1|/info/title",
                "just text|''",
                "''|''",
                "{\"openapi\": \"3.0.1\", \"paths\": [1]}|/paths",
                "{\"openapi\": |''",
                "a: b: c|''"
            })
    @DisplayName("openapi R2.2, R2.3: no document, and where it is none")
    void noDocument(String document, String pointer) {
        ServiceException refused = documents.refused(document);
        assertThat(refused.getMessage()).isEqualTo("Invalid OpenAPI input.");
        String[] location = given(refused.members().get("locations")).split("\t", 3);
        assertThat(location[1]).isEqualTo(pointer);
        assertThat(location[2]).isNotEmpty();
    }

    @Test
    @DisplayName("openapi R2.3: OpenAPI 3.1 is read when the setting says so")
    void openApi31() {
        var registry = new dev.sallyport.control.OperationRegistry();
        dev.sallyport.control.rest.openapi.OpenApiOperations.register(
                registry, rest.store, new dev.sallyport.model.Ids(new java.util.SplittableRandom(7)), rest, true);
        RestApi api = given(registry.handler(ApiGateway.IMPORT_REST_API))
                .handle(rest.call, Documents.create("openapi: 3.1.0\ninfo: {title: new}\n", Map.of()));
        assertThat(api.name()).isEqualTo("new");
    }

    @Test
    @DisplayName("openapi R3.6: failonwarnings makes nothing and tells the warnings")
    void failOnWarnings() {
        ServiceException refused = rest.refused(
                ApiGateway.IMPORT_REST_API,
                ImportRestApiRequest.builder()
                        .failOnWarnings(true)
                        .body(Documents.utf8(file("oas-base-url.yaml")))
                        .build());
        assertThat(refused.getMessage())
                .isEqualTo(
                        "Warnings found during import:\n\tInvalid format for 'requestParameters'. Expected type string"
                                + " for property 'integration.request.header.nothing' of resource '/test' and method 'GET' but"
                                + " got 'true'");
        assertThat(documents.stored(Kind.REST_API, "")).isEmpty();
    }

    @Test
    @DisplayName("openapi R3.7, R3.8: endpoint types and documentation are chosen by parameters")
    void parameters() {
        RestApi api = rest.send(
                ApiGateway.IMPORT_REST_API,
                Documents.create(
                        file("documented.json"),
                        Map.of("endpointConfigurationTypes", "REGIONAL", "ignore", "documentation")));
        assertThat(given(api.endpointConfiguration()).types()).containsExactly("REGIONAL");
        assertThat(documents.stored(Kind.DOCUMENTATION_PART, given(api.id()))).isEmpty();
    }

    @Test
    @DisplayName("openapi R5.1, R5.2, R5.6, R5.7: models, their references and inline schemas")
    void models() {
        String document = HEAD + """
                paths:
                  /x:
                    post:
                      requestBody: {content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}
                      responses:
                        '200':
                          description: ok
                          content: {text/plain: {schema: {type: string}}}
                components:
                  schemas:
                    Bad_Name: {type: object}
                    Pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}
                    Pet: {type: object, description: An animal}
                """;
        RestApi api = documents.imported(document);
        String id = given(api.id());
        assertThat(api.warnings())
                .containsExactly(
                        "Model name must be alphanumeric: Bad_Name",
                        "Unsupported model type 'StringSchema' in 200 response to method 'POST /x'. Ignoring.");
        List<Model> models = documents.stored(Kind.MODEL, id);
        assertThat(models).extracting(Model::name).startsWith("Pets", "Pet").hasSize(3);
        assertThat(models.getFirst().schema())
                .isEqualTo("{\"type\":\"array\",\"items\":{\"$ref\":\"https://apigateway.amazonaws.com/restapis/" + id
                        + "/models/Pet\"}}");
        assertThat(models.get(1).description()).isEqualTo("An animal");
        String generated = models.getLast().name();
        assertThat(generated).matches("MODEL[0-9a-f]{6}");
        assertThat(documents.method(id, "/x", "POST").requestModels())
                .containsExactly(Map.entry("application/json", generated));
    }

    @Test
    @DisplayName("openapi R6.7 to R6.13: what guards a method")
    void guards() {
        String document = HEAD + """
                security: [{key: []}]
                paths:
                  /inherits: {get: {}}
                  /open: {get: {security: []}}
                  /iam: {get: {security: [], x-amazon-apigateway-auth: {type: aws_iam}}}
                  /unknown: {get: {security: [{nobody: []}]}}
                components:
                  securitySchemes:
                    key: {type: apiKey, name: X-API-Key, in: header}
                    oauth: {type: oauth2, flows: {}}
                """;
        RestApi api = documents.imported(document);
        String id = given(api.id());
        assertThat(documents.method(id, "/inherits", "GET").apiKeyRequired()).isTrue();
        assertThat(documents.method(id, "/open", "GET").apiKeyRequired()).isFalse();
        assertThat(documents.method(id, "/iam", "GET").authorizationType()).isEqualTo("AWS_IAM");
        assertThat(documents.method(id, "/unknown", "GET").authorizationType()).isEqualTo("NONE");
        assertThat(api.warnings())
                .containsExactly(
                        "Unsupported security definition type 'oauth2' for 'oauth'. Ignoring.",
                        "Security definition 'nobody' for method 'GET /unknown' not found. Ignoring.");
    }

    @Test
    @DisplayName("openapi R2.1: YAML says the same as JSON, aliases and merge keys too")
    void yamlEqualsJson() {
        String yaml = HEAD + "x-base: &b {operationId: same}\npaths: {/a: {get: {<<: *b}}, /b: {get: *b}}\n";
        String json = "{\"openapi\":\"3.0.1\",\"info\":{\"title\":\"t\",\"version\":\"1\"},\"paths\":{\"/a\":{\"get\":"
                + "{\"operationId\":\"same\"}},\"/b\":{\"get\":{\"operationId\":\"same\"}}}}";
        String first = documents.importedId(yaml);
        String second = documents.importedId(json);
        for (String path : List.of("/a", "/b")) {
            assertThat(documents.method(first, path, "GET")).isEqualTo(documents.method(second, path, "GET"));
        }
    }

    @Test
    @DisplayName("openapi R2.4: aliases cannot blow a document up, nesting cannot end the process")
    void hostileDocuments() {
        StringBuilder bomb = new StringBuilder(HEAD).append("x-0: &a0 {a: b}\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("x-%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
        }
        assertThat(documents.refused(bomb.toString()).getMessage()).isEqualTo("Invalid OpenAPI input.");
        assertThat(documents.refused("a: &x [*x]\n").getMessage()).isEqualTo("Invalid OpenAPI input.");
        assertThat(documents.refused("[".repeat(200_000)).getMessage()).isEqualTo("Invalid OpenAPI input.");
        assertThat(documents.refused("{\"a\":".repeat(200_000)).getMessage()).isEqualTo("Invalid OpenAPI input.");
    }

    @Test
    @DisplayName("openapi R9.1: standard members document what no part documents")
    void standardDocumentation() {
        String document = """
                openapi: 3.0.1
                info: {title: t, description: All of it, version: '1'}
                paths:
                  /a:
                    get:
                      summary: List
                      parameters: [{name: q, in: query, description: A query, schema: {type: string}}]
                      responses: {'200': {description: 200 response}, '404': {description: Not there}}
                components: {schemas: {Pet: {type: object, title: A pet}}}
                x-amazon-apigateway-documentation:
                  documentationParts:
                    - {location: {type: QUERY_PARAMETER, name: q}, properties: {description: A query}}
                """;
        String id = documents.importedId(document);
        assertThat(documents.stored(Kind.DOCUMENTATION_PART, id))
                .extracting(
                        part -> part.location().type() + " " + part.location().path() + " " + part.properties())
                .containsExactly(
                        "QUERY_PARAMETER / {\"description\":\"A query\"}",
                        "API null {\"info\":{\"description\":\"All of it\",\"version\":\"1\"}}",
                        "MODEL null {\"title\":\"A pet\"}",
                        "METHOD /a {\"summary\":\"List\"}",
                        "RESPONSE /a {\"description\":\"Not there\"}");
    }
}
