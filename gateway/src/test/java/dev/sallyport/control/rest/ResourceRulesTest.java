package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.given;
import static dev.sallyport.control.rest.Rest.replace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Rest.Api;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CreateResourceRequest;
import dev.sallyport.wire.apigateway.DeleteResourceRequest;
import dev.sallyport.wire.apigateway.GetResourcesRequest;
import dev.sallyport.wire.apigateway.Resource;
import dev.sallyport.wire.apigateway.Resources;
import dev.sallyport.wire.apigateway.UpdateResourceRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of resources that no recording shows (10.2). */
class ResourceRulesTest {

    private final Rest rest = new Rest();
    private final Api api = rest.api();

    @ParameterizedTest
    @ValueSource(strings = {"pets", "a.b_c-d,e:f", "{id}", "{proxy+}", "{a.b-c_d}", "v1"})
    void legalPathParts_R10_17(String pathPart) {
        assertThat(rest.resource(api, api.root(), pathPart)).matches("[a-z0-9]{6}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a{b}", "{a}b", "{}", "{+}", "{a++}", "pet s", "é", "{a", "a+"})
    void illegalPathParts_R10_16(String pathPart) {
        assertThat(refused(api.root(), pathPart).getMessage())
                .isEqualTo("Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly"
                        + " braces at the beginning and the end.");
    }

    @Test
    void siblingsHaveDifferentNames_R10_13() {
        rest.resource(api, api.root(), "pets");
        ServiceException refusal = refused(api.root(), "pets");
        assertThat(refusal.status()).isEqualTo(409);
        assertThat(refusal.getMessage()).isEqualTo("Another resource with the same parent already has this name: pets");
    }

    @Test
    void moveChangesThePathsBelow_R10_21b() {
        String a = rest.resource(api, api.root(), "a");
        String b = rest.resource(api, a, "b");
        rest.resource(api, b, "c");
        String x = rest.resource(api, api.root(), "x");
        update(a, "/parentId", x);
        assertThat(paths()).containsExactly("/", "/x", "/x/a", "/x/a/b", "/x/a/b/c");
        update(x, "/pathPart", "y");
        assertThat(paths()).containsExactly("/", "/y", "/y/a", "/y/a/b", "/y/a/b/c");
    }

    @Test
    void moveKeepsTheRulesOfCreation() {
        String greedy = rest.resource(api, api.root(), "{proxy+}");
        String a = rest.resource(api, api.root(), "a");
        assertThat(refusedUpdate(a, "/parentId", greedy))
                .isEqualTo("Cannot create a child of a resource with a greedy path variable: {proxy+}");
        assertThat(refusedUpdate(a, "/pathPart", "{id}"))
                .isEqualTo("A sibling ({proxy+}) of this resource already has a variable path part -- only one is"
                        + " allowed");
        assertThat(refusedUpdate(a, "/pathPart", "")).startsWith("Resource's path part only allow");
        assertThat(refusedUpdate(a, "/parentId", a)).isEqualTo("Resources cannot be cyclical.");
    }

    @Test
    void variableMayBeRenamed() {
        String id = rest.resource(api, api.root(), "{id}");
        assertThat(update(id, "/pathPart", "{petId}").path()).isEqualTo("/{petId}");
        assertThat(update(id, "/pathPart", "{petId}").path()).isEqualTo("/{petId}");
    }

    @Test
    void rootCannotBeDeleted_R10_21a() {
        DeleteResourceRequest request = DeleteResourceRequest.builder()
                .restApiId(api.id())
                .resourceId(api.root())
                .build();
        assertThat(rest.refused(ApiGateway.DELETE_RESOURCE, request).getMessage())
                .isEqualTo("Root resource cannot be deleted");
    }

    @Test
    void unknownApiIsAnUnknownResource_R2_3() {
        CreateResourceRequest request = CreateResourceRequest.builder()
                .restApiId("nope")
                .parentId(api.root())
                .pathPart("a")
                .build();
        assertThat(rest.refused(ApiGateway.CREATE_RESOURCE, request).getMessage())
                .isEqualTo("Invalid Resource identifier specified");
    }

    @Test
    void pagesFollowThePaths_R6_5() {
        rest.resource(api, api.root(), "b");
        rest.resource(api, api.root(), "a");
        GetResourcesRequest.Builder list =
                GetResourcesRequest.builder().restApiId(api.id()).limit(2);
        Resources first = rest.send(ApiGateway.GET_RESOURCES, list.build());
        assertThat(given(first.items())).extracting(Resource::path).containsExactly("/", "/a");
        Resources second = rest.send(
                ApiGateway.GET_RESOURCES, list.position(first.position()).build());
        assertThat(given(second.items())).extracting(Resource::path).containsExactly("/b");
        assertThat(second.position()).isNull();
    }

    private List<String> paths() {
        GetResourcesRequest list =
                GetResourcesRequest.builder().restApiId(api.id()).build();
        return given(rest.send(ApiGateway.GET_RESOURCES, list).items()).stream()
                .map(resource -> given(resource.path()))
                .toList();
    }

    private ServiceException refused(String parent, String pathPart) {
        return rest.refused(
                ApiGateway.CREATE_RESOURCE,
                CreateResourceRequest.builder()
                        .restApiId(api.id())
                        .parentId(parent)
                        .pathPart(pathPart)
                        .build());
    }

    private Resource update(String id, String path, String value) {
        return rest.send(ApiGateway.UPDATE_RESOURCE, updateRequest(id, path, value));
    }

    private String refusedUpdate(String id, String path, String value) {
        return rest.refused(ApiGateway.UPDATE_RESOURCE, updateRequest(id, path, value))
                .getMessage();
    }

    private UpdateResourceRequest updateRequest(String id, String path, String value) {
        return UpdateResourceRequest.builder()
                .restApiId(api.id())
                .resourceId(id)
                .patchOperations(List.of(replace(path, value)))
                .build();
    }
}
