package dev.sallyport.store;

import dev.sallyport.model.Scope;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the control plane keeps what users set. A write transaction is durable when {@link #write} returns: a kill at
 * any later moment loses nothing of it.
 */
public interface Store extends AutoCloseable {

    /**
     * Runs work in one transaction that sees one state. Reads may run at any time and from any thread but never from an
     * event loop.
     */
    <R extends @Nullable Object> R read(Work<Reader, R> work);

    /**
     * Runs work in one write transaction; writers come one after the other. When the work throws, nothing is stored and
     * the exception passes through. After the commit the {@linkplain #subscribe subscribers} have been called before
     * this method returns.
     *
     * @throws StoreException when the state cannot be written, for example on a full disk; nothing was stored then
     */
    <R extends @Nullable Object> R write(Work<Writer, R> work);

    /**
     * Calls the listener with the changes of every committed transaction, in commit order, on the thread that wrote.
     * Listeners must not write to the store.
     */
    void subscribe(Consumer<List<Change>> listener);

    @Override
    void close();

    /** Work inside a transaction. */
    @FunctionalInterface
    interface Work<X, R extends @Nullable Object> {
        R run(X transaction);
    }

    /** What a transaction can read; it sees its own writes. */
    interface Reader {

        /** The entity, or null. */
        <T> @Nullable T find(Kind<T> kind, Scope scope, String parent, String id);

        /** All entities of a kind below a parent, in the order of their creation. */
        <T> List<T> list(Kind<T> kind, Scope scope, String parent);

        /**
         * Some of the entities of a kind below a parent; of the others nothing is read.
         *
         * @param after goes on behind this place; null begins with the first
         * @param limit returns at most so many
         */
        <T> List<Placed<T>> slice(
                Kind<T> kind, Scope scope, String parent, Order order, @Nullable Long after, int limit);

        /** Whether an entity of the kind has the id, in any account and Region and below any parent. */
        boolean exists(Kind<?> kind, String id);

        /**
         * All entities of a kind of every account and Region, in the order of their creation. Of {@link Kind#SECRET_IDS}
         * the ids are as they are stored.
         */
        <T> List<Entry<T>> listAll(Kind<T> kind);

        /**
         * The parents of the entities of a kind whose stored text holds a text, each once. Reads all of the kind in the
         * scope, though without making entities of them: for what is rarely asked, such as who uses what is to be deleted.
         *
         * @param text of letters and digits alone, such as an id
         */
        List<String> parentsMentioning(Kind<?> kind, Scope scope, String text);

        /** The bytes stored under a digest, or null. */
        byte @Nullable [] blob(String digest);
    }

    /** What a write transaction can do. */
    interface Writer extends Reader {

        /** Creates or replaces an entity; a replaced one keeps its place in {@link #list}. */
        <T> void put(Kind<T> kind, Scope scope, String parent, String id, T entity);

        /**
         * Stores an entity that never changes under the digest of its text ({@link EntityJson#digest}); the same entity
         * is stored once.
         *
         * @return the digest, which is its id
         */
        <T> String putByDigest(Kind<T> kind, Scope scope, String parent, T entity);

        /** Deletes an entity; false when there was none. */
        boolean delete(Kind<?> kind, Scope scope, String parent, String id);

        /**
         * Deletes all entities of a kind below a parent.
         *
         * @throws IllegalArgumentException for {@link Kind#SECRET_IDS}
         */
        void deleteAll(Kind<?> kind, Scope scope, String parent);

        /** Stores bytes under their digest; a second put of the same digest does nothing. */
        void putBlob(String digest, byte[] bytes);

        /** Deletes the bytes stored under a digest; does nothing when there are none. */
        void deleteBlob(String digest);
    }

    /** The orders of creation in which entities can be read. */
    enum Order {
        OLDEST_FIRST,
        NEWEST_FIRST
    }

    /**
     * An entity with its place among all.
     *
     * @param place grows with each creation and stays when the entity is replaced
     */
    record Placed<T>(long place, T entity) {}

    /** An entity with its key. */
    record Entry<T>(Scope scope, String parent, String id, T entity) {}

    /**
     * A committed change.
     *
     * @param sequence grows with every change of the store
     * @param entity what was written, an instance of the kind's type; null when the entity is gone
     */
    record Change(
            long sequence,
            Kind<?> kind,
            Scope scope,
            String parent,
            String id,
            @Nullable Object entity) {

        /** Whether the entity is gone. */
        public boolean deleted() {
            return entity == null;
        }

        /** What was written, when the change is one of this kind and no deletion; otherwise null. */
        public <T> @Nullable T written(Kind<T> wanted) {
            return kind.equals(wanted) && entity != null ? wanted.type().cast(entity) : null;
        }
    }
}
