package dev.sallyport.functions.process;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals to process groups, which the JDK has no call for: {@code kill(2)} through the foreign function interface. One
 * call reaches all members at once, so that a fork bomb in the group cannot outrun it. Without native access only single
 * processes are signalled and {@link #toGroup} says so.
 */
final class Signals {

    static final int KILL = 9;
    static final int TERM = 15;

    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
    private static final @Nullable MethodHandle KILL_FUNCTION = lookup();

    private Signals() {}

    /** Whether groups can be signalled on this host. */
    static boolean available() {
        return KILL_FUNCTION != null;
    }

    /** Signals all members of a group; false when there was none or it could not be done. */
    static boolean toGroup(long groupId, int signal) {
        // kill(-1) would mean every process of the user.
        if (groupId <= 1 || groupId > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("not a process group of a child: " + groupId);
        }
        return call((int) -groupId, signal);
    }

    /** Signals one process; false when it is gone or it could not be done. */
    static boolean toProcess(long pid, int signal) {
        if (pid <= 1 || pid > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("not a process of this gateway: " + pid);
        }
        return call((int) pid, signal);
    }

    private static boolean call(int target, int signal) {
        MethodHandle function = KILL_FUNCTION;
        if (function == null) {
            return false;
        }
        try {
            return (int) function.invokeExact(target, signal) == 0;
        } catch (Throwable impossible) {
            throw new IllegalStateException("kill(2) could not be called", impossible);
        }
    }

    @SuppressWarnings("restricted") // the one native function of this package
    private static @Nullable MethodHandle lookup() {
        try {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("kill"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        } catch (RuntimeException noNativeAccess) {
            LOG.warn(
                    "Process groups cannot be signalled; start the JVM with --enable-native-access=ALL-UNNAMED so that"
                            + " the descendants of functions end at once with them: {}",
                    noNativeAccess.toString());
            return null;
        }
    }
}
