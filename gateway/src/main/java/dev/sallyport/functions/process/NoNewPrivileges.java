package dev.sallyport.functions.process;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attribute of Linux by which a thread and all that it starts give up set-user-ID programs and file capabilities for
 * ever: {@code prctl(2)} through the foreign function interface. It belongs to the thread that asks for it and is inherited
 * by what this thread starts, so it costs no program in between ({@code setpriv} would be one) and the gateway's other
 * threads keep what they have.
 */
final class NoNewPrivileges {

    private static final Logger LOG = LoggerFactory.getLogger(NoNewPrivileges.class);
    private static final int SET = 38; // PR_SET_NO_NEW_PRIVS of linux/prctl.h, since Linux 3.5

    private NoNewPrivileges() {}

    /** Loaded with the first process, not with the question whether it is there. */
    private static final class Prctl {
        private static final @Nullable MethodHandle FUNCTION = lookup();
    }

    /** Whether this is Linux and native functions may be called. */
    static boolean available() {
        return "Linux".equals(System.getProperty("os.name"))
                && NoNewPrivileges.class.getModule().isNativeAccessEnabled();
    }

    /** Sets it for the calling platform thread; false when that cannot be done. */
    static boolean set() {
        MethodHandle function = Prctl.FUNCTION;
        if (function == null) {
            return false;
        }
        try {
            return (int) function.invokeExact(SET, 1L, 0L, 0L, 0L) == 0;
        } catch (Throwable impossible) {
            throw new IllegalStateException("prctl(2) could not be called", impossible);
        }
    }

    @SuppressWarnings("restricted") // as in Signals
    private static @Nullable MethodHandle lookup() {
        try {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("prctl"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG),
                    Linker.Option.firstVariadicArg(1));
        } catch (RuntimeException noNativeAccess) {
            LOG.debug("no prctl", noNativeAccess);
            return null;
        }
    }
}
