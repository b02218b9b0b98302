package dev.sallyport;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds the programs that settings name. */
final class Commands {

    private Commands() {}

    /**
     * The program that a command means.
     *
     * @return null when there is none: functions that need it then say so when they are invoked
     */
    static @Nullable Path find(String command) {
        if (command.indexOf('/') >= 0) {
            return Path.of(command).toAbsolutePath();
        }
        String path = System.getenv("PATH");
        for (String folder : path == null ? new String[0] : path.split(File.pathSeparator)) {
            Path candidate = Path.of(folder.isEmpty() ? "." : folder).resolve(command);
            if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                return candidate.toAbsolutePath();
            }
        }
        return null;
    }
}
