package dev.sallyport.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.FakeFunctions;
import dev.sallyport.http.ByteName;
import dev.sallyport.integration.http.BackendNames;
import dev.sallyport.integration.http.BackendSettings;
import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.Method;
import dev.sallyport.model.Resource;
import dev.sallyport.model.Stage;
import dev.sallyport.pipeline.ApiStages;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Matches;
import dev.sallyport.pipeline.MethodPlan;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.StageSnapshot;
import dev.sallyport.pipeline.TestExchange;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StageCompilerTest {

    private final FakeFunctions functions = new FakeFunctions();
    private final StageCompiler compiler = new StageCompiler(new IntegrationCompiler(
            functions,
            functions,
            BackendSettings.of(NioSocketChannel.class, new BackendNames(Runnable::run)),
            TestServices.none(),
            true,
            10_485_760));

    private StageSnapshot compile(TestApi api) {
        return compiler.compile(TestApi.OWNER, api.document(), TestApi.stage("test", Map.of("v", "1")));
    }

    private MethodPlan plan(String verb, String path, TestIntegration integration) {
        return plan(compile(new TestApi("abc123").on(verb, path, integration)), verb, path);
    }

    private static MethodPlan plan(StageSnapshot stage, String verb, String path) {
        Matches.Found match = Matches.match(stage.routes(), verb, path);
        return Objects.requireNonNull(match, path).plan();
    }

    private static void answers500(MethodPlan plan) {
        Outcome outcome =
                plan.steps().getFirst().run(TestExchange.of("GET", "/p", "/p").build());
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.status()).isEqualTo(500));
        assertThat(plan.steps()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"BUFFERED, true", "STREAM, false"})
    @DisplayName("INT-115: a stage's cache is nothing to what is streamed")
    void cacheOfStreams(String mode, boolean cached) {
        ApiDocument document = new TestApi("abc123")
                .on("GET", "/p", TestIntegration.httpProxy("GET", "http://b/").transfer(mode))
                .document();
        Resource resource = document.resources().getFirst();
        StageMethod method = new StageMethod(
                TestApi.OWNER,
                document,
                "test",
                Variant.STAGE,
                Map.of(),
                null,
                resource,
                resource.methods().values().iterator().next());
        Stage stage = TestApi.cachingStage(Map.of(Stage.ALL_METHODS, TestApi.caching(300)));

        assertThat(new StageSettings(stage, false).caching(method) != null).isEqualTo(cached);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP, content-length",
        "HTTP_PROXY, Transfer-Encoding",
        "AWS_PROXY, X-Amzn-Trace-Id",
        "AWS, Authorization",
        "AWS_PROXY, te",
        "MOCK, x-amzn-apigateway-api-id"
    })
    @DisplayName("HDR-20, INT-47: a mapping onto a forbidden header makes every call fail")
    void forbiddenHeaders(String type, String header) {
        String uri = type.startsWith("AWS") ? TestIntegration.lambdaUri("f") : "http://b/";
        answers500(plan("GET", "/p", TestIntegration.of(type, "POST", uri).map("header." + header, "'x'")));
    }

    @Test
    @DisplayName("INT-40: a Lambda proxy that is not called with POST fails at run time")
    void lambdaVerb() {
        MethodPlan plan = plan("GET", "/p", TestIntegration.of("AWS_PROXY", "GET", TestIntegration.lambdaUri("f")));

        Outcome outcome =
                plan.steps().get(2).run(TestExchange.of("GET", "/p", "/p").build());

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.status()).isEqualTo(500));
    }

    @Test
    @DisplayName("DESIGN 5.2, INT-12: what cannot be enforced or is missing answers 500, never 200")
    void failsClosed() {
        Method bare = new Method(
                "POST",
                "NONE",
                null,
                List.of(),
                false,
                null,
                null,
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                null);
        TestApi api = new TestApi("abc123").with("/p", secured("CUSTOM")).with("/p", bare);
        StageSnapshot stage = compile(api);

        answers500(plan(stage, "GET", "/p"));
        answers500(plan(stage, "POST", "/p"));
        StageSnapshot closed = compiler.closed(TestApi.OWNER, api.document(), TestApi.stage("test", Map.of()));
        answers500(plan(closed, "GET", "/p"));
    }

    @Test
    @DisplayName("DESIGN 5.2: a method that needs what cannot be enforced is closed with its reason, others serve")
    void closesWhatNeedsIt() {
        StageSnapshot stage = compile(
                new TestApi("abc123").with("/p", secured("CUSTOM")).on("GET", "/open", TestIntegration.mock("[]")));

        MethodPlan plan = plan(stage, "GET", "/p");
        assertThat(plan.steps()).hasSize(1);
        assertThat(plan.steps()
                        .getFirst()
                        .run(TestExchange.of("GET", "/p", "/p").build()))
                .isEqualTo(Fault.configuration("the method needs what this version of Sallyport cannot enforce:"
                        + " authorizationType CUSTOM"));
        assertThat(plan(stage, "GET", "/open").steps()).doesNotHaveAnyElementsOfTypes(Closed.class);
    }

    @Test
    @DisplayName("DESIGN 5.2: what an API needs as a whole closes all its methods")
    void closesTheApi() {
        ApiDocument plain = new TestApi("abc123")
                .with("/p", secured("CUSTOM"))
                .on("GET", "/open", TestIntegration.mock("[]"))
                .document();
        ApiDocument guarded = new ApiDocument(
                ApiDocument.FORMAT_VERSION,
                "abc123",
                List.of("PRIVATE"),
                List.of(),
                10,
                "HEADER",
                "{}",
                false,
                null,
                null,
                plain.resources(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        StageSnapshot stage = compiler.compile(TestApi.OWNER, guarded, TestApi.stage("test", Map.of()));

        assertThat(needs(stage, "GET", "/open"))
                .containsExactly("the resource policy of the API (a statement is no object)");
        assertThat(needs(stage, "GET", "/p")).hasSize(2).contains("authorizationType CUSTOM");
    }

    private static List<String> needs(StageSnapshot stage, String verb, String path) {
        assertThat(plan(stage, verb, path).steps().getFirst()).isInstanceOf(Closed.class);
        return ((Closed) plan(stage, verb, path).steps().getFirst()).needs();
    }

    private static Method secured(String authorizationType) {
        return new Method(
                "GET",
                authorizationType,
                null,
                List.of(),
                false,
                null,
                null,
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                TestIntegration.mock("[]").build());
    }

    @Test
    @DisplayName("HDR-31: HTTP, AWS and AWS_PROXY are traced, MOCK and HTTP_PROXY are not")
    void traced() {
        assertThat(plan("GET", "/p", TestIntegration.mock("[]")).traced()).isFalse();
        assertThat(plan("GET", "/p", TestIntegration.httpProxy("GET", "http://b/"))
                        .traced())
                .isFalse();
        assertThat(plan("GET", "/p", TestIntegration.of("HTTP", "GET", "http://b/"))
                        .traced())
                .isTrue();
        assertThat(plan("GET", "/p", TestIntegration.lambdaProxy("f")).traced()).isTrue();
        assertThat(plan("GET", "/p", TestIntegration.of("AWS", "POST", TestIntegration.lambdaUri("f")))
                        .traced())
                .isTrue();
    }

    @Test
    @DisplayName("GEN-1: a snapshot holds the stage's and the deployment's facts")
    void facts() {
        StageSnapshot stage =
                compile(new TestApi("abc123").disabled().on("ANY", "/a/{b}/{c+}", TestIntegration.mock("")));

        assertThat(stage.disabled()).isTrue();
        assertThat(stage.deploymentId()).isEqualTo("d1e2f3");
        assertThat(stage.variables()).isEqualTo(Map.of("v", "1"));
        Matches.Found match = Objects.requireNonNull(Matches.match(stage.routes(), "GET", "/a/1/2/3"));
        assertThat(match.plan().pathParameters()).containsExactly("b", "c");
        assertThat(match.values()).containsExactly("1", "2/3");
    }

    @Test
    @DisplayName("DESIGN 5.4: publishing swaps one stage and leaves the others; a withdrawn API is unknown")
    void publishing() {
        Publisher publisher = new Publisher();
        StageSnapshot first = compile(new TestApi("abc123"));
        StageSnapshot second = compile(new TestApi("abc123"));
        publisher.publish(first);
        publisher.publish(second);

        ApiStages stages = Objects.requireNonNull(publisher.find(ByteName.of("abc123")));
        assertThat(stages.find("test")).isSameAs(second);
        assertThat(stages.find("Test")).as("INV-11").isNull();
        publisher.withdraw("abc123", "test");
        publisher.withdraw("abc123", "test");
        assertThat(publisher.find(ByteName.of("abc123"))).isNull();
    }
}
