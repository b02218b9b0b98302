package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.given;
import static dev.sallyport.control.rest.Rest.op;
import static dev.sallyport.control.rest.Rest.replace;

import dev.sallyport.control.rest.Rest.Api;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CreateResourceRequest;
import dev.sallyport.wire.apigateway.DeleteResourceRequest;
import dev.sallyport.wire.apigateway.GetResourceRequest;
import dev.sallyport.wire.apigateway.GetResourcesRequest;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.UpdateResourceRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The recorded tests of resources, replayed. */
class RecordedResourcesTest {

    private final Rest rest = new Rest();
    private final Api api = rest.api();
    private final GetResourcesRequest list =
            GetResourcesRequest.builder().restApiId(api.id()).build();

    @Test
    void lifecycle() {
        Recording recording = Recording.of(rest, "test_resource_lifecycle");
        recording.step("rest-api-root-resource", ApiGateway.GET_RESOURCES, list);
        String pets = given(recording.step("create-resource", ApiGateway.CREATE_RESOURCE, create(api.root(), "pets")))
                .id();
        recording.step("rest-api-resources-after-create", ApiGateway.GET_RESOURCES, list);
        recording.step("create-subresource", ApiGateway.CREATE_RESOURCE, create(given(pets), "subpets"));
        recording.step("rest-api-resources-after-create-sub", ApiGateway.GET_RESOURCES, list);
        recording.step(
                "update-path-part", ApiGateway.UPDATE_RESOURCE, update(given(pets), replace("/pathPart", "dogs")));
        recording.step(
                "get-resp-after-update-path-part",
                ApiGateway.GET_RESOURCE,
                GetResourceRequest.builder()
                        .restApiId(api.id())
                        .resourceId(pets)
                        .build());
        recording.step("del-resource", ApiGateway.DELETE_RESOURCE, delete(given(pets)));
        recording.step("rest-api-resources-after-delete", ApiGateway.GET_RESOURCES, list);
        recording.isComplete();
    }

    @Test
    void updates() {
        Recording recording = Recording.of(rest, "test_update_resource_behaviour");
        String pets = rest.resource(api, api.root(), "pets");
        recording.step(
                "nonexistent-resource", ApiGateway.UPDATE_RESOURCE, update("fake", replace("/pathPart", "dogs")));
        recording.step("invalid-path-part", ApiGateway.UPDATE_RESOURCE, update(pets, replace("/invalid", "dogs")));
        recording.step("invalid-parent-id", ApiGateway.UPDATE_RESOURCE, update(pets, replace("/parentId", "fake")));
        String sub = given(recording.step("create-subresource", ApiGateway.CREATE_RESOURCE, create(pets, "subpets")))
                .id();
        String child = given(recording.step(
                        "create-subresource-child", ApiGateway.CREATE_RESOURCE, create(given(sub), "pets")))
                .id();
        recording.step(
                "existing-future-sibling-path",
                ApiGateway.UPDATE_RESOURCE,
                update(given(child), replace("/parentId", api.root())));
        recording.step(
                "update-parent-id-to-subresource-id",
                ApiGateway.UPDATE_RESOURCE,
                update(pets, replace("/parentId", sub)));
        recording.step(
                "update-parent-id-to-root-id",
                ApiGateway.UPDATE_RESOURCE,
                update(given(sub), replace("/parentId", api.root())));
        recording.step(
                "update-path-already-exists",
                ApiGateway.UPDATE_RESOURCE,
                update(given(sub), replace("/pathPart", "pets")));
        rest.send(ApiGateway.DELETE_RESOURCE, delete(pets));
        rest.send(ApiGateway.DELETE_RESOURCE, delete(given(child)));
        recording.step("resources-after-deletion", ApiGateway.GET_RESOURCES, list);
        recording.step(
                "remove-unsupported",
                ApiGateway.UPDATE_RESOURCE,
                update(given(sub), op("remove", "/pathPart", "dogs")));
        recording.step(
                "add-unsupported", ApiGateway.UPDATE_RESOURCE, update(given(sub), op("add", "/pathPart", "dogs")));
        recording.isComplete();
    }

