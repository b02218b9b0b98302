package dev.sallyport.control.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.sdk.SdkOperations;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CreateDeploymentRequest;
import dev.sallyport.wire.apigateway.GetSdkRequest;
import dev.sallyport.wire.apigateway.GetSdkTypeRequest;
import dev.sallyport.wire.apigateway.GetSdkTypesRequest;
import dev.sallyport.wire.apigateway.SdkConfigurationProperty;
import dev.sallyport.wire.apigateway.SdkResponse;
import dev.sallyport.wire.apigateway.SdkType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GetSdk, GetSdkType and GetSdkTypes as the control plane answers them. */
class SdkOperationsTest {

    private final Rest rest = new Rest();
    private Rest.Api api;

    @BeforeEach
    void start() {
        SdkOperations.register(rest.registry, rest.store, rest);
        api = rest.api();
        rest.mock(api, api.root(), "GET");
        rest.send(
                ApiGateway.CREATE_DEPLOYMENT,
                CreateDeploymentRequest.builder()
                        .restApiId(api.id())
                        .stageName("prod")
                        .build());
    }

    private GetSdkRequest.Builder request(String type) {
        return GetSdkRequest.builder().restApiId(api.id()).stageName("prod").sdkType(type);
    }

    private static Map<String, String> files(SdkResponse answer) throws IOException {
        Map<String, String> files = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(Rest.given(answer.body())))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    @Test
    @DisplayName("R16.2, R16.5, R16.14: a zip of what the stage serves, under the URL of this gateway")
    void sdk() throws IOException {
        rest.mock(api, rest.resource(api, api.root(), "later"), "GET");

        SdkResponse answer = rest.send(ApiGateway.GET_SDK, request("javascript").build());

        assertThat(answer.contentType()).isEqualTo("application/octet-stream");
        assertThat(answer.contentDisposition()).isEqualTo("attachment; filename=\"javascript_2025-06-01_10-00Z.zip\"");
        String client = files(answer).get("apiGateway-js-sdk/apigClient.js");
        assertThat(client)
                .contains(
                        "apigClient.rootGet = function",
                        "\"http://localhost:8080/_aws/execute-api/" + api.id() + "/prod\"",
                        "\"us-east-1\"")
                .doesNotContain("later");
    }

    @Test
    @DisplayName("R16.3, 16.2: parameters of java, under both of their names; a missing one is named")
    void parameters() throws IOException {
        Map<String, String> files = files(rest.send(
                ApiGateway.GET_SDK,
                request("java")
                        .parameters(Map.of("service.name", "Calc", "java.package-name", "a.b"))
                        .build()));
        ServiceException missing = rest.refused(
                ApiGateway.GET_SDK,
                request("java").parameters(Map.of("javaPackageName", "a.b")).build());

        assertThat(files).containsKey("generated-code/src/main/java/a/b/Calc.java");
        assertThat(missing.status()).isEqualTo(400);
        assertThat(missing).hasMessage("Missing required parameter: serviceName");
    }

    @Test
    @DisplayName("R16.6, R16.25, 16.2: the types that are generated, with their properties")
    void types() {
        List<SdkType> types = Rest.given(
                rest.send(ApiGateway.GET_SDK_TYPES, GetSdkTypesRequest.builder().build())
                        .items());
        SdkType java = rest.send(
                ApiGateway.GET_SDK_TYPE, GetSdkTypeRequest.builder().id("java").build());

        assertThat(types.stream().map(SdkType::id)).containsExactly("java", "javascript");
        assertThat(types.getFirst()).isEqualTo(java);
        assertThat(java.friendlyName()).isEqualTo("Java");
        assertThat(types.getLast().configurationProperties()).isEmpty();
        assertThat(Rest.given(java.configurationProperties()).stream()
                        .filter(property -> Boolean.TRUE.equals(property.required()))
                        .map(SdkConfigurationProperty::name))
                .containsExactly("serviceName", "javaPackageName");
        assertThat(Rest.given(java.configurationProperties()).stream()
                        .filter(property -> "java.build-system".equals(property.name()))
                        .map(SdkConfigurationProperty::defaultValue))
                .containsExactly("maven");
    }

    @ParameterizedTest
    @DisplayName("R16.25: a type of AWS's that is not generated is refused by name")
    @ValueSource(strings = {"ruby", "android", "objectivec", "swift"})
    void notGenerated(String type) {
        ServiceException error = rest.refused(ApiGateway.GET_SDK, request(type).build());

        assertThat(error.status()).isEqualTo(400);
        assertThat(error).hasMessageContaining(type);
    }

    @Test
    @DisplayName("R16.4: no such type, stage or API")
    void unknown() {
        ServiceException type =
                rest.refused(ApiGateway.GET_SDK, request("cobol").build());
        ServiceException listed = rest.refused(
                ApiGateway.GET_SDK_TYPE, GetSdkTypeRequest.builder().id("cobol").build());
        ServiceException stage = rest.refused(
                ApiGateway.GET_SDK, request("javascript").stageName("dev").build());
        ServiceException none = rest.refused(
                ApiGateway.GET_SDK, request("javascript").restApiId("none").build());

        assertThat(type.status()).isEqualTo(404);
        assertThat(type).hasMessageStartingWith("Invalid SDK type specified");
        assertThat(listed.status()).isEqualTo(404);
        assertThat(stage).hasMessage("Invalid Stage identifier specified");
        assertThat(none).hasMessage("Invalid API identifier specified 111111111111:none");
    }
}
