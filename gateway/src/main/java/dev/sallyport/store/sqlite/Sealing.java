package dev.sallyport.store.sqlite;

import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.SecretsKey;
import dev.sallyport.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the entities that hold secrets ({@link Kind#SECRETS}) are kept: encrypted when there is a key. What is encrypted is
 * bound to its place, so no row can stand in for another.
 */
final class Sealing {

    /** Keeps everything as it is. */
    static final Sealing NONE = new Sealing(null);

    /** Text of JSON never begins with it. */
    private static final String MARK = "sealed:1:";

    private static final String OF_SECRETS = ofOne(Kind.SECRETS);
    private static final String OF_SECRET_IDS = ofOne(Kind.SECRET_IDS);
    private static final Set<String> SECRET_IDS =
            Kind.SECRET_IDS.stream().map(Kind::name).collect(Collectors.toUnmodifiableSet());

    private final @Nullable SecretsKey key;

    private Sealing(@Nullable SecretsKey key) {
        this.key = key;
    }

    /**
     * The way of a store; encrypts what it has kept in plain text so far when there is a key.
     *
     * @param keyFile where the key is
     * @param wanted whether a key is made when the file does not exist
     * @throws StoreException when the key is missing, or is another than that of the store
     */
    static Sealing of(SqliteSession session, Path keyFile, boolean wanted) throws SQLException {
        List<Row> sealed = rows(session, "body LIKE '" + MARK + "%' LIMIT 1");
        boolean exists = Files.exists(keyFile);
        if (!exists && !sealed.isEmpty()) {
            throw new StoreException("The data folder holds encrypted secrets, and their key " + keyFile
                    + " is missing. Put it back, or name its place with --secrets-key FILE.");
        }
        if (!exists && !wanted) {
            return NONE;
        }
        Sealing sealing = new Sealing(SecretsKey.of(keyFile));
        for (Row row : sealed) {
            sealing.open(row.where(), row.body());
        }
        sealing.sealAll(session);
        return sealing;
    }

    private void sealAll(SqliteSession session) throws SQLException {
        List<Row> plain = rows(session, "body NOT LIKE '" + MARK + "%'");
        if (plain.isEmpty()) {
            return;
        }
        session.beginWrite();
        boolean done = false;
        try {
            PreparedStatement update = session.prepared("UPDATE entity SET id = ?, body = ? WHERE ordinal = ?");
            for (Row row : plain) {
                Row stored = row.as(id(row.kind(), row.id()));
                update.setString(1, stored.id());
                update.setString(2, seal(stored.where(), row.body()));
                update.setLong(3, row.ordinal());
                update.executeUpdate();
            }
            digestChanges(session);
            session.commit();
            done = true;
        } finally {
            if (!done) {
                session.rollback();
            }
        }
        // Nor may the plain text stay in pages that are free now, or in the log.
        session.execute("VACUUM");
        session.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /** The log of changes names entities by their ids; only what was kept in plain text is asked for. */
    private void digestChanges(SqliteSession session) throws SQLException {
        PreparedStatement query = session.prepared("SELECT sequence, kind, id FROM change_log WHERE " + OF_SECRET_IDS);
        PreparedStatement update = session.prepared("UPDATE change_log SET id = ? WHERE sequence = ?");
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                String stored = rows.getString(3);
                update.setString(1, stored.startsWith(MARK) ? stored : id(rows.getString(2), stored));
                update.setLong(2, rows.getLong(1));
                update.executeUpdate();
            }
        }
    }

    private static List<Row> rows(SqliteSession session, String condition) throws SQLException {
        PreparedStatement query =
                session.prepared("SELECT ordinal, kind, account, region, parent, id, body FROM entity WHERE "
                        + OF_SECRETS + " AND " + condition);
        List<Row> found = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                Scope scope = new Scope(rows.getString(3), rows.getString(4));
                found.add(new Row(
                        rows.getLong(1),
                        rows.getString(2),
                        scope,
                        rows.getString(5),
                        rows.getString(6),
                        rows.getString(7)));
            }
        }
        return found;
    }

    private static String ofOne(Set<Kind<?>> kinds) {
        return kinds.stream()
                .map(kind -> "'" + kind.name() + "'")
                .sorted()
                .collect(Collectors.joining(", ", "kind IN (", ")"));
    }

    /** The id under which an entity is stored: a keyed hash where it is a secret. */
    String id(Kind<?> kind, String id) {
        return id(kind.name(), id);
    }

    private String id(String kind, String id) {
        return key == null || !SECRET_IDS.contains(kind) ? id : MARK + key.digest(kind + '\n' + id);
    }

    /**
     * The stored text of an entity.
     *
     * @param id as it is stored
     */
    String seal(Kind<?> kind, Scope scope, String parent, String id, String text) {
        return key == null || !Kind.SECRETS.contains(kind) ? text : seal(where(kind.name(), scope, parent, id), text);
    }

    private String seal(String where, String text) {
        return key == null ? text : MARK + key.seal(text, where);
    }

    /**
     * The text of an entity that is stored so.
     *
     * @param id as it is stored
     */
    String open(Kind<?> kind, Scope scope, String parent, String id, String stored) {
        return stored.startsWith(MARK) ? open(where(kind.name(), scope, parent, id), stored) : stored;
    }

    private String open(String where, String stored) {
        if (key == null) {
            throw new StoreException("A stored secret is encrypted, and its key is not there");
        }
        return key.open(stored.substring(MARK.length()), where);
    }

    private static String where(String kind, Scope scope, String parent, String id) {
        return String.join("\n", kind, scope.account(), scope.region(), parent, id);
    }

    private record Row(long ordinal, String kind, Scope scope, String parent, String id, String body) {

        String where() {
            return Sealing.where(kind, scope, parent, id);
        }

        Row as(String storedId) {
            return new Row(ordinal, kind, scope, parent, storedId, body);
        }
    }
}