    @Test
    void deletionTakesChildrenAlong() {
        Recording recording = Recording.of(rest, "test_delete_resource");
        String pets = rest.resource(api, api.root(), "pets");
        String sub = rest.resource(api, pets, "subpets");
        recording.step("delete-resource", ApiGateway.DELETE_RESOURCE, delete(pets));
        recording.step("get-resources", ApiGateway.GET_RESOURCES, list);
        recording.step("delete-subresource", ApiGateway.DELETE_RESOURCE, delete(sub));
        recording.isComplete();
    }

    @Test
    void unknownParent() {
        Recording recording = Recording.of(rest, "test_create_resource_parent_invalid");
        recording.step("wrong-resource-parent-id", ApiGateway.CREATE_RESOURCE, create("fake-resource-id", "pets"));
        recording.isComplete();
    }

    @Test
    void proxyResources() {
        Recording recording = Recording.of(rest, "test_create_proxy_resource");
        recording.step("create-base-proxy-resource", ApiGateway.CREATE_RESOURCE, create(api.root(), "{proxy+}"));
        String parent = rest.resource(api, api.root(), "parent");
        recording.mark("<id:6>", parent).without("create-proxy-sibling-resource"); // only the id was recorded
        recording.step(
                "create-proxy-sibling-proxy-child-resource", ApiGateway.CREATE_RESOURCE, create(parent, "{proxy+}"));
        String child = given(recording.step(
                        "create-proxy-sibling-static-child-resource",
                        ApiGateway.CREATE_RESOURCE,
                        create(parent, "child")))
                .id();
        recording.step(
                "create-static-child-proxy-resource", ApiGateway.CREATE_RESOURCE, create(given(child), "{proxy+}"));
        recording.step("all-resources", ApiGateway.GET_RESOURCES, list);
        String greedy = given(rest.send(ApiGateway.GET_RESOURCES, list).items()).stream()
                .filter(resource -> "/parent/{proxy+}".equals(resource.path()))
                .map(resource -> given(resource.id()))
                .findFirst()
                .orElseThrow();
        rest.send(ApiGateway.DELETE_RESOURCE, delete(greedy));
        String dynamic = given(recording.step(
                        "create-proxy-sibling-dynamic-child-resource",
                        ApiGateway.CREATE_RESOURCE,
                        create(parent, "{child}")))
                .id();
        recording.step(
                "create-dynamic-child-proxy-resource", ApiGateway.CREATE_RESOURCE, create(given(dynamic), "{proxy+}"));
        recording.step("all-resources-2", ApiGateway.GET_RESOURCES, list);
        recording.isComplete();
    }

    @Test
    void proxyResourceRules() {
        Recording recording = Recording.of(rest, "test_create_proxy_resource_validation");
        String proxy = given(recording.step(
                        "create-base-proxy-resource", ApiGateway.CREATE_RESOURCE, create(api.root(), "{proxy+}")))
                .id();
        recording.step(
                "create-proxy-dynamic-sibling-resource", ApiGateway.CREATE_RESOURCE, create(api.root(), "{dynamic}"));
        recording.step(
                "create-proxy-static-child-resource", ApiGateway.CREATE_RESOURCE, create(given(proxy), "parent"));
        recording.step(
                "create-proxy-dynamic-child-resource", ApiGateway.CREATE_RESOURCE, create(given(proxy), "{child}"));
        String parent = rest.resource(api, api.root(), "parent");
        recording.step("create-greedy-child-resource", ApiGateway.CREATE_RESOURCE, create(parent, "{child+}"));
        recording.isComplete();
    }

    @Test
    void rootStaysWhereItIs() {
        Recording recording = Recording.of(rest, "test_update_resource_on_root");
        recording.step(
                "update-root-path-part", ApiGateway.UPDATE_RESOURCE, update(api.root(), replace("/pathPart", "x")));
        recording.step("update-root-parent", ApiGateway.UPDATE_RESOURCE, update(api.root(), replace("/parentId", "x")));
        recording.isComplete();
    }

    private CreateResourceRequest create(String parent, String pathPart) {
        return CreateResourceRequest.builder()
                .restApiId(api.id())
                .parentId(parent)
                .pathPart(pathPart)
                .build();
    }

    private DeleteResourceRequest delete(String id) {
        return DeleteResourceRequest.builder()
                .restApiId(api.id())
                .resourceId(id)
                .build();
    }

    private UpdateResourceRequest update(String id, PatchOperation operation) {
        return UpdateResourceRequest.builder()
                .restApiId(api.id())
                .resourceId(id)
                .patchOperations(List.of(operation))
                .build();
    }
}
