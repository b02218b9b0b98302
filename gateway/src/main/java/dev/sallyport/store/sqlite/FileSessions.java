package dev.sallyport.store.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sessions on a database file: in WAL mode readers see a state of their own while the writer goes on. */
final class FileSessions implements Sessions {

    private static final Logger log = LoggerFactory.getLogger(FileSessions.class);

    private static final int MAX_READERS = 4;

    private final String url;
    private final Semaphore readers = new Semaphore(MAX_READERS, true);
    private final ConcurrentLinkedDeque<SqliteSession> idleReaders = new ConcurrentLinkedDeque<>();
    private @Nullable SqliteSession writer;
    private volatile boolean closed;

    FileSessions(String url) {
        this.url = url;
    }

    @Override
    public SqliteSession takeForWriting() throws SQLException {
        SqliteSession session = writer;
        if (session == null) {
            session = SqliteSession.open(url);
            writer = session;
        }
        return session;
    }

    @Override
    public void endWriting(SqliteSession session, boolean usable) {
        if (!usable) {
            writer = null;
            discard(session);
        }
    }

    @Override
    public SqliteSession takeForReading() throws SQLException {
        readers.acquireUninterruptibly();
        try {
            if (closed) {
                throw new SQLException("the store is closed");
            }
            SqliteSession idle = idleReaders.pollFirst();
            if (idle != null) {
                return idle;
            }
            return SqliteSession.openForReading(url);
        } catch (SQLException | RuntimeException e) {
            readers.release();
            throw e;
        }
    }

    @Override
    public void endReading(SqliteSession session, boolean usable) {
        if (usable) {
            idleReaders.addFirst(session);
        } else {
            discard(session);
        }
        readers.release();
    }

    /**
     * {@inheritDoc}
     *
     * <p>A transaction that is not stored may still stand complete in the write-ahead log, and a kill before the next
     * write would bring it to life. So the log is emptied.
     */
    @Override
    public boolean isStoredAfterFailedCommit(long lastSequence) throws SQLException {
        try (SqliteSession fresh = SqliteSession.open(url)) {
            PreparedStatement query = fresh.prepared("SELECT 1 FROM change_log WHERE sequence = ?");
            query.setLong(1, lastSequence);
            try (ResultSet rows = query.executeQuery()) {
                if (rows.next()) {
                    return true;
                }
            }
            if (!emptyLog(fresh)) {
                log.warn("A change that was refused may appear if this process is killed before its next write");
            }
            return false;
        }
    }

    /** Moves the write-ahead log into the database file and empties it; false when a reader was in the way. */
    private static boolean emptyLog(SqliteSession session) throws SQLException {
        try (ResultSet rows =
                session.prepared("PRAGMA wal_checkpoint(TRUNCATE)").executeQuery()) {
            return rows.next() && rows.getInt(1) == 0;
        }
    }

    @Override
    public void close() throws SQLException {
        readers.acquireUninterruptibly(MAX_READERS);
        closed = true;
        readers.release(MAX_READERS);
        for (SqliteSession reader : idleReaders) {
            discard(reader);
        }
        idleReaders.clear();
        SqliteSession session = writer;
        writer = null;
        if (session != null) {
            try (session) {
                emptyLog(session);
            }
        }
    }

    private static void discard(SqliteSession session) {
        try {
            session.close();
        } catch (SQLException e) {
            log.debug("A connection to the store did not close cleanly", e);
        }
    }
}
