package dev.sallyport.store.sqlite;

import dev.sallyport.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings a store to the format of this release: numbered SQL files, each run once, in order, in a transaction that also
 * raises the format version.
 */
final class Migrations {

    /** The released migrations. The file at index n leads to format n + 1; a released one is never changed. */
    private static final List<String> RELEASED =
            List.of("0001-initial.sql", "0002-default-models.sql", "0003-indexes.sql");

    private static final String VERSION_KEY = "format-version";

    private final List<String> scripts;

    private Migrations(List<String> scripts) {
        this.scripts = List.copyOf(scripts);
    }

    /** The migrations of this release. */
    static Migrations released() {
        return new Migrations(RELEASED.stream().map(Migrations::resource).toList());
    }

    /** Migrations from SQL text, for tests of later formats. */
    static Migrations of(List<String> scripts) {
        return new Migrations(scripts);
    }

    /** The text of a released migration. */
    static String resource(String name) {
        try (InputStream in = Migrations.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The migration " + name + " is missing from the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the migration " + name, e);
        }
    }

    /**
     * Runs what is missing.
     *
     * @param folder what messages call the data folder
     * @throws StoreException when a later release wrote the store
     */
    void run(SqliteSession session, String folder) throws SQLException {
        int version = version(session);
        if (version > scripts.size()) {
            throw new StoreException(
                    "The data folder " + folder + " was written by a newer version of Sallyport (format "
                            + version + "; this version knows formats up to " + scripts.size()
                            + "). Run that version or newer, or choose another folder with --data FOLDER.");
        }
        for (int next = version + 1; next <= scripts.size(); next++) {
            apply(session, next);
        }
    }

    private void apply(SqliteSession session, int version) throws SQLException {
        session.beginWrite();
        try {
            for (String statement : statements(scripts.get(version - 1))) {
                session.execute(statement);
            }
            PreparedStatement raise = session.prepared(
                    "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value");
            raise.setString(1, VERSION_KEY);
            raise.setString(2, Integer.toString(version));
            raise.executeUpdate();
            session.commit();
        } catch (SQLException e) {
            session.rollback();
            throw e;
        }
    }

    /** The format version of a store; 0 when it is new. */
    static int version(SqliteSession session) throws SQLException {
        if (!hasMetaTable(session)) {
            return 0;
        }
        PreparedStatement query = session.prepared("SELECT value FROM meta WHERE name = ?");
        query.setString(1, VERSION_KEY);
        try (ResultSet rows = query.executeQuery()) {
            return rows.next() ? Integer.parseInt(rows.getString(1)) : 0;
        }
    }

    private static boolean hasMetaTable(SqliteSession session) throws SQLException {
        try (ResultSet rows = session.prepared("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'meta'")
                .executeQuery()) {
            return rows.next();
        }
    }

    /** Splits a script at semicolons that end a line, and drops lines that are comments. */
    private static List<String> statements(String script) {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        for (String line : script.lines().toList()) {
            if (line.isBlank() || line.strip().startsWith("--")) {
                continue;
            }
            statement.append(line).append('\n');
            if (line.stripTrailing().endsWith(";")) {
                statements.add(statement.toString());
                statement.setLength(0);
            }
        }
        if (!statement.isEmpty()) {
            throw new IllegalStateException("A migration ends without a semicolon: " + statement);
        }
        return statements;
    }
}
