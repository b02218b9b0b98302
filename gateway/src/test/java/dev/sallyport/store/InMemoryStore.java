package dev.sallyport.store;

import dev.sallyport.model.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory that keeps the contract of {@link Store}: a write works on a copy that replaces the state when the
 * work returns, a replaced entity keeps its place, and subscribers hear of every commit before the write returns.
 */
@NullMarked
public final class InMemoryStore implements Store {

    private record Key(Kind<?> kind, Scope scope, String parent, String id) {}

    private final List<Consumer<List<Change>>> listeners = new CopyOnWriteArrayList<>();
    private final Object writing = new Object();
    private volatile State state = new State(new LinkedHashMap<>(), new HashMap<>(), new HashMap<>());
    private long sequence;
    private long lastPlace;

    @Override
    public <R extends @Nullable Object> R read(Work<Reader, R> work) {
        return work.run(new Transaction(state));
    }

    @Override
    public <R extends @Nullable Object> R write(Work<Writer, R> work) {
        synchronized (writing) {
            State copy = new State(
                    new LinkedHashMap<>(state.entities), new HashMap<>(state.places), new HashMap<>(state.blobs));
            Transaction transaction = new Transaction(copy);
            R result = work.run(transaction);
            state = copy;
            List<Change> committed = new ArrayList<>();
            transaction.changes.forEach(key -> committed.add(
                    new Change(++sequence, key.kind, key.scope, key.parent, key.id, copy.entities.get(key))));
            if (!committed.isEmpty()) {
                listeners.forEach(listener -> listener.accept(List.copyOf(committed)));
            }
            return result;
        }
    }

    @Override
    public void subscribe(Consumer<List<Change>> listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        listeners.clear();
    }

    private record State(Map<Key, Object> entities, Map<Key, Long> places, Map<String, byte[]> blobs) {}

    private final class Transaction implements Writer {

        private final State state;
        private final Set<Key> changes = new LinkedHashSet<>();

        Transaction(State state) {
            this.state = state;
        }

        @Override
        public <T> @Nullable T find(Kind<T> kind, Scope scope, String parent, String id) {
            Object entity = state.entities.get(new Key(kind, scope, parent, id));
            return entity == null ? null : kind.type().cast(entity);
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
            List<Entry<T>> found = new ArrayList<>();
            state.entities.forEach((key, entity) -> {
                if (key.kind.equals(kind)) {
                    found.add(new Entry<>(
                            key.scope, key.parent, key.id, kind.type().cast(entity)));
                }
            });
            return found;
        }

        @Override
        public <T> List<Placed<T>> slice(
                Kind<T> kind, Scope scope, String parent, Order order, @Nullable Long after, int limit) {
            List<Placed<T>> found = new ArrayList<>();
            state.entities.forEach((key, entity) -> {
                if (key.kind.equals(kind) && key.scope.equals(scope) && key.parent.equals(parent)) {
                    found.add(new Placed<>(
                            Objects.requireNonNull(state.places.get(key)),
                            kind.type().cast(entity)));
                }
            });
            boolean newest = order == Order.NEWEST_FIRST;
            return (newest ? found.reversed() : found)
                    .stream()
                            .filter(each -> after == null || (newest ? each.place() < after : each.place() > after))
                            .limit(limit)
                            .toList();
        }

        @Override
        public boolean exists(Kind<?> kind, String id) {
            return state.entities.keySet().stream().anyMatch(key -> key.kind.equals(kind) && key.id.equals(id));
        }

        @Override
        public List<String> parentsMentioning(Kind<?> kind, Scope scope, String text) {
            return listAll(kind).stream()
                    .filter(entry -> entry.scope().equals(scope)
                            && EntityJson.write(entry.entity()).contains(text))
                    .map(Entry::parent)
                    .distinct()
                    .toList();
        }

        @Override
        public byte @Nullable [] blob(String digest) {
            return state.blobs.get(digest);
        }

        @Override
        public <T> void put(Kind<T> kind, Scope scope, String parent, String id, T entity) {
            Key key = new Key(kind, scope, parent, id);
            state.entities.put(key, entity);
            state.places.computeIfAbsent(key, absent -> ++lastPlace);
            changed(key);
        }

        @Override
        public <T> String putByDigest(Kind<T> kind, Scope scope, String parent, T entity) {
            String digest = EntityJson.digest(EntityJson.write(entity));
            put(kind, scope, parent, digest, entity);
            return digest;
        }

        @Override
        public boolean delete(Kind<?> kind, Scope scope, String parent, String id) {
            Key key = new Key(kind, scope, parent, id);
            if (state.entities.remove(key) == null) {
                return false;
            }
            state.places.remove(key);
            changed(key);
            return true;
        }

        @Override
        public void deleteAll(Kind<?> kind, Scope scope, String parent) {
            for (Key key : List.copyOf(state.entities.keySet())) {
                if (key.kind.equals(kind) && key.scope.equals(scope) && key.parent.equals(parent)) {
                    delete(kind, scope, parent, key.id);
                }
            }
        }

        @Override
        public void putBlob(String digest, byte[] bytes) {
            state.blobs.putIfAbsent(digest, bytes.clone());
        }

        @Override
        public void deleteBlob(String digest) {
            state.blobs.remove(digest);
        }

        private void changed(Key key) {
            changes.remove(key);
            changes.add(key);
        }
    }
}
