package dev.sallyport.control.http.domains;

import static dev.sallyport.control.http.domains.DomainWorld.CERTIFICATE;
import static dev.sallyport.control.http.domains.DomainWorld.NAME;
import static dev.sallyport.control.http.domains.DomainWorld.given;
import static dev.sallyport.control.http.domains.DomainWorld.newMapping;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.BasePathMapping;
import dev.sallyport.wire.apigateway.CreateBasePathMappingRequest;
import dev.sallyport.wire.apigateway.DeleteRestApiRequest;
import dev.sallyport.wire.apigateway.EndpointConfiguration;
import dev.sallyport.wire.apigateway.GetBasePathMappingsRequest;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.UpdateBasePathMappingRequest;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.ApiMapping;
import dev.sallyport.wire.apigatewayv2.CreateApiMappingResponse;
import dev.sallyport.wire.apigatewayv2.DeleteApiMappingRequest;
import dev.sallyport.wire.apigatewayv2.DeleteApiRequest;
import dev.sallyport.wire.apigatewayv2.DeleteDomainNameRequest;
import dev.sallyport.wire.apigatewayv2.DeleteStageRequest;
import dev.sallyport.wire.apigatewayv2.GetApiMappingRequest;
import dev.sallyport.wire.apigatewayv2.GetApiMappingResponse;
import dev.sallyport.wire.apigatewayv2.GetApiMappingsRequest;
import dev.sallyport.wire.apigatewayv2.UpdateApiMappingRequest;
import dev.sallyport.wire.apigatewayv2.UpdateApiMappingResponse;
import dev.sallyport.wire.apigatewayv2.UpdateDomainNameRequest;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** API mappings (http-api 16.2), which are the base path mappings of apigateway. */
class ApiMappingTest {

    private final DomainWorld world = new DomainWorld();

    private GetApiMappingResponse get(String id) {
        return world.send(
                ApiGatewayV2.GET_API_MAPPING,
                GetApiMappingRequest.builder().domainName(NAME).apiMappingId(id).build());
    }

    private UpdateApiMappingResponse update(String id, UpdateApiMappingRequest.Builder change) {
        return world.send(
                ApiGatewayV2.UPDATE_API_MAPPING,
                change.domainName(NAME).apiMappingId(id).build());
    }

    private void refuses(String apiId, String stage, @Nullable String key, int status, String text) {
        says(
                world.refused(
                        ApiGatewayV2.CREATE_API_MAPPING,
                        newMapping(apiId, stage, key).build()),
                status,
                text);
    }

    private static void says(ServiceException refused, int status, String text) {
        assertThat(refused.getMessage()).isEqualTo(text);
        assertThat(refused.status()).isEqualTo(status);
    }

