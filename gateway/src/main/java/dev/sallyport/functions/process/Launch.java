package dev.sallyport.functions.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to start.
 *
 * @param command program and arguments
 * @param environment the whole environment; nothing is inherited from the gateway
 * @param marker {@code NAME=value} of the environment that only this process and its descendants have
 * @param enclosure what will hold it, besides a session of its own
 * @param givesUpPrivileges whether the command itself sees to it that the program cannot gain privileges; it may need some
 *     to do so, when it begins with a set-user-ID program
 */
public record Launch(
        List<String> command,
        Path workingDirectory,
        Map<String, String> environment,
        String marker,
        Enclosure enclosure,
        boolean givesUpPrivileges) {}
