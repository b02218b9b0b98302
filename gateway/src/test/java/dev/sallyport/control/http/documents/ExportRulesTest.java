package dev.sallyport.control.http.documents;

import static dev.sallyport.control.http.documents.HttpApiDocuments.FUNCTION;
import static dev.sallyport.control.http.documents.HttpApiDocuments.document;
import static dev.sallyport.control.http.documents.HttpApiDocuments.exportOf;
import static dev.sallyport.control.http.documents.HttpApiDocuments.given;
import static dev.sallyport.control.http.documents.HttpApiDocuments.operation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.Cors;
import dev.sallyport.wire.apigatewayv2.CreateApiRequest;
import dev.sallyport.wire.apigatewayv2.CreateDeploymentRequest;
import dev.sallyport.wire.apigatewayv2.CreateIntegrationRequest;
import dev.sallyport.wire.apigatewayv2.CreateRouteRequest;
import dev.sallyport.wire.apigatewayv2.CreateStageRequest;
import dev.sallyport.wire.apigatewayv2.ExportApiRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** ExportApi (http-api R17.17, R17.18); the forms are those of published exports of AWS. */
class ExportRulesTest {

    private final HttpApiDocuments documents = new HttpApiDocuments();

    private String created(CreateApiRequest.Builder request) {
        return given(documents
                .send(ApiGatewayV2.CREATE_API, request.protocolType("HTTP").build())
                .apiId());
    }

    private String function(String api) {
        return given(documents
                .send(
                        ApiGatewayV2.CREATE_INTEGRATION,
                        CreateIntegrationRequest.builder()
                                .apiId(api)
                                .integrationType("AWS_PROXY")
                                .integrationUri(FUNCTION)
                                .payloadFormatVersion("2.0")
                                .build())
                .integrationId());
    }

    private void route(String api, String key, String integration) {
        documents.send(
                ApiGatewayV2.CREATE_ROUTE,
                CreateRouteRequest.builder()
                        .apiId(api)
                        .routeKey(key)
                        .target("integrations/" + integration)
                        .build());
    }

    @Test
    @DisplayName("R17.17: to the letter as AWS writes it, the version being the day when there is none")
    void writesAsAws() {
        String api = created(CreateApiRequest.builder()
                .name("weather")
                .corsConfiguration(Cors.builder()
                        .allowOrigins(List.of("*"))
                        .allowMethods(List.of("GET", "POST"))
                        .build()));
        String used = function(api);
        String unused = function(api);
        route(api, "ANY /weather", used);
        route(api, "GET /auth/{proxy+}", used);
        route(api, "$default", used);
        String integration = """
                {
                          "payloadFormatVersion" : "2.0",
                          "type" : "aws_proxy",
                          "httpMethod" : "POST",
                          "uri" : "arn:aws:lambda:us-east-1:111111111111:function:f",
                          "connectionType" : "INTERNET"
                        }""";
        assertThat(documents.text(exportOf(api).build())).isEqualTo("""
                {
                  "openapi" : "3.0.1",
                  "info" : {
                    "title" : "weather",
                    "version" : "2025-06-01 10:00:00UTC"
                  },
                  "servers" : [ {
                    "url" : "https://%1$s.execute-api.us-east-1.amazonaws.com/{basePath}",
                    "variables" : {
                      "basePath" : {
                        "default" : ""
                      }
                    }
                  } ],
                  "paths" : {
                    "/$default" : {
                      "x-amazon-apigateway-any-method" : {
                        "responses" : {
                          "default" : {
                            "description" : "Default response for $default"
                          }
                        },
                        "isDefaultRoute" : true,
                        "x-amazon-apigateway-integration" : %2$s
                      }
                    },
                    "/auth/{proxy+}" : {
                      "get" : {
                        "responses" : {
                          "default" : {
                            "description" : "Default response for GET /auth/{proxy+}"
                          }
                        },
                        "x-amazon-apigateway-integration" : %2$s
                      },
                      "parameters" : [ {
                        "name" : "proxy+",
                        "in" : "path",
                        "description" : "Generated path parameter for proxy+",
                        "required" : true,
                        "schema" : {
                          "type" : "string"
                        }
                      } ]
                    },
                    "/weather" : {
                      "x-amazon-apigateway-any-method" : {
                        "responses" : {
                          "default" : {
                            "description" : "Default response for ANY /weather"
                          }
                        },
                        "x-amazon-apigateway-integration" : %2$s
                      }
                    }
                  },
                  "components" : {
                    "x-amazon-apigateway-integrations" : {
                      "unusedIntegration_%3$s" : {
                        "payloadFormatVersion" : "2.0",
                        "type" : "aws_proxy",
                        "httpMethod" : "POST",
                        "uri" : "arn:aws:lambda:us-east-1:111111111111:function:f",
                        "connectionType" : "INTERNET"
                      }
                    }
                  },
                  "x-amazon-apigateway-cors" : {
                    "allowMethods" : [ "GET", "POST" ],
                    "maxAge" : 0,
                    "allowCredentials" : false,
                    "allowOrigins" : [ "*" ]
                  },
                  "x-amazon-apigateway-importexport-version" : "1.0"
                }""".formatted(api, integration, unused));
    }

