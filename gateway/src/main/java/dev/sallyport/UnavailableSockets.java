package dev.sallyport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a kind of sockets does not work on this machine and what to do about it, in the operator's words. */
final class UnavailableSockets {

    private static final Path IO_URING_SWITCH = Path.of("/proc/sys/kernel/io_uring_disabled");

    private UnavailableSockets() {}

    static @Nullable String epoll(@Nullable Throwable cause) {
        if (cause == null) {
            return null;
        }
        return isLinux() ? innermostMessage(cause) : "only Linux has it";
    }

    static @Nullable String ioUring(@Nullable Throwable cause) {
        if (cause == null) {
            return null;
        }
        return isLinux() ? ioUring(innermostMessage(cause), ioUringSwitch()) : "only Linux has it";
    }

    /**
     * What stands in the way of io_uring on Linux.
     *
     * @param message Netty's, which ends with the kernel's
     * @param disabled the kernel's setting io_uring_disabled: 1 for all but a group, 2 for everyone
     */
    static String ioUring(String message, String disabled) {
        if (!disabled.isEmpty() && !disabled.equals("0")) {
            return "the kernel has it switched off (kernel.io_uring_disabled is " + disabled
                    + "); switch it on with: sysctl -w kernel.io_uring_disabled=0";
        }
        if (message.contains("Operation not permitted") || message.contains("Permission denied")) {
            return "the kernel does not let this process use it (" + message
                    + "); in a container that is its seccomp profile, which must allow io_uring_setup, io_uring_enter and"
                    + " io_uring_register";
        }
        if (message.contains("Function not implemented")) {
            return "this kernel was built without it, or a sandbox hides it (" + message
                    + "); it needs Linux 5.9 or newer with CONFIG_IO_URING";
        }
        if (message.contains("Cannot allocate memory")) {
            return "the process may not lock as much memory as it needs (" + message
                    + "); raise the limit, for example with: ulimit -l unlimited";
        }
        return message;
    }

    private static boolean isLinux() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");
    }

    /** {@code ""} on a kernel that has no such switch. */
    private static String ioUringSwitch() {
        try {
            return Files.readString(IO_URING_SWITCH).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static String innermostMessage(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        return message == null ? innermost.toString() : message;
    }
}
