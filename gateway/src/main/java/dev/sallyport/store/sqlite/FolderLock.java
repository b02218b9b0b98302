package dev.sallyport.store.sqlite;

import dev.sallyport.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a data folder for one process: a lock of the operating system on the file {@value #FILE_NAME}, which holds the
 * owner's process id. The lock ends with the process, however it ends; the file stays.
 */
final class FolderLock implements AutoCloseable {

    static final String FILE_NAME = "sallyport.lock";

    private static final int PID_BYTES = 32;

    /**
     * Folders locked by this process. Asked before the file is opened, because closing any second channel to a file
     * gives up all POSIX locks that the process holds on it.
     */
    private static final Set<Path> LOCKED_HERE = new HashSet<>();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Locks a folder.
     *
     * @param folder an existing folder, as a real path
     * @throws StoreException when another process, or this one, has locked it
     * @throws IOException when the lock file cannot be written
     */
    static FolderLock acquire(Path folder) throws IOException {
        synchronized (LOCKED_HERE) {
            if (LOCKED_HERE.contains(folder)) {
                throw inUse(folder, Long.toString(ProcessHandle.current().pid()));
            }
            FileChannel channel = FileChannel.open(
                    folder.resolve(FILE_NAME),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            try {
                // The locked byte lies far behind the text, so that where locks are mandatory others can read the pid.
                @Nullable FileLock lock = channel.tryLock(Long.MAX_VALUE - 1, 1, false);
                if (lock == null) {
                    throw inUse(folder, readPid(channel));
                }
                writePid(channel);
                LOCKED_HERE.add(folder);
                return new FolderLock(folder, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        }
    }

    private static StoreException inUse(Path folder, String pid) {
        return new StoreException("The data folder " + folder + " is in use by process " + pid
                + ". One data folder serves one Sallyport: stop that process, or choose another folder with"
                + " --data FOLDER.");
    }

    private static String readPid(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(PID_BYTES);
        channel.read(bytes, 0);
        String text = StandardCharsets.US_ASCII.decode(bytes.flip()).toString().strip();
        return text.isEmpty() ? "(unknown)" : text;
    }

    private static void writePid(FileChannel channel) throws IOException {
        channel.truncate(0);
        channel.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"), 0);
    }

    @Override
    public void close() {
        synchronized (LOCKED_HERE) {
            LOCKED_HERE.remove(folder);
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot close " + folder.resolve(FILE_NAME), e);
            }
        }
    }
}