    @Test
    @DisplayName("R17.17: authorizers as AWS writes them")
    void writesAuthorizers() {
        String api = documents.importedId(document("/a:\n"
                        + operation("get", ", security: [{jwt: [s1]}]").indent(2)
                        + operation("put", ", security: [{lambda: []}]").indent(2)
                        + operation("post", ", x-amazon-apigateway-auth: {type: AWS_IAM}")
                                .indent(2))
                + ImportSecurityTest.AUTHORIZERS);
        JsonNode export = documents.exported(api);
        assertThat(export.path("components").path("securitySchemes").toString())
                .contains(
                        "\"jwt\":{\"type\":\"oauth2\",\"flows\":{},\"x-amazon-apigateway-authorizer\":{\"identitySource\":"
                                + "\"$request.querystring.token\",\"jwtConfiguration\":{\"audience\":[\"a\",\"b\"],\"issuer\":"
                                + "\"https://good.example\"},\"type\":\"jwt\"}}")
                .contains("\"lambda\":{\"type\":\"apiKey\",\"name\":\"Authorization\",\"in\":\"header\","
                        + "\"x-amazon-apigateway-authorizer\":{\"identitySource\":\"$request.header.Authorization,"
                        + "$context.routeKey\",\"authorizerUri\":\"" + HttpApiDocuments.INVOCATION
                        + "\",\"authorizerCredentials\":\"arn:aws:iam::111111111111:role/r\","
                        + "\"authorizerPayloadFormatVersion\":\"2.0\",\"authorizerResultTtlInSeconds\":300,\"type\":"
                        + "\"request\",\"enableSimpleResponses\":true}}")
                .contains("\"sigv4\":{\"type\":\"apiKey\",\"name\":\"Authorization\",\"in\":\"header\","
                        + "\"x-amazon-apigateway-authtype\":\"awsSigv4\"}");
        JsonNode operations = export.path("paths").path("/a");
        assertThat(operations.path("get").path("security").toString()).isEqualTo("[{\"jwt\":[\"s1\"]}]");
        assertThat(operations.path("put").path("security").toString()).isEqualTo("[{\"lambda\":[]}]");
        assertThat(operations.path("post").path("security").toString()).isEqualTo("[{\"sigv4\":[]}]");
    }

    @Test
    @DisplayName("R17.17: tags, description, the closed endpoint")
    void writesSettings() {
        String api = created(CreateApiRequest.builder()
                .name("n")
                .description("d")
                .version("v")
                .disableExecuteApiEndpoint(true)
                .tags(Map.of("b", "2", "a", "1")));
        JsonNode export = documents.exported(api);
        assertThat(export.path("info").toString())
                .isEqualTo("{\"title\":\"n\",\"description\":\"d\",\"version\":\"v\"}");
        assertThat(export.path("tags").toString())
                .isEqualTo("[{\"name\":\"a\",\"x-amazon-apigateway-tag-value\":\"1\"},"
                        + "{\"name\":\"b\",\"x-amazon-apigateway-tag-value\":\"2\"}]");
        assertThat(export.path("servers")
                        .path(0)
                        .path("x-amazon-apigateway-endpoint-configuration")
                        .toString())
                .isEqualTo("{\"disableExecuteApiEndpoint\":true}");
    }

