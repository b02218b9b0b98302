package dev.sallyport.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.http.ByteText;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Lines of JSON in a file and on the standard output; the requests themselves are in the edge's ExecutionLogsTest. */
class StageLogLinesTest {

    /** Not more than waits for a slow reader. */
    private static final int LINES = 120;

    @TempDir
    Path folder;

    @Test
    @DisplayName("any text is a JSON string again")
    void strings() {
        String text = "a \" \\ \n\r\t\u0001\u007f é € \uD83D\uDE00 \u2028";
        JsonText line = new JsonText(8);
        line.first("message").string(text);
        line.octet('}');
        String json = new String(line.array(), 0, line.length(), StandardCharsets.UTF_8);
        assertThat(json).doesNotContain("\n");
        assertThat(JsonMapper.shared().readTree(json).get("message").asString()).isEqualTo(text);
    }

    @Test
    @DisplayName("a flood beyond what the file takes is dropped and counted, and what is written is whole lines")
    void flood() throws Exception {
        Path file = folder.resolve("lines");
        ByteText line = new ByteText(100);
        int lines = 50_000;
        try (LogFile log = new LogFile(file.toString(), "stage log")) {
            LogFile.Queue queue = log.newQueue();
            for (int i = 0; i < lines; i++) {
                line.clear();
                line.text("{\"n\":").number(i).text(",\"pad\":\"" + "x".repeat(80) + "\"}\n");
                queue.add(line);
            }
        }
        List<String> written = Files.readAllLines(file);
        assertThat(written).hasSizeBetween(1, lines).allMatch(each -> each.matches("\\{\"n\":\\d+,\"pad\":\"x{80}\"}"));
    }

    /** Writes to the standard output from two queues while somebody else writes to it, too. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            try (LogFile log = new LogFile("stdout", "stage log")) {
                for (String name : List.of("a", "b")) {
                    LogFile.Queue queue = log.newQueue();
                    ByteText line = new ByteText(100);
                    for (int i = 0; i < LINES; i++) {
                        line.clear();
                        line.text(name).number(i).text("x".repeat(i * 50)).octet('\n');
                        queue.add(line);
                    }
                }
            }
        }
    }

    @Test
    @DisplayName("stdout: every line arrives, in order, also those that are longer than a pipe takes at once")
    void standardOutput() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        Writer.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> seen = new ArrayList<>();
        try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
            reader.lines().forEach(seen::add);
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < LINES; i++) {
            expected.add("a" + i + "x".repeat(i * 50));
        }
        assertThat(seen).containsSubsequence(expected).hasSize(2 * LINES);
    }

    /** Whoever runs the tests may have loaded them in its own way. */
    private static String classPath() throws Exception {
        List<String> places = new ArrayList<>();
        for (Class<?> part : List.of(Writer.class, LogFile.class, LoggerFactory.class)) {
            places.add(Path.of(part.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
        }
        places.add(System.getProperty("java.class.path"));
        return String.join(File.pathSeparator, places);
    }
}
