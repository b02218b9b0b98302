package dev.sallyport.functions.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A control group (version 2) for one process of a function and all its descendants: the kernel holds its memory and the
 * number of its processes, and ends all of it at one word.
 */
final class ControlGroup {

    private static final Logger LOG = LoggerFactory.getLogger(ControlGroup.class);
    private static final long BYTES_PER_MEGABYTE = 1024 * 1024;

    /** A group can be removed when the last of its dead has been reaped. */
    private static final int REMOVE_TRIES = 200;

    private static final long REMOVE_WAIT_NANOS = 10_000_000;

    private final Path folder;

    private ControlGroup(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes a group.
     *
     * @param memoryMegabytes the most that it may have, without swapping; when it wants more, all of it is killed
     * @param processes the most that it may have, threads included
     */
    static ControlGroup create(Path folder, int memoryMegabytes, int processes) throws IOException {
        Files.createDirectory(folder);
        ControlGroup group = new ControlGroup(folder);
        try {
            write(folder.resolve("memory.max"), Long.toString(memoryMegabytes * BYTES_PER_MEGABYTE));
            write(folder.resolve("memory.oom.group"), "1");
            write(folder.resolve("pids.max"), Integer.toString(processes));
            Path swap = folder.resolve("memory.swap.max");
            if (Files.exists(swap)) {
                write(swap, "0");
            }
            return group;
        } catch (IOException refused) {
            group.remove();
            throw refused;
        }
    }

    /** A group that is there already. */
    static ControlGroup existing(Path folder) {
        return new ControlGroup(folder);
    }

    /** The file to which a process writes 0 to join. */
    Path members() {
        return folder.resolve("cgroup.procs");
    }

    boolean ranOutOfMemory() {
        try {
            return CgroupFiles.event(Files.readString(folder.resolve("memory.events")), "oom_kill") > 0;
        } catch (IOException gone) {
            LOG.debug("the control group of a function has gone", gone);
            return false;
        }
    }

    /** Kills all members, at once where the kernel has a word for it (5.14). */
    void kill() {
        try {
            Path word = folder.resolve("cgroup.kill");
            if (Files.exists(word)) {
                write(word, "1");
                return;
            }
            for (long pid : CgroupFiles.processes(Files.readString(members()))) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
        } catch (IOException gone) {
            LOG.debug("the control group of a function has gone", gone);
        }
    }

    /** Removes the group once the last member has gone. Blocks until then, for seconds at most. */
    void remove() {
        for (int i = 0; i < REMOVE_TRIES; i++) {
            try {
                Files.deleteIfExists(folder);
                return;
            } catch (IOException busy) {
                kill();
                LockSupport.parkNanos(REMOVE_WAIT_NANOS);
            }
        }
        LOG.warn("The control group {} of a function cannot be removed", folder);
    }

    /** Without making the file: what the kernel does not have cannot be made. */
    static void write(Path file, String text) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        Files.writeString(file, text);
    }
}
