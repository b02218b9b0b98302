package dev.sallyport.control.http.documents;

import static dev.sallyport.control.http.documents.HttpApiDocuments.again;
import static dev.sallyport.control.http.documents.HttpApiDocuments.document;
import static dev.sallyport.control.http.documents.HttpApiDocuments.operation;
import static dev.sallyport.control.http.documents.HttpApiDocuments.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.openapi.Mutations;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Documents with faults: refused as a client's and without a trace, or taken as a whole (http-api R17.3). */
class BadDocumentTest {

    private static final int MUTATIONS = 400;
    private static final String INFO = "openapi: 3.0.1\ninfo: {title: t, version: '1'}\n";

    private final HttpApiDocuments documents = new HttpApiDocuments();

    static Stream<String> unreadable() {
        return Stream.of(
                "",
                "not json",
                "{",
                "[]",
                "- a",
                "null",
                "a: [",
                "\u0000",
                "{\"openapi\": \"3.0.1\"",
                "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\n",
                "openapi: 4.0.0\ninfo: {title: t, version: '1'}\npaths: {}\n",
                "info: {title: t, version: '1'}\npaths: {}\n",
                "openapi: 3.0.1\ninfo: {version: '1'}\npaths: {}\n",
                "openapi: 3.0.1\ninfo: t\npaths: {}\n",
                INFO + "paths: [a]\n",
                INFO + "paths: {/a: b}\n",
                INFO + "paths: {/a: {get: b}}\n",
                INFO + "paths: {/a: {get: {responses: [b]}}}\n",
                INFO + "paths: {/a: {get: {parameters: {b: c}}}}\n",
                INFO + "paths: {/a: {get: {security: {b: []}}}}\n",
                INFO + "paths: {/a: {get: {security: [b]}}}\n",
                INFO + "paths: {/a: {get: {x-amazon-apigateway-integration: b}}}\n",
                INFO + "paths: {/a: {get: {x-amazon-apigateway-integration: {type: [aws_proxy]}}}}\n",
                INFO
                        + "paths: {/a: {get: {x-amazon-apigateway-integration: {type: aws_proxy, timeoutInMillis: soon}}}}\n",
                INFO
                        + "paths: {/a: {get: {x-amazon-apigateway-integration: {type: aws_proxy, requestParameters: [b]}}}}\n",
                INFO + "paths: {}\ncomponents: [a]\n",
                INFO + "paths: {}\ncomponents: {securitySchemes: [a]}\n",
                INFO + "paths: {}\ncomponents: {securitySchemes: {a: {x-amazon-apigateway-authorizer: b}}}\n",
                INFO + "paths: {}\nservers: {url: a}\n",
                INFO + "paths: {}\ntags: {name: a}\n",
                INFO + "paths: {}\nx-amazon-apigateway-cors: [a]\n",
                INFO + "paths: {}\nx-amazon-apigateway-cors: {allowOrigins: '*'}\n",
                INFO + "paths: {}\nx-amazon-apigateway-cors: {maxAge: long}\n",
                INFO + "paths: &p {/a: *p}\n",
                "[".repeat(100_000),
                "{\"a\":".repeat(100_000));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    @DisplayName("R17.3: what is no document is refused, and nothing is made or changed")
    void refusesWhatIsNoDocument(String text) {
        String existing =
                documents.importedId(document("/a:\n" + operation("get", "").indent(2)));
        String before = documents.state(existing);
        ServiceException refusal = documents.refused(text);
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.code()).isEqualTo("BadRequestException");
        assertThat(refusal.getMessage()).isEqualTo("Invalid OpenAPI input.");
        assertThat(documents.stored(Kind.HTTP_API, "")).hasSize(1);
        if (!text.startsWith("openapi: 3.0.1\ninfo: {version")) { // an API that has a name needs no other
            assertThat(documents
                            .refused(ApiGatewayV2.REIMPORT_API, again(existing, text))
                            .status())
                    .isEqualTo(400);
            assertThat(documents.state(existing)).isEqualTo(before);
        }
    }

