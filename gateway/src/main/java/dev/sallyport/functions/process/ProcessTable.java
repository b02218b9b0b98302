package dev.sallyport.functions.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code /proc} of Linux tells; empty on other systems. Reads block for microseconds but are file I/O. */
public final class ProcessTable {

    private static final Path PROC = Path.of("/proc");
    private static final long PAGE_BYTES = pageBytes();

    private ProcessTable() {}

    /**
     * The memory and number of the processes of one session.
     *
     * @param bytes private memory: resident pages that are not shared with files or other processes
     */
    public record Usage(long bytes, int processes) {

        private Usage plus(Usage other) {
            return new Usage(bytes + other.bytes, processes + other.processes);
        }
    }

    /** The usage of all sessions by the id of the session, read in one pass. */
    public static Map<Long, Usage> usageBySession() {
        Map<Long, Usage> usage = new HashMap<>();
        for (Path folder : folders()) {
            long session = session(folder);
            if (session > 1) {
                usage.merge(session, new Usage(privateBytes(folder), 1), Usage::plus);
            }
        }
        return usage;
    }

    /** The private memory of one process in bytes, 0 when it cannot be told. */
    public static long privateBytes(long pid) {
        return privateBytes(PROC.resolve(Long.toString(pid)));
    }

    private static long privateBytes(Path folder) {
        String statm = read(folder.resolve("statm"));
        if (statm == null) {
            return 0;
        }
        String[] pages = statm.trim().split(" ");
        return pages.length < 3 ? 0 : Math.max(0, Long.parseLong(pages[1]) - Long.parseLong(pages[2])) * PAGE_BYTES;
    }

    /** The session is the fourth field behind the name, which stands in brackets and may hold anything. */
    private static long session(Path folder) {
        String stat = read(folder.resolve("stat"));
        if (stat == null) {
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ");
        return fields.length < 4 ? 0 : Long.parseLong(fields[3]);
    }

    /** The environments of all processes that may be read, as NUL-ended entries, by process id; without our own. */
    static Map<Long, String> environments() {
        Map<Long, String> environments = new HashMap<>();
        long self = ProcessHandle.current().pid();
        for (Path folder : folders()) {
            long pid = Long.parseLong(folder.getFileName().toString());
            String environment = pid == self ? null : read(folder.resolve("environ"));
            if (environment != null && !environment.isEmpty()) {
                environments.put(pid, environment);
            }
        }
        return environments;
    }

    /** From the auxiliary vector, pairs of a type and a value; type 6 is the page size. */
    private static long pageBytes() {
        try {
            ByteBuffer pairs = ByteBuffer.wrap(Files.readAllBytes(PROC.resolve("self/auxv")))
                    .order(ByteOrder.nativeOrder());
            while (pairs.remaining() >= 2 * Long.BYTES) {
                long type = pairs.getLong();
                long value = pairs.getLong();
                if (type == 6) {
                    return value;
                }
            }
        } catch (IOException notLinux) {
            return 4096;
        }
        return 4096;
    }

    private static List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        if (!Files.isDirectory(PROC)) {
            return folders;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, ProcessTable::isProcess)) {
            entries.forEach(folders::add);
        } catch (IOException | DirectoryIteratorException changing) {
            return folders;
        }
        return folders;
    }

    private static boolean isProcess(Path entry) {
        String name = entry.getFileName().toString();
        return !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Null when the process has gone or belongs to somebody else. */
    private static @Nullable String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return null;
        }
    }
}