    @Test
    @DisplayName("21.5: a mapping as it is answered")
    void asItIsAnswered() {
        world.domain();
        String api = world.httpApi("test");
        CreateApiMappingResponse made = world.map(api, "test", "myApi");
        assertThat(made.apiMappingId()).matches("[a-z0-9]{6}");
        assertThat(made)
                .isEqualTo(CreateApiMappingResponse.builder()
                        .apiId(api)
                        .apiMappingId(made.apiMappingId())
                        .apiMappingKey("myApi")
                        .stage("test")
                        .build());
        assertThat(get(given(made.apiMappingId())).apiMappingKey()).isEqualTo("myApi");
        assertThat(world.mappings()).extracting(ApiMapping::apiMappingId).containsExactly(made.apiMappingId());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    @DisplayName("R16.13: without a key a mapping takes everything, and there is one of these")
    void withoutAKey(@Nullable String key) {
        world.domain();
        String api = world.httpApi("$default");
        assertThat(world.map(api, "$default", key).apiMappingKey()).isEmpty();
        refuses(api, "$default", null, 409, "ApiMapping key already exists for this domain name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders/v1/items", "a$-_.+!*'(),Z9"})
    @DisplayName("R16.13, R16.14: keys of several levels and of all legal characters, for HTTP and REST APIs")
    void legalKeys(String key) {
        world.domain();
        assertThat(world.map(world.httpApi("s"), "s", key).apiMappingKey()).isEqualTo(key);
        assertThat(world.map(world.restApi("s"), "s", key + "x").apiMappingKey())
                .isEqualTo(key + "x");
        world.map(world.httpApi("s"), "s", "a".repeat(300));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/|API mapping key should not end with a '/'.",
                "a/|API mapping key should not end with a '/'.",
                "/a|API mapping key should not start with a '/' or have consecutive '/'s.",
                "a//b|API mapping key should not start with a '/' or have consecutive '/'s.",
                "a~b|An API mapping key may contain only letters, numbers and one of $-_.+!*'(), characters.",
                "a b|An API mapping key may contain only letters, numbers and one of $-_.+!*'(), characters.",
                "ä|An API mapping key may contain only letters, numbers and one of $-_.+!*'(), characters."
            },
            quoteCharacter = '"')
    @DisplayName("R16.14, R16.15: illegal keys, when a mapping is made and when it is changed")
    void illegalKeys(String key, String text) {
        world.domain();
        String api = world.httpApi("s");
        refuses(api, "s", key, 400, text);
        String id = given(world.map(api, "s", "ok").apiMappingId());
        says(
                world.refused(
                        ApiGatewayV2.UPDATE_API_MAPPING,
                        UpdateApiMappingRequest.builder()
                                .domainName(NAME)
                                .apiMappingId(id)
                                .apiId(api)
                                .apiMappingKey(key)
                                .build()),
                400,
                text);
        assertThat(get(id).apiMappingKey()).isEqualTo("ok");
    }

    @Test
    @DisplayName("R16.14: 300 characters are the most")
    void longKeys() {
        world.domain();
        refuses(world.httpApi("s"), "s", "a".repeat(301), 400, "ApiMapping key length must be under 300 characters.");
    }

    @Test
    @DisplayName("R16.7, R16.20, R16.21: what a mapping names is there")
    void namesWhatIsThere() {
        String http = world.httpApi("s");
        String rest = world.restApi("t");
        refuses(http, "s", null, 404, "Invalid domain name identifier specified");
        world.domain();
        refuses("nope", "s", null, 404, "Invalid API identifier specified");
        refuses(http, "t", null, 400, "Invalid stage identifier specified");
        refuses(rest, "s", null, 400, "Invalid stage identifier specified");
        assertThat(world.mappings()).isEmpty();
        says(
                world.refused(
                        ApiGatewayV2.GET_API_MAPPING,
                        GetApiMappingRequest.builder()
                                .domainName(NAME)
                                .apiMappingId("nope")
                                .build()),
                404,
                "Invalid ApiMapping identifier specified nope");
    }

    @Test
    @DisplayName("R16.22: an update keeps the id and what it does not name")
    void updates() {
        world.domain();
        String http = world.httpApi("s");
        world.httpStage(http, "t");
        String rest = world.restApi("p");
        String id = given(world.map(http, "s", "v1").apiMappingId());
        world.map(http, "s", "taken");
        assertThat(update(id, UpdateApiMappingRequest.builder().apiId(http).stage("t")))
                .isEqualTo(mapping(id, http, "t", "v1"));
        assertThat(update(id, UpdateApiMappingRequest.builder().apiId(http).apiMappingKey("v2/x")))
                .isEqualTo(mapping(id, http, "t", "v2/x"));
        assertThat(update(
                        id,
                        UpdateApiMappingRequest.builder().apiId(rest).stage("p").apiMappingKey("")))
                .isEqualTo(mapping(id, rest, "p", ""));
        says(
                world.refused(
                        ApiGatewayV2.UPDATE_API_MAPPING,
                        UpdateApiMappingRequest.builder()
                                .domainName(NAME)
                                .apiMappingId(id)
                                .apiId(rest)
                                .apiMappingKey("taken")
                                .build()),
                409,
                "ApiMapping key already exists for this domain name");
        says(
                world.refused(
                        ApiGatewayV2.UPDATE_API_MAPPING,
                        UpdateApiMappingRequest.builder()
                                .domainName(NAME)
                                .apiMappingId(id)
                                .apiId(http)
                                .build()),
                400,
                "Invalid stage identifier specified");
        assertThat(get(id).apiId()).isEqualTo(rest);
        assertThat(world.mappings()).hasSize(2);
        assertThat(given(world.map(http, "s", "v1").apiMappingId())).isNotEqualTo(id);
    }

