package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.given;
import static dev.sallyport.control.rest.Rest.putIntegration;
import static dev.sallyport.control.rest.Rest.replace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Rest.Api;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CreateDeploymentRequest;
import dev.sallyport.wire.apigateway.CreateRestApiRequest;
import dev.sallyport.wire.apigateway.DeleteRestApiRequest;
import dev.sallyport.wire.apigateway.EndpointConfiguration;
import dev.sallyport.wire.apigateway.GetResourcesRequest;
import dev.sallyport.wire.apigateway.GetRestApiRequest;
import dev.sallyport.wire.apigateway.GetRestApisRequest;
import dev.sallyport.wire.apigateway.Resource;
import dev.sallyport.wire.apigateway.RestApi;
import dev.sallyport.wire.apigateway.RestApis;
import dev.sallyport.wire.apigateway.UpdateRestApiRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rules of REST APIs that no recording shows: R6.x, R7.x, R10.x. */
class RestApiRulesTest {

    private static final String POLICY = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*",
             "Action": "execute-api:Invoke", "Resource": ["execute-api:/*", "arn:aws:execute-api:x:y:z/*"]}]}""";

    private final Rest rest = new Rest();

    @Test
    void idsAreDnsLabels() {
        RestApi api = rest.api(members -> members);
        assertThat(api.id()).matches("[a-z0-9]{10}");
        assertThat(api.rootResourceId()).matches("[a-z0-9]{10}");
        assertThat(api.createdDate()).isEqualTo("2025-06-01T10:00:00Z");
    }

    @Test
    void getAnswersTagsEvenWhenThereAreNone_R7_2() {
        RestApi api = rest.api(members -> members);
        assertThat(api.tags()).isNull();
        assertThat(get(api).tags()).isEmpty();
    }

    @Test
    void apisAreIsolatedByAccountAndRegion_R1_21() {
        RestApi api = rest.api(members -> members);
        rest.call = new Call(new Scope("111111111111", "eu-west-1"), "request", "http://localhost:8080");
        assertThat(rest.refused(ApiGateway.GET_REST_API, getRequest(api)).getMessage())
                .isEqualTo("Invalid API identifier specified 111111111111:" + api.id());
        assertThat(rest.send(
                                ApiGateway.GET_REST_APIS,
                                GetRestApisRequest.builder().build())
                        .items())
                .isEmpty();
    }

    @Test
    void clientMayChooseTheIdByTag() {
        RestApi api = rest.api(members -> members.tags(Map.of("_custom_id_", "petstore1")));
        assertThat(api.id()).isEqualTo("petstore1");
        rest.call = new Call(new Scope("222222222222", "us-east-1"), "request", "http://localhost:8080");
        ServiceException again = refusedCreate(tagged(Map.of("_custom_id_", "petstore1")));
        assertThat(again.status())
                .as("the id is a host name, which knows no account")
                .isEqualTo(409);
        assertThat(refusedCreate(tagged(Map.of("_custom_id_", "Pet-Store"))).status())
                .isEqualTo(400);
        assertThat(refusedCreate(tagged(Map.of("_custom_id_", ""))).status()).isEqualTo(400);
    }

    @Test
    void policyIsExpandedAndAnsweredEscaped_R7_3_R7_4() {
        RestApi api = rest.api(members -> members.policy(POLICY));
        String expected = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
                + "\"Action\":\"execute-api:Invoke\",\"Resource\":[\"arn:aws:execute-api:us-east-1:111111111111:"
                + api.id() + "/*\",\"arn:aws:execute-api:x:y:z/*\"]}]}";
        assertThat(api.policy()).isEqualTo(expected.replace("\"", "\\\""));
        RestApi cleared = update(api, "/policy", "");
        assertThat(cleared.policy()).isNull();
        assertThat(update(api, "/policy", POLICY).policy()).isEqualTo(api.policy());
    }

    @Test
    void policyMustBeAResourcePolicy_R10_8() {
        for (String policy : List.of("nope", "[]", "{}", "{\"Statement\":[{\"Effect\":\"Maybe\"}]}", "\"text\"")) {
            ServiceException refusal = refusedCreate(create().policy(policy));
            assertThat(refusal.getMessage())
                    .isEqualTo("Invalid policy document. Please check the policy syntax and ensure that Principals"
                            + " are valid.");
        }
    }

    @Test
    void checksComeInTheOrderOfTheRules() {
        CreateRestApiRequest.Builder request =
                create().description("").minimumCompressionSize(-1).policy("nope");
        assertThat(refusedCreate(request).getMessage()).isEqualTo("Description cannot be an empty string");
        assertThat(refusedCreate(request.description("d")).getMessage())
                .isEqualTo("Invalid minimum compression size, must be between 0 and 10485760");
        assertThat(refusedCreate(request.minimumCompressionSize(10485760)).getMessage())
                .startsWith("Invalid policy document.");
    }

    @Test
    void typeCannotBeRemovedAndNoSecondTypeAdded_R10_4_R10_5() {
        RestApi api = rest.api(members -> members);
        assertThat(refusedUpdate(api, "remove", "/endpointConfiguration/types/EDGE"))
                .isEqualTo("REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.");
        assertThat(refusedUpdate(api, "add", "/endpointConfiguration/types/REGIONAL"))
                .isEqualTo("Cannot create an api with multiple Endpoint Types.");
    }

    @Test
    void securityPolicyIsStoredAndAnswered_R7_20() {
        assertThat(rest.api(members -> members).securityPolicy()).as("7.1").isNull();
        RestApi api = rest.api(members -> members.securityPolicy("SecurityPolicy_TLS13_2025_EDGE")
                .endpointAccessMode("BASIC"));
        assertThat(api.securityPolicy()).isEqualTo("SecurityPolicy_TLS13_2025_EDGE");
        assertThat(api.endpointAccessMode()).isEqualTo("BASIC");
        assertThat(refusedUpdate(api, "replace", "/endpointAccessMode"))
                .isEqualTo("Endpoint access mode must be set with security policy SecurityPolicy_TLS13_2025_EDGE");
    }

    @Test
    void securityPolicyFitsModeAndEndpoint_R7_20() {
        assertThat(refusedCreate(create().securityPolicy("SecurityPolicy_TLS13_2025_EDGE"))
                        .getMessage())
                .isEqualTo("Endpoint access mode must be set with security policy SecurityPolicy_TLS13_2025_EDGE");
        assertThat(refusedCreate(create().securityPolicy("TLS_1_2").endpointAccessMode("STRICT"))
                        .getMessage())
                .isEqualTo("Endpoint access mode STRICT can only be set with a security policy that starts with"
                        + " SecurityPolicy_");
        assertThat(refusedCreate(create().endpointAccessMode("BASIC")).status()).isEqualTo(400);
        assertThat(refusedCreate(create().securityPolicy("SecurityPolicy_TLS13_1_3_2025_09")
                                .endpointAccessMode("BASIC"))
                        .getMessage())
                .isEqualTo("Security policy SecurityPolicy_TLS13_1_3_2025_09 is not supported for endpoint type EDGE");
        assertThat(refusedCreate(create().securityPolicy("SecurityPolicy_TLS12_2018_EDGE")
                                .endpointAccessMode("BASIC")
                                .endpointConfiguration(EndpointConfiguration.builder()
                                        .types(List.of("REGIONAL"))
                                        .build()))
                        .getMessage())
                .isEqualTo("Security policy SecurityPolicy_TLS12_2018_EDGE is not supported for endpoint type"
                        + " REGIONAL");
    }

    @Test
    void tagsHaveRules_R21_4() {
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 51; i++) {
            many.put("k" + i, "v");
        }
        for (Map<String, String> tags : List.of(
                many,
                Map.of("aws:x", "v"),
                Map.of("a".repeat(129), "v"),
                Map.of("k", "v".repeat(257)),
                Map.of("k", "\n"))) {
            assertThat(refusedCreate(tagged(tags)).code()).isEqualTo("BadRequestException");
        }
        many.remove("k0");
        assertThat(rest.api(members -> members.tags(many)).tags()).hasSize(50);
    }

    @Test
    void listsArePaged_R6() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 27; i++) {
            String name = "api" + i;
            names.add(name);
            rest.api(members -> members.name(name));
        }
        RestApis first = list(null, null);
        assertThat(names(first)).isEqualTo(names.subList(0, 25));
        RestApis second = list(null, first.position());
        assertThat(names(second)).isEqualTo(names.subList(25, 27));
        assertThat(second.position()).isNull();
        assertThat(names(list(2, null))).containsExactly("api0", "api1");
        assertThat(names(list(0, null))).hasSize(25);
        assertThat(names(list(-1, null))).hasSize(25);
        assertThat(names(list(1000, null))).hasSize(27);
        assertThat(list(27, null).position()).isNull();
    }

    @Test
    void positionSurvivesDeletionsBeforeIt() {
        RestApi first = rest.api(members -> members.name("a"));
        rest.api(members -> members.name("b"));
        rest.api(members -> members.name("c"));
        String position = list(2, null).position();
        rest.send(ApiGateway.DELETE_REST_API, delete(given(first.id())));
        assertThat(names(list(2, position))).containsExactly("c");
    }

    @Test
    void positionMustBeOneThatWasAnswered_R6_3() {
        for (String position : List.of("nope", "%%%", "AAAA")) {
            GetRestApisRequest request =
                    GetRestApisRequest.builder().position(position).build();
            assertThat(rest.refused(ApiGateway.GET_REST_APIS, request).getMessage())
                    .isEqualTo("Invalid position parameter specified");
        }
    }

    @Test
    void cloneCopiesResourcesWithNewIds_R7_7() {
        Api source = rest.api();
        String pets = rest.resource(source, source.root(), "pets");
        String pet = rest.resource(source, pets, "{petId}");
        rest.mock(source, source.root(), "GET");
        rest.method(source, pet, "POST");
        rest.send(
                ApiGateway.PUT_INTEGRATION,
                putIntegration(source, pet, "POST", "MOCK")
                        .cacheNamespace("shared")
                        .build());
        RestApi copy = rest.api(members -> members.name("copy").cloneFrom(source.id()));
        List<Resource> resources = given(rest.send(
                        ApiGateway.GET_RESOURCES,
                        GetResourcesRequest.builder()
                                .restApiId(copy.id())
                                .embed(List.of("methods"))
                                .build())
                .items());
        assertThat(resources).extracting(Resource::path).containsExactly("/", "/pets", "/pets/{petId}");
        assertThat(resources).extracting(Resource::id).doesNotContain(source.root(), pets, pet);
        assertThat(resources.getFirst().id()).isEqualTo(copy.rootResourceId());
        assertThat(resources.get(2).parentId()).isEqualTo(resources.get(1).id());
        assertThat(cacheNamespace(resources.get(0), "GET")).isEqualTo(copy.rootResourceId());
        assertThat(cacheNamespace(resources.get(2), "POST")).isEqualTo("shared");
    }

    @Test
    void cloneNeedsItsSource() {
        assertThat(refusedCreate(create().cloneFrom("nope")).getMessage())
                .isEqualTo("Invalid API identifier specified 111111111111:nope");
    }

    @Test
    void deletionTakesEverythingAlong_R10_11() {
        Api api = rest.api();
        rest.mock(api, api.root(), "GET");
        rest.send(
                ApiGateway.CREATE_DEPLOYMENT,
                CreateDeploymentRequest.builder()
                        .restApiId(api.id())
                        .stageName("dev")
                        .build());
        rest.send(ApiGateway.DELETE_REST_API, delete(api.id()));
        for (Kind<?> kind : List.of(Kind.REST_API, Kind.RESOURCE, Kind.DEPLOYMENT, Kind.API_DOCUMENT, Kind.STAGE)) {
            assertThat(rest.store.<Integer>read(tx -> tx.listAll(kind).size()))
                    .as(kind.name())
                    .isZero();
        }
    }

    @Test
    void refusedUpdateStoresNothing() {
        RestApi api = rest.api(members -> members);
        UpdateRestApiRequest request = UpdateRestApiRequest.builder()
                .restApiId(api.id())
                .patchOperations(List.of(replace("/name", "other"), replace("/policy", "nope")))
                .build();
        rest.refused(ApiGateway.UPDATE_REST_API, request);
        assertThat(get(api).name()).isEqualTo("shop");
    }

    private static String cacheNamespace(Resource resource, String verb) {
        return given(given(given(given(resource.resourceMethods()).get(verb)).methodIntegration())
                .cacheNamespace());
    }

    private RestApis list(@Nullable Integer limit, @Nullable String position) {
        return rest.send(
                ApiGateway.GET_REST_APIS,
                GetRestApisRequest.builder().limit(limit).position(position).build());
    }

    private static List<String> names(RestApis page) {
        return given(page.items()).stream().map(api -> given(api.name())).toList();
    }

    private RestApi get(RestApi api) {
        return rest.send(ApiGateway.GET_REST_API, getRequest(api));
    }

    private static GetRestApiRequest getRequest(RestApi api) {
        return GetRestApiRequest.builder().restApiId(api.id()).build();
    }

    private static DeleteRestApiRequest delete(String id) {
        return DeleteRestApiRequest.builder().restApiId(id).build();
    }

    private static CreateRestApiRequest.Builder create() {
        return CreateRestApiRequest.builder().name("a");
    }

    private static CreateRestApiRequest.Builder tagged(Map<String, String> tags) {
        return create().tags(tags);
    }

    private ServiceException refusedCreate(CreateRestApiRequest.Builder request) {
        return rest.refused(ApiGateway.CREATE_REST_API, request.build());
    }

    private RestApi update(RestApi api, String path, String value) {
        return rest.send(
                ApiGateway.UPDATE_REST_API,
                UpdateRestApiRequest.builder()
                        .restApiId(api.id())
                        .patchOperations(List.of(replace(path, value)))
                        .build());
    }

    private String refusedUpdate(RestApi api, String op, String path) {
        UpdateRestApiRequest request = UpdateRestApiRequest.builder()
                .restApiId(api.id())
                .patchOperations(List.of(Rest.op(op, path, null)))
                .build();
        return rest.refused(ApiGateway.UPDATE_REST_API, request).getMessage();
    }
}
