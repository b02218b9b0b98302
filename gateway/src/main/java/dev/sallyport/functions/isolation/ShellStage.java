package dev.sallyport.functions.isolation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The few words of shell that a function's process begins with: bounds that a process can only give itself, before anything
 * of the function runs. The shell replaces itself by the program.
 *
 * <p>A bound that cannot be set is already lower on this host, so failing to is fine; failing to join the control group is
 * not. A file that grows beyond its bound fails to be written, as on a full disk: the signal for it is ignored.
 */
final class ShellStage {

    private static final String SHELL = "/bin/sh";

    /** AWS's quota of file descriptors. */
    private static final int DESCRIPTORS = 1024;

    /** What the shell counts a file's size in. */
    private static final long BLOCKS_PER_MEGABYTE = 1024 * 1024 / 512;

    private static final long KILOBYTES_PER_MEGABYTE = 1024;

    /**
     * Beyond MemorySize, in megabytes. Address space is not memory: stacks of threads count in full though hardly used, and
     * engines of languages set aside more than they take. So this only bounds what a process can take between two looks of
     * the watch over memory.
     */
    static final int DATA_MARGIN_MEGABYTES = 2048;

    private ShellStage() {}

    /**
     * The command line.
     *
     * @param dataMegabytes the bound of private writable memory, or 0 for none
     * @param fileMegabytes the bound of a file's size
     * @param members the file to which a member of the control group writes itself, or null
     * @param exports variables that only the program shall have, not this shell
     */
    static List<String> command(
            int dataMegabytes,
            int fileMegabytes,
            @Nullable Path members,
            Map<String, String> exports,
            List<String> program) {
        StringBuilder script = new StringBuilder("umask 022; trap '' XFSZ; { ulimit -c 0; ulimit -n ")
                .append(DESCRIPTORS)
                .append("; ulimit -f ")
                .append(fileMegabytes * BLOCKS_PER_MEGABYTE);
        if (dataMegabytes > 0) {
            script.append("; ulimit -d ").append(dataMegabytes * KILOBYTES_PER_MEGABYTE);
        }
        script.append("; } 2>/dev/null; ");
        List<String> arguments = new ArrayList<>();
        if (members != null) {
            script.append("echo 0 >\"$1\" || exit 125; shift; ");
            arguments.add(members.toString());
        }
        if (!exports.isEmpty()) {
            script.append("while [ \"$1\" != -- ]; do export \"$1\"; shift; done; shift; ");
            exports.forEach((name, value) -> arguments.add(name + "=" + value));
            arguments.add("--");
        }
        script.append("exec \"$@\"");
        List<String> command = new ArrayList<>(List.of(SHELL, "-c", script.toString(), "sh"));
        command.addAll(arguments);
        command.addAll(program);
        return command;
    }
}
