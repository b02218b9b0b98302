package dev.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program in a process of its own. */
@Timeout(60)
@EnabledOnOs({OS.LINUX, OS.MAC})
class UpProcessTest {

    private static final Pattern READY =
            Pattern.compile("Ready\\. (http://127\\.0\\.0\\.1:\\d+) \\(\\d+\\.\\d\\d s\\)");

    @TempDir
    private Path folder;

    private Process start() throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.sallyport.Main",
                "up",
                "--listen=127.0.0.1:0",
                "--log-level=info");
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private static String awaitReady(BufferedReader output) throws Exception {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher ready = READY.matcher(line);
            if (ready.find()) {
                return ready.group(1);
            }
        }
        throw new AssertionError("The process ended without being ready");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void aSignalEndsItInOrderWithCode0(String signal) throws Exception {
        Process process = start();
        try (BufferedReader output = process.inputReader();
                HttpClient http = HttpClient.newHttpClient()) {
            String url = awaitReady(output);
            int status = http.send(HttpRequest.newBuilder(URI.create(url + "/")).build(), BodyHandlers.discarding())
                    .statusCode();
            assertThat(status).isBetween(200, 599);

            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(output.lines()).anyMatch(line -> line.contains("Stopped"));
        } finally {
            process.destroyForcibly();
        }
        assertThat(folder.resolve(".sallyport/data/sallyport.db")).isNotEmptyFile();
        assertThat(folder.resolve(".sallyport/data/sallyport.db-wal")).doesNotExist();
    }

    @Test
    void aSecondOneOnTheSameFolderIsRefused() throws Exception {
        Process first = start();
        try (BufferedReader output = first.inputReader()) {
            awaitReady(output);
            Process second = start();
            List<String> lines = second.inputReader().lines().toList();

            assertThat(second.waitFor()).isEqualTo(1);
            assertThat(lines).anyMatch(line -> line.contains("is in use by process " + first.pid()));
        } finally {
            first.destroyForcibly();
        }
    }
}
