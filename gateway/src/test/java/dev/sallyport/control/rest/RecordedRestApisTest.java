package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.given;
import static dev.sallyport.control.rest.Rest.op;
import static dev.sallyport.control.rest.Rest.replace;

import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CreateRestApiRequest;
import dev.sallyport.wire.apigateway.DeleteRestApiRequest;
import dev.sallyport.wire.apigateway.EndpointConfiguration;
import dev.sallyport.wire.apigateway.GetRestApiRequest;
import dev.sallyport.wire.apigateway.GetRestApisRequest;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.RestApi;
import dev.sallyport.wire.apigateway.UpdateRestApiRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The recorded tests of REST APIs, replayed. */
class RecordedRestApisTest {

    private final Rest rest = new Rest();

    @Test
    void listAndDeleteApis() {
        Recording recording = Recording.of(rest, "test_list_and_delete_apis");
        RestApi first =
                given(recording.step("create-rest-api-1", ApiGateway.CREATE_REST_API, described("this is my api")));
        recording.step(
                "create-rest-api-2",
                ApiGateway.CREATE_REST_API,
                create().name("b").description("this is my api2").build());
        recording.step(
                "get-rest-api-before-delete",
                ApiGateway.GET_REST_APIS,
                GetRestApisRequest.builder().build());
        recording.step(
                "delete-rest-api",
                ApiGateway.DELETE_REST_API,
                DeleteRestApiRequest.builder().restApiId(first.id()).build());
        recording.step(
                "get-rest-api-after-delete",
                ApiGateway.GET_REST_APIS,
                GetRestApisRequest.builder().build());
        recording.isComplete();
    }

    @Test
    void idsAreCaseSensitive() {
        // recorded before AWS answered ipAddressType
        Recording recording =
                Recording.of(rest, "test_get_api_case_insensitive").without("create-rest-api");
        String upper = given(rest.api().id()).toUpperCase(Locale.ROOT);
        recording.mark("<upper-id>", upper).step("get-api-upper-case", ApiGateway.GET_REST_API, get(upper));
        recording.isComplete();
    }

    @Test
    void optionalParameters() {
        Recording recording = Recording.of(rest, "test_create_rest_api_with_optional_params");
        recording.step("create-only-name", ApiGateway.CREATE_REST_API, create().build());
        recording.step("create-empty-desc", ApiGateway.CREATE_REST_API, described(""));
        recording.step(
                "create-with-version",
                ApiGateway.CREATE_REST_API,
                create().name("b").version("v1").build());
        recording.step(
                "create-with-empty-binary-media",
                ApiGateway.CREATE_REST_API,
                create().name("c").binaryMediaTypes(List.of()).build());
        recording.step(
                "string-compression-size",
                ApiGateway.CREATE_REST_API,
                create().minimumCompressionSize(-1).build());
        recording.isComplete();
    }

    @Test
    void tags() {
        Recording recording = Recording.of(rest, "test_create_rest_api_with_tags");
        RestApi api = given(recording.step(
                "create-rest-api-w-tags",
                ApiGateway.CREATE_REST_API,
                create().description("this is my api")
                        .tags(Map.of("MY_TAG1", "MY_VALUE1"))
                        .build()));
        recording.step("get-rest-api-w-tags", ApiGateway.GET_REST_API, get(given(api.id())));
        recording.step(
                "get-rest-apis-w-tags",
                ApiGateway.GET_REST_APIS,
                GetRestApisRequest.builder().build());
        recording.isComplete();
    }

    @Test
    void binaryMediaTypes() {
        Recording recording = Recording.of(rest, "test_create_rest_api_with_binary_media_types");
        recording.step(
                "create-with-binary-media",
                ApiGateway.CREATE_REST_API,
                create().binaryMediaTypes(List.of("image/png")).build());
        recording.isComplete();
    }

