package dev.sallyport.functions.log;

import dev.sallyport.model.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one file per log stream below a folder per log group, {@code <folder>/<log group with _ for />/<stream>.log}, one
 * line per event: time in ISO 8601, a blank, the message. One thread writes for all functions; each stream may have a
 * bounded number of bytes waiting, and what a flood brings beyond that is dropped and counted, so that no function is
 * slowed down and none disturbs another. A full file is renamed to {@code .log.1} and started again; a group keeps a
 * bounded number of files, the youngest. A disk that refuses loses log lines and nothing else.
 */
public final class FileFunctionLog implements FunctionLog {

    private static final Logger LOG = LoggerFactory.getLogger(FileFunctionLog.class);
    private static final long CLOSE_MILLIS = 2000;

    /** How long lines are gathered, so that many of them make one write. */
    private static final long COLLECT_NANOS = 50_000_000;

    /** What a stream keeps of the memory that a burst has taken. */
    private static final int KEPT_CHARACTERS = 32 * 1024;

    private final Path folder;
    private final Bounds bounds;
    private final LinkedBlockingQueue<LogStream> dirty = new LinkedBlockingQueue<>();
    private final LogStream end = new LogStream("", "");
    private final Thread writer;
    private volatile boolean closed;

    /**
     * How much is kept.
     *
     * @param pendingBytes waiting to be written, per stream
     * @param fileBytes a file is rotated beyond this; there is one older one
     * @param filesPerGroup streams per log group
     */
    public record Bounds(int pendingBytes, long fileBytes, int filesPerGroup) {

        /** 256 KB waiting, two times 1 MB per stream, 250 streams per group. */
        public static final Bounds DEFAULT = new Bounds(256 * 1024, 1024 * 1024L, 250);
    }

    /** One log stream and what waits to be written to it. */
    private final class LogStream implements Stream {
        final String group;
        final String name;

        // All below are guarded by this.
        private StringBuilder pending = new StringBuilder();
        private long dropped;
        private boolean queued;
        private boolean urgent;
        private long timeMillis = -1;
        private String time = "";

        LogStream(String group, String name) {
            this.group = group;
            this.name = name;
        }

        @Override
        public void append(long epochMillis, String message) {
            if (!closed && add(epochMillis, message)) {
                dirty.add(this);
            }
        }

        /** True when the writer must be told. */
        private synchronized boolean add(long epochMillis, String message) {
            if (pending.length() + message.length() > bounds.pendingBytes()) {
                dropped++;
            } else {
                if (epochMillis != timeMillis) {
                    // Lines come in groups, and a time is dear to write.
                    timeMillis = epochMillis;
                    time = Instant.ofEpochMilli(epochMillis).toString();
                }
                pending.append(time).append(' ').append(message).append('\n');
            }
            if (!urgent && pending.length() > bounds.pendingBytes() / 2) {
                urgent = true;
                LockSupport.unpark(writer);
            }
            boolean first = !queued;
            queued = true;
            return first;
        }

        /** All that is pending. */
        synchronized String take() {
            if (dropped > 0) {
                pending.append("[sallyport] ").append(dropped).append(" lines were dropped here: too many at once\n");
            }
            String text = pending.toString();
            if (pending.capacity() > KEPT_CHARACTERS) {
                pending = new StringBuilder();
            }
            pending.setLength(0);
            dropped = 0;
            queued = false;
            urgent = false;
            return text;
        }
    }

    /** Starts the writing thread. The folder is made with the first line. */
    public FileFunctionLog(Path folder, Bounds bounds) {
        this.folder = folder;
        this.bounds = bounds;
        this.writer = Thread.ofPlatform().name("function-log").daemon().start(this::write);
    }

    @Override
    public Stream stream(Scope scope, String logGroup, String logStream) {
        return new LogStream(logGroup, logStream);
    }

    private void write() {
        try {
            LogStream stream = dirty.take();
            while (stream != end) {
                if (!closed) {
                    LockSupport.parkNanos(COLLECT_NANOS);
                }
                for (; stream != null && stream != end; stream = dirty.poll()) {
                    flush(stream);
                }
                stream = stream == end ? end : dirty.take();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void flush(LogStream stream) {
        try {
            append(stream, stream.take().getBytes(StandardCharsets.UTF_8));
        } catch (IOException refused) {
            LOG.warn("Log lines of {} are lost: {}", stream.group, refused.toString());
        }
    }

    private void append(LogStream stream, byte[] bytes) throws IOException {
        Path group = folder.resolve(fileName(stream.group));
        Path file = group.resolve(fileName(stream.name) + ".log");
        if (!Files.exists(file)) {
            Files.createDirectories(group);
            dropOldest(group);
        } else if (Files.size(file) + bytes.length > bounds.fileBytes()) {
            Files.move(file, group.resolve(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void dropOldest(Path group) throws IOException {
        List<Path> files;
        try (java.util.stream.Stream<Path> listed = Files.list(group)) {
            files = listed.filter(file -> file.toString().endsWith(".log"))
                    .sorted(Comparator.comparingLong(FileFunctionLog::modifiedMillis))
                    .toList();
        }
        for (Path file : files.subList(0, Math.max(0, files.size() - bounds.filesPerGroup() + 1))) {
            Files.deleteIfExists(file);
            Files.deleteIfExists(group.resolve(file.getFileName() + ".1"));
        }
    }

    private static long modifiedMillis(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException gone) {
            return 0;
        }
    }

    /** A log group is the user's text: it becomes one file name and never a path. */
    private static String fileName(String name) {
        String plain = name.replace('/', '_').replace('\0', '_');
        return plain.startsWith(".") ? "_" + plain.substring(1) : plain;
    }

    @Override
    public void close() {
        closed = true;
        dirty.add(end);
        LockSupport.unpark(writer);
        try {
            writer.join(CLOSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