    @Test
    @DisplayName("R17.18: the draft, or what a stage serves")
    void exportsDraftOrStage() {
        String api = created(CreateApiRequest.builder().name("n"));
        String integration = function(api);
        route(api, "GET /old", integration);
        String deployment = given(documents
                .send(
                        ApiGatewayV2.CREATE_DEPLOYMENT,
                        CreateDeploymentRequest.builder().apiId(api).build())
                .deploymentId());
        CreateStageRequest.Builder stage = CreateStageRequest.builder().apiId(api);
        documents.send(
                ApiGatewayV2.CREATE_STAGE,
                stage.stageName("test").deploymentId(deployment).build());
        documents.send(
                ApiGatewayV2.CREATE_STAGE,
                stage.stageName("empty").deploymentId(null).build());
        route(api, "GET /new", integration);
        assertThat(documents.exported(api).path("paths").propertyNames()).containsExactly("/new", "/old");
        String served = documents.text(exportOf(api).stageName("test").build());
        assertThat(served).contains("\"/old\"").doesNotContain("\"/new\"").contains("\"default\" : \"test\"");
        ExportApiRequest.Builder export = exportOf(api);
        assertThat(documents
                        .refused(
                                ApiGatewayV2.EXPORT_API,
                                export.stageName("gone").build())
                        .status())
                .isEqualTo(404);
        assertThat(documents
                        .refused(
                                ApiGatewayV2.EXPORT_API,
                                export.stageName("empty").build())
                        .getMessage())
                .isEqualTo("Stage empty has no deployment");
    }

    @Test
    @DisplayName("R17.18: without extensions nothing of AWS is shown but what has no other name")
    void leavesOutExtensions() {
        String api = documents.importedId(document("/a:\n"
                        + operation("get", ", security: [{jwt: [s1]}]").indent(2)
                        + operation("put", ", x-amazon-apigateway-auth: {type: AWS_IAM}")
                                .indent(2))
                + ImportSecurityTest.AUTHORIZERS + "tags: [{name: a}]\n");
        String text = documents.text(exportOf(api).includeExtensions(false).build());
        assertThat(text)
                .doesNotContain("x-amazon-")
                .doesNotContain("\"tags\"")
                .contains("\"jwt\" : [ \"s1\" ]", "\"oauth2\"");
        assertThat(documents.text(exportOf(api).includeExtensions(true).build()))
                .isEqualTo(documents.text(exportOf(api).build()))
                .contains("x-amazon-");
    }

    @Test
    @DisplayName("R17.17: YAML says the same as JSON")
    void writesYaml() {
        String api =
                documents.importedId(document("/a:\n" + operation("get", "").indent(2)));
        String yaml = documents.text(exportOf(api).outputType("YAML").build());
        assertThat(yaml).contains("openapi: \"3.0.1\"\n", "  /a:\n", "      version: \"1\"".substring(4));
        assertThat(HttpApiDocuments.yaml(yaml)).isEqualTo(documents.exported(api));
    }

    @Test
    @DisplayName("R17.17: other specifications, output types and versions are refused")
    void refusesWhatThereIsNot() {
        String api = created(CreateApiRequest.builder().name("n"));
        assertThat(documents
                        .refused(
                                ApiGatewayV2.EXPORT_API,
                                exportOf(api).specification("OAS31").build())
                        .getMessage())
                .isEqualTo("Invalid specification specified: OAS31. Valid options are OAS30");
        assertThat(documents
                        .refused(
                                ApiGatewayV2.EXPORT_API,
                                exportOf(api).outputType("XML").build())
                        .getMessage())
                .isEqualTo("Invalid output type specified: XML. Valid options are JSON,YAML");
        assertThat(documents
                        .refused(
                                ApiGatewayV2.EXPORT_API,
                                exportOf(api).exportVersion("2.0").build())
                        .getMessage())
                .isEqualTo("Invalid export version specified: 2.0. Valid options are 1.0");
        assertThat(documents
                        .refused(ApiGatewayV2.EXPORT_API, exportOf("nope").build())
                        .status())
                .isEqualTo(404);
    }

    @Test
    @DisplayName("R17.19: WebSocket APIs have no documents")
    void refusesWebSocketApis() {
        String api = given(documents
                .send(
                        ApiGatewayV2.CREATE_API,
                        CreateApiRequest.builder()
                                .name("w")
                                .protocolType("WEBSOCKET")
                                .routeSelectionExpression("$request.body.action")
                                .build())
                .apiId());
        String text = "This operation is not supported on protocolType WEBSOCKET";
        ServiceException export =
                documents.refused(ApiGatewayV2.EXPORT_API, exportOf(api).build());
        assertThat(export.status()).isEqualTo(400);
        assertThat(export.getMessage()).isEqualTo(text);
        assertThat(documents
                        .refused(ApiGatewayV2.REIMPORT_API, HttpApiDocuments.again(api, document("{}")))
                        .getMessage())
                .isEqualTo(text);
    }
}
