package dev.sallyport.functions.isolation;

import java.io.IOException;
import java.io.Serial;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of the tree of control groups (version 2) that belongs to this gateway: its own group, when that has been handed
 * over to it (systemd: {@code Delegate=yes}). A group either has members or passes controllers on, so the gateway moves
 * into a group of its own below, {@value #GATEWAY}, and functions get one each beside that.
 */
final class ControlGroups {

    private static final Logger LOG = LoggerFactory.getLogger(ControlGroups.class);
    private static final String GATEWAY = "sallyport-gateway";
    private static final String FUNCTION = "sallyport-function-";
    private static final Set<String> NEEDED = Set.of("memory", "pids");

    private final Path base;
    private final AtomicLong count = new AtomicLong();

    private ControlGroups(Path base) {
        this.base = base;
    }

    /** There is no such part; the message completes "no control groups: …". */
    static final class NotPermittedException extends Exception {

        @Serial
        private static final long serialVersionUID = 1L;

        NotPermittedException(String message) {
            super(message);
        }
    }

    /**
     * Takes possession of the gateway's own group.
     *
     * @param proc {@code /proc}
     * @throws NotPermittedException tells why that cannot be; nothing has been changed then
     */
    static ControlGroups open(Path proc) throws NotPermittedException {
        Path base = own(proc);
        try {
            Set<String> available = CgroupFiles.controllers(Files.readString(base.resolve("cgroup.controllers")));
            if (!available.containsAll(NEEDED)) {
                throw new NotPermittedException("cgroup v2 lacks the memory or pids controller here");
            }
            if (!Files.isWritable(base.resolve("cgroup.procs")) || !Files.isWritable(base)) {
                throw new NotPermittedException("the cgroup " + base + " is not delegated to this user");
            }
            if (isSystemds(base)) {
                throw new NotPermittedException("systemd keeps the cgroup " + base + " (needs Delegate=yes)");
            }
            enable(base);
        } catch (IOException refused) {
            throw new NotPermittedException("the cgroup " + base + " cannot be used: " + refused.getMessage());
        }
        ControlGroups groups = new ControlGroups(base);
        groups.sweep();
        return groups;
    }

    private static Path own(Path proc) throws NotPermittedException {
        try {
            CgroupFiles.Mount mount = CgroupFiles.mount(Files.readString(proc.resolve("self/mountinfo")));
            Path group = CgroupFiles.group(Files.readString(proc.resolve("self/cgroup")));
            Path folder = mount == null || group == null ? null : CgroupFiles.folder(mount, group);
            if (folder == null) {
                throw new NotPermittedException("cgroup v2 is not mounted");
            }
            return folder.endsWith(GATEWAY) ? Objects.requireNonNull(folder.getParent(), "below a mount") : folder;
        } catch (IOException notLinux) {
            throw new NotPermittedException("this is not Linux");
        }
    }

    /** Root may write everywhere, but systemd asks everybody to keep off groups that it has not handed over. */
    private static boolean isSystemds(Path base) {
        if (!Files.isDirectory(Path.of("/run/systemd/system"))) {
            return false;
        }
        try {
            UserDefinedFileAttributeView attributes =
                    Files.getFileAttributeView(base, UserDefinedFileAttributeView.class);
            if (attributes == null || !attributes.list().contains("delegate")) {
                return "root".equals(System.getProperty("user.name"));
            }
            ByteBuffer value = ByteBuffer.allocate(attributes.size("delegate"));
            attributes.read("delegate", value);
            return !StandardCharsets.US_ASCII.decode(value.flip()).toString().startsWith("1");
        } catch (IOException unreadable) {
            return true;
        }
    }

    private static void enable(Path base) throws IOException, NotPermittedException {
        Path control = base.resolve("cgroup.subtree_control");
        if (CgroupFiles.controllers(Files.readString(control)).containsAll(NEEDED)) {
            // An earlier gateway did; new members of the group itself are refused by the kernel since.
            move(base, gateway(base));
            return;
        }
        Path gateway = gateway(base);
        move(base, gateway);
        try {
            ControlGroup.write(control, "+memory +pids");
        } catch (IOException refused) {
            move(gateway, base);
            Files.deleteIfExists(gateway);
            throw new NotPermittedException("other processes share the cgroup " + base + " with the gateway");
        }
    }

    private static Path gateway(Path base) throws IOException {
        Path gateway = base.resolve(GATEWAY);
        if (!Files.isDirectory(gateway)) {
            Files.createDirectory(gateway);
        }
        return gateway;
    }

    /** Moves the gateway and its descendants; whoever else is in the group stays. */
    private static void move(Path from, Path to) throws IOException {
        long self = ProcessHandle.current().pid();
        for (long pid : CgroupFiles.processes(Files.readString(from.resolve("cgroup.procs")))) {
            if (pid == self || isDescendant(pid, self)) {
                moveOne(pid, to);
            }
        }
    }

    private static void moveOne(long pid, Path to) throws IOException {
        try {
            ControlGroup.write(to.resolve("cgroup.procs"), Long.toString(pid));
        } catch (IOException refused) {
            if (ProcessHandle.of(pid).isPresent()) {
                throw refused;
            }
        }
    }

    private static boolean isDescendant(long pid, long ancestor) {
        return ProcessHandle.of(pid)
                .flatMap(ProcessHandle::parent)
                .map(parent -> parent.pid() == ancestor || isDescendant(parent.pid(), ancestor))
                .orElse(false);
    }

    /** What an earlier gateway left. */
    private void sweep() {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(base, FUNCTION + "*")) {
            for (Path folder : left) {
                if (isAnothers(folder)) {
                    continue;
                }
                ControlGroup group = ControlGroup.existing(folder);
                group.kill();
                group.remove();
            }
        } catch (IOException unreadable) {
            LOG.warn("Control groups of an earlier gateway are left behind: {}", unreadable.toString());
        }
    }

    /** Whether the gateway that made the group still runs, in the same delegated part as this one. */
    private static boolean isAnothers(Path folder) {
        String[] words = folder.getFileName().toString().split("-");
        long pid = words[words.length - 2].matches("[0-9]{1,18}") ? Long.parseLong(words[words.length - 2]) : 0;
        return pid != ProcessHandle.current().pid() && ProcessHandle.of(pid).isPresent();
    }

    /** A group for one process and its descendants. */
    ControlGroup create(int memoryMegabytes, int processes) throws IOException {
        String name = FUNCTION + ProcessHandle.current().pid() + "-" + count.incrementAndGet();
        return ControlGroup.create(base.resolve(name), memoryMegabytes, processes);
    }
}
