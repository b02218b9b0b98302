package dev.sallyport.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The unmodified AWS CLI, where it is installed. */
final class AwsCliTest {

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "auth {0}")
    @ValueSource(strings = {"local", "enforce"})
    void thePetStoreOfTheAcceptanceScriptHolds(String auth) throws Exception {
        holds(Path.of("aws-cli", "petstore.sh"), "--auth", auth);
    }

    @ParameterizedTest(name = "auth {0}")
    @ValueSource(strings = {"local", "enforce"})
    void httpApisHold(String auth) throws Exception {
        holds(Path.of("aws-cli", "http-api.sh"), "--auth", auth);
    }

    @ParameterizedTest
    @ValueSource(strings = {"canary.sh", "stage-variables.sh", "blue-green.sh", "http-api.sh"})
    void aTutorialHolds(String script) throws Exception {
        holds(Path.of("..", "examples", script));
    }

    /** The script, which starts a gateway with these flags, runs to its end. */
    private void holds(Path script, String... flags) throws Exception {
        assumeTrue(runs("aws", "--version"), "skipped: no AWS CLI is installed (aws --version does not run)");
        assumeTrue(runs("curl", "--version"), "skipped: curl is not installed");
        Path output = folder.resolve("output.txt");
        List<String> command = new ArrayList<>();
        command.add("bash");
        command.add(Path.of(System.getProperty("compat.folder", "."))
                .resolve(script)
                .toAbsolutePath()
                .normalize()
                .toString());
        command.add("--");
        command.addAll(GatewayProcess.command(folder.resolve("data")));
        command.addAll(List.of(flags));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(8, TimeUnit.MINUTES);
            String text = Files.readString(output);
            assertThat(ended).as("the script ended; it printed: " + text).isTrue();
            assertThat(process.exitValue()).as(text).isZero();
            assertThat(text).endsWith("All checks hold.\n").doesNotContain("NOT OK", "skipped");
        } finally {
            process.destroy();
            process.onExit().get(2, TimeUnit.MINUTES);
        }
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
