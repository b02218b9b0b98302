package dev.sallyport.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.patch.StagePatch;
import dev.sallyport.edge.FakeFunctions;
import dev.sallyport.integration.http.BackendNames;
import dev.sallyport.integration.http.BackendSettings;
import dev.sallyport.limits.Rate;
import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.Resource;
import dev.sallyport.model.Stage;
import dev.sallyport.model.Stage.MethodSetting;
import dev.sallyport.pipeline.Matches;
import dev.sallyport.pipeline.MethodLog;
import dev.sallyport.wire.apigateway.PatchOperation;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Method settings from the patch that makes them to what the data plane runs (rest-data-plane 9.2, rest-control-plane 13). */
class MethodSettingsTest {

    private final ApiDocument document = new TestApi("abc123")
            .on("GET", "/", TestIntegration.mock("x"))
            .on("GET", "/test", TestIntegration.mock("x"))
            .on("POST", "/test", TestIntegration.mock("x"))
            .on("ANY", "/pets/{id}", TestIntegration.mock("x"))
            .document();

    private Stage stage = TestApi.stage("test", Map.of());

    private void replace(String path, String value) {
        patch("replace", path, value);
    }

    private void patch(String op, String path, @Nullable String value) {
        PatchOperation operation =
                PatchOperation.builder().op(op).path(path).value(value).build();
        stage = StagePatch.TABLE.apply(stage, List.of(operation));
    }

    private StageMethod method(String verb, String path) {
        Resource resource = document.resources().stream()
                .filter(each -> each.path().equals(path))
                .findFirst()
                .orElseThrow();
        return new StageMethod(
                TestApi.OWNER,
                document,
                "test",
                Variant.STAGE,
                Map.of(),
                null,
                resource,
                Objects.requireNonNull(resource.methods().get(verb)));
    }

    private @Nullable Rate rate(String verb, String path) {
        return new StageSettings(stage, false).throttle(method(verb, path));
    }

    private @Nullable MethodSetting setting(String verb, String path) {
        return new StageSettings(stage, false).of(method(verb, path));
    }

    /** The execution log that the compiled stage gives a method. */
    private @Nullable MethodLog log(String verb, String path) {
        FakeFunctions functions = new FakeFunctions();
        StageCompiler compiler = new StageCompiler(new IntegrationCompiler(
                functions,
                functions,
                BackendSettings.of(NioSocketChannel.class, new BackendNames(Runnable::run)),
                TestServices.none(),
                true,
                10_485_760));
        Matches.Found found =
                Matches.match(compiler.compile(TestApi.OWNER, document, stage).routes(), verb, path);
        return Objects.requireNonNull(found).plan().log();
    }

    @Test
    @DisplayName("STG-12, R13.5, R13.6: an entry begins as a copy of */*, and no later change of */* reaches it")
    void copyOfAll() {
        replace("/*/*/throttling/burstLimit", "20");
        replace("/*/*/throttling/rateLimit", "10.000000");
        replace("/*/*/logging/loglevel", "ERROR");
        replace("/test/GET/logging/dataTrace", "true");
        assertThat(rate("GET", "/test")).as("the copy").isEqualTo(new Rate(10, 20));
        assertThat(log("GET", "/test"))
                .isNotNull()
                .returns(true, MethodLog::errorsOnly)
                .returns(true, MethodLog::dataTrace);
        replace("/*/*/throttling/rateLimit", "5");
        replace("/*/*/logging/loglevel", "INFO");
        assertThat(rate("GET", "/test")).isEqualTo(new Rate(10, 20));
        assertThat(log("GET", "/test")).isNotNull().returns(true, MethodLog::errorsOnly);
        assertThat(rate("POST", "/test")).as("what has no entry of its own").isEqualTo(new Rate(5, 20));
        assertThat(log("POST", "/test"))
                .isNotNull()
                .returns(false, MethodLog::errorsOnly)
                .returns(false, MethodLog::dataTrace);
    }

    @Test
    @DisplayName(
            "STG-11, R13.8: without */* the first patch of one field makes an entry of AWS's defaults, which counts alone")
    void copyOfDefaults() {
        replace("/test/GET/metrics/enabled", "true");
        replace("/*/*/throttling/rateLimit", "5");
        replace("/*/*/logging/loglevel", "INFO");
        assertThat(setting("GET", "/test"))
                .isEqualTo(new MethodSetting(
                        true, null, false, 5000, 10000.0, false, 300, false, true, "SUCCEED_WITH_RESPONSE_HEADER"));
        assertThat(rate("GET", "/test"))
                .as("the account's limits are none of its own")
                .isNull();
        assertThat(log("GET", "/test")).as("an absent level is OFF").isNull();
        assertThat(log("POST", "/test")).isNotNull();
    }

    @Test
    @DisplayName("R13.7: without its own entry a method follows */* again")
    void removal() {
        replace("/*/*/throttling/rateLimit", "5");
        replace("/test/GET/throttling/rateLimit", "7");
        assertThat(rate("GET", "/test")).isEqualTo(new Rate(7, 5000));
        patch("remove", "/test/GET", null);
        assertThat(rate("GET", "/test")).isEqualTo(new Rate(5, 5000));
        patch("remove", "/*/*", null);
        assertThat(rate("GET", "/test")).isNull();
        assertThat(setting("GET", "/test")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "/test/GET, GET, /test",
        "/~1test/GET, GET, /test",
        "/~1/GET, GET, /",
        "/~1pets~1{id}/ANY, ANY, /pets/{id}",
        "/pets~1{id}/ANY, ANY, /pets/{id}",
        "/pets/{id}/ANY, ANY, /pets/{id}"
    })
    @DisplayName("STG-10, R13.1 to R13.3: a setting finds its method with and without slash and escape, and no other")
    void keys(String key, String verb, String path) {
        replace(key + "/throttling/rateLimit", "3");
        replace(key + "/logging/loglevel", "INFO");
        assertThat(rate(verb, path)).isEqualTo(new Rate(3, 5000));
        for (String other : List.of("GET /", "GET /test", "POST /test", "ANY /pets/{id}")) {
            String[] parts = other.split(" ");
            if (!parts[0].equals(verb) || !parts[1].equals(path)) {
                assertThat(rate(parts[0], parts[1])).as(other).isNull();
                assertThat(setting(parts[0], parts[1])).as(other).isNull();
            }
        }
        assertThat(log(verb, path.replace("{id}", "5"))).isNotNull();
    }

    @Test
    @DisplayName("R13.9: -1 lifts a method out of the limits of */*")
    void noLimit() {
        replace("/*/*/throttling/rateLimit", "5");
        replace("/test/GET/throttling/rateLimit", "-1.000000");
        replace("/test/GET/throttling/burstLimit", "-1");
        assertThat(rate("GET", "/test")).isNull();
        assertThat(rate("POST", "/test")).isNotNull();
    }
}
