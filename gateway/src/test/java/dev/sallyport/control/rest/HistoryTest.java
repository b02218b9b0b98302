package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.given;
import static dev.sallyport.control.rest.Rest.op;
import static dev.sallyport.control.rest.Rest.replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Rest.Api;
import dev.sallyport.control.rest.history.Change;
import dev.sallyport.control.rest.history.DraftWatch;
import dev.sallyport.control.rest.history.History;
import dev.sallyport.control.rest.history.History.Overview;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CreateDeploymentRequest;
import dev.sallyport.wire.apigateway.DeleteDeploymentRequest;
import dev.sallyport.wire.apigateway.DeleteMethodRequest;
import dev.sallyport.wire.apigateway.DeploymentCanarySettings;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.UpdateStageRequest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Deployments and the draft compared (R11), and what is said of it. */
class HistoryTest {

    private final Rest rest = new Rest();
    private final History history = new History(rest.store);
    private final Api api = rest.api();

    private String deploy(@Nullable String stage, boolean asCanary) {
        CreateDeploymentRequest.Builder request =
                CreateDeploymentRequest.builder().restApiId(api.id()).stageName(stage);
        if (asCanary) {
            request.canarySettings(
                    DeploymentCanarySettings.builder().percentTraffic(10.0).build());
        }
        return given(rest.send(ApiGateway.CREATE_DEPLOYMENT, request.build()).id());
    }

    private void stage(PatchOperation... operations) {
        rest.send(
                ApiGateway.UPDATE_STAGE,
                UpdateStageRequest.builder()
                        .restApiId(api.id())
                        .stageName("prod")
                        .patchOperations(List.of(operations))
                        .build());
    }

    private Overview overview() {
        return Objects.requireNonNull(history.overview(api.id(), 20));
    }

    private List<String> subjects(String from, String to) {
        return Objects.requireNonNull(history.difference(api.id(), from, to)).changes().stream()
                .map(Change::subject)
                .toList();
    }

    @Test
    @DisplayName("history: the newest deployment first, with what it changed and which stages and canaries run it")
    void overviewOfAnApi() {
        rest.mock(api, api.root(), "GET");
        String first = deploy("prod", false);
        rest.mock(api, api.root(), "POST");
        rest.mock(api, api.root(), "PUT");
        String second = deploy("prod", true);
        String third = deploy(null, false);
        assertThat(overview().deployments())
                .extracting(deployed -> deployed.deployment().id() + " " + deployed.changes() + " " + deployed.stages())
                .containsExactly(third + " 0 []", second + " 2 [prod/Canary]", first + " -1 [prod]");
        assertThat(Objects.requireNonNull(history.overview(api.id(), 1)).deployments())
                .extracting(deployed -> deployed.changes())
                .containsExactly(0);
        assertThat(history.overview("nope", 20)).isNull();
    }

    @Test
    @DisplayName("history: a stage is as many changes behind the draft as things of the API differ")
    void behindDraft() {
        rest.mock(api, api.root(), "GET");
        deploy("prod", false);
        assertThat(overview().stages()).singleElement().returns(0, History.Staged::behindDraft);
        rest.mock(api, api.root(), "POST");
        String pets = rest.resource(api, api.root(), "pets");
        rest.mock(api, pets, "GET");
        assertThat(overview().stages()).singleElement().returns(2, History.Staged::behindDraft);
        rest.send(
                ApiGateway.DELETE_METHOD,
                DeleteMethodRequest.builder()
                        .restApiId(api.id())
                        .resourceId(api.root())
                        .httpMethod("GET")
                        .build());
        assertThat(overview().stages()).singleElement().returns(3, History.Staged::behindDraft);
        deploy("prod", false);
        assertThat(overview().stages()).singleElement().returns(0, History.Staged::behindDraft);
    }

