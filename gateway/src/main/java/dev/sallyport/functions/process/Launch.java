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
 * @param needsPrivileges whether the command begins with a set-user-ID program, which itself sees to it that what it runs
 *     cannot gain privileges
 */
public record Launch(
        List<String> command,
        Path workingDirectory,
        Map<String, String> environment,
        String marker,
        Enclosure enclosure,
        boolean needsPrivileges) {}
