package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.CreateRoutingRuleRequest;
import dev.sallyport.wire.apigatewayv2.DeleteApiMappingRequest;
import dev.sallyport.wire.apigatewayv2.DeleteDomainNameRequest;
import dev.sallyport.wire.apigatewayv2.MutualTlsAuthenticationInput;
import dev.sallyport.wire.apigatewayv2.RoutingRuleAction;
import dev.sallyport.wire.apigatewayv2.RoutingRuleActionInvokeApi;
import dev.sallyport.wire.apigatewayv2.RoutingRuleCondition;
import dev.sallyport.wire.apigatewayv2.RoutingRuleMatchBasePaths;
import dev.sallyport.wire.apigatewayv2.RoutingRuleMatchHeaderValue;
import dev.sallyport.wire.apigatewayv2.RoutingRuleMatchHeaders;
import dev.sallyport.wire.apigatewayv2.UpdateApiMappingRequest;
import dev.sallyport.wire.apigatewayv2.UpdateApiRequest;
import dev.sallyport.wire.apigatewayv2.UpdateDomainNameRequest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Custom domain names that serve HTTP APIs, and REST APIs beside them (http-api 16), from operation to answer. */
class HttpApiDomainsTest {

    private static final String NAME = "api.example.com";
    private static final String NOT_FOUND = "{\"message\":\"Not Found\"}";
    private static final String FORBIDDEN = "{\"message\":\"Forbidden\"}";

    private static final ServedApis APIS = new ServedApis();

    @RegisterExtension
    static final DataPlaneFixture DATA = new DataPlaneFixture().domains(APIS.domains);

    @BeforeAll
    static void serve() {
        APIS.serve(DATA, new TestHttpApi(DATA).compiler());
    }

    @AfterEach
    void forget() {
        for (var domain : APIS.store.read(tx -> tx.listAll(Kind.DOMAIN_NAME))) {
            APIS.send(
                    ApiGatewayV2.DELETE_DOMAIN_NAME,
                    DeleteDomainNameRequest.builder().domainName(domain.id()).build());
        }
    }

    private static String body(String path, String... lines) throws IOException {
        return APIS.get(NAME, path, lines).body();
    }

