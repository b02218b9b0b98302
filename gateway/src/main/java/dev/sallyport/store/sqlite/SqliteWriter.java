package dev.sallyport.store.sqlite;

import dev.sallyport.model.Scope;
import dev.sallyport.store.EntityJson;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A write transaction: entities, blobs, and one row of the change log for each entity touched. */
final class SqliteWriter extends SqliteReader implements Store.Writer {

    /**
     * Rows of the change log that are kept at least. Nobody reads further back; who is further behind reads everything
     * anew.
     */
    private static final long KEPT_CHANGES = 100_000;

    private static final long PRUNE_EVERY_CHANGES = 1_024;

    private final DecodedEntities decoded;
    private final Sealing sealing;
    private final List<Store.Change> changes = new ArrayList<>();

    SqliteWriter(SqliteSession session, String database, DecodedEntities decoded, Sealing sealing) {
        super(session, database, decoded, sealing);
        this.decoded = decoded;
        this.sealing = sealing;
    }

    /** What the transaction has changed so far, in order. */
    List<Store.Change> changes() {
        return List.copyOf(changes);
    }

    @Override
    public <T> void put(Kind<T> kind, Scope scope, String parent, String id, T entity) {
        put(kind, scope, parent, id, EntityJson.write(entity), entity);
    }

    @Override
    public <T> String putByDigest(Kind<T> kind, Scope scope, String parent, T entity) {
        String body = EntityJson.write(entity);
        String digest = EntityJson.digest(body);
        put(kind, scope, parent, digest, body, entity);
        return digest;
    }

    private void put(Kind<?> kind, Scope scope, String parent, String id, String body, Object entity) {
        String stored = sealing.id(kind, id);
        call("""
                INSERT INTO entity (kind, account, region, parent, id, version, body) VALUES (?, ?, ?, ?, ?, 1, ?)
                ON CONFLICT (kind, account, region, parent, id)
                DO UPDATE SET version = entity.version + 1, body = excluded.body""", insert -> {
            bindKey(insert, kind, scope, parent);
            insert.setString(5, stored);
            insert.setString(6, sealing.seal(kind, scope, parent, stored, body));
            return insert.executeUpdate();
        });
        decoded.add(body, kind.type(), entity);
        log(kind, scope, parent, id, entity);
    }

    @Override
    public boolean delete(Kind<?> kind, Scope scope, String parent, String id) {
        if (!deleteStored(kind, scope, parent, sealing.id(kind, id))) {
            return false;
        }
        log(kind, scope, parent, id, null);
        return true;
    }

    private boolean deleteStored(Kind<?> kind, Scope scope, String parent, String stored) {
        int deleted = call("""
                DELETE FROM entity
                WHERE kind = ? AND account = ? AND region = ? AND parent = ? AND id = ?""", delete -> {
            bindKey(delete, kind, scope, parent);
            delete.setString(5, stored);
            return delete.executeUpdate();
        });
        return deleted > 0;
    }

    @Override
    public void deleteAll(Kind<?> kind, Scope scope, String parent) {
        if (Kind.SECRET_IDS.contains(kind)) {
            throw new IllegalArgumentException("The ids of " + kind.name() + " cannot be read back");
        }
        List<String> ids = call("""
                SELECT id FROM entity
                WHERE kind = ? AND account = ? AND region = ? AND parent = ? ORDER BY ordinal""", query -> {
            bindKey(query, kind, scope, parent);
            List<String> found = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        });
        ids.forEach(id -> delete(kind, scope, parent, id));
    }

    @Override
    public void putBlob(String digest, byte[] bytes) {
        call("INSERT INTO blob (digest, bytes) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING", insert -> {
            insert.setString(1, digest);
            insert.setBytes(2, bytes);
            return insert.executeUpdate();
        });
    }

    @Override
    public void deleteBlob(String digest) {
        call("DELETE FROM blob WHERE digest = ?", delete -> {
            delete.setString(1, digest);
            return delete.executeUpdate();
        });
    }

    private void log(Kind<?> kind, Scope scope, String parent, String id, @Nullable Object entity) {
        long sequence = call("""
                INSERT INTO change_log (kind, account, region, parent, id, deleted) VALUES (?, ?, ?, ?, ?, ?)
                RETURNING sequence""", insert -> {
            bindKey(insert, kind, scope, parent);
            insert.setString(5, sealing.id(kind, id));
            insert.setInt(6, entity == null ? 1 : 0);
            try (ResultSet rows = insert.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        });
        changes.add(new Store.Change(sequence, kind, scope, parent, id, entity));
        if (sequence % PRUNE_EVERY_CHANGES == 0) {
            prune(sequence - KEPT_CHANGES);
        }
    }

    private void prune(long upToSequence) {
        call("DELETE FROM change_log WHERE sequence <= ?", delete -> {
            delete.setLong(1, upToSequence);
            return delete.executeUpdate();
        });
    }
}
