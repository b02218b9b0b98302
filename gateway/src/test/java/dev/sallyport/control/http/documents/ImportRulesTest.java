package dev.sallyport.control.http.documents;

import static dev.sallyport.control.http.documents.HttpApiDocuments.FUNCTION;
import static dev.sallyport.control.http.documents.HttpApiDocuments.document;
import static dev.sallyport.control.http.documents.HttpApiDocuments.given;
import static dev.sallyport.control.http.documents.HttpApiDocuments.operation;
import static dev.sallyport.control.http.documents.HttpApiDocuments.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.model.HttpApi;
import dev.sallyport.model.HttpApiCors;
import dev.sallyport.model.HttpApiIntegration;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.GetApiRequest;
import dev.sallyport.wire.apigatewayv2.ImportApiRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ImportApi, rule by rule (http-api 17). */
class ImportRulesTest {

    private final HttpApiDocuments documents = new HttpApiDocuments();

    @Test
    @DisplayName("R17.1, R17.5, R17.16: a document makes an API with its name, and no stage")
    void makesAnApi() {
        var api = documents.imported("""
                {"openapi": "3.0.1", "info": {"title": "pets", "version": "7", "description": "all of them"},
                 "tags": [{"name": "a", "x-amazon-apigateway-tag-value": "1"}, {"name": "b"}], "paths": {}}
                """);
        assertThat(ApiGatewayV2.IMPORT_API.status()).isEqualTo(201);
        assertThat(ApiGatewayV2.REIMPORT_API.status()).isEqualTo(201);
        assertThat(api.name()).isEqualTo("pets");
        assertThat(api.version()).isEqualTo("7");
        assertThat(api.description()).isEqualTo("all of them");
        assertThat(api.protocolType()).isEqualTo("HTTP");
        assertThat(api.tags()).containsOnly(Map.entry("a", "1"), Map.entry("b", ""));
        assertThat(api.warnings()).isNull();
        assertThat(api.importInfo()).isNull();
        assertThat(documents.stored(Kind.HTTP_API_STAGE, given(api.apiId()))).isEmpty();
    }