    @Test
    void updateAddsReplacesAndRemoves() {
        Recording recording = Recording.of(rest, "test_update_rest_api_operation_add_remove");
        String id = described();
        recording.step(
                "update-rest-api-add",
                ApiGateway.UPDATE_REST_API,
                update(
                        id,
                        op("add", "/binaryMediaTypes/image~1png", null),
                        op("add", "/binaryMediaTypes/image~1jpeg", null)));
        recording.step(
                "update-rest-api-replace",
                ApiGateway.UPDATE_REST_API,
                update(id, replace("/binaryMediaTypes/image~1png", "image/gif")));
        recording.step(
                "update-rest-api-remove",
                ApiGateway.UPDATE_REST_API,
                update(id, op("remove", "/binaryMediaTypes/image~1gif", null), op("remove", "/description", null)));
        recording.isComplete();
    }

    @Test
    void compression() {
        Recording recording = Recording.of(rest, "test_update_rest_api_compression");
        String id = described();
        String path = "/minimumCompressionSize";
        recording.step("enable-compression", ApiGateway.UPDATE_REST_API, update(id, replace(path, "10")));
        recording.step("disable-compression", ApiGateway.UPDATE_REST_API, update(id, replace(path, "")));
        recording.step("set-compression-zero", ApiGateway.UPDATE_REST_API, update(id, replace(path, "0")));
        recording.step("set-negative-compression", ApiGateway.UPDATE_REST_API, update(id, replace(path, "-1")));
        recording.step("set-string-compression", ApiGateway.UPDATE_REST_API, update(id, replace(path, "test")));
        recording.step("unsupported-operation", ApiGateway.UPDATE_REST_API, update(id, op("add", path, "10")));
        recording.isComplete();
    }

    @Test
    void updateOfBinaryMediaTypesAsAWhole() {
        Recording recording = Recording.of(rest, "test_update_rest_api_behaviour");
        String id = described();
        recording.step(
                "update-rest-api-array",
                ApiGateway.UPDATE_REST_API,
                update(id, op("add", "/binaryMediaTypes/-", "image/png")));
        for (String operation : List.of("add", "replace", "remove")) {
            recording.step(
                    "update-rest-api-" + operation + "-base-path",
                    ApiGateway.UPDATE_REST_API,
                    update(id, op(operation, "/binaryMediaTypes", "image/gif")));
        }
        recording.isComplete();
    }

    @Test
    void updateOfAnUnknownApi() {
        Recording recording = Recording.of(rest, "test_update_rest_api_invalid_api_id");
        recording.step(
                "not-found-update-rest-api", ApiGateway.UPDATE_REST_API, update("api_id", replace("/name", "x")));
        recording.isComplete();
    }

    @Test
    void endpointConfiguration() {
        Recording recording = Recording.of(rest, "test_create_rest_api_with_endpoint_configuration")
                .without(
                        "create-with-invalid-ip-address-type",
                        "create-with-invalid-types",
                        "create-with-invalid-ip-address-type-and-types",
                        "create-with-invalid-types-and-ip-address-type",
                        "create-with-multiple-errors-1"); // the wire front validates enums
        recording.step("create-with-empty-types", ApiGateway.CREATE_REST_API, endpoint(List.of(), null));
        recording.step(
                "create-with-multiple-errors-2",
                ApiGateway.CREATE_REST_API,
                create().description("")
                        .endpointConfiguration(configuration(List.of("PRIVATE"), "ipv4"))
                        .build());
        recording.step(
                "create-with-two-types", ApiGateway.CREATE_REST_API, endpoint(List.of("REGIONAL", "EDGE"), null));
        recording.step(
                "create-with-endpoint-config-dualstack",
                ApiGateway.CREATE_REST_API,
                endpoint(List.of("EDGE"), "dualstack"));
        recording.step(
                "create-with-endpoint-config-regional",
                ApiGateway.CREATE_REST_API,
                create().name("b")
                        .endpointConfiguration(configuration(List.of("REGIONAL"), "ipv4"))
                        .build());
        recording.isComplete();
    }

