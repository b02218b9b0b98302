package dev.sallyport.control.http.documents;

import static dev.sallyport.control.http.documents.HttpApiDocuments.FUNCTION;
import static dev.sallyport.control.http.documents.HttpApiDocuments.again;
import static dev.sallyport.control.http.documents.HttpApiDocuments.document;
import static dev.sallyport.control.http.documents.HttpApiDocuments.given;
import static dev.sallyport.control.http.documents.HttpApiDocuments.operation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.HttpApiDocument;
import dev.sallyport.model.HttpApiRoute;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.CreateApiRequest;
import dev.sallyport.wire.apigatewayv2.CreateStageRequest;
import dev.sallyport.wire.apigatewayv2.GetStageRequest;
import dev.sallyport.wire.apigatewayv2.UpdateApiRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** ReimportApi (http-api R17.14). */
class ReimportTest {

    private final HttpApiDocuments documents = new HttpApiDocuments();

    @Test
    @DisplayName("R17.14: a reimport replaces all but id, endpoint, stages and tags")
    void replaces() {
        String api = documents.importedId(document("/a:\n"
                        + operation("get", ", security: [{jwt: []}]").indent(2)
                        + operation("put", "").indent(2))
                + ImportSecurityTest.AUTHORIZERS
                + "tags: [{name: kept}]\nx-amazon-apigateway-cors: {allowOrigins: ['*']}\n");
        documents.send(
                ApiGatewayV2.CREATE_STAGE,
                CreateStageRequest.builder()
                        .apiId(api)
                        .stageName("$default")
                        .autoDeploy(true)
                        .build());
        HttpApiRoute before = documents.route(api, "GET /a");
        String integration = documents.integration(api, "GET /a").id();
        String text =
                document("/a:\n" + operation("get", ", security: [{jwt: []}]").indent(2) + "/b:\n"
                                        + operation("get", "").indent(2))
                                .replace("title: t", "title: u")
                        + ImportSecurityTest.AUTHORIZERS;
        var again = documents.send(ApiGatewayV2.REIMPORT_API, again(api, text));
        assertThat(again.apiId()).isEqualTo(api);
        assertThat(again.name()).isEqualTo("u");
        assertThat(again.tags()).containsKey("kept");
        assertThat(again.corsConfiguration()).isNull();
        assertThat(documents.keys(api)).containsExactly("GET /a", "GET /b");
        HttpApiRoute after = documents.route(api, "GET /a");
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.authorizerId()).isEqualTo(before.authorizerId());
        assertThat(documents.integration(api, "GET /a").id()).isNotEqualTo(integration);
        assertThat(documents.stored(Kind.HTTP_API_INTEGRATION, api)).hasSize(2);
        var stage = documents.send(
                ApiGatewayV2.GET_STAGE,
                GetStageRequest.builder().apiId(api).stageName("$default").build());
        String digest = documents.stored(Kind.HTTP_API_DEPLOYMENT, api).stream()
                .filter(each -> each.id().equals(stage.deploymentId()))
                .findFirst()
                .orElseThrow()
                .documentDigest();
        HttpApiDocument served = given(documents.store.<@Nullable HttpApiDocument>read(
                tx -> tx.find(Kind.HTTP_API_DOCUMENT, HttpApiDocuments.SCOPE, api, digest)));
        assertThat(served.routes()).extracting(HttpApiRoute::routeKey).containsExactly("GET /a", "GET /b");
    }

    @Test
    @DisplayName("R17.14: Terraform's sequence: create, reimport, then empty texts")
    void servesTerraform() {
        String api = given(documents
                .send(
                        ApiGatewayV2.CREATE_API,
                        CreateApiRequest.builder()
                                .name("mine")
                                .protocolType("HTTP")
                                .build())
                .apiId());
        var imported = documents.send(
                ApiGatewayV2.REIMPORT_API,
                again(
                        api,
                        "{\"openapi\": \"3.0.1\", \"info\": {\"title\": \"its\", \"version\": \"2\", \"description\": \"d\"},"
                                + " \"paths\": {}}"));
        assertThat(imported.description()).isEqualTo("d");
        var restored = documents.send(
                ApiGatewayV2.UPDATE_API,
                UpdateApiRequest.builder()
                        .apiId(api)
                        .name("mine")
                        .description("")
                        .version("")
                        .build());
        assertThat(restored.name()).isEqualTo("mine");
        assertThat(restored.description()).isNull();
        assertThat(restored.version()).isNull();
    }

    @Test
    @DisplayName("R17.14: an API that is not there, and one that quick create made")
    void findsTheApi() {
        assertThat(documents
                        .refused(ApiGatewayV2.REIMPORT_API, again("nope", document("{}")))
                        .status())
                .isEqualTo(404);
        String api = given(documents
                .send(
                        ApiGatewayV2.CREATE_API,
                        CreateApiRequest.builder()
                                .name("quick")
                                .protocolType("HTTP")
                                .target(FUNCTION)
                                .build())
                .apiId());
        documents.send(
                ApiGatewayV2.REIMPORT_API,
                again(api, document("/a:\n" + operation("get", "").indent(2))));
        assertThat(documents.keys(api)).containsExactly("GET /a");
        assertThat(documents.stored(Kind.HTTP_API_STAGE, api)).hasSize(1);
    }
}