    private static UpdateApiMappingResponse mapping(String id, String apiId, String stage, String key) {
        return UpdateApiMappingResponse.builder()
                .apiId(apiId)
                .apiMappingId(id)
                .apiMappingKey(key)
                .stage(stage)
                .build();
    }

    @Test
    @DisplayName("R16.23: 200 mappings of several levels; those of one do not count")
    void manyLevels() {
        world.domain();
        String api = world.httpApi("s");
        IntStream.range(0, 200).forEach(i -> world.map(api, "s", "a/" + i));
        refuses(
                api,
                "s",
                "a/b/c",
                429,
                "Maximum number of API mappings with several levels for this domain name has been reached");
        world.map(api, "s", "single");
        String id = given(world.mappings().getFirst().apiMappingId());
        update(id, UpdateApiMappingRequest.builder().apiId(api).apiMappingKey("a/moved"));
    }

    @Test
    @DisplayName("R20.9, R20.11: pages and deletion")
    void pagesAndDeletion() {
        world.domain();
        String api = world.httpApi("s");
        List<String> ids = List.of("a", "b", "c").stream()
                .map(key -> given(world.map(api, "s", key).apiMappingId()))
                .toList();
        var one = world.send(
                ApiGatewayV2.GET_API_MAPPINGS,
                GetApiMappingsRequest.builder().domainName(NAME).maxResults("2").build());
        assertThat(one.items()).extracting(ApiMapping::apiMappingKey).containsExactly("a", "b");
        var two = world.send(
                ApiGatewayV2.GET_API_MAPPINGS,
                GetApiMappingsRequest.builder()
                        .domainName(NAME)
                        .nextToken(one.nextToken())
                        .build());
        assertThat(two.items()).extracting(ApiMapping::apiMappingKey).containsExactly("c");
        DeleteApiMappingRequest delete = DeleteApiMappingRequest.builder()
                .domainName(NAME)
                .apiMappingId(ids.get(1))
                .build();
        world.send(ApiGatewayV2.DELETE_API_MAPPING, delete);
        assertThat(world.mappings()).extracting(ApiMapping::apiMappingKey).containsExactly("a", "c");
        assertThat(world.refused(ApiGatewayV2.DELETE_API_MAPPING, delete).status())
                .isEqualTo(404);
    }

    @Test
    @DisplayName("R16.24: a domain name of rules alone takes no mapping and lists those it has")
    void rulesAlone() {
        world.domain();
        String http = world.httpApi("s");
        String rest = world.restApi("s");
        world.map(rest, "s", "a");
        world.send(
                ApiGatewayV2.UPDATE_DOMAIN_NAME,
                UpdateDomainNameRequest.builder()
                        .domainName(NAME)
                        .routingMode("ROUTING_RULE_ONLY")
                        .build());
        String text = "API mappings cannot be created for a domain name with the routing mode ROUTING_RULE_ONLY";
        refuses(http, "s", "b", 400, text);
        says(world.refused(ApiGateway.CREATE_BASE_PATH_MAPPING, basePath(rest, "b")), 400, text);
        assertThat(world.mappings()).extracting(ApiMapping::apiMappingKey).containsExactly("a");
    }

