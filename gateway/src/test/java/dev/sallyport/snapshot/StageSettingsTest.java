package dev.sallyport.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sallyport.edge.FakeFunctions;
import dev.sallyport.integration.http.BackendNames;
import dev.sallyport.integration.http.BackendSettings;
import dev.sallyport.limits.Rate;
import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.Resource;
import dev.sallyport.model.Stage;
import dev.sallyport.model.Stage.AccessLogSettings;
import dev.sallyport.model.Stage.CanarySettings;
import dev.sallyport.model.Stage.MethodSetting;
import dev.sallyport.pipeline.Matches;
import dev.sallyport.pipeline.StageSnapshot;
import dev.sallyport.pipeline.Step;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What settings of a stage close, and what they leave open. */
class StageSettingsTest {

    private static final MethodSetting DEFAULT = MethodSetting.DEFAULT;

    private final ApiDocument document = new TestApi("abc123")
            .on("GET", "/", TestIntegration.mock("[]"))
            .on("GET", "/pets/{id}", TestIntegration.mock("[]"))
            .on("POST", "/pets/{id}", TestIntegration.mock("[]"))
            .on("GET", "/plain", TestIntegration.httpProxy("GET", "http://b/"))
            .on("GET", "/tls", TestIntegration.httpProxy("GET", "https://b/"))
            .on("GET", "/variable", TestIntegration.httpProxy("GET", "${stageVariables.scheme}://b/"))
            .document();

    @ParameterizedTest
    @CsvSource({"100, 10000", "5000, 0.5", "0, 0", "5000, 9999.9"})
    @DisplayName("THR-3, R13.4: a throttle of its own closes no method and limits it")
    void throttles(int burst, double rate) {
        Stage stage = stage(Map.of(Stage.ALL_METHODS, throttled(burst, rate)));
        assertThat(closing(stage, "GET", "/plain")).isEmpty();
        assertThat(rate(stage, "GET", "/plain"))
                .isEqualTo(burst == 0 || rate == 0 ? new Rate(0, 0) : new Rate(rate, burst));
    }

