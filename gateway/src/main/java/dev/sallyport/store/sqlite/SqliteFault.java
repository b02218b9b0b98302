package dev.sallyport.store.sqlite;

import dev.sallyport.store.StoreException;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Says in the operator's words what SQLite's result codes mean. */
final class SqliteFault {

    private static final int PRIMARY_CODE = 0xff;

    private SqliteFault() {}

    /**
     * The exception for a failed statement.
     *
     * @param database what the message calls the store, for example the path of its file
     */
    static StoreException of(SQLException cause, String database) {
        return new StoreException(message(cause, database), cause);
    }

    private static String message(SQLException cause, String database) {
        SQLiteErrorCode code = cause instanceof SQLiteException known ? known.getResultCode() : null;
        if (code == null) {
            return "The store " + database + " failed: " + cause.getMessage();
        }
        return switch (primary(code)) {
            case SQLITE_FULL ->
                "No space left for " + database + ": nothing was stored. Free some disk space; no restart is needed.";
            case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH ->
                "The store " + database + " is read-only (" + code + "): nothing was stored."
                        + " Make the data folder and its files writable; no restart is needed.";
            case SQLITE_IOERR ->
                "The operating system could not read or write " + database + " (" + code + "): nothing was stored."
                        + " Check the disk and its free space; no restart is needed.";
            case SQLITE_CANTOPEN ->
                "The store " + database + " cannot be opened (" + code + ")."
                        + " Check that the data folder exists and is writable.";
            case SQLITE_CORRUPT, SQLITE_NOTADB ->
                "The store " + database + " is damaged or not a Sallyport store (" + code + ")."
                        + " Keep a copy of the data folder and restore a backup.";
            case SQLITE_BUSY, SQLITE_LOCKED ->
                "Another program keeps the store " + database + " locked (" + code + "): nothing was stored."
                        + " End it and try again.";
            case SQLITE_TOOBIG -> "A value is too large for the store " + database + ": nothing was stored.";
            default -> "The store " + database + " failed (" + code + "): " + cause.getMessage();
        };
    }

    private static SQLiteErrorCode primary(SQLiteErrorCode code) {
        return SQLiteErrorCode.getErrorCode(code.code & PRIMARY_CODE);
    }
}