    @Test
    @DisplayName("diff: deployments, stages, canaries and the draft can be named")
    void forms() {
        rest.mock(api, api.root(), "GET");
        String first = deploy("prod", false);
        rest.mock(api, api.root(), "POST");
        String second = deploy("prod", true);
        rest.mock(api, api.root(), "PUT");
        assertThat(subjects(first, second)).containsExactly("POST /");
        assertThat(subjects("prod", "prod/Canary")).containsExactly("POST /");
        assertThat(subjects("prod", "draft")).containsExactly("POST /", "PUT /");
        assertThat(subjects("draft", second)).containsExactly("PUT /");
        assertThat(subjects(second, "prod/Canary")).isEmpty();
        for (String unknown : List.of("nope", "nope/Canary", "")) {
            assertThatThrownBy(() -> history.difference(api.id(), unknown, "draft"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("API " + api.id() + " has no deployment and no stage " + unknown);
        }
        stage(op("remove", "/canarySettings", null));
        assertThatThrownBy(() -> history.difference(api.id(), "prod/Canary", "draft"))
                .hasMessageContaining("prod/Canary");
    }

    @Test
    @DisplayName("R11.10, R11.11, R10.69, R10.70: a stage goes back, and what nobody runs any more can be deleted")
    void rollback() {
        rest.mock(api, api.root(), "GET");
        String first = deploy("prod", false);
        rest.mock(api, api.root(), "POST");
        String second = deploy("prod", false);
        stage(replace("/canarySettings/deploymentId", first));
        assertThat(refusal(second).getMessage())
                .isEqualTo("Active stages pointing to this deployment must be moved or deleted");
        assertThat(refusal(first).getMessage())
                .isEqualTo("Active stages with canary settings pointing to this deployment must be moved or deleted");
        stage(replace("/deploymentId", first), op("remove", "/canarySettings", null));
        rest.send(ApiGateway.DELETE_DEPLOYMENT, delete(second));
        assertThat(overview().deployments())
                .extracting(deployed -> deployed.deployment().id())
                .containsExactly(first);
        assertThat(subjects("prod", "draft")).containsExactly("POST /");
    }

    private DeleteDeploymentRequest delete(String id) {
        return DeleteDeploymentRequest.builder()
                .restApiId(api.id())
                .deploymentId(id)
                .build();
    }

    private ServiceException refusal(String id) {
        ServiceException refusal = rest.refused(ApiGateway.DELETE_DEPLOYMENT, delete(id));
        assertThat(refusal.status()).isEqualTo(400);
        return refusal;
    }

    @Test
    @DisplayName("the log tells once how far stages are behind, when the draft has been left alone and nobody deployed")
    void log() {
        DraftWatch watch = new DraftWatch(rest.store, rest);
        watch.start();
        rest.mock(api, api.root(), "GET");
        deploy("prod", false);
        deploy("dev", false);
        rest.mock(api, api.root(), "POST");
        rest.now = rest.now.plusSeconds(20);
        rest.mock(api, api.root(), "PUT");
        rest.now = rest.now.plusSeconds(20);
        assertThat(told(watch)).as("edited 20 seconds ago").isEmpty();
        rest.now = rest.now.plusSeconds(20);
        assertThat(told(watch))
                .containsExactly(
                        "API " + api.id() + ": stage dev is 2 changes behind the draft, stage prod is 2 changes"
                                + " behind the draft; \"sallyport diff " + api.id() + " dev draft\" tells the changes");
        assertThat(told(watch)).as("once").isEmpty();
        rest.mock(api, api.root(), "DELETE");
        deploy("prod", false);
        deploy("dev", false);
        rest.now = rest.now.plusSeconds(60);
        assertThat(told(watch)).as("deployed").isEmpty();
    }

    private static List<String> told(DraftWatch watch) {
        Logger logger = (Logger) LoggerFactory.getLogger(DraftWatch.class);
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        logger.addAppender(appender);
        Level before = logger.getLevel();
        logger.setLevel(Level.INFO);
        try {
            watch.sweep();
        } finally {
            logger.setLevel(before);
            logger.detachAppender(appender);
        }
        return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
