package dev.sallyport.control.http.documents;

import static dev.sallyport.control.http.documents.HttpApiDocuments.again;
import static dev.sallyport.control.http.documents.HttpApiDocuments.exportOf;
import static dev.sallyport.control.http.documents.HttpApiDocuments.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.HttpApi;
import dev.sallyport.model.HttpApiAuthorizer;
import dev.sallyport.model.HttpApiIntegration;
import dev.sallyport.model.HttpApiRoute;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.ImportApiRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An export that is imported again gives the same API (http-api 17). */
class RoundTripTest {

    private static final int APIS = 80;

    private final HttpApiDocuments documents = new HttpApiDocuments();

    @Test
    @DisplayName("R17.1, R17.17: export, import, export gives the same document and the same parts, without a warning")
    void roundTrip() {
        for (int seed = 0; seed < APIS; seed++) {
            String first = RandomHttpApi.create(documents, seed);
            boolean yaml = seed % 2 == 0;
            String export = documents.text(
                    exportOf(first).outputType(yaml ? "YAML" : "JSON").build());
            String second = given(documents
                    .send(
                            ApiGatewayV2.IMPORT_API,
                            ImportApiRequest.builder()
                                    .body(export)
                                    .failOnWarnings(true)
                                    .build())
                    .apiId());
            assertThat(documents.api(second).importInfo()).as("seed " + seed).isEmpty();
            assertThat(comparable(second)).as("seed " + seed).isEqualTo(comparable(first));
            assertThat(settings(second)).as("seed " + seed).isEqualTo(settings(first));
            assertThat(routes(second)).as("seed " + seed).isEqualTo(routes(first));
        }
    }

    @Test
    @DisplayName("R17.14: a reimport of an export changes nothing but the ids of integrations")
    void reimport() {
        for (int seed = 0; seed < APIS; seed++) {
            String api = RandomHttpApi.create(documents, seed);
            // the first import gives authorizers of one name names of their own
            String copy = documents.importedId(documents.text(exportOf(api).build()));
            String export = documents.text(exportOf(copy).build());
            List<HttpApiAuthorizer> authorizers = documents.stored(Kind.HTTP_API_AUTHORIZER, copy);
            List<String> ids = routeIds(copy);
            documents.send(ApiGatewayV2.REIMPORT_API, again(copy, export));
            assertThat(documents.stored(Kind.HTTP_API_AUTHORIZER, copy))
                    .as("seed " + seed)
                    .containsExactlyInAnyOrderElementsOf(authorizers);
            assertThat(routeIds(copy)).as("seed " + seed).isEqualTo(ids);
            assertThat(comparable(copy)).as("seed " + seed).isEqualTo(comparable(api));
        }
    }

    private List<String> routeIds(String api) {
        return documents.stored(Kind.HTTP_API_ROUTE, api).stream()
                .map(route -> route.routeKey() + " " + route.id())
                .sorted()
                .toList();
    }

    /** The export without the API's id, and with unused integrations by what they are. */
    private JsonNode comparable(String api) {
        JsonNode export = documents.exported(api);
        ((ObjectNode) export.path("servers").path(0)).put("url", "");
        if (export.path("components") instanceof ObjectNode components) {
            JsonNode unused = components.remove("x-amazon-apigateway-integrations");
            if (unused != null) {
                List<String> all = new ArrayList<>();
                unused.forEach(each -> all.add(each.toString()));
                Collections.sort(all);
                components.put("unused", all.toString());
            }
        }
        return export;
    }

    private String settings(String id) {
        HttpApi api = documents.api(id);
        return api.name() + " " + api.description() + " " + api.cors() + " " + api.disableExecuteApiEndpoint() + " "
                + new TreeMap<>(api.tags());
    }

    /** The routes with all that they refer to, without ids and without the names of authorizers. */
    private List<String> routes(String api) {
        List<HttpApiIntegration> integrations = documents.stored(Kind.HTTP_API_INTEGRATION, api);
        List<HttpApiAuthorizer> authorizers = documents.stored(Kind.HTTP_API_AUTHORIZER, api);
        List<String> routes = new ArrayList<>();
        for (HttpApiRoute route : documents.stored(Kind.HTTP_API_ROUTE, api)) {
            HttpApiIntegration integration = integrations.stream()
                    .filter(each -> each.id().equals(route.integrationId()))
                    .findFirst()
                    .orElse(null);
            HttpApiAuthorizer authorizer = authorizers.stream()
                    .filter(each -> each.id().equals(route.authorizerId()))
                    .findFirst()
                    .orElse(null);
            routes.add(route.routeKey() + " " + route.authorizationType() + " " + route.authorizationScopes() + " "
                    + route.operationName() + " " + anonymous(integration) + " " + anonymous(authorizer));
        }
        Collections.sort(routes);
        return routes;
    }

    private static String anonymous(@Nullable Object part) {
        return String.valueOf(part).replaceAll("\\[id=\\w+", "[").replaceAll("name=[^,]+,", "");
    }
}
