package dev.sallyport.functions;

import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store in memory: what a write does is visible at once and told to the listeners. */
final class FakeStore implements Store {

    private final Map<Key, Object> entities = new LinkedHashMap<>();
    private final Map<String, byte[]> blobs = new LinkedHashMap<>();
    private final List<Consumer<List<Change>>> listeners = new CopyOnWriteArrayList<>();
    private long sequence;

    private record Key(Kind<?> kind, Scope scope, String parent, String id) {}

    @Override
    public synchronized <R extends @Nullable Object> R read(Work<Reader, R> work) {
        return work.run(new Transaction());
    }

    @Override
    public synchronized <R extends @Nullable Object> R write(Work<Writer, R> work) {
        Transaction transaction = new Transaction();
        R result = work.run(transaction);
        listeners.forEach(listener -> listener.accept(List.copyOf(transaction.changes)));
        return result;
    }

    @Override
    public void subscribe(Consumer<List<Change>> listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {}

    private final class Transaction implements Writer {
        private final List<Change> changes = new ArrayList<>();

        @Override
        public <T> @Nullable T find(Kind<T> kind, Scope scope, String parent, String id) {
            return kind.type().cast(entities.get(new Key(kind, scope, parent, id)));
        }

        @Override
        public <T> List<T> list(Kind<T> kind, Scope scope, String parent) {
            return listAll(kind).stream()
                    .filter(entry ->
                            entry.scope().equals(scope) && entry.parent().equals(parent))
                    .map(Entry::entity)
                    .toList();
        }

        @Override
        public <T> List<Entry<T>> listAll(Kind<T> kind) {
            return entities.entrySet().stream()
                    .filter(entry -> entry.getKey().kind().equals(kind))
                    .map(entry -> new Entry<>(
                            entry.getKey().scope(),
                            entry.getKey().parent(),
                            entry.getKey().id(),
                            kind.type().cast(entry.getValue())))
                    .toList();
        }

        @Override
        public <T> List<Placed<T>> slice(
                Kind<T> kind, Scope scope, String parent, Order order, @Nullable Long after, int limit) {
            throw new UnsupportedOperationException("no function is listed so");
        }

        @Override
        public boolean exists(Kind<?> kind, String id) {
            throw new UnsupportedOperationException("no function is looked for so");
        }

        @Override
        public List<String> parentsMentioning(Kind<?> kind, Scope scope, String text) {
            throw new UnsupportedOperationException("no function is looked for so");
        }

        @Override
        public byte @Nullable [] blob(String digest) {
            return blobs.get(digest);
        }

        @Override
        public <T> void put(Kind<T> kind, Scope scope, String parent, String id, T entity) {
            entities.put(new Key(kind, scope, parent, id), (Object) entity);
            changes.add(new Change(++sequence, kind, scope, parent, id, entity));
        }

        @Override
        public <T> String putByDigest(Kind<T> kind, Scope scope, String parent, T entity) {
            throw new UnsupportedOperationException("no function is stored so");
        }

        @Override
        public boolean delete(Kind<?> kind, Scope scope, String parent, String id) {
            boolean deleted = entities.remove(new Key(kind, scope, parent, id)) != null;
            changes.add(new Change(++sequence, kind, scope, parent, id, null));
            return deleted;
        }

        @Override
        public void deleteAll(Kind<?> kind, Scope scope, String parent) {
            List.copyOf(entities.keySet()).stream()
                    .filter(key -> key.kind().equals(kind)
                            && key.scope().equals(scope)
                            && key.parent().equals(parent))
                    .forEach(key -> delete(kind, scope, parent, key.id()));
        }

        @Override
        public void putBlob(String digest, byte[] bytes) {
            blobs.putIfAbsent(digest, bytes);
        }

        @Override
        public void deleteBlob(String digest) {
            blobs.remove(digest);
        }
    }
}
