package dev.sallyport.store.sqlite;

import java.sql.SQLException;
import java.util.concurrent.Semaphore;

/** The one session of a store in memory. Its content lives in the connection, so everybody shares it in turn. */
final class MemorySessions implements Sessions {

    private final SqliteSession session;
    private final Semaphore turn = new Semaphore(1, true);

    MemorySessions() throws SQLException {
        session = SqliteSession.open("jdbc:sqlite::memory:");
    }

    @Override
    public SqliteSession takeForWriting() {
        turn.acquireUninterruptibly();
        return session;
    }

    @Override
    public void endWriting(SqliteSession taken, boolean usable) {
        turn.release();
    }

    @Override
    public SqliteSession takeForReading() {
        turn.acquireUninterruptibly();
        return session;
    }

    @Override
    public void endReading(SqliteSession taken, boolean usable) {
        turn.release();
    }

    @Override
    public boolean isStoredAfterFailedCommit(long lastSequence) {
        return false;
    }

    @Override
    public void close() throws SQLException {
        turn.acquireUninterruptibly();
        try {
            session.close();
        } finally {
            turn.release();
        }
    }
}
