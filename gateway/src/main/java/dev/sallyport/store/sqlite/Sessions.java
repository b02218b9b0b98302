package dev.sallyport.store.sqlite;

import java.sql.SQLException;

/** Hands out the connections of one store: one to the writer, others to readers. */
interface Sessions {

    /** The session of the writer. The caller makes sure that there is one writer at a time. */
    SqliteSession takeForWriting() throws SQLException;

    /**
     * Gives the writer's session back.
     *
     * @param usable false when its state is not known; where possible the next writer gets a new one
     */
    void endWriting(SqliteSession session, boolean usable);

    /** A session for one read; waits while all are taken. */
    SqliteSession takeForReading() throws SQLException;

    /** Gives a reader's session back. */
    void endReading(SqliteSession session, boolean usable);

    /**
     * Whether a transaction is stored although its commit failed, as a new connection sees it: what is found here is
     * also found after a restart.
     *
     * @param lastSequence the last number that the transaction wrote to the change log
     */
    boolean isStoredAfterFailedCommit(long lastSequence) throws SQLException;

    /** Waits for the readers, then closes everything. No writer may be active; later takes are refused. */
    void close() throws SQLException;
}
