package dev.sallyport.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** One connection with its prepared statements. Used by one thread at a time. */
final class SqliteSession implements AutoCloseable {

    private static final int BUSY_TIMEOUT_MILLIS = 5_000;

    /** A write-ahead log that one large upload has grown is cut back to this size. */
    private static final int WAL_KEPT_BYTES = 16 * 1024 * 1024;

    private static final int CACHE_KIBIBYTES = 4_096;

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    private SqliteSession(Connection connection) {
        this.connection = connection;
    }

    /** A session that may write. */
    static SqliteSession open(String url) throws SQLException {
        return new SqliteSession(configuration().createConnection(url));
    }

    /** A session that refuses to write. */
    static SqliteSession openForReading(String url) throws SQLException {
        SqliteSession session = open(url);
        session.execute("PRAGMA query_only = true");
        return session;
    }

    private static SQLiteConfig configuration() {
        // Each pragma is a property of its own: of several statements in one string SQLite would run only the first.
        SQLiteConfig configuration = new SQLiteConfig();
        configuration.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        configuration.setJournalMode(JournalMode.WAL);
        // NORMAL would survive a killed process, but lose the last commits when the power fails.
        configuration.setSynchronous(SynchronousMode.FULL);
        // macOS: fsync alone does not empty the drive's own cache. Means nothing elsewhere.
        configuration.setPragma(Pragma.FULL_SYNC, "true");
        configuration.setPragma(Pragma.JOURNAL_SIZE_LIMIT, Integer.toString(WAL_KEPT_BYTES));
        configuration.setPragma(Pragma.CACHE_SIZE, Integer.toString(-CACHE_KIBIBYTES));
        return configuration;
    }

    /** Runs one statement that is not worth keeping. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The prepared statement of a text; the session keeps and closes it. */
    PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known != null) {
            return known;
        }
        PreparedStatement statement = connection.prepareStatement(sql);
        statements.put(sql, statement);
        return statement;
    }

    void beginRead() throws SQLException {
        prepared("BEGIN").execute();
    }

    /** Takes SQLite's write lock at once, so that no later statement of the transaction can find it taken. */
    void beginWrite() throws SQLException {
        prepared("BEGIN IMMEDIATE").execute();
    }

    void commit() throws SQLException {
        prepared("COMMIT").execute();
    }

    /**
     * Ends the transaction without storing anything. After some errors SQLite has already done so and complains; the
     * caller then opens a new session instead of asking what state this one is in.
     *
     * @return whether the session can go on being used
     */
    boolean rollback() {
        try {
            prepared("ROLLBACK").execute();
            return true;
        } catch (SQLException alreadyRolledBackOrBroken) {
            return false;
        }
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
        statements.clear();
        connection.close();
    }
}