    @ParameterizedTest
    @CsvSource({"5000, 10000", "-1, -1", "-1, 10000", "5000, -1"})
    @DisplayName("R13.9: the limits of the account and -1 close nothing")
    void noThrottles(int burst, double rate) {
        Stage stage = stage(Map.of(Stage.ALL_METHODS, throttled(burst, rate)));
        assertThat(closing(stage, "GET", "/plain")).isEmpty();
        assertThat(rate(stage, "GET", "/plain")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pets/{id}/GET", "/pets/{id}/GET", "~1pets~1{id}/GET", "pets~1{id}/GET"})
    @DisplayName("R13.2: keys are found with and without slash and escape")
    void keys(String key) {
        Stage stage = stage(Map.of(key, throttled(1, 1)));
        assertThat(rate(stage, "GET", "/pets/{id}")).isEqualTo(new Rate(1, 1));
        assertThat(rate(stage, "POST", "/pets/{id}")).isNull();
        assertThat(rate(stage, "GET", "/")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"~1/GET", "/GET", "//GET"})
    @DisplayName("R13.2: the root")
    void root(String key) {
        Stage stage = stage(Map.of(key, throttled(1, 1)));
        assertThat(rate(stage, "GET", "/")).isEqualTo(new Rate(1, 1));
        assertThat(rate(stage, "GET", "/plain")).isNull();
    }

    @Test
    @DisplayName("R13.8: an entry of a method's own counts alone")
    void ownEntry() {
        Stage stage = stage(Map.of(Stage.ALL_METHODS, throttled(1, 1), "plain/GET", DEFAULT));
        assertThat(rate(stage, "GET", "/plain")).isNull();
        assertThat(rate(stage, "GET", "/tls")).isEqualTo(new Rate(1, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "true, */*, 300, GET, true",
        "true, */*, 300, POST, false",
        "true, pets/{id}/POST, 1, POST, true",
        "true, ~1pets~1{id}/POST, 1, POST, true",
        "true, pets/{id}/POST, 1, GET, false",
        "false, */*, 300, GET, false",
        "true, */*, 0, GET, false",
        "true, pets/{id}/GET, 0, GET, false"
    })
    @DisplayName(
            "R14.7, CCH-1 to CCH-3: caching takes GET, and other verbs by an entry of their own, when there is a cache")
    void caching(boolean cluster, String key, int ttlSeconds, String verb, boolean isCached) {
        Stage stage = stage(cluster, Map.of(key, caching(ttlSeconds)), null, null);
        assertThat(closing(stage, verb, "/pets/1")).isEmpty();
        assertThat(new StageSettings(stage, false).caching(method(verb, "/pets/{id}")) != null)
                .isEqualTo(isCached);
    }

    @Test
    @DisplayName("R13.8: an entry of the method's own that caches nothing counts alone")
    void cachingIsSwitchedOff() {
        Stage stage = stage(true, Map.of(Stage.ALL_METHODS, caching(300), "pets/{id}/GET", DEFAULT), null, null);
        assertThat(new StageSettings(stage, false).caching(method("GET", "/pets/{id}")))
                .isNull();
    }

    @Test
    @DisplayName("R19.3: a client certificate that is not there closes what would show it, HTTP backends over TLS")
    void clientCertificate() {
        Stage stage = stage(false, Map.of(), "cert12", null);
        assertThat(closing(stage, "GET", "/tls")).containsExactly("clientCertificateId cert12 of the stage");
        assertThat(closing(stage, "GET", "/variable")).hasSize(1);
        assertThat(closing(stage, "GET", "/plain")).isEmpty();
        assertThat(closing(stage, "GET", "/pets/1")).isEmpty();
    }

    @Test
    @DisplayName("settings that observe close nothing and are named once in the log, as is what is closed")
    void warnings() {
        MethodSetting observed =
                new MethodSetting(true, "INFO", true, 5000, 10000, false, 300, false, true, "FAIL_WITH_403");
        Stage base = stage(Map.of(Stage.ALL_METHODS, observed));
        Stage stage = new Stage(
                "test",
                "d1",
                null,
                false,
                null,
                new TreeMap<>(),
                null,
                null,
                true,
                base.methodSettings(),
                new AccessLogSettings("arn:aws:logs:eu-west-1:1:log-group:g", null),
                new CanarySettings("d2", 1, false, new TreeMap<>()),
                Map.of(),
                Instant.EPOCH,
                Instant.EPOCH);
        assertThat(warned(stage.withCanarySettings(null)))
                .containsExactly(
                        "stage test of API abc123: this version of Sallyport stores accessLogSettings"
                                + " whose destination is no log group, the X-Ray segments of tracingEnabled and does nothing with it");
        assertThat(warned(stage(false, Map.of(), "cert12", null)))
                .containsExactly(
                        "stage test of API abc123: 2 of 6 methods answer 500, because this version of Sallyport"
                                + " cannot enforce clientCertificateId cert12 of the stage");
        assertThat(warned(stage(Map.of(Stage.ALL_METHODS, DEFAULT)))).isEmpty();
    }

    private List<String> warned(Stage stage) {
        Logger logger = (Logger) LoggerFactory.getLogger(StageCompiler.class);
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        logger.addAppender(appender);
        try {
            compile(stage);
        } finally {
            logger.detachAppender(appender);
        }
        return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private StageSnapshot compile(Stage stage) {
        FakeFunctions functions = new FakeFunctions();
        StageCompiler compiler = new StageCompiler(new IntegrationCompiler(
                functions,
                functions,
                BackendSettings.of(NioSocketChannel.class, new BackendNames(Runnable::run)),
                TestServices.none(),
                true,
                10_485_760));
        return compiler.compile(TestApi.OWNER, document, stage);
    }

    /** What limits a method; null when nothing does. */
    private @Nullable Rate rate(Stage stage, String verb, String path) {
        return new StageSettings(stage, false).throttle(method(verb, path));
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

    /** What closes a method; empty when it serves. */
    private List<String> closing(Stage stage, String verb, String path) {
        Matches.Found found =
                Objects.requireNonNull(Matches.match(compile(stage).routes(), verb, path), path);
        Step first = found.plan().steps().getFirst();
        return first instanceof Closed closed ? closed.needs() : List.of();
    }

    private static Stage stage(Map<String, MethodSetting> settings) {
        return stage(false, settings, null, null);
    }

    private static Stage stage(
            boolean cache,
            Map<String, MethodSetting> settings,
            @Nullable String certificate,
            @Nullable CanarySettings canary) {
        return new Stage(
                "test",
                "d1",
                null,
                cache,
                null,
                new TreeMap<>(Map.of("scheme", "https")),
                null,
                certificate,
                false,
                new TreeMap<>(settings),
                null,
                canary,
                Map.of(),
                Instant.EPOCH,
                Instant.EPOCH);
    }

    private static MethodSetting throttled(int burst, double rate) {
        return new MethodSetting(false, null, false, burst, rate, false, 300, false, true, "FAIL_WITH_403");
    }

    private static MethodSetting caching(int ttlSeconds) {
        return new MethodSetting(false, null, false, 5000, 10000, true, ttlSeconds, false, true, "FAIL_WITH_403");
    }
}
