package dev.sallyport;

import dev.sallyport.config.Settings;
import dev.sallyport.edge.Listener;
import dev.sallyport.functions.FunctionHost;
import dev.sallyport.model.Deployment;
import dev.sallyport.observe.metrics.GatewayFamilies;
import dev.sallyport.pipeline.StageSnapshot;
import dev.sallyport.snapshot.CompilationFailures;
import dev.sallyport.snapshot.Publisher;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads how the gateway as a whole is doing. */
record GatewayState(
        Settings settings,
        Store store,
        Publisher publisher,
        FunctionHost functions,
        CompilationFailures failures,
        Supplier<@Nullable Listener> listener) {

    /** What it does now. May block. */
    GatewayFamilies.State read() {
        FunctionHost.Load load = functions.load();
        Listener listening = listener.get();
        return new GatewayFamilies.State(
                settings.eventLoopThreads(),
                listening == null ? 0 : listening.connections(),
                load.environments(),
                load.invocations(),
                load.throttled(),
                failures.count(),
                failures.last(),
                stages());
    }

    private List<GatewayFamilies.Deployed> stages() {
        List<StageSnapshot> running = publisher.running();
        return store.read(reader -> running.stream()
                .flatMap(stage -> deployed(stage, reader).stream())
                .toList());
    }

    private static Optional<GatewayFamilies.Deployed> deployed(StageSnapshot stage, Store.Reader reader) {
        Deployment deployment = reader.find(Kind.DEPLOYMENT, stage.owner(), stage.apiId(), stage.deploymentId());
        return Optional.ofNullable(deployment)
                .map(found -> new GatewayFamilies.Deployed(
                        stage.owner().account(),
                        stage.owner().region(),
                        stage.apiId(),
                        stage.stageName(),
                        stage.deploymentId(),
                        found.createdDate()));
    }
}
