package dev.sallyport.observe;

import dev.sallyport.http.ByteText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file, or the standard output, that several loops append whole lines to. The loops fill blocks of memory and never
 * wait; one thread writes the blocks. A file that somebody moved away, as log rotation does, is made anew within a second.
 */
final class LogFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogFile.class);
    private static final int BLOCK_BYTES = 64 * 1024;
    private static final int BLOCKS_PER_LOOP = 8;
    private static final int MAX_LOOPS = 1024;
    private static final long TURN_MILLIS = 1000;
    private static final long CLOSE_MILLIS = 3000;

    /** What stands for the standard output in the place of a file. */
    static final String STANDARD_OUTPUT = "stdout";

    /** What a pipe takes whole, so that nobody else's lines come between. */
    private static final int PIPE_BYTES = 4096;

    /** Null for the standard output. */
    private final @Nullable Path path;

    private final String name;
    private final ArrayBlockingQueue<Block> full = new ArrayBlockingQueue<>(BLOCKS_PER_LOOP * MAX_LOOPS);
    private final List<Queue> queues = new CopyOnWriteArrayList<>();
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer;
    private volatile boolean closed;
    private FileChannel channel;
    private @Nullable Object fileKey;

    /**
     * Opens the file and appends to it.
     *
     * @param destination a file, or {@value #STANDARD_OUTPUT}
     * @param name of what is written, for messages
     */
    LogFile(String destination, String name) throws IOException {
        this.path = destination.equals(STANDARD_OUTPUT) ? null : Path.of(destination);
        this.name = name;
        Path folder = path == null ? null : path.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        this.channel = open();
        this.writer = Thread.ofPlatform().daemon().name(name.replace(' ', '-')).start(this::run);
    }

    @SuppressWarnings("resource") // the standard output belongs to the process
    private FileChannel open() throws IOException {
        if (path == null) {
            return new FileOutputStream(FileDescriptor.out).getChannel();
        }
        FileChannel opened =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        fileKey = key(path);
        return opened;
    }

    private static @Nullable Object key(Path path) throws IOException {
        return Files.exists(path)
                ? Files.readAttributes(path, BasicFileAttributes.class).fileKey()
                : null;
    }

    /** The blocks of one loop. */
    final class Queue {
        private final ArrayBlockingQueue<Block> free = new ArrayBlockingQueue<>(BLOCKS_PER_LOOP);
        private @Nullable Block filling;

        /** Adds a line; drops it when the writer is too far behind. Only on the loop. */
        synchronized void add(ByteText line) {
            Block block = filling;
            if (block != null && block.buffer.remaining() < line.length()) {
                flush();
                block = null;
            }
            if (block == null) {
                block = free.poll();
                filling = block;
            }
            if (block == null || line.length() > BLOCK_BYTES) {
                dropped.incrementAndGet();
            } else {
                block.buffer.put(line.array(), 0, line.length());
            }
        }

        /** Hands over what has been gathered. */
        synchronized void flush() {
            Block block = filling;
            if (block != null && block.buffer.position() > 0) {
                filling = null;
                full.add(block);
            }
        }
    }

    private static final class Block {
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(BLOCK_BYTES);
        private final Queue owner;

        Block(Queue owner) {
            this.owner = owner;
        }
    }

    Queue newQueue() {
        Queue queue = new Queue();
        for (int i = 0; i < BLOCKS_PER_LOOP; i++) {
            queue.free.add(new Block(queue));
        }
        queues.add(queue);
        return queue;
    }

    private void run() {
        try {
            while (!closed || !full.isEmpty()) {
                Block block = full.poll(TURN_MILLIS, TimeUnit.MILLISECONDS);
                if (block == null) {
                    look();
                } else {
                    write(block);
                }
            }
            if (path != null) {
                channel.close();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException failed) {
            LOG.warn("The {} {} was not closed in order: {}", name, path, failed.toString());
        }
    }

    private void write(Block block) {
        try {
            block.buffer.flip();
            look();
            if (path == null) {
                writeLines(block.buffer);
            }
            while (block.buffer.hasRemaining()) {
                channel.write(block.buffer);
            }
        } catch (IOException failed) {
            LOG.error("The {} cannot be written; lines are lost: {}", name, failed.toString());
        } finally {
            block.buffer.clear();
            block.owner.free.add(block);
        }
    }

    /** As many whole lines at a time as a pipe takes at once. */
    private void writeLines(ByteBuffer buffer) throws IOException {
        int limit = buffer.limit();
        while (buffer.position() < limit) {
            int end = buffer.position();
            for (int i = buffer.position();
                    i < limit && (i - buffer.position() < PIPE_BYTES || end == buffer.position());
                    i++) {
                end = buffer.get(i) == '\n' ? i + 1 : end;
            }
            buffer.limit(end);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            buffer.limit(limit);
        }
    }

    /** Once in a while: is the file still where it was, and was anything dropped. */
    private void look() {
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            LOG.warn("{} lines of the {} were dropped because what they are written to is too slow", lost, name);
        }
        try {
            if (path != null && !Objects.equals(key(path), fileKey)) {
                channel.close();
                channel = open();
            }
        } catch (IOException failed) {
            LOG.error("The {} {} cannot be made anew: {}", name, path, failed.toString());
        }
    }

    @Override
    public void close() {
        queues.forEach(Queue::flush);
        closed = true;
        try {
            writer.join(CLOSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
