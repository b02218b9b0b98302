package dev.sallyport.store.sqlite;

import dev.sallyport.store.EntityJson;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded {@link Store}: the file {@value #FILE_NAME} in the data folder, or memory. A write has reached the disk
 * (fsync of the write-ahead log) when {@link #write} returns. One process per folder.
 *
 * <p>Reads run beside each other and beside the writer, each on the state of its beginning. Transactions do not nest:
 * {@link #read} and {@link #write} inside a transaction of the same thread throw {@link IllegalStateException}, and so
 * does {@link #write} inside a subscriber; a subscriber may read.
 */
public final class SqliteStore implements Store {

    private static final Logger log = LoggerFactory.getLogger(SqliteStore.class);

    static final String FILE_NAME = "sallyport.db";

    private final Sessions sessions;
    private final @Nullable FolderLock folderLock;

    /** How messages call this store. */
    private final String database;

    /** Held by the writer until its subscribers have been called, which keeps these in commit order. */
    private final ReentrantLock writing = new ReentrantLock(true);

    private final DecodedEntities decoded = new DecodedEntities();
    private final ThreadLocal<Boolean> inTransaction = ThreadLocal.withInitial(() -> false);
    private final List<Consumer<List<Change>>> subscribers = new CopyOnWriteArrayList<>();
    private volatile boolean closed;
    private volatile Sealing sealing = Sealing.NONE;

    private SqliteStore(Sessions sessions, @Nullable FolderLock folderLock, String database) {
        this.sessions = sessions;
        this.folderLock = folderLock;
        this.database = database;
    }

    /** Loads what the first reads of these kinds need; may run beside {@link #open}, to start sooner. */
    public static void prepareReads(List<Kind<?>> kinds) {
        EntityJson.prepare(kinds.stream().<Class<?>>map(Kind::type).toList());
    }

    /**
     * Opens the store of a data folder and brings it to this release's format. The folder is made when it does not
     * exist, readable by its owner only.
     *
     * @throws StoreException when the folder cannot be used, another process uses it, or a newer version wrote it
     */
    public static SqliteStore open(Path dataFolder) {
        return open(dataFolder, Migrations.released());
    }

    /**
     * As {@link #open(Path)}, with secrets encrypted. What was stored in plain text before is encrypted now.
     *
     * @param secretsKey the file of the key
     * @param secretsEncrypted whether a key is made when the file does not exist; otherwise secrets stay in plain text then
     * @throws StoreException also when the key is missing although there are encrypted secrets, or is another one
     */
    public static SqliteStore open(Path dataFolder, Path secretsKey, boolean secretsEncrypted) {
        SqliteStore store = open(dataFolder);
        try {
            store.seal(secretsKey, secretsEncrypted);
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    static SqliteStore open(Path dataFolder, Migrations migrations) {
        FolderLock lock;
        Path folder;
        try {
            folder = prepare(dataFolder);
            lock = FolderLock.acquire(folder);
        } catch (IOException e) {
            throw new StoreException(
                    "The data folder " + dataFolder.toAbsolutePath() + " cannot be used (" + reason(e)
                            + "). Choose another folder with --data FOLDER, or make it writable for the user "
                            + System.getProperty("user.name") + ".",
                    e);
        }
        Path file = folder.resolve(FILE_NAME);
        try {
            // As a URI, because a question mark in the path would otherwise begin the driver's parameters.
            Sessions sessions = new FileSessions("jdbc:sqlite:" + file.toUri());
            SqliteStore store = new SqliteStore(sessions, lock, file.toString());
            store.migrate(migrations, folder.toString());
            return store;
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Opens an empty store that is gone when it is closed. */
    public static SqliteStore inMemory() {
        try {
            SqliteStore store = new SqliteStore(new MemorySessions(), null, "in memory");
            store.migrate(Migrations.released(), "(memory)");
            return store;
        } catch (SQLException e) {
            throw SqliteFault.of(e, "in memory");
        }
    }

    private static Path prepare(Path dataFolder) throws IOException {
        if (!Files.isDirectory(dataFolder)) {
            boolean posix =
                    dataFolder.getFileSystem().supportedFileAttributeViews().contains("posix");
            Files.createDirectories(
                    dataFolder,
                    posix
                            ? new FileAttribute<?>[] {
                                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                            }
                            : new FileAttribute<?>[0]);
        }
        return dataFolder.toRealPath(new LinkOption[0]);
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
    }

    private void migrate(Migrations migrations, String folder) {
        SqliteSession session = null;
        boolean usable = false;
        try {
            session = sessions.takeForWriting();
            migrations.run(session, folder);
            usable = true;
        } catch (SQLException e) {
            throw SqliteFault.of(e, database);
        } finally {
            if (session != null) {
                sessions.endWriting(session, usable);
            }
        }
    }

    private void seal(Path secretsKey, boolean wanted) {
        writing.lock();
        SqliteSession session = null;
        boolean usable = false;
        try {
            session = sessions.takeForWriting();
            sealing = Sealing.of(session, secretsKey, wanted);
            usable = true;
        } catch (SQLException e) {
            throw SqliteFault.of(e, database);
        } finally {
            if (session != null) {
                sessions.endWriting(session, usable);
            }
            writing.unlock();
        }
    }

    @Override
    public <R extends @Nullable Object> R read(Work<Reader, R> work) {
        requireOutside();
        SqliteSession session = null;
        boolean usable = false;
        try {
            requireOpen();
            session = sessions.takeForReading();
            session.beginRead();
            SqliteReader transaction = new SqliteReader(session, database, decoded, sealing);
            try {
                return run(work, transaction, transaction);
            } finally {
                usable = session.rollback();
            }
        } catch (SQLException e) {
            throw SqliteFault.of(e, database);
        } finally {
            if (session != null) {
                sessions.endReading(session, usable);
            }
        }
    }

    @Override
    public <R extends @Nullable Object> R write(Work<Writer, R> work) {
        requireOutside();
        if (writing.isHeldByCurrentThread()) {
            throw new IllegalStateException("A subscriber of the store must not write to it");
        }
        writing.lock();
        try {
            requireOpen();
            Written<R> written = transact(work);
            tellSubscribers(written.changes());
            return written.result();
        } finally {
            writing.unlock();
        }
    }

    private <R> Written<R> transact(Work<Writer, R> work) {
        SqliteSession session = null;
        boolean usable = false;
        try {
            session = sessions.takeForWriting();
            session.beginWrite();
            SqliteWriter transaction = new SqliteWriter(session, database, decoded, sealing);
            R result;
            try {
                result = run(work, transaction, transaction);
            } catch (RuntimeException | Error e) {
                usable = session.rollback();
                throw e;
            }
            List<Change> changes = transaction.changes();
            usable = commit(session, changes);
            return new Written<>(result, changes);
        } catch (SQLException e) {
            throw SqliteFault.of(e, database);
        } finally {
            if (session != null) {
                sessions.endWriting(session, usable);
            }
        }
    }

    private <X, R> R run(Work<X, R> work, X view, SqliteReader transaction) {
        inTransaction.set(true);
        try {
            R result = work.run(view);
            StoreException failure = transaction.failure();
            if (failure != null) {
                throw failure;
            }
            return result;
        } finally {
            transaction.end();
            inTransaction.remove();
        }
    }

    /**
     * Commits. When that fails, what a new connection sees decides whether the transaction counts as stored; the answer
     * must not differ from what is found after a restart.
     *
     * @return whether the session can go on being used
     */
    private boolean commit(SqliteSession session, List<Change> changes) throws SQLException {
        try {
            session.commit();
            return true;
        } catch (SQLException e) {
            boolean usable = session.rollback();
            if (changes.isEmpty() || !isStored(changes.getLast().sequence(), e)) {
                throw e;
            }
            log.warn("The store reported an error for a commit that had happened", e);
            return usable;
        }
    }

    private boolean isStored(long lastSequence, SQLException commitFailure) {
        try {
            return sessions.isStoredAfterFailedCommit(lastSequence);
        } catch (SQLException e) {
            commitFailure.addSuppressed(e);
            throw new StoreException(
                    "The store " + database + " failed in the middle of storing a change (" + commitFailure.getMessage()
                            + "), and whether it is stored cannot be read. Check the disk; the change may be there"
                            + " after the next start.",
                    commitFailure);
        }
    }

    private void tellSubscribers(List<Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        for (Consumer<List<Change>> subscriber : subscribers) {
            try {
                subscriber.accept(changes);
            } catch (RuntimeException e) {
                log.error(
                        "A subscriber failed on a change that is stored (sequence {})",
                        changes.getLast().sequence(),
                        e);
            }
        }
    }

    @Override
    public void subscribe(Consumer<List<Change>> listener) {
        subscribers.add(listener);
    }

    private void requireOutside() {
        if (inTransaction.get()) {
            throw new IllegalStateException("This thread is inside a transaction of the store; use that one");
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreException("The store " + database + " is closed; Sallyport is shutting down");
        }
    }

    /** Lets the running transactions end, empties the write-ahead log, and gives the folder free. Safe to call twice. */
    @Override
    public void close() {
        requireOutside();
        writing.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            closeSessions();
            if (folderLock != null) {
                folderLock.close();
            }
        } finally {
            writing.unlock();
        }
    }

    private void closeSessions() {
        try {
            sessions.close();
        } catch (SQLException e) {
            // Everything answered is in the write-ahead log; the next start reads it from there.
            log.warn("The store {} did not close cleanly: {}", database, e.getMessage());
        }
    }

    /** Makes the store's disk full at a size, in pages of 4096 bytes. For tests. */
    void limitPages(int pages) {
        writing.lock();
        try {
            SqliteSession session = sessions.takeForWriting();
            try {
                session.execute("PRAGMA max_page_count = " + pages);
            } finally {
                sessions.endWriting(session, true);
            }
        } catch (SQLException e) {
            throw SqliteFault.of(e, database);
        } finally {
            writing.unlock();
        }
    }

    private record Written<R>(R result, List<Change> changes) {}
}