    private static CreateBasePathMappingRequest basePath(String apiId, String path) {
        return CreateBasePathMappingRequest.builder()
                .domainName(NAME)
                .restApiId(apiId)
                .basePath(path)
                .build();
    }

    @Test
    @DisplayName("R16.11: each service lists the mappings that the other made")
    void sameMappings() {
        world.domain();
        String http = world.httpApi("s");
        String rest = world.restApi("t");
        world.send(ApiGateway.CREATE_BASE_PATH_MAPPING, basePath(rest, ""));
        ApiMapping ofFirst = world.mappings().getFirst();
        assertThat(ofFirst.apiMappingKey()).isEmpty();
        assertThat(ofFirst.apiId()).isEqualTo(rest);
        assertThat(ofFirst.stage()).isNull();
        world.map(http, "s", "orders/v1");
        assertThat(given(world.send(
                                ApiGateway.GET_BASE_PATH_MAPPINGS,
                                GetBasePathMappingsRequest.builder()
                                        .domainName(NAME)
                                        .build())
                        .items()))
                .containsExactly(
                        BasePathMapping.builder()
                                .basePath("(none)")
                                .restApiId(rest)
                                .build(),
                        BasePathMapping.builder()
                                .basePath("orders/v1")
                                .restApiId(http)
                                .stage("s")
                                .build());
        world.send(
                ApiGatewayV2.DELETE_API_MAPPING,
                DeleteApiMappingRequest.builder()
                        .domainName(NAME)
                        .apiMappingId(ofFirst.apiMappingId())
                        .build());
        refuses(http, "s", "orders/v1", 409, "ApiMapping key already exists for this domain name");
    }

    @Test
    @DisplayName("R16.11: apigateway renames a mapping and its id stays")
    void renamedByTheFirst() {
        world.domain();
        String rest = world.restApi("t");
        String id = given(world.map(rest, "t", "a").apiMappingId());
        world.send(
                ApiGateway.UPDATE_BASE_PATH_MAPPING,
                UpdateBasePathMappingRequest.builder()
                        .domainName(NAME)
                        .basePath("a")
                        .patchOperations(List.of(PatchOperation.builder()
                                .op("replace")
                                .path("/basePath")
                                .value("b")
                                .build()))
                        .build());
        assertThat(get(id).apiMappingKey()).isEqualTo("b");
    }

    @Test
    @DisplayName("R16.10: apigateway maps REST APIs alone, and to domain names of theirs")
    void noMixingByTheFirst() {
        String text = "Mixing of REST APIs and HTTP APIs on the same domain name can only be accomplished through API"
                + " Gateway's V2 DomainName interface. Currently, WebSocket APIs can only be attached to a domain name"
                + " with other WebSocket APIs. This must also occur through API Gateway's V2 DomainName interface.";
        world.domain();
        String http = world.httpApi("s");
        String rest = world.restApi("t");
        says(world.refused(ApiGateway.CREATE_BASE_PATH_MAPPING, basePath(http, "a")), 400, text);
        world.send(ApiGateway.CREATE_BASE_PATH_MAPPING, basePath(rest, "a"));
        world.map(http, "s", "b");
        says(world.refused(ApiGateway.CREATE_BASE_PATH_MAPPING, basePath(rest, "c")), 400, text);
        world.map(rest, "t", "c");
    }

    private void ofTheFirst(String type, String policy) {
        world.send(
                ApiGateway.CREATE_DOMAIN_NAME,
                dev.sallyport.wire.apigateway.CreateDomainNameRequest.builder()
                        .domainName(NAME)
                        .certificateArn(type.equals("EDGE") ? CERTIFICATE : null)
                        .regionalCertificateArn(type.equals("EDGE") ? null : CERTIFICATE)
                        .securityPolicy(policy)
                        .endpointConfiguration(EndpointConfiguration.builder()
                                .types(List.of(type))
                                .build())
                        .build());
    }

