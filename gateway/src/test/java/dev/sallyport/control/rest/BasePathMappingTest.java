package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.given;
import static dev.sallyport.control.rest.Rest.replace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Rest.Api;
import dev.sallyport.model.Scope;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.BasePathMapping;
import dev.sallyport.wire.apigateway.CreateBasePathMappingRequest;
import dev.sallyport.wire.apigateway.CreateDeploymentRequest;
import dev.sallyport.wire.apigateway.CreateDomainNameRequest;
import dev.sallyport.wire.apigateway.DeleteBasePathMappingRequest;
import dev.sallyport.wire.apigateway.DeleteRestApiRequest;
import dev.sallyport.wire.apigateway.DeleteStageRequest;
import dev.sallyport.wire.apigateway.GetBasePathMappingRequest;
import dev.sallyport.wire.apigateway.GetBasePathMappingsRequest;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.UpdateBasePathMappingRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Base path mappings (R7.18, 9.4, 10.11). */
class BasePathMappingTest {

    private static final String DOMAIN = "api.example.com";

    private final Rest rest = new Rest();
    private final Api api = rest.api();

    @BeforeEach
    void aDomainAndAStage() {
        rest.send(
                ApiGateway.CREATE_DOMAIN_NAME,
                CreateDomainNameRequest.builder().domainName(DOMAIN).build());
        rest.mock(api, api.root(), "GET");
        rest.send(
                ApiGateway.CREATE_DEPLOYMENT,
                CreateDeploymentRequest.builder()
                        .restApiId(api.id())
                        .stageName("dev")
                        .build());
    }

    @Test
    void anEmptyBasePathIsNone_R7_18() {
        BasePathMapping expected = BasePathMapping.builder()
                .basePath("(none)")
                .restApiId(api.id())
                .stage("dev")
                .build();
        assertThat(create("", "dev")).isEqualTo(expected);
        assertThat(get("(none)")).isEqualTo(expected);
        for (String again : new String[] {"", "(none)", null}) {
            refuses(create(again, api.id(), null), 409, "Base path already exists for this domain name");
        }
    }

    @Test
    void withoutAStageThereIsNone_R7_18() {
        assertThat(create("v1", "").stage()).isNull();
        assertThat(get("v1"))
                .isEqualTo(BasePathMapping.builder()
                        .basePath("v1")
                        .restApiId(api.id())
                        .build());
    }

    @Test
    void emptyAndOtherBasePathsLiveTogether_R10_124() {
        create(null, null);
        create("v1", null);
        create("a$_.+!*'()-Z", "dev");
        var page = rest.send(
                ApiGateway.GET_BASE_PATH_MAPPINGS,
                GetBasePathMappingsRequest.builder().domainName(DOMAIN).limit(2).build());
        assertThat(given(page.items())).extracting(BasePathMapping::basePath).containsExactly("(none)", "v1");
        var rest2 = rest.send(
                ApiGateway.GET_BASE_PATH_MAPPINGS,
                GetBasePathMappingsRequest.builder()
                        .domainName(DOMAIN)
                        .position(page.position())
                        .build());
        assertThat(given(rest2.items())).extracting(BasePathMapping::basePath).containsExactly("a$_.+!*'()-Z");
        assertThat(rest2.position()).isNull();
    }

