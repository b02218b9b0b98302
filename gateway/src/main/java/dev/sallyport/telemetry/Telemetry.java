package dev.sallyport.telemetry;

import dev.sallyport.model.Scope;
import dev.sallyport.telemetry.logs.LogBounds;
import dev.sallyport.telemetry.logs.LogCatalog;
import dev.sallyport.telemetry.logs.LogEvents;
import dev.sallyport.telemetry.logs.StreamName;
import dev.sallyport.telemetry.metrics.MetricBounds;
import dev.sallyport.telemetry.metrics.MetricStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** What the gateway keeps of logs and metrics. */
public record Telemetry(LogEvents logs, MetricStore metrics) implements AutoCloseable {

    /** Kept in a folder over restarts. */
    public static Telemetry in(Path folder, LogCatalog catalog, InstantSource clock) {
        return new Telemetry(
                new LogEvents(folder.resolve("log-events"), LogBounds.FILES, catalog, clock),
                new MetricStore(folder.resolve("metrics.snapshot"), MetricBounds.DEFAULT, clock));
    }

    /** Kept as long as the process lives. */
    public static Telemetry inMemory(LogCatalog catalog, InstantSource clock) {
        return new Telemetry(
                new LogEvents(null, LogBounds.MEMORY, catalog, clock),
                new MetricStore(null, MetricBounds.DEFAULT, clock));
    }

    /** For a list of operations that nobody calls; closed already. */
    public static Telemetry none(InstantSource clock) {
        Telemetry none = inMemory(new NoGroups(), clock);
        none.close();
        return none;
    }

    @Override
    public void close() {
        logs.close();
        metrics.close();
    }

    private static final class NoGroups implements LogCatalog {
        @Override
        public void ensure(StreamName stream) {
            throw new UnsupportedOperationException("nothing is logged");
        }

        @Override
        public List<StreamName> removeAutomaticStreams(Scope scope, String group, int keep) {
            return List.of();
        }

        @Override
        public List<Retention> retentions() {
            return List.of();
        }
    }
}
