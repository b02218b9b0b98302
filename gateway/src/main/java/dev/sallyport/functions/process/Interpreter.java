package dev.sallyport.functions.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An interpreter that is installed on this host.
 *
 * @param program the real program; a launcher script of a version manager has been followed
 * @param version as it reports itself, for example {@code 20.11.1}
 * @param prefixes folders with {@code bin} and {@code lib} that it says it needs, besides the program's own
 * @param trial arguments with which it ends at once and well, if it finds all that it needs
 */
public record Interpreter(Path program, String version, List<Path> prefixes, List<String> trial) {

    private static final Logger LOG = LoggerFactory.getLogger(Interpreter.class);
    private static final long ANSWER_SECONDS = 10;

    /**
     * Asks an interpreter for its real path and version. Blocks for its start.
     *
     * @param name looked up on the path of the gateway unless {@code configured} is set
     * @param arguments make it print its program, its version and, if it has such, its prefixes on a line each
     * @param trial as for {@link #trial}
     * @return null when it is not installed or does not answer
     */
    public static @Nullable Interpreter detect(
            @Nullable Path configured, String name, List<String> arguments, List<String> trial) {
        Path program = configured != null ? configured : ProcessLauncher.find(name);
        if (program == null) {
            return null;
        }
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return null;
            }
            List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return process.exitValue() == 0 && lines.size() >= 2
                    ? new Interpreter(
                            Path.of(lines.get(0)),
                            lines.get(1),
                            lines.subList(2, lines.size()).stream()
                                    .map(Path::of)
                                    .distinct()
                                    .toList(),
                            trial)
                    : null;
        } catch (IOException notRunnable) {
            LOG.warn("{} at {} cannot be run: {}", name, program, notRunnable.toString());
            return null;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
