package dev.sallyport.control.access;

import dev.sallyport.control.Audit;
import dev.sallyport.iam.Identity;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a JSON line for every control-plane call before its answer goes out, to a file that only its owner can read or to
 * the standard output: time, request id, caller, operation, resource and outcome. Never a secret, a body, a parameter or the
 * text of an error. A file that was moved away is made anew with the next call.
 */
public final class AuditLog implements Audit, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final String STANDARD_OUTPUT = "stdout";

    /** Null for the standard output. */
    private final @Nullable Path path;

    private final InstantSource clock;
    private FileChannel channel;
    private boolean failing;

    /**
     * Opens the file and appends to it.
     *
     * @param destination a file, or {@code stdout}
     * @throws IOException when the file cannot be written
     */
    public AuditLog(String destination, InstantSource clock) throws IOException {
        this.path = destination.equals(STANDARD_OUTPUT)
                ? null
                : Path.of(destination).toAbsolutePath();
        this.clock = clock;
        this.channel = open();
    }

    @SuppressWarnings("resource") // the standard output belongs to the process
    private FileChannel open() throws IOException {
        if (path == null) {
            return new FileOutputStream(FileDescriptor.out).getChannel();
        }
        Path folder = path.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] owned = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        return FileChannel.open(
                path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND), owned);
    }

    @Override
    public void ended(Entry entry) {
        byte[] line = (JsonMapper.shared().writeValueAsString(json(entry)) + '\n').getBytes(StandardCharsets.UTF_8);
        try {
            write(line);
        } catch (IOException e) {
            failed(e);
        }
    }

    private ObjectNode json(Entry entry) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("time", clock.instant().toString());
        line.put("requestId", entry.requestId());
        line.put("sourceIp", entry.remoteAddress());
        line.put("accessKeyId", entry.accessKeyId());
        Identity caller = entry.caller();
        line.put("principal", caller == null ? null : caller.requester().arn());
        line.put("verified", caller != null);
        line.put("account", entry.account());
        line.put("region", entry.region());
        line.put("service", entry.service());
        line.put("operation", entry.operation());
        line.put("resource", entry.resource());
        line.put("outcome", entry.errorCode() == null ? "ok" : "error");
        line.put("status", entry.status());
        line.put("errorCode", entry.errorCode());
        return line;
    }

    private synchronized void write(byte[] line) throws IOException {
        if (path != null && !Files.exists(path)) {
            channel.close();
            channel = open();
        }
        ByteBuffer buffer = ByteBuffer.wrap(line);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        failing = false;
    }

    private synchronized void failed(IOException e) {
        if (!failing) {
            LOG.error("The audit log {} cannot be written; calls go on being answered", path, e);
        }
        failing = true;
    }

    @Override
    public synchronized void close() throws IOException {
        if (path != null) {
            channel.close();
        }
    }
}
