package dev.sallyport.control.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.sdk.SdkOperations;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CreateDeploymentRequest;
import dev.sallyport.wire.apigateway.GetSdkRequest;
import dev.sallyport.wire.apigateway.GetSdkTypeRequest;
import dev.sallyport.wire.apigateway.GetSdkTypesRequest;
import dev.sallyport.wire.apigateway.SdkResponse;
import dev.sallyport.wire.apigateway.SdkType;
import dev.sallyport.wire.apigateway.SdkTypes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    @DisplayName("R16.6, 16.2: all six types, with their properties in order, what is required and what is the default")
    void types() {
        List<SdkType> types = Rest.given(
                rest.send(ApiGateway.GET_SDK_TYPES, GetSdkTypesRequest.builder().build())
                        .items());

        assertThat(types.stream().map(type -> type.id() + ": " + type.friendlyName() + " " + properties(type)))
                .containsExactly(
                        "android: Android [groupId!, invokerPackage!, artifactId!, artifactVersion!]",
                        "java: Java [serviceName!, javaPackageName!, java.build-system=maven, java.group-id,"
                                + " java.artifact-id, java.artifact-version=1.0-SNAPSHOT, source-code.license-text]",
                        "javascript: JavaScript []",
                        "objectivec: iOS (Objective-C) [classPrefix!]",
                        "ruby: Ruby [service.name!, ruby.gem-name, ruby.gem-version=1.0.0]",
                        "swift: iOS (Swift) [classPrefix!]");
        for (SdkType type : types) {
            assertThat(rest.send(
                            ApiGateway.GET_SDK_TYPE,
                            GetSdkTypeRequest.builder()
                                    .id(Rest.given(type.id()))
                                    .build()))
                    .isEqualTo(type);
            assertThat(type.description()).isNotEmpty();
        }
    }

    private static List<String> properties(SdkType type) {
        return Rest.given(type.configurationProperties()).stream()
                .peek(property -> assertThat(property.friendlyName()).isNotEmpty())
                .map(property -> property.name()
                        + (Boolean.TRUE.equals(property.required()) ? "!" : "")
                        + (property.defaultValue() == null ? "" : "=" + property.defaultValue()))
                .toList();
    }

    @Test
    @DisplayName("R6.4: GetSdkTypes comes in pages, and the position of each leads to the next")
    void pages() {
        List<String> ids = new ArrayList<>();
        String position = null;
        int pages = 0;
        do {
            SdkTypes page = rest.send(
                    ApiGateway.GET_SDK_TYPES,
                    GetSdkTypesRequest.builder().limit(4).position(position).build());
            Rest.given(page.items()).forEach(type -> ids.add(Rest.given(type.id())));
            position = page.position();
            pages++;
        } while (position != null);

        assertThat(pages).isEqualTo(2);
        assertThat(ids).containsExactly("android", "java", "javascript", "objectivec", "ruby", "swift");
        assertThat(rest.refused(
                        ApiGateway.GET_SDK_TYPES,
                        GetSdkTypesRequest.builder().position("#").build()))
                .hasMessage("Invalid position parameter specified");
    }

    @ParameterizedTest
    @DisplayName("R16.2, 16.5: a zip for each type, with its parameters; the client has a method for GET /")
    @CsvSource({
        "android, groupId=a.b&invokerPackage=a.b.c&artifactId=calc&artifactVersion=0.0.1, calc-0.0.1/README.md",
        "java, serviceName=Calc&javaPackageName=a.b, generated-code/README.md",
        "javascript, '', apiGateway-js-sdk/README.md",
        "objectivec, classPrefix=ABC, aws-apigateway-ios/README.md",
        "ruby, service.name=Calc, calc-sdk/README.md",
        "swift, classPrefix=ABC, aws-apigateway-ios-swift/README.md"
    })
    void every(String type, String parameters, String readme) throws IOException {
        SdkResponse answer = rest.send(
                ApiGateway.GET_SDK, request(type).parameters(map(parameters)).build());

        assertThat(answer.contentType()).isEqualTo("application/octet-stream");
        assertThat(answer.contentDisposition())
                .isEqualTo("attachment; filename=\"" + type + "_2025-06-01_10-00Z.zip\"");
        assertThat(files(answer).get(readme)).containsAnyOf("rootGet", "getApiRoot", "get_api_root");
    }

    @ParameterizedTest
    @DisplayName("R16.3: a required parameter that is missing or empty is named, in the order of the list")
    @CsvSource({
        "android, '', groupId",
        "android, groupId=a&artifactId=b&artifactVersion=1, invokerPackage",
        "android, groupId=a&invokerPackage=b&artifactVersion=1, artifactId",
        "android, groupId=a&invokerPackage=b&artifactId=c&artifactVersion=, artifactVersion",
        "java, javaPackageName=a.b, serviceName",
        "java, serviceName=a, javaPackageName",
        "objectivec, '', classPrefix",
        "ruby, ruby.gem-name=a, service.name",
        "swift, classprefix=A, classPrefix"
    })
    void missing(String type, String parameters, String missing) {
        ServiceException error = rest.refused(
                ApiGateway.GET_SDK, request(type).parameters(map(parameters)).build());

        assertThat(error.status()).isEqualTo(400);
        assertThat(error).hasMessage("Missing required parameter: " + missing);
    }

    @ParameterizedTest
    @DisplayName("a parameter that could not be put into a package is refused by name")
    @CsvSource({
        "android, groupId=a b&invokerPackage=a&artifactId=b&artifactVersion=1, groupId: a b",
        "android, groupId=a&invokerPackage=a.class&artifactId=b&artifactVersion=1, invokerPackage: a.class",
        "android, groupId=a&invokerPackage=a&artifactId=../b&artifactVersion=1, artifactId: ../b",
        "android, groupId=a&invokerPackage=a&artifactId=b&artifactVersion=<1>, artifactVersion: <1>",
        "objectivec, classPrefix=1A, classPrefix: 1A",
        "ruby, service.name=Calc2, service.name: Calc2",
        "ruby, service.name=string, service.name: string",
        "ruby, service.name=Calc&ruby.gem-name=a/b, ruby.gem-name: a/b",
        "swift, classPrefix=A-B, classPrefix: A-B"
    })
    void invalid(String type, String parameters, String invalid) {
        ServiceException error = rest.refused(
                ApiGateway.GET_SDK, request(type).parameters(map(parameters)).build());

        assertThat(error.status()).isEqualTo(400);
        assertThat(error).hasMessage("Invalid value for parameter " + invalid);
    }

    private static Map<String, String> map(String parameters) {
        Map<String, String> map = new HashMap<>();
        for (String parameter : parameters.split("&")) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                map.put(parameter.substring(0, equals), parameter.substring(equals + 1));
            }
        }
        return map;
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