    @Test
    @DisplayName("openapi R2.4: a document of more than 6 MB is refused")
    void refusesHugeDocuments() {
        String huge = document("/a:\n" + operation("get", "").indent(2)) + "# " + "a".repeat(6 * 1024 * 1024);
        assertThat(documents.refused(huge).getMessage()).isEqualTo("Invalid OpenAPI input.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{type: lambda}|Invalid integration type specified: lambda",
                "{uri: 'https://a.example'}|Invalid integration type specified: null",
                "{$ref: '#/components/x-amazon-apigateway-integrations/gone'}|"
                        + "Invalid reference specified: #/components/x-amazon-apigateway-integrations/gone",
                "{$ref: 'https://a.example/b'}|Invalid reference specified: https://a.example/b",
                "{$ref: '#/paths/~1a/get/x-amazon-apigateway-integration'}|"
                        + "Invalid reference specified: #/paths/~1a/get/x-amazon-apigateway-integration"
            })
    @DisplayName("R17.3: integrations of unknown types, missing ones and circles are errors, and nothing is changed")
    void refusesUnknownIntegrations(String integration, String text) {
        String existing =
                documents.importedId(document("/a:\n" + operation("get", "").indent(2)));
        String before = documents.state(existing);
        String bad =
                document("/b:\n" + operation("get", "").indent(2) + "/a:\n  get: {responses: {default: {description:"
                        + " d}}, x-amazon-apigateway-integration: " + integration + "}\n");
        ServiceException refusal = documents.refused(ApiGatewayV2.REIMPORT_API, again(existing, bad));
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.getMessage())
                .isEqualTo(
                        "Errors found during import:\n\tUnable to put integration on 'GET' for resource at path '/a': "
                                + text);
        assertThat(refusal.members().get("locations"))
                .startsWith("7\t/paths/~1a/get/x-amazon-apigateway-integration\t");
        assertThat(documents.state(existing)).isEqualTo(before);
    }

    @Test
    @DisplayName("R17.3, R21.14: two operations of one route key are an error")
    void refusesRoutesOfOneKey() {
        String text = document(
                "/$default:\n" + operation("x-amazon-apigateway-any-method", "").indent(2) + "/b:\n"
                        + operation("x-amazon-apigateway-any-method", ", isDefaultRoute: true")
                                .indent(2));
        assertThat(documents.refused(text).getMessage())
                .isEqualTo(
                        "Errors found during import:\n\tUnable to put method 'ANY' on resource at path '/b': Route with"
                                + " key $default already exists for this API");
        assertThat(documents.stored(Kind.HTTP_API, "")).isEmpty();
    }

    @Test
    @DisplayName("R17.3: errors and warnings are told together")
    void tellsAllFaults() {
        String text = document("""
                /a/{id}:
                  get: {x-amazon-apigateway-integration: {type: lambda}}
                  trace: {responses: {}}
                  GET: {}
                """);
        assertThat(documents.refused(text).getMessage())
                .isEqualTo(
                        "Errors found during import:\n\tUnable to put integration on 'GET' for resource at path '/a/{id}':"
                                + " Invalid integration type specified: lambda\n"
                                + "Additionally, these warnings were found:\n"
                                + "\tParse issue: attribute paths.'/a/{id}'.GET is unexpected\n"
                                + "\tParse issue: attribute paths.'/a/{id}'(get).responses is missing\n"
                                + "\tParse issue: attribute paths.'/a/{id}'. Declared path parameter id needs to be defined as a"
                                + " path parameter in path or operation level");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/a b|get|The provided route key is not formatted properly for HTTP protocol. Format should be \"<HTTP"
                        + " METHOD> /<RESOURCE PATH>\" or \"$default\"",
                "/{a+}/b|put|The provided route key is not formatted properly for HTTP protocol. Format should be \"<HTTP"
                        + " METHOD> /<RESOURCE PATH>\" or \"$default\""
            })
    @DisplayName("R17.3: a route that CreateRoute would refuse is warned of and left out")
    void leavesOutBadRoutes(String path, String verb, String text) {
        String parameters = "  parameters: [{name: a+, in: path, required: true, schema: {type: string}}]\n";
        String api = documents.importedId(
                document("'" + path + "':\n" + operation(verb, "").indent(2) + parameters));
        assertThat(documents.stored(Kind.HTTP_API_ROUTE, api)).isEmpty();
        assertThat(documents.stored(Kind.HTTP_API_INTEGRATION, api)).isEmpty();
        assertThat(documents.api(api).warnings())
                .containsExactly("Unable to put method '" + verb.toUpperCase(Locale.ROOT) + "' on resource at path '"
                        + path + "': " + text + ". Ignoring.");
    }

    @Test
    @DisplayName("section 22: limits of single members hold in documents too")
    void holdsLimits() {
        String api = documents.importedId(document("/a:\n  get: {operationId: " + "o".repeat(65)
                + ", responses: {default: {description: d}}}\n  put: {responses: {default: {description: d}},"
                + " x-amazon-apigateway-integration: {type: aws_proxy, timeoutInMillis: 30001, uri: '"
                + HttpApiDocuments.FUNCTION + "'}}\n"));
        assertThat(documents.api(api).warnings())
                .satisfiesExactlyInAnyOrder(
                        one -> assertThat(one)
                                .contains("'GET'", "at 'operationName'", "less than or equal to 64", "Ignoring."),
                        two -> assertThat(two)
                                .contains("'PUT'", "at 'timeoutInMillis'", "less than or equal to 30000"));
        ServiceException refusal =
                documents.refused("openapi: 3.0.1\ninfo: {title: " + "t".repeat(129) + ", version: '1'}\npaths: {}\n");
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.getMessage()).contains("at 'name'", "less than or equal to 128");
    }

    @Test
    @DisplayName("R17.3: mutations of tree and text never give a 500, and never half an API")
    void mutations() {
        SplittableRandom random = new SplittableRandom(17);
        String text = document("/a/{id}:\n"
                        + operation("get", ", security: [{jwt: [s]}]").indent(2)
                        + operation("put", ", security: [{lambda: []}]").indent(2)
                        + "  parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n"
                        + "/$default:\n"
                        + operation("x-amazon-apigateway-any-method", "").indent(2))
                + ImportSecurityTest.AUTHORIZERS + """
                servers: [{url: 'https://a.example/b', variables: {basePath: {default: v}}}]
                tags: [{name: a, x-amazon-apigateway-tag-value: b}]
                x-amazon-apigateway-cors: {allowOrigins: ['*'], maxAge: 1}
                x-amazon-apigateway-importexport-version: '1.0'
                """;
        JsonNode original = HttpApiDocuments.yaml(text);
        String existing = documents.importedId(text);
        for (int i = 0; i < MUTATIONS; i++) {
            check(
                    existing,
                    i % 3 == 0
                            ? Mutations.scratched(text, random)
                            : Mutations.of(original, random).toString());
        }
    }

    private void check(String existing, String text) {
        int before = documents.stored(Kind.HTTP_API, "").size();
        String state = documents.state(existing);
        try {
            documents.send(ApiGatewayV2.IMPORT_API, request(text));
            documents.send(ApiGatewayV2.REIMPORT_API, again(existing, text));
            documents.exported(existing);
        } catch (ServiceException e) {
            assertThat(e.status()).as(text).isIn(400, 501);
            assertThat(documents.stored(Kind.HTTP_API, "")).as(text).hasSize(before);
            assertThat(documents.state(existing)).as(text).isEqualTo(state);
        }
    }
}