    @Test
    void slashesAreForV2_R10_125() {
        refuses(
                create("a/b", api.id(), null),
                400,
                "API Gateway V1 doesn't support the slash character (/) in base path mappings."
                        + " To create a multi-level base path mapping, use API Gateway V2.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "ä", "a?b", "a%20", "{a}"})
    void otherCharacters_R10_126(String basePath) {
        refuses(
                create(basePath, api.id(), null),
                400,
                "API Gateway base path mappings only support the characters a-zA-Z0-9$_.+!*'()-");
    }

    @Test
    void apiAndStageMustExist_R10_127_R10_128() {
        refuses(create("v1", "nope", "dev"), 400, "Invalid REST API identifier specified");
        refuses(create("v1", api.id(), "nope"), 400, "Invalid stage identifier specified");
        CreateBasePathMappingRequest elsewhere = CreateBasePathMappingRequest.builder()
                .domainName("other.example.com")
                .restApiId("nope")
                .build();
        refuses(elsewhere, 404, "Invalid domain name identifier specified");
    }

    @Test
    void anApiOfAnotherAccountDoesNotExist_R1_21() {
        rest.call = new Call(new Scope("222222222222", "us-east-1"), "request", "http://localhost");
        rest.send(
                ApiGateway.CREATE_DOMAIN_NAME,
                CreateDomainNameRequest.builder().domainName("b.com").build());
        refuses(
                CreateBasePathMappingRequest.builder()
                        .domainName("b.com")
                        .restApiId(api.id())
                        .build(),
                400,
                "Invalid REST API identifier specified");
    }

    @Test
    void movesToAnotherApiAndBasePath_R9_4() {
        create("v1", "dev");
        String other = rest.api().id();
        refusesUpdate("Invalid stage identifier specified", replace("/restapiId", other));
        BasePathMapping moved = update("v1", replace("/restapiId", other), replace("/stage", ""));
        assertThat(moved)
                .isEqualTo(BasePathMapping.builder()
                        .basePath("v1")
                        .restApiId(other)
                        .build());
        assertThat(update("v1", replace("/basePath", "")))
                .extracting(BasePathMapping::basePath)
                .isEqualTo("(none)");
        assertThat(missing("v1")).isEqualTo("Invalid base path mapping identifier specified");
        assertThat(get("(none)").restApiId()).isEqualTo(other);
    }

    @Test
    void aRefusedUpdateChangesNothing() {
        create("v1", "dev");
        create("v2", "dev");
        refusesUpdate("Base path already exists for this domain name", replace("/basePath", "v2"));
        refusesUpdate("Invalid REST API identifier specified", replace("/restApiId", "nope"));
        refusesUpdate("Invalid stage identifier specified", replace("/basePath", "v3"), replace("/stage", "nope"));
        assertThat(get("v1").stage()).isEqualTo("dev");
        assertThat(update("v1")).as("R8.12").isEqualTo(get("v1"));
    }

    @Test
    void isDeletedOnce() {
        create("v1", null);
        DeleteBasePathMappingRequest delete = DeleteBasePathMappingRequest.builder()
                .domainName(DOMAIN)
                .basePath("v1")
                .build();
        rest.send(ApiGateway.DELETE_BASE_PATH_MAPPING, delete);
        ServiceException refusal = rest.refused(ApiGateway.DELETE_BASE_PATH_MAPPING, delete);
        assertThat(refusal.status()).isEqualTo(404);
        assertThat(refusal.getMessage()).isEqualTo("Invalid base path mapping identifier specified");
    }

    @Test
    void aMappedApiStays_R10_10() {
        create("v1", null);
        DeleteRestApiRequest delete =
                DeleteRestApiRequest.builder().restApiId(api.id()).build();
        ServiceException refusal = rest.refused(ApiGateway.DELETE_REST_API, delete);
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.getMessage())
                .isEqualTo("Please remove all base path mappings related to the API in your account before deleting.");
        rest.send(
                ApiGateway.DELETE_BASE_PATH_MAPPING,
                DeleteBasePathMappingRequest.builder()
                        .domainName(DOMAIN)
                        .basePath("v1")
                        .build());
        rest.send(ApiGateway.DELETE_REST_API, delete);
    }

    @Test
    void aMappedStageStays() {
        create("v1", null);
        create("v2", "dev");
        DeleteStageRequest delete = DeleteStageRequest.builder()
                .restApiId(api.id())
                .stageName("dev")
                .build();
        ServiceException refusal = rest.refused(ApiGateway.DELETE_STAGE, delete);
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.getMessage())
                .isEqualTo("Deleting stage dev failed. Please remove all base path mappings related to the stage in"
                        + " your domains: api.example.com.");
        update("v2", replace("/stage", ""));
        rest.send(ApiGateway.DELETE_STAGE, delete);
    }

    private BasePathMapping create(@Nullable String basePath, @Nullable String stage) {
        return rest.send(ApiGateway.CREATE_BASE_PATH_MAPPING, create(basePath, api.id(), stage));
    }

    private static CreateBasePathMappingRequest create(
            @Nullable String basePath, String apiId, @Nullable String stage) {
        return CreateBasePathMappingRequest.builder()
                .domainName(DOMAIN)
                .basePath(basePath)
                .restApiId(apiId)
                .stage(stage)
                .build();
    }

    private void refuses(CreateBasePathMappingRequest request, int status, String message) {
        ServiceException refusal = rest.refused(ApiGateway.CREATE_BASE_PATH_MAPPING, request);
        assertThat(refusal.status()).isEqualTo(status);
        assertThat(refusal.getMessage()).isEqualTo(message);
    }

    private BasePathMapping update(String basePath, PatchOperation... operations) {
        return rest.send(ApiGateway.UPDATE_BASE_PATH_MAPPING, updateRequest(basePath, operations));
    }

    private void refusesUpdate(String message, PatchOperation... operations) {
        assertThat(rest.refused(ApiGateway.UPDATE_BASE_PATH_MAPPING, updateRequest("v1", operations))
                        .getMessage())
                .isEqualTo(message);
    }

    private static UpdateBasePathMappingRequest updateRequest(String basePath, PatchOperation... operations) {
        return UpdateBasePathMappingRequest.builder()
                .domainName(DOMAIN)
                .basePath(basePath)
                .patchOperations(List.of(operations))
                .build();
    }

    private BasePathMapping get(String basePath) {
        return rest.send(ApiGateway.GET_BASE_PATH_MAPPING, getRequest(basePath));
    }

    private String missing(String basePath) {
        return rest.refused(ApiGateway.GET_BASE_PATH_MAPPING, getRequest(basePath))
                .getMessage();
    }

    private static GetBasePathMappingRequest getRequest(String basePath) {
        return GetBasePathMappingRequest.builder()
                .domainName(DOMAIN)
                .basePath(basePath)
                .build();
    }
}
