package dev.sallyport.functions.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code /proc} of Linux tells; empty on other systems. Reads block for microseconds but are file I/O. */
public final class ProcessTable {

    private static final Path PROC = Path.of("/proc");

    private ProcessTable() {}

    /**
     * The memory and number of the processes of one tree.
     *
     * @param bytes memory that the tree alone has: anonymous pages and shared memory that is no file's
     */
    public record Usage(long bytes, int processes) {}

    /** Where a process hangs: by its parent, and by its session. */
    private record Place(long parent, long session) {}

    /**
     * The usage of the trees of some processes, read in one pass over all processes of the host. To a tree belong the
     * descendants, also those in sessions of their own, and the members of the session, also those whose parent has gone.
     *
     * @param limits by the process at the root, how many bytes its tree may have; when it seems to have more, pages that
     *     several of its processes share are counted once, which takes longer
     */
    public static Map<Long, Usage> usage(Map<Long, Long> limits) {
        Map<Long, Place> places = new HashMap<>();
        for (Path folder : folders()) {
            Place place = place(folder);
            if (place != null) {
                places.put(Long.parseLong(folder.getFileName().toString()), place);
            }
        }
        Map<Long, List<Long>> trees = new HashMap<>();
        for (long pid : places.keySet()) {
            long root = root(pid, places, limits.keySet());
            if (root != 0) {
                trees.computeIfAbsent(root, key -> new ArrayList<>()).add(pid);
            }
        }
        Map<Long, Usage> usage = new HashMap<>();
        trees.forEach((root, members) -> {
            long bytes = sum(members, "status", "RssAnon:", "RssShmem:");
            if (bytes > limits.getOrDefault(root, Long.MAX_VALUE)) {
                long exact = sum(members, "smaps_rollup", "Pss_Anon:", "Pss_Shmem:");
                bytes = exact == 0 ? bytes : exact;
            }
            usage.put(root, new Usage(bytes, members.size()));
        });
        return usage;
    }

    /** The root that a process hangs below, or 0. */
    private static long root(long pid, Map<Long, Place> places, Set<Long> roots) {
        long at = pid;
        Place place = places.get(at);
        // Parents change while they are read, so a circle is possible; none is as long as the table.
        for (int i = 0; place != null && i <= places.size(); i++) {
            if (roots.contains(at)) {
                return at;
            }
            if (roots.contains(place.session())) {
                return place.session();
            }
            at = place.parent();
            place = places.get(at);
        }
        return 0;
    }

    /** The sum of two fields, which are in kilobytes, over the files of that name of some processes, in bytes. */
    private static long sum(List<Long> pids, String file, String one, String other) {
        long kilobytes = 0;
        for (long pid : pids) {
            String text = read(PROC.resolve(Long.toString(pid)).resolve(file));
            if (text != null) {
                kilobytes += field(text, one) + field(text, other);
            }
        }
        return kilobytes * 1024;
    }

    /** A field of the form {@code Name:  123 kB}; 0 when it is not there. */
    static long field(String text, String name) {
        int start = text.indexOf('\n' + name);
        if (start < 0) {
            return 0;
        }
        long value = 0;
        for (int i = start + 1 + name.length(); i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                value = value * 10 + (c - '0');
            } else if (value > 0 || c == '\n') {
                break;
            }
        }
        return value;
    }

    /** The second and the fourth field behind the name, which stands in brackets and may hold anything. */
    private static @Nullable Place place(Path folder) {
        String stat = read(folder.resolve("stat"));
        if (stat == null) {
            return null;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ");
        return fields.length < 4 ? null : new Place(Long.parseLong(fields[1]), Long.parseLong(fields[3]));
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
