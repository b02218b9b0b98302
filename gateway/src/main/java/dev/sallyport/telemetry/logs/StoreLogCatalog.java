package dev.sallyport.telemetry.logs;

import dev.sallyport.model.LogGroup;
import dev.sallyport.model.LogStream;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.time.InstantSource;
import java.util.List;

/** Log groups and streams as the store has them. */
public final class StoreLogCatalog implements LogCatalog {

    private final Store store;
    private final InstantSource clock;

    public StoreLogCatalog(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public void ensure(StreamName stream) {
        Scope scope = stream.scope();
        if (store.read(transaction -> exists(transaction, stream))) {
            return;
        }
        store.write(transaction -> {
            if (transaction.find(Kind.LOG_GROUP, scope, "", stream.group()) == null) {
                transaction.put(
                        Kind.LOG_GROUP, scope, "", stream.group(), new LogGroup(stream.group(), clock.millis()));
            }
            if (!exists(transaction, stream)) {
                transaction.put(
                        Kind.LOG_STREAM,
                        scope,
                        stream.group(),
                        stream.name(),
                        new LogStream(stream.name(), clock.millis(), true));
            }
            return true;
        });
    }

    private static boolean exists(Store.Reader transaction, StreamName stream) {
        return transaction.find(Kind.LOG_STREAM, stream.scope(), stream.group(), stream.name()) != null;
    }

    @Override
    public List<StreamName> removeAutomaticStreams(Scope scope, String group, int keep) {
        if (store.read(transaction -> automatic(transaction, scope, group).size()) <= keep) {
            return List.of();
        }
        return store.write(transaction -> {
            List<LogStream> streams = automatic(transaction, scope, group);
            List<LogStream> oldest = streams.subList(0, Math.max(0, streams.size() - keep));
            oldest.forEach(stream -> transaction.delete(Kind.LOG_STREAM, scope, group, stream.name()));
            return oldest.stream()
                    .map(stream -> new StreamName(scope, group, stream.name()))
                    .toList();
        });
    }

    /** In the order of their creation. */
    private static List<LogStream> automatic(Store.Reader transaction, Scope scope, String group) {
        return transaction.list(Kind.LOG_STREAM, scope, group).stream()
                .filter(LogStream::automatic)
                .toList();
    }

    @Override
    public List<Retention> retentions() {
        return store.read(transaction -> transaction.listAll(Kind.LOG_GROUP).stream()
                .filter(entry -> entry.entity().retentionDays() != null)
                .map(entry -> retention(entry.scope(), entry.entity()))
                .toList());
    }

    private static Retention retention(Scope scope, LogGroup group) {
        Integer days = group.retentionDays();
        return new Retention(scope, group.name(), days == null ? Integer.MAX_VALUE : days);
    }
}
