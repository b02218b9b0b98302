package dev.sallyport.control.lambda;

import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store in memory whose failed transactions leave nothing behind. */
final class MemoryStore implements Store {

    private record Key(Kind<?> kind, Scope scope, String parent, String id) {}

    private Map<Key, Object> entities = new LinkedHashMap<>();
    private Map<String, byte[]> blobs = new LinkedHashMap<>();

    @Override
    public synchronized <R> R read(Work<Reader, R> work) {
        return work.run(new Transaction(entities, blobs));
    }

    @Override
    public synchronized <R> R write(Work<Writer, R> work) {
        Transaction transaction = new Transaction(new LinkedHashMap<>(entities), new LinkedHashMap<>(blobs));
        R result = work.run(transaction);
        entities = transaction.entities;
        blobs = transaction.blobs;
        return result;
    }

    @Override
    public void subscribe(Consumer<List<Change>> listener) {
        throw new UnsupportedOperationException("nobody listens in these tests");
    }

    @Override
    public void close() {
        // nothing is open
    }

    private static final class Transaction implements Writer {

        private final Map<Key, Object> entities;
        private final Map<String, byte[]> blobs;

        private Transaction(Map<Key, Object> entities, Map<String, byte[]> blobs) {
            this.entities = entities;
            this.blobs = blobs;
        }

        @Override
        public <T> @Nullable T find(Kind<T> kind, Scope scope, String parent, String id) {
            return kind.type().cast(entities.get(new Key(kind, scope, parent, id)));
        }

        @Override
        public <T> List<T> list(Kind<T> kind, Scope scope, String parent) {
            List<T> found = new ArrayList<>();
            entities.forEach((key, entity) -> {
                if (key.kind().equals(kind)
                        && key.scope().equals(scope)
                        && key.parent().equals(parent)) {
                    found.add(kind.type().cast(entity));
                }
            });
            return found;
        }

        @Override
        public <T> List<Entry<T>> listAll(Kind<T> kind) {
            List<Entry<T>> found = new ArrayList<>();
            entities.forEach((key, entity) -> {
                if (key.kind().equals(kind)) {
                    found.add(new Entry<>(
                            key.scope(), key.parent(), key.id(), kind.type().cast(entity)));
                }
            });
            return found;
        }

        @Override
        public byte @Nullable [] blob(String digest) {
            return blobs.get(digest);
        }

        @Override
        public <T> void put(Kind<T> kind, Scope scope, String parent, String id, T entity) {
            entities.put(new Key(kind, scope, parent, id), entity);
        }

        @Override
        public boolean delete(Kind<?> kind, Scope scope, String parent, String id) {
            return entities.remove(new Key(kind, scope, parent, id)) != null;
        }

        @Override
        public void deleteAll(Kind<?> kind, Scope scope, String parent) {
            entities.keySet()
                    .removeIf(key -> key.kind().equals(kind)
                            && key.scope().equals(scope)
                            && key.parent().equals(parent));
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