    @Test
    @DisplayName("R16.10: an edge-optimized domain name has no API mappings")
    void edge() {
        ofTheFirst("EDGE", "TLS_1_2");
        String text =
                "Only REGIONAL domain names can be managed through the API Gateway V2 API. For EDGE domain names, please"
                        + " use the API Gateway V1 API. Also note that only REST APIs can be attached to EDGE domain"
                        + " names.";
        refuses(world.restApi("s"), "s", null, 400, text);
        says(
                world.refused(
                        ApiGatewayV2.GET_API_MAPPINGS,
                        GetApiMappingsRequest.builder().domainName(NAME).build()),
                400,
                text);
    }

    @Test
    @DisplayName("R16.10: nor has one of TLS 1.0, and what is mapped keeps the newer policy")
    void tls() {
        ofTheFirst("REGIONAL", "TLS_1_0");
        String text =
                "Only REGIONAL domain names with a security policy of TLS 1.2 can be managed through the API Gateway"
                        + " V2 API. For TLS 1.0 domain names, please use the API Gateway V1 API to upgrade your security policy"
                        + " to TLS 1.2. Currently, only REST APIs can be attached to a domain name with a security policy of TLS"
                        + " 1.0.";
        String http = world.httpApi("s");
        refuses(http, "s", null, 400, text);
        policy("TLS_1_2");
        world.map(http, "s", null);
        says(world.refused(ApiGateway.UPDATE_DOMAIN_NAME, policyChange("TLS_1_0")), 400, text);
        assertThat(world.mappings()).hasSize(1);
    }

    private void policy(String policy) {
        world.send(ApiGateway.UPDATE_DOMAIN_NAME, policyChange(policy));
    }

    private static dev.sallyport.wire.apigateway.UpdateDomainNameRequest policyChange(String policy) {
        return dev.sallyport.wire.apigateway.UpdateDomainNameRequest.builder()
                .domainName(NAME)
                .patchOperations(List.of(PatchOperation.builder()
                        .op("replace")
                        .path("/securityPolicy")
                        .value(policy)
                        .build()))
                .build();
    }

    @Test
    @DisplayName("R13.10, R21.10: what is mapped is not deleted, and R16.25: the domain name goes with its mappings")
    void deletion() {
        world.domain();
        String http = world.httpApi("$default");
        world.httpStage(http, "free");
        String rest = world.restApi("t");
        world.map(http, "$default", "a");
        world.map(rest, "t", "b/c");
        says(
                world.refused(
                        ApiGatewayV2.DELETE_API,
                        DeleteApiRequest.builder().apiId(http).build()),
                400,
                "Deleting API " + http
                        + " failed. Please remove all API mappings for the API from your custom domain names.");
        says(
                world.refused(ApiGatewayV2.DELETE_STAGE, stage(http, "$default")),
                400,
                "Deleting stage $default failed. Please remove all base path mappings related to the stage in your"
                        + " domains: " + NAME);
        world.send(ApiGatewayV2.DELETE_STAGE, stage(http, "free"));
        says(
                world.refused(
                        ApiGateway.DELETE_REST_API,
                        DeleteRestApiRequest.builder().restApiId(rest).build()),
                400,
                "Please remove all base path mappings related to the API in your account before deleting.");
        world.send(
                ApiGatewayV2.DELETE_DOMAIN_NAME,
                DeleteDomainNameRequest.builder().domainName(NAME).build());
        world.send(ApiGatewayV2.DELETE_STAGE, stage(http, "$default"));
        world.send(
                ApiGatewayV2.DELETE_API, DeleteApiRequest.builder().apiId(http).build());
        world.send(
                ApiGateway.DELETE_REST_API,
                DeleteRestApiRequest.builder().restApiId(rest).build());
        world.domain();
        assertThat(world.mappings()).isEmpty();
    }

    private static DeleteStageRequest stage(String apiId, String name) {
        return DeleteStageRequest.builder().apiId(apiId).stageName(name).build();
    }
}
