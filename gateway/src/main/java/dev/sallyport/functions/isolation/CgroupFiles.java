package dev.sallyport.functions.isolation;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the texts in which Linux tells of control groups (version 2) and where they are mounted. */
final class CgroupFiles {

    private static final int MOUNT_ROOT = 3;
    private static final int MOUNT_POINT = 4;

    private CgroupFiles() {}

    /** A file system of control groups: the group that it shows as its root, and the folder where it does. */
    record Mount(Path root, Path folder) {}

    /**
     * Where control groups of version 2 are mounted.
     *
     * @param mountInfo {@code /proc/self/mountinfo}
     * @return null when they are not
     */
    static @Nullable Mount mount(String mountInfo) {
        for (String line : mountInfo.split("\n")) {
            String[] halves = line.split(" - ", 2);
            String[] fields = halves[0].split(" ");
            if (halves.length == 2 && halves[1].startsWith("cgroup2 ") && fields.length > MOUNT_POINT) {
                return new Mount(Path.of(unescaped(fields[MOUNT_ROOT])), Path.of(unescaped(fields[MOUNT_POINT])));
            }
        }
        return null;
    }

    /** Blanks and backslashes stand there in octal. */
    private static String unescaped(String path) {
        return path.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
    }

    /**
     * The group of a process in version 2.
     *
     * @param cgroup {@code /proc/self/cgroup}
     * @return an absolute path in the hierarchy, or null when there is none
     */
    static @Nullable Path group(String cgroup) {
        return cgroup.lines()
                .filter(line -> line.startsWith("0::/"))
                .map(line -> Path.of(line.substring("0::".length())))
                .findFirst()
                .orElse(null);
    }

    /** The folder of a group, or null when the mount does not show it (it belongs to the host of a container). */
    static @Nullable Path folder(Mount mount, Path group) {
        if (!group.startsWith(mount.root())) {
            return null;
        }
        return mount.folder().resolve(mount.root().relativize(group).toString()).normalize();
    }

    /** The words of {@code cgroup.controllers} or {@code cgroup.subtree_control}. */
    static Set<String> controllers(String text) {
        return Arrays.stream(text.trim().split("\\s+")).collect(Collectors.toUnmodifiableSet());
    }

    /** The process ids of {@code cgroup.procs}; 0 stands for a process that this PID namespace does not show. */
    static List<Long> processes(String text) {
        return text.lines()
                .map(String::trim)
                .filter(line -> !line.isEmpty())
                .map(Long::valueOf)
                .toList();
    }

    /** A counter of {@code memory.events}, 0 when it is not there. */
    static long event(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(
                        line -> Long.parseLong(line.substring(name.length() + 1).trim()))
                .findFirst()
                .orElse(0);
    }
}
