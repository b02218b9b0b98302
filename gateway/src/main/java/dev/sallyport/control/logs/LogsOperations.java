package dev.sallyport.control.logs;

import dev.sallyport.control.OperationRegistry;
import dev.sallyport.store.Store;
import dev.sallyport.telemetry.logs.LogEvents;
import java.time.InstantSource;

/** The operations of CloudWatch Logs that are built. What is not registered here answers 501 by name. */
public final class LogsOperations {

    private LogsOperations() {}

    /** Registers all families of operations. */
    public static void register(OperationRegistry registry, Store store, LogEvents events, InstantSource clock) {
        new LogGroups(store, events, clock).register(registry);
        new LogGroupSettings(store).register(registry);
        new LogGroupTags(store).register(registry);
        new LogStreams(store, events, clock).register(registry);
        new WrittenEvents(store, events, clock).register(registry);
        new ReadEvents(store, events, clock).register(registry);
    }
}