    @Test
    @DisplayName("R17.2: Swagger 2.0 is refused")
    void refusesSwagger() {
        ServiceException refusal = documents.refused(
                "{\"swagger\": \"2.0\", \"info\": {\"title\": \"t\", \"version\": \"1\"}, \"paths\": {}}");
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.code()).isEqualTo("BadRequestException");
        assertThat(refusal.getMessage()).isEqualTo("Invalid OpenAPI input.");
        assertThat(documents.stored(Kind.HTTP_API, "")).isEmpty();
    }

    @Test
    @DisplayName("R17.3, R17.4: warnings are answered and kept, or fail the import in AWS's words")
    void warns() {
        String document = document("""
                /pets:
                  get: {responses: {200: {description: ok, content: {application/json: {schema: {$ref: \
                '#/components/schemas/Pets'}}}}}}
                """);
        String warning =
                "Parse issue: attribute paths.'/pets'(get).responses.200.content.schema.#/components/schemas/Pets"
                        + " is missing";
        var api = documents.imported(document);
        assertThat(api.warnings()).containsExactly(warning);
        assertThat(documents.keys(given(api.apiId()))).containsExactly("GET /pets");
        assertThat(documents
                        .send(
                                ApiGatewayV2.GET_API,
                                GetApiRequest.builder().apiId(api.apiId()).build())
                        .warnings())
                .containsExactly(warning);
        ServiceException refusal = documents.refused(
                ApiGatewayV2.IMPORT_API,
                ImportApiRequest.builder().body(document).failOnWarnings(true).build());
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.getMessage()).isEqualTo("Warnings found during import:\n\t" + warning);
        assertThat(documents.stored(Kind.HTTP_API, "")).hasSize(1);
    }

    @Test
    @DisplayName("R17.3, R17.15: what HTTP APIs do not have is information, also with failOnWarnings")
    void informs() {
        String document = document("""
                /:
                  post:
                    requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Body'}}}}
                    parameters: [{name: q, in: query, schema: {type: string}}]
                    security: [{key: []}]
                    responses: {200: {description: ok}}
                    x-amazon-apigateway-integration: {type: AWS_PROXY, httpMethod: POST, payloadFormatVersion: 1.0, \
                passthroughBehavior: when_no_match, uri: 'arn:aws:lambda:us-west-2:123456789012:function:Hello'}
                """) + """
                components:
                  schemas: {Body: {type: object}}
                  securitySchemes: {key: {type: apiKey, name: x-api-key, in: header}}
                x-amazon-apigateway-policy: {}
                """;
        var api = documents.send(
                ApiGatewayV2.IMPORT_API,
                ImportApiRequest.builder().body(document).failOnWarnings(true).build());
        String where = "of method 'post' on resource at path '/'. Ignoring.";
        assertThat(api.warnings()).isNull();
        assertThat(api.importInfo())
                .containsExactly(
                        "Unsupported property 'x-amazon-apigateway-policy'. Ignoring.",
                        "Unsupported model 'Body'. Ignoring.",
                        "Unsupported property 'requestBody' " + where,
                        "Unsupported parameter 'q' in 'query' " + where,
                        "Unsupported property 'passthroughBehavior' of the integration " + where,
                        "Unsupported security definition type 'apiKey' for 'key'. Ignoring.");
        assertThat(documents.route(given(api.apiId()), "POST /").authorizationType())
                .isEqualTo("NONE");
    }

    @Test
    @DisplayName("R17.6: operations are routes, any-method is ANY, the default path is the default route")
    void makesRoutes() {
        String api = documents.importedId(document("/pets/{id}:\n"
                + operation("get", ", operationId: GetPet").indent(2)
                + operation("patch", "").indent(2)
                + "  parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n"
                + "/a/{proxy+}:\n"
                + operation("x-amazon-apigateway-any-method", "").indent(2)
                + "/$default:\n"
                + operation("x-amazon-apigateway-any-method", ", isDefaultRoute: true")
                        .indent(2)));
        assertThat(documents.keys(api))
                .containsExactly("$default", "ANY /a/{proxy+}", "GET /pets/{id}", "PATCH /pets/{id}");
        assertThat(documents.route(api, "GET /pets/{id}").operationName()).isEqualTo("GetPet");
        assertThat(documents.stored(Kind.HTTP_API_INTEGRATION, api)).hasSize(4);
        assertThat(documents.api(api).warnings()).isEmpty();
    }

    @Test
    @DisplayName("R17.6: a default route that is written as SAM once wrote it, with AWS's warning")
    void takesTheDefaultRouteWithoutSlash() {
        String api = documents.importedId(document(
                "$default:\n" + operation("x-amazon-apigateway-any-method", "").indent(2)));
        assertThat(documents.keys(api)).containsExactly("$default");
        assertThat(documents.api(api).warnings())
                .containsExactly("Parse issue: attribute paths. Resource $default should start with /");
    }

    @Test
    @DisplayName("R17.7: all members of an integration, numbers and cases as YAML's authors have them")
    void readsIntegrations() {
        String api = documents.importedId(document("""
                /private:
                  get:
                    responses: {default: {description: d}}
                    x-amazon-apigateway-integration:
                      type: HTTP_proxy
                      httpMethod: any
                      connectionType: vpc_link
                      connectionId: link01
                      uri: arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/app/a/b/c
                      timeoutInMillis: 12000
                      payloadFormatVersion: 1
                      requestParameters: {'overwrite:path': $request.path, 'append:header.n': 7}
                      responseParameters: {500: {'overwrite:statuscode': 403}}
                      tlsConfig: {serverNameToVerify: example.com}
                """));
        HttpApiIntegration integration = documents.integration(api, "GET /private");
        assertThat(integration)
                .isEqualTo(new HttpApiIntegration(
                        integration.id(),
                        "HTTP_PROXY",
                        null,
                        "arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/app/a/b/c",
                        "ANY",
                        "VPC_LINK",
                        "link01",
                        null,
                        null,
                        "1.0",
                        12_000,
                        new TreeMap<>(Map.of("overwrite:path", "$request.path", "append:header.n", "7")),
                        new TreeMap<>(Map.of("500", new TreeMap<>(Map.of("overwrite:statuscode", "403")))),
                        true,
                        "example.com",
                        false));
    }

    @Test
    @DisplayName("R17.7, R3.3: a function's integration without a version has 1.0, and a method")
    void fillsIntegrations() {
        String api = documents.importedId(document("/a:\n  get: {responses: {default: {description: d}},"
                + " x-amazon-apigateway-integration: {type: aws_proxy, uri: '" + FUNCTION + "'}}\n"));
        assertThat(documents.integration(api, "GET /a").payloadFormatVersion()).isEqualTo("1.0");
        assertThat(documents.integration(api, "GET /a").method()).isEqualTo("POST");
        assertThat(documents.integration(api, "GET /a").timeoutInMillis()).isEqualTo(30_000);
    }

    @Test
    @DisplayName("R17.7, R6.1: an integration with an AWS service is imported and exported by its subtype")
    void readsSubtypes() {
        String api = documents.importedId(document("""
                /a:
                  post:
                    responses: {default: {description: EventBridge response}}
                    x-amazon-apigateway-integration:
                      integrationSubtype: EventBridge-PutEvents
                      credentials: arn:aws:iam::111111111111:role/r
                      requestParameters: {Detail: $request.body.Detail, DetailType: MyDetailType, Source: demo.apigw}
                      payloadFormatVersion: '1.0'
                      type: aws_proxy
                      connectionType: INTERNET
                """));
        assertThat(documents.api(api).warnings()).isEmpty();
        assertThat(documents.integration(api, "POST /a").subtype()).isEqualTo("EventBridge-PutEvents");
        assertThat(documents
                        .exported(api)
                        .at("/paths/~1a/post/x-amazon-apigateway-integration")
                        .toString())
                .isEqualTo("{\"integrationSubtype\":\"EventBridge-PutEvents\",\"credentials\":"
                        + "\"arn:aws:iam::111111111111:role/r\",\"requestParameters\":{\"Detail\":"
                        + "\"$request.body.Detail\",\"DetailType\":\"MyDetailType\",\"Source\":\"demo.apigw\"},"
                        + "\"payloadFormatVersion\":\"1.0\",\"type\":\"aws_proxy\",\"connectionType\":\"INTERNET\"}");
    }

    @Test
    @DisplayName("R17.7: an integration among the components is made once for all that refer to it")
    void sharesIntegrations() {
        String reference = "x-amazon-apigateway-integration: {$ref: '#/components/x-amazon-apigateway-integrations/f'}";
        String operation = "{responses: {default: {description: d}}, " + reference + "}\n";
        String api = documents.importedId(
                document("/a:\n  get: " + operation + "  put: " + operation + "/b:\n  get: " + operation)
                        + """
                components:
                  x-amazon-apigateway-integrations:
                    f: {type: aws_proxy, payloadFormatVersion: '2.0', uri: '%s'}
                    unused: {type: http_proxy, httpMethod: GET, uri: 'https://example.com'}
                """.formatted(FUNCTION));
        assertThat(documents.stored(Kind.HTTP_API_INTEGRATION, api))
                .extracting(HttpApiIntegration::uri)
                .containsExactly(FUNCTION, "https://example.com");
        assertThat(documents.route(api, "GET /a").target())
                .isEqualTo(documents.route(api, "PUT /a").target())
                .isEqualTo(documents.route(api, "GET /b").target());
    }

    @ParameterizedTest
    @CsvSource({"aws", "HTTP", "mock"})
    @DisplayName("R17.8: integrations that only REST APIs have are warned of; the route has none")
    void warnsOfOtherIntegrations(String type) {
        String api = documents.importedId(
                document("/a:\n  get: {responses: {default: {description: d}}, x-amazon-apigateway-integration: {type: "
                        + type + ", httpMethod: GET, uri: 'https://example.com'}}\n"));
        assertThat(documents.api(api).warnings())
                .containsExactly(
                        "Unable to put integration on 'GET' for resource at path '/a': Currently, an API with a"
                                + " protocol type of HTTP may only be associated with proxy integrations (AWS_PROXY,"
                                + " HTTP_PROXY). Ignoring.");
        assertThat(documents.route(api, "GET /a").target()).isNull();
        assertThat(documents.stored(Kind.HTTP_API_INTEGRATION, api)).isEmpty();
    }

    @Test
    @DisplayName("R17.9: CORS, the endpoint and IAM")
    void readsExtensions() {
        String api = documents.importedId("""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                servers:
                  - url: https://example.com
                    x-amazon-apigateway-endpoint-configuration: {disableExecuteApiEndpoint: true}
                paths:
                  /a:
                    get: {responses: {default: {description: d}}, x-amazon-apigateway-auth: {type: AWS_IAM}}
                  /b:
                    get: {responses: {default: {description: d}}, security: [{sigv4: []}]}
                components:
                  securitySchemes:
                    sigv4: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4}
                x-amazon-apigateway-cors:
                  allowOrigins: ['https://a.example']
                  allowMethods: [GET, POST]
                  allowHeaders: [x-a]
                  exposeHeaders: [x-b]
                  allowCredentials: true
                  maxAge: 300
                x-amazon-apigateway-importexport-version: 1.0
                """);
        HttpApi stored = documents.api(api);
        assertThat(stored.warnings()).isEmpty();
        assertThat(stored.disableExecuteApiEndpoint()).isTrue();
        assertThat(stored.cors())
                .isEqualTo(new HttpApiCors(
                        true,
                        List.of("x-a"),
                        List.of("GET", "POST"),
                        List.of("https://a.example"),
                        List.of("x-b"),
                        300));
        assertThat(documents.route(api, "GET /a").authorizationType()).isEqualTo("AWS_IAM");
        assertThat(documents.route(api, "GET /b").authorizationType()).isEqualTo("AWS_IAM");
    }

    @Test
    @DisplayName("R17.9, R8.15: another algorithm of imports and credentials for any origin are errors")
    void refusesImpossibleSettings() {
        ServiceException refusal = documents.refused("""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths: {}
                x-amazon-apigateway-cors: {allowOrigins: ['*'], allowCredentials: true}
                x-amazon-apigateway-importexport-version: '2.0'
                """);
        assertThat(refusal.getMessage())
                .isEqualTo(
                        "Errors found during import:\n\tInvalid x-amazon-apigateway-importexport-version: 2.0. The only"
                                + " supported value is 1.0\n\tallow-credentials is not supported if 'allow-origin' is *");
    }

    @Test
    @DisplayName("R17.12: variables of AWS are replaced, stage variables stay")
    void replacesVariables() {
        String api = documents.importedId(document("/a:\n  get: {responses: {default: {description: d}},"
                + " x-amazon-apigateway-integration: {type: aws_proxy, uri:"
                + " 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${stageVariables.f}'}}\n"));
        assertThat(documents.integration(api, "GET /a").uri())
                .isEqualTo("arn:aws:lambda:us-east-1:111111111111:function:${stageVariables.f}");
    }

    @ParameterizedTest
    @CsvSource({
        "ignore, https://example.com/base/v1, GET /a, GET /",
        ", https://example.com/base/v1, GET /a, GET /",
        "prepend, https://example.com/base/v1, GET /base/v1/a, GET /base/v1",
        "split, https://example.com/base/v1/, GET /v1/a, GET /v1",
        "split, https://example.com/base, GET /a, GET /",
        "prepend, https://example.com, GET /a, GET /",
        "prepend, /base, GET /base/a, GET /base"
    })
    @DisplayName("R17.13: base paths; the default route has none")
    void handlesBasePaths(String handling, String url, String a, String root) {
        var api = documents.send(
                ApiGatewayV2.IMPORT_API,
                ImportApiRequest.builder()
                        .body(document("/a:\n" + operation("get", "").indent(2) + "/:\n"
                                        + operation("get", "").indent(2) + "/$default:\n"
                                        + operation("x-amazon-apigateway-any-method", "")
                                                .indent(2))
                                + "servers: [{url: '" + url + "'}]\n")
                        .basepath(handling)
                        .build());
        assertThat(documents.keys(given(api.apiId()))).containsExactlyInAnyOrder("$default", a, root);
    }

    @Test
    @DisplayName("R17.13: the variable basePath of the server counts, an unknown handling does not")
    void readsTheBasePathVariable() {
        String text = document("/a:\n" + operation("get", "").indent(2))
                + "servers: [{url: 'https://example.com/{basePath}', variables: {basePath: {default: v2}}}]\n";
        var api = documents.send(
                ApiGatewayV2.IMPORT_API,
                ImportApiRequest.builder().body(text).basepath("prepend").build());
        assertThat(documents.keys(given(api.apiId()))).containsExactly("GET /v2/a");
        assertThat(documents
                        .refused(
                                ApiGatewayV2.IMPORT_API,
                                ImportApiRequest.builder()
                                        .body(text)
                                        .basepath("append")
                                        .build())
                        .getMessage())
                .isEqualTo("Invalid base path handling: append. Must be one of: [ignore, prepend, split]");
    }

    @Test
    @DisplayName("R17.1: YAML and JSON say the same")
    void readsBothForms() {
        String text = document("/a:\n" + operation("get", "").indent(2));
        String yaml = documents.importedId(text);
        String json = documents.importedId(HttpApiDocuments.yaml(text).toString());
        assertThat(documents.keys(json)).isEqualTo(documents.keys(yaml));
        assertThat(documents.exported(json).path("paths"))
                .isEqualTo(documents.exported(yaml).path("paths"));
    }

    @Test
    @DisplayName("section 19: 300 operations are imported, 301 are not")
    void holdsTheQuota() {
        StringBuilder paths = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            paths.append("/p")
                    .append(i)
                    .append(":\n")
                    .append(operation("get", "").indent(2));
        }
        String api = documents.importedId(document(paths.toString()));
        assertThat(documents.keys(api)).hasSize(300);
        paths.append("/p300:\n").append(operation("get", "").indent(2));
        assertThat(documents
                        .refused(ApiGatewayV2.IMPORT_API, request(document(paths.toString())))
                        .getMessage())
                .isEqualTo(
                        "Errors found during import:\n\tUnable to put method 'GET' on resource at path '/p300': Maximum"
                                + " number of routes for this API has been reached");
    }
}
