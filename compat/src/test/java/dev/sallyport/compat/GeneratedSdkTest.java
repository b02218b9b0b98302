package dev.sallyport.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.GetSdkResponse;
import software.amazon.awssdk.services.apigateway.model.SdkType;

/** SDKs as a user of AWS's SDK gets them, and the Ruby gem at work where ruby and aws-sdk-core are installed. */
final class GeneratedSdkTest {

    @RegisterExtension
    static final GatewayProcess GATEWAY = GatewayProcess.with();

    private static final Map<String, Map<String, String>> PARAMETERS = Map.of(
            "android",
                    Map.of(
                            "groupId", "com.mycompany",
                            "invokerPackage", "com.mycompany.sdk",
                            "artifactId", "myApiSdk",
                            "artifactVersion", "0.0.1"),
            "java", Map.of("serviceName", "Pets", "javaPackageName", "com.mycompany.sdk"),
            "javascript", Map.of(),
            "objectivec", Map.of("classPrefix", "PET"),
            "ruby", Map.of("service.name", "Pets"),
            "swift", Map.of("classPrefix", "PET"));

    @TempDir
    private Path folder;

    private static TestApi pets() {
        TestApi api = TestApi.create(GATEWAY, "pets");
        String pets = api.resource(api.rootId(), "pets");
        api.mock(pets, "GET", "{\"name\": \"Rex\", \"owner\": {\"city\": \"B\"}}");
        api.client()
                .createModel(request -> request.restApiId(api.id())
                        .name("Pet")
                        .contentType("application/json")
                        .schema("""
                    {"type": "object", "properties": {"name": {"type": "string"},
                      "owner": {"type": "object", "properties": {"city": {"type": "string"}}}}}"""));
        api.client()
                .deleteMethodResponse(request -> request.restApiId(api.id())
                        .resourceId(pets)
                        .httpMethod("GET")
                        .statusCode("200"));
        api.client()
                .putMethodResponse(request -> request.restApiId(api.id())
                        .resourceId(pets)
                        .httpMethod("GET")
                        .statusCode("200")
                        .responseModels(Map.of("application/json", "Pet")));
        api.deploy("v1");
        return api;
    }

    @Test
    @DisplayName("R16.2, R16.6: the six types, in pages, and a package of each")
    void types() throws IOException {
        TestApi api = pets();
        ApiGatewayClient client = api.client();
        List<SdkType> types = client.getSdkTypes().items();
        assertThat(types).extracting(SdkType::id).containsExactlyInAnyOrderElementsOf(PARAMETERS.keySet());
        var first = client.getSdkTypes(request -> request.limit(4));
        assertThat(first.items()).hasSize(4);
        assertThat(client.getSdkTypes(request -> request.position(first.position()))
                        .items())
                .hasSize(2);
        for (SdkType type : types) {
            GetSdkResponse sdk = sdk(api, type.id());
            assertThat(sdk.contentType()).isEqualTo("application/octet-stream");
            assertThat(sdk.contentDisposition())
                    .matches("attachment; filename=\"" + type.id() + "_[0-9-]{10}_[0-9]{2}-[0-9]{2}Z\\.zip\"");
            assertThat(unpack(sdk, folder.resolve(type.id()))).isPositive();
        }
    }

    private static GetSdkResponse sdk(TestApi api, String type) {
        return api.client()
                .getSdk(request -> request.restApiId(api.id())
                        .stageName("v1")
                        .sdkType(type)
                        .parameters(PARAMETERS.get(type)));
    }

    private static int unpack(GetSdkResponse sdk, Path to) throws IOException {
        int files = 0;
        try (ZipInputStream zip =
                new ZipInputStream(new ByteArrayInputStream(sdk.body().asByteArray()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = to.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.write(file, zip.readAllBytes());
                files++;
            }
        }
        return files;
    }

    @Test
    @DisplayName("16.5: the Ruby gem calls the stage")
    void ruby() throws Exception {
        assumeTrue(
                run("ruby", "-e", "require 'aws-sdk-core'; print 'loaded'").equals("loaded"),
                "skipped: ruby with aws-sdk-core is not installed");
        unpack(sdk(pets(), "ruby"), folder);
        Files.writeString(folder.resolve("test.rb"), """
                require_relative 'pets-sdk/lib/pets-sdk'
                pet = Pets::Client.new.get_pets.pet
                print pet.name, ' ', pet.owner.city
                """);
        assertThat(run("ruby", "test.rb")).isEqualTo("Rex B");
    }

    /** What a command prints; an empty text when there is no such command. */
    private String run(String... command) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile());
        builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return "";
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return Files.readString(output);
    }
}
