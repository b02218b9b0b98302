package dev.sallyport.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.Gateway;
import dev.sallyport.cli.CommandFailure;
import dev.sallyport.cli.Foreground;
import dev.sallyport.config.Settings;
import dev.sallyport.config.SettingsLoader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every curl line that the demo prints. */
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
class DemoTest {

    private final HttpClient http = HttpClient.newHttpClient();
    private Gateway gateway;
    private DemoBackend backend;
    private PetStore store;
    private String endpoint;

    @BeforeAll
    void start(@TempDir Path folder) {
        Settings settings =
                SettingsLoader.load(Map.of("--listen", "127.0.0.1:0", "--ephemeral", "true"), Map.of(), folder);
        gateway = Gateway.start(settings);
        backend = DemoBackend.start();
        endpoint = Foreground.url(gateway.address());
        store = PetStore.create(new AwsClient(endpoint, settings.region(), null), settings, backend.url());
    }

    @AfterAll
    void stop() {
        gateway.close();
        backend.close();
        http.close();
    }

    @ParameterizedTest
    @CsvSource({"dev, development, next", "prod, production, 1"})
    void eachStageRunsItsOwnVersionOfTheFunctions(String stage, String env, String release) throws Exception {
        HttpResponse<String> list = get(stage, "/pets");
        HttpResponse<String> show = get(stage, "/pets/2");

        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.body())
                .contains("Bella", "\"stage\":\"" + stage + "\"", env, "\"release\":\"" + release + "\"");
        assertThat(show.statusCode()).isEqualTo(200);
        assertThat(show.body()).contains("Milo", env, "\"release\": \"" + release + "\"");
        assertThat(get(stage, "/pets/9").statusCode()).isEqualTo(404);
    }

    @Test
    void aPetCanBePosted() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(store.invokeUrl(endpoint, "dev") + "/pets"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("{\"name\":\"Rex\"}"))
                .build();

        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).contains("Rex");
    }

    @ParameterizedTest
    @CsvSource({"dev", "prod"})
    void mockAndBackendAnswer(String stage) throws Exception {
        assertThat(get(stage, "/health").body()).contains("healthy");
        assertThat(get(stage, "/backend/hello/there?from=curl").body())
                .contains("\"path\":\"/hello/there\"", "\"query\":\"from=curl\"");
    }

    @Test
    void thePetStoreIsMadeAsTheRootOfAGatewayThatAsksWhoCalls(@TempDir Path folder) throws Exception {
        Settings settings = SettingsLoader.load(
                Map.of("--listen", "127.0.0.1:0", "--ephemeral", "true", "--auth", "enforce"), Map.of(), folder);
        try (Gateway enforcing = Gateway.start(settings)) {
            String url = Foreground.url(enforcing.address());
            AwsClient root = new AwsClient(url, settings.region(), enforcing.firstCredentials());
            PetStore guarded = PetStore.create(root, settings, backend.url());

            for (String path : List.of("/pets", "/pets/2", "/health", "/backend/hello")) {
                URI uri = URI.create(guarded.invokeUrl(url, "prod") + path);
                assertThat(http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                                .statusCode())
                        .as(path)
                        .isEqualTo(200);
            }
            assertThatThrownBy(() -> new AwsClient(url, settings.region(), null).get("apigateway", "/restapis"))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("403");
        }
    }

    private HttpResponse<String> get(String stage, String path) throws Exception {
        URI uri = URI.create(store.invokeUrl(endpoint, stage) + path);
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
