package dev.sallyport.store.sqlite;

import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.store.StoreException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a transaction can read, on one session. Useless once the transaction has ended. */
class SqliteReader implements Store.Reader {

    private final SqliteSession session;
    private final String database;
    private final DecodedEntities decoded;
    private final Sealing sealing;
    private boolean ended;
    private @Nullable StoreException failure;

    SqliteReader(SqliteSession session, String database, DecodedEntities decoded, Sealing sealing) {
        this.session = session;
        this.database = database;
        this.decoded = decoded;
        this.sealing = sealing;
    }

    @Override
    public final <T> @Nullable T find(Kind<T> kind, Scope scope, String parent, String id) {
        String stored = sealing.id(kind, id);
        return call("""
                SELECT body FROM entity
                WHERE kind = ? AND account = ? AND region = ? AND parent = ? AND id = ?""", query -> {
            bindKey(query, kind, scope, parent);
            query.setString(5, stored);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? entity(kind, scope, parent, stored, rows.getString(1)) : null;
            }
        });
    }

    @Override
    public final <T> List<T> list(Kind<T> kind, Scope scope, String parent) {
        return callNonNull("""
                SELECT body, id FROM entity
                WHERE kind = ? AND account = ? AND region = ? AND parent = ? ORDER BY ordinal""", query -> {
            bindKey(query, kind, scope, parent);
            List<T> entities = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    entities.add(entity(kind, scope, parent, rows.getString(2), rows.getString(1)));
                }
            }
            return entities;
        });
    }

    /** The inner query reads the index alone, which holds the ordinals; bodies are read of the slice only. */
    @Override
    public final <T> List<Store.Placed<T>> slice(
            Kind<T> kind, Scope scope, String parent, Store.Order order, @Nullable Long after, int limit) {
        boolean newest = order == Store.Order.NEWEST_FIRST;
        String sql = """
                SELECT ordinal, body, id FROM entity WHERE ordinal IN (
                    SELECT ordinal FROM entity
                    WHERE kind = ? AND account = ? AND region = ? AND parent = ? AND ordinal %s ?
                    ORDER BY ordinal %s LIMIT ?)
                ORDER BY ordinal %s""".formatted(newest ? "<" : ">", newest ? "DESC" : "ASC", newest ? "DESC" : "ASC");
        return callNonNull(sql, query -> {
            bindKey(query, kind, scope, parent);
            query.setLong(5, after != null ? after : newest ? Long.MAX_VALUE : 0);
            query.setInt(6, limit);
            List<Store.Placed<T>> entities = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    T entity = entity(kind, scope, parent, rows.getString(3), rows.getString(2));
                    entities.add(new Store.Placed<>(rows.getLong(1), entity));
                }
            }
            return entities;
        });
    }

    @Override
    public final boolean exists(Kind<?> kind, String id) {
        return callNonNull("SELECT 1 FROM entity WHERE kind = ? AND id = ? LIMIT 1", query -> {
            query.setString(1, kind.name());
            query.setString(2, sealing.id(kind, id));
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        });
    }

    @Override
    public final <T> List<Store.Entry<T>> listAll(Kind<T> kind) {
        return callNonNull(
                "SELECT account, region, parent, id, body FROM entity WHERE kind = ? ORDER BY ordinal", query -> {
                    query.setString(1, kind.name());
                    List<Store.Entry<T>> entries = new ArrayList<>();
                    try (ResultSet rows = query.executeQuery()) {
                        while (rows.next()) {
                            Scope scope = new Scope(rows.getString(1), rows.getString(2));
                            T entity = entity(kind, scope, rows.getString(3), rows.getString(4), rows.getString(5));
                            entries.add(new Store.Entry<>(scope, rows.getString(3), rows.getString(4), entity));
                        }
                    }
                    return entries;
                });
    }

    private <T> T entity(Kind<T> kind, Scope scope, String parent, String id, String stored) {
        return decoded.read(sealing.open(kind, scope, parent, id, stored), kind.type());
    }

    @Override
    public final List<String> parentsMentioning(Kind<?> kind, Scope scope, String text) {
        return callNonNull("""
                SELECT DISTINCT parent FROM entity
                WHERE kind = ? AND account = ? AND region = ? AND instr(body, ?) > 0""", query -> {
            query.setString(1, kind.name());
            query.setString(2, scope.account());
            query.setString(3, scope.region());
            query.setString(4, text);
            List<String> parents = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    parents.add(rows.getString(1));
                }
            }
            return parents;
        });
    }

    @Override
    public final byte @Nullable [] blob(String digest) {
        return call("SELECT bytes FROM blob WHERE digest = ?", query -> {
            query.setString(1, digest);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? rows.getBytes(1) : null;
            }
        });
    }

    /** From now on every call is refused. */
    final void end() {
        ended = true;
    }

    /**
     * The first failure of a statement, or null. A transaction with one is not committed even when the work went on,
     * because SQLite may have undone what came before.
     */
    final @Nullable StoreException failure() {
        return failure;
    }

    static void bindKey(PreparedStatement statement, Kind<?> kind, Scope scope, String parent) throws SQLException {
        statement.setString(1, kind.name());
        statement.setString(2, scope.account());
        statement.setString(3, scope.region());
        statement.setString(4, parent);
    }

    /** Runs one statement and speaks of its failure in the operator's words. */
    final <R extends @Nullable Object> R call(String sql, Query<R> query) {
        if (ended) {
            throw new IllegalStateException("This transaction has ended; what it returns must be read inside it");
        }
        try {
            return query.run(session.prepared(sql));
        } catch (SQLException e) {
            StoreException translated = SqliteFault.of(e, database);
            if (failure == null) {
                failure = translated;
            }
            throw translated;
        }
    }

    private <R> R callNonNull(String sql, Query<R> query) {
        return call(sql, query);
    }

    /** What to do with a prepared statement. */
    @FunctionalInterface
    interface Query<R extends @Nullable Object> {
        R run(PreparedStatement statement) throws SQLException;
    }
}