    @Test
    void privateType() {
        Recording recording = Recording.of(rest, "test_create_rest_api_private_type")
                .without("create-with-private-type-and-wrong-ip-address-type");
        recording.step(
                "create-with-private-type-and-ipv4-ip-address-type",
                ApiGateway.CREATE_REST_API,
                endpoint(List.of("PRIVATE"), "ipv4"));
        recording.step(
                "create-with-private-type-and-ipv4-ip-address-type-and-empty-description",
                ApiGateway.CREATE_REST_API,
                create().description("")
                        .endpointConfiguration(configuration(List.of("PRIVATE"), "ipv4"))
                        .build());
        recording.isComplete();
    }

    @Test
    void defaultsOfAddressTypes() {
        Recording recording = Recording.of(rest, "test_create_rest_api_verify_defaults")
                .without("create-with-empty-ip-address-type-and-wrong-type");
        String[] steps = {"create-with-edge-default", "create-with-regional-default", "create-with-private-default"};
        String[] types = {"EDGE", "REGIONAL", "PRIVATE"};
        for (int i = 0; i < steps.length; i++) {
            recording.step(
                    steps[i],
                    ApiGateway.CREATE_REST_API,
                    create().name(types[i])
                            .endpointConfiguration(configuration(List.of(types[i]), null))
                            .build());
        }
        recording.step(
                "create-with-empty-default",
                ApiGateway.CREATE_REST_API,
                create().endpointConfiguration(configuration(null, null)).build());
        recording.isComplete();
    }

    @Test
    void updateOfTypeAndAddressType() {
        Recording recording = Recording.of(rest, "test_update_rest_api_ip_address_type");
        String id = given(rest.api(members -> members).id());
        String type = "/endpointConfiguration/types/0";
        String address = "/endpointConfiguration/ipAddressType";
        recording.step(
                "update-rest-api-replace-type",
                ApiGateway.UPDATE_REST_API,
                update(id, replace("/endpointConfiguration/types/EDGE", "PRIVATE")));
        recording.step(
                "update-rest-api-replace-to-ipv4-within-private-type",
                ApiGateway.UPDATE_REST_API,
                update(id, replace(address, "ipv4")));
        recording.step(
                "update-rest-api-wrong-ipAddressType",
                ApiGateway.UPDATE_REST_API,
                update(id, replace(address, "wrong")));
        recording.step("update-rest-api-wrong-type", ApiGateway.UPDATE_REST_API, update(id, replace(type, "wrong")));
        recording.step(
                "update-rest-api-invalid-operation-on-ipAddressType",
                ApiGateway.UPDATE_REST_API,
                update(id, op("test", address, "dualstack")));
        recording.step(
                "update-rest-api-invalid-operation-on-type",
                ApiGateway.UPDATE_REST_API,
                update(id, op("test", type, "EDGE")));
        recording.step(
                "update-rest-api-replace-ip-address-type",
                ApiGateway.UPDATE_REST_API,
                update(id, replace(address, "dualstack")));
        recording.isComplete();
    }

    private String described() {
        return given(rest.api(members -> members.description("this is my api")).id());
    }

    private static CreateRestApiRequest.Builder create() {
        return CreateRestApiRequest.builder().name("a");
    }

    private static CreateRestApiRequest described(String description) {
        return create().description(description).build();
    }

    private static CreateRestApiRequest endpoint(List<String> types, @Nullable String ipAddressType) {
        return create().endpointConfiguration(configuration(types, ipAddressType))
                .build();
    }

    private static EndpointConfiguration configuration(@Nullable List<String> types, @Nullable String ipAddressType) {
        return EndpointConfiguration.builder()
                .types(types)
                .ipAddressType(ipAddressType)
                .build();
    }

    private static GetRestApiRequest get(String id) {
        return GetRestApiRequest.builder().restApiId(id).build();
    }

    private static UpdateRestApiRequest update(String id, PatchOperation... operations) {
        return UpdateRestApiRequest.builder()
                .restApiId(id)
                .patchOperations(List.of(operations))
                .build();
    }
}