    private static void isOfHttpApi(Answer answer, int status, String body) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.header("apigw-requestid")).matches("[A-Za-z0-9_-]{15}=");
        assertThat(answer.header("x-amzn-RequestId")).isNull();
        assertThat(answer.header("x-amzn-ErrorType")).isNull();
    }

    @Test
    @DisplayName("R16.10, R16.16, R16.18, R3.10: one name serves a REST API and an HTTP API by mappings")
    void bothByMappings() throws IOException {
        APIS.domain(NAME);
        String http = APIS.httpApi("http", "beta");
        APIS.map(NAME, "", http, "$default");
        APIS.map(NAME, "web/new", http, "beta");
        APIS.map(NAME, "shop/v1", APIS.restApi("rest", "prod"), "prod");

        assertThat(body("/shop/v1/pets")).isEqualTo("rest");
        var ofRest = TestHttpApi.lastEvent(DATA, "rest");
        assertThat(ofRest.at("/path").asString()).isEqualTo("/shop/v1/pets");
        assertThat(ofRest.at("/pathParameters/proxy").asString()).isEqualTo("pets");
        assertThat(ofRest.at("/requestContext/stage").asString()).isEqualTo("prod");

        assertThat(body("/web/new/pets")).isEqualTo("http");
        var mapped = TestHttpApi.lastEvent(DATA, "http");
        assertThat(mapped.at("/rawPath").asString()).isEqualTo("/pets");
        assertThat(mapped.at("/requestContext/stage").asString()).isEqualTo("beta");
        assertThat(mapped.at("/requestContext/domainName").asString()).isEqualTo(NAME);

        assertThat(body("/web/newer")).isEqualTo("http");
        var rest = TestHttpApi.lastEvent(DATA, "http");
        assertThat(rest.at("/rawPath").asString()).isEqualTo("/web/newer");
        assertThat(rest.at("/requestContext/stage").asString()).isEqualTo("$default");

        Answer ofHttp = APIS.get(NAME, "/");
        assertThat(ofHttp.header("apigw-requestid")).isNotNull();
        Answer alsoOfRest = APIS.get(NAME, "/shop/v1");
        assertThat(alsoOfRest.header("x-amzn-RequestId")).isNotNull();
    }

    private static void rule(int priority, String api, boolean strips, RoutingRuleCondition... conditions) {
        APIS.send(
                ApiGatewayV2.CREATE_ROUTING_RULE,
                CreateRoutingRuleRequest.builder()
                        .domainName(NAME)
                        .priority(priority)
                        .conditions(List.of(conditions))
                        .actions(List.of(RoutingRuleAction.builder()
                                .invokeApi(RoutingRuleActionInvokeApi.builder()
                                        .apiId(api)
                                        .stage("prod")
                                        .stripBasePath(strips)
                                        .build())
                                .build()))
                        .build());
    }

    private static RoutingRuleCondition header(String name, String glob) {
        return RoutingRuleCondition.builder()
                .matchHeaders(RoutingRuleMatchHeaders.builder()
                        .anyOf(List.of(RoutingRuleMatchHeaderValue.builder()
                                .header(name)
                                .valueGlob(glob)
                                .build()))
                        .build())
                .build();
    }

    private static RoutingRuleCondition basePath(String path) {
        return RoutingRuleCondition.builder()
                .matchBasePaths(
                        RoutingRuleMatchBasePaths.builder().anyOf(List.of(path)).build())
                .build();
    }

    private static void mode(String routingMode) {
        APIS.send(
                ApiGatewayV2.UPDATE_DOMAIN_NAME,
                UpdateDomainNameRequest.builder()
                        .domainName(NAME)
                        .routingMode(routingMode)
                        .build());
    }

    @Test
    @DisplayName("R16.33 to R16.39: rules lead to REST APIs, in every mode, and mappings of the rest to an HTTP API")
    void bothByRules() throws IOException {
        APIS.domain(NAME, "ROUTING_RULE_THEN_API_MAPPING");
        APIS.map(NAME, "", APIS.httpApi("http"), "$default");
        String one = APIS.restApi("one", "prod");
        String two = APIS.restApi("two", "prod");
        rule(20, two, true, basePath("orders"));
        rule(10, one, false, header("x-version", "beta*"), basePath("orders"));

        assertThat(body("/orders/5", "X-Version: beta-2")).isEqualTo("one");
        assertThat(TestHttpApi.lastEvent(DATA, "one")
                        .at("/pathParameters/proxy")
                        .asString())
                .isEqualTo("orders/5");
        assertThat(body("/orders/5", "X-Version: Beta-2")).isEqualTo("two");
        assertThat(TestHttpApi.lastEvent(DATA, "two")
                        .at("/pathParameters/proxy")
                        .asString())
                .isEqualTo("5");
        assertThat(body("/ordersx", "X-Version: beta-2")).isEqualTo("http");
        assertThat(body("/Orders/5")).isEqualTo("http");

        mode("ROUTING_RULE_ONLY");
        assertThat(body("/orders/5")).isEqualTo("two");
        Answer none = APIS.get(NAME, "/pets");
        assertThat(none.status()).isEqualTo(403);
        assertThat(none.body()).isEqualTo(FORBIDDEN);

        mode("API_MAPPING_ONLY");
        assertThat(body("/orders/5", "X-Version: beta-2")).isEqualTo("http");
    }

    @Test
    @DisplayName("R16.16: the longest mapping key of whole segments")
    void longestKey() throws IOException {
        APIS.domain(NAME);
        APIS.map(NAME, "", APIS.httpApi("api1"), "$default");
        APIS.map(NAME, "orders/v1/items", APIS.httpApi("api2"), "$default");
        APIS.map(NAME, "orders/v2/items", APIS.httpApi("api3"), "$default");
        APIS.map(NAME, "orders/v2/items/categories", APIS.httpApi("api4"), "$default");
        assertThat(body("/orders/v1/items")).isEqualTo("api2");
        assertThat(body("/orders/v2/items")).isEqualTo("api3");
        assertThat(body("/orders/v1/items/123")).isEqualTo("api2");
        assertThat(body("/orders/v2/items/categories/5")).isEqualTo("api4");
        assertThat(body("/customers")).isEqualTo("api1");
        assertThat(body("/orders/v1/itemsx")).isEqualTo("api1");
    }

    @Test
    @DisplayName("R16.17, INV-53: nothing fits: HTTP APIs say not found, domain names with REST APIs say forbidden")
    void nothingFits() throws IOException {
        APIS.domain(NAME);
        Answer bare = APIS.get(NAME, "/web");
        assertThat(bare.status()).isEqualTo(403);
        APIS.map(NAME, "web", APIS.httpApi("http"), "$default");
        isOfHttpApi(APIS.get(NAME, "/other"), 404, NOT_FOUND);
        isOfHttpApi(APIS.get(NAME, "/" + "a".repeat(10_300)), 414, "{\"message\":\"Request URI Too Long\"}");
        APIS.map(NAME, "shop", APIS.restApi("rest", "prod"), "prod");
        Answer mixed = APIS.get(NAME, "/other");
        assertThat(mixed.status()).isEqualTo(403);
        assertThat(mixed.body()).isEqualTo(FORBIDDEN);
        assertThat(mixed.header("x-amzn-ErrorType")).isEqualTo("ForbiddenException");
    }

    @Test
    @DisplayName("R16.11, R16.22: a mapping that is changed or deleted is so when the call is answered")
    void changesAreLive() throws IOException {
        APIS.domain(NAME);
        String one = APIS.httpApi("one");
        String two = APIS.httpApi("two", "beta");
        String id = APIS.map(NAME, "a", one, "$default");
        assertThat(body("/a")).isEqualTo("one");
        APIS.send(
                ApiGatewayV2.UPDATE_API_MAPPING,
                UpdateApiMappingRequest.builder()
                        .domainName(NAME)
                        .apiMappingId(id)
                        .apiId(two)
                        .stage("beta")
                        .apiMappingKey("b/c")
                        .build());
        assertThat(APIS.get(NAME, "/a").status()).isEqualTo(404);
        assertThat(body("/b/c/d")).isEqualTo("two");
        assertThat(TestHttpApi.lastEvent(DATA, "two")
                        .at("/requestContext/stage")
                        .asString())
                .isEqualTo("beta");
        APIS.send(
                ApiGatewayV2.DELETE_API_MAPPING,
                DeleteApiMappingRequest.builder()
                        .domainName(NAME)
                        .apiMappingId(id)
                        .build());
        assertThat(APIS.get(NAME, "/b/c/d").status()).isEqualTo(403);
    }

    @Test
    @DisplayName("R16.9, R1.11: a more specific name goes before a wildcard, and health checks before mappings")
    void wildcards() throws IOException {
        APIS.domain("*.example.com");
        APIS.domain(NAME);
        APIS.map("*.example.com", "", APIS.httpApi("any"), "$default");
        APIS.map(NAME, "", APIS.httpApi("own"), "$default");
        assertThat(APIS.get("other.example.com", "/").body()).isEqualTo("any");
        assertThat(APIS.get("API.example.com", "/").body()).isEqualTo("own");
        assertThat(body("/ping")).isEqualTo("healthy");
    }

    @Test
    @DisplayName("R1.9, R16.29: without its default endpoint an API is served by its domain names alone")
    void disabledEndpoint() throws IOException {
        APIS.domain(NAME);
        String api = APIS.httpApi("http", "beta");
        APIS.map(NAME, "", api, "$default");
        assertThat(APIS.get(ServedApis.endpoint(api), "/").status()).isEqualTo(200);
        APIS.send(
                ApiGatewayV2.UPDATE_API,
                UpdateApiRequest.builder()
                        .apiId(api)
                        .disableExecuteApiEndpoint(true)
                        .build());
        isOfHttpApi(APIS.get(ServedApis.endpoint(api), "/"), 404, NOT_FOUND);
        isOfHttpApi(APIS.get(ServedApis.endpoint(api), "/beta/x"), 404, NOT_FOUND);
        assertThat(body("/")).isEqualTo("http");
    }

    @Test
    @DisplayName("R16.28: who shows no certificate is forbidden, in the words of HTTP APIs")
    void mutualTls() throws IOException {
        APIS.domain(NAME);
        APIS.map(NAME, "", APIS.httpApi("http"), "$default");
        truststore("s3://bucket/trusted.pem");
        isOfHttpApi(APIS.get(NAME, "/"), 403, FORBIDDEN);
        truststore("");
        assertThat(body("/")).isEqualTo("http");
    }

    private static void truststore(String uri) {
        APIS.send(
                ApiGatewayV2.UPDATE_DOMAIN_NAME,
                UpdateDomainNameRequest.builder()
                        .domainName(NAME)
                        .mutualTlsAuthentication(MutualTlsAuthenticationInput.builder()
                                .truststoreUri(uri)
                                .build())
                        .build());
    }
}
