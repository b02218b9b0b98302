package dev.sallyport.telemetry.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.Scope;
import dev.sallyport.telemetry.logs.LogEvents.NewEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How events are kept in files: over restarts, within bounds, and when files are damaged. */
final class LogEventsFilesTest {

    private static final Scope SCOPE = new Scope("111111111111", "us-east-1");
    private static final LogBounds SMALL = new LogBounds(1_000, 4_000, 20_000, 10_000, 10);

    @TempDir
    private Path folder;

    private volatile Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private final List<LogCatalog.Retention> retentions = new ArrayList<>();
    private final List<StreamName> ensured = new ArrayList<>();

    private final LogCatalog catalog = new LogCatalog() {
        @Override
        public void ensure(StreamName stream) {
            ensured.add(stream);
        }

        @Override
        public List<StreamName> removeAutomaticStreams(Scope scope, String group, int keep) {
            return List.of();
        }

        @Override
        public List<Retention> retentions() {
            return retentions;
        }
    };

    private LogEvents open(LogBounds bounds) {
        return new LogEvents(folder, bounds, catalog, () -> now);
    }

    private static StreamName stream(String name) {
        return new StreamName(SCOPE, "g", name);
    }

    private List<String> read(LogEvents events, String... streams) {
        return events
                .read(new EventQuery(
                        Stream.of(streams).map(LogEventsFilesTest::stream).toList(),
                        0,
                        Long.MAX_VALUE,
                        message -> true,
                        false,
                        null,
                        10_000,
                        EventQuery.AWS_BYTES))
                .events()
                .stream()
                .map(LogEvent::message)
                .toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    @DisplayName("What was appended is read at once, also without waiting, and after a restart")
    void survivesARestart() {
        try (LogEvents events = open(LogBounds.FILES)) {
            events.append(SCOPE, "g", "a/[1]", now.toEpochMilli(), "one");
            events.append(SCOPE, "g", "a/[1]", now.toEpochMilli(), "two");
            assertThat(read(events, "a/[1]")).containsExactly("one", "two");
            assertThat(ensured).containsExactly(stream("a/[1]"));
            events.append(SCOPE, "g", "a/[1]", now.toEpochMilli(), "three");
        }
        try (LogEvents events = open(LogBounds.FILES)) {
            assertThat(read(events, "a/[1]")).containsExactly("one", "two", "three");
            assertThat(events.summary(stream("a/[1]")))
                    .isEqualTo(new StreamSummary(now.toEpochMilli(), now.toEpochMilli(), now.toEpochMilli()));
            events.append(SCOPE, "g", "a/[1]", now.toEpochMilli(), "four");
            assertThat(read(events, "a/[1]")).hasSize(4).contains("four");
        }
    }

    @Test
    @DisplayName("A process that is killed loses what came in the last moment and nothing else")
    void survivesAKill() throws Exception {
        LogEvents killed = open(LogBounds.FILES); // never closed
        killed.append(SCOPE, "g", "s", now.toEpochMilli(), "kept");
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (files().isEmpty() || Files.size(files().getFirst()) == 0) {
            assertThat(System.nanoTime()).as("written without being read").isLessThan(deadline);
            Thread.sleep(5);
        }
        try (LogEvents events = open(LogBounds.FILES)) {
            assertThat(read(events, "s")).containsExactly("kept");
        }
        killed.close();
    }

    @Test
    @DisplayName("A broken tail is left out, what stands before it and what comes later is there")
    void skipsABrokenTail() throws IOException {
        try (LogEvents events = open(LogBounds.FILES)) {
            events.put(stream("s"), List.of(new NewEvent(1, "one"), new NewEvent(2, "two")));
        }
        Path file = files().getFirst();
        Files.write(file, new byte[] {0, 0, 0, 40, 1, 2, 3, 4, 5}, StandardOpenOption.APPEND);
        try (LogEvents events = open(LogBounds.FILES)) {
            assertThat(read(events, "s")).containsExactly("one", "two");
            events.put(stream("s"), List.of(new NewEvent(3, "three")));
            assertThat(read(events, "s")).containsExactly("one", "two", "three");
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 12] ^= 1; // in the second event's text
        Files.write(file, bytes);
        try (LogEvents events = open(LogBounds.FILES)) {
            assertThat(read(events, "s")).containsExactly("one", "three");
        }
    }

    @Test
    @DisplayName("Files of others and a folder that is a file do no harm")
    void ignoresStrangers() throws IOException {
        Files.createDirectories(folder.resolve("x/y"));
        Files.writeString(folder.resolve("x/y/0000000000000001.events"), "no event");
        Files.writeString(folder.resolve("x/y/readme.txt"), "text");
        Files.writeString(folder.resolve("stray"), "text");
        try (LogEvents events = open(LogBounds.FILES)) {
            events.put(stream("s"), List.of(new NewEvent(1, "one")));
            assertThat(read(events, "s")).containsExactly("one");
        }
    }

    @Test
    @DisplayName("A stream is bounded: its oldest events go by segments")
    void boundsAStream() throws IOException {
        try (LogEvents events = open(SMALL)) {
            for (int i = 0; i < 200; i++) {
                events.put(stream("s"), List.of(new NewEvent(i, "message " + i + "x".repeat(50))));
            }
            List<String> kept = read(events, "s");
            assertThat(kept).hasSizeBetween(20, 50);
            assertThat(kept.getLast()).startsWith("message 199x");
            assertThat(kept.getFirst()).startsWith("message " + (200 - kept.size()) + "x");
        }
        long bytes = 0;
        for (Path file : files()) {
            bytes += Files.size(file);
        }
        assertThat(bytes).isLessThan(5_000);
    }

    @Test
    @DisplayName("All streams together are bounded: the oldest segments of all go")
    void boundsTheTotal() throws IOException {
        try (LogEvents events = open(SMALL)) {
            for (int i = 0; i < 30; i++) {
                now = now.plusSeconds(1);
                events.put(stream("s" + i), List.of(new NewEvent(i, "message " + i + "x".repeat(900))));
            }
            events.sweep();
            // A segment counts as a page of 4 KB: five of them are 20 KB.
            assertThat(files()).hasSizeBetween(3, 5);
            assertThat(read(events, "s29")).hasSize(1);
            assertThat(read(events, "s0")).isEmpty();
        }
    }

    @Test
    @DisplayName("R8.13: segments whose last event is expired go from the disk")
    void expires() throws IOException {
        try (LogEvents events = open(LogBounds.FILES)) {
            events.put(stream("s"), List.of(new NewEvent(now.toEpochMilli(), "old")));
            retentions.add(new LogCatalog.Retention(SCOPE, "g", 1));
            now = now.plus(Duration.ofHours(25));
            events.sweep();
            assertThat(files()).hasSize(1);
            now = now.plus(Duration.ofHours(2));
            events.sweep();
            assertThat(files()).isEmpty();
        }
    }

    @Test
    @DisplayName("A flood is cut, and says so; a long message is cut at AWS's length")
    void boundsAFlood() {
        try (LogEvents events = open(SMALL)) {
            EventSink sink = events.stream(stream("s"));
            for (int i = 0; i < 100_000; i++) {
                sink.append(1, "line " + i);
            }
            assertThat(read(events, "s"))
                    .hasSizeLessThan(2_000)
                    .anyMatch(
                            message -> message.matches("\\[sallyport] \\d+ lines were dropped here: too many at once"));
        }
        try (LogEvents events = open(LogBounds.FILES)) {
            EventSink sink = events.stream(stream("long"));
            sink.append(1, "é".repeat(700_000));
            assertThat(read(events, "long").getFirst())
                    .hasSize((1_048_576 - 26) / 2)
                    .endsWith("é");
        }
    }

    @Test
    @DisplayName("A disk that refuses loses events and nothing else")
    void survivesADiskThatRefuses() throws IOException {
        Path file = folder.resolve("file");
        Files.writeString(file, "no folder");
        try (LogEvents events = new LogEvents(file, LogBounds.FILES, catalog, () -> now)) {
            events.append(SCOPE, "g", "s", 1, "lost");
            assertThat(read(events, "s")).isEmpty();
        }
    }

    @Test
    @DisplayName("Deleted events are gone from the disk")
    void deletes() throws IOException {
        try (LogEvents events = open(LogBounds.FILES)) {
            events.put(stream("s"), List.of(new NewEvent(1, "one")));
            events.put(stream("t"), List.of(new NewEvent(1, "two")));
            events.delete(stream("s"));
            assertThat(read(events, "s", "t")).containsExactly("two");
            assertThat(events.storedBytes(SCOPE, "g")).isPositive();
            events.deleteGroup(SCOPE, "g");
            assertThat(files()).isEmpty();
            assertThat(events.storedBytes(SCOPE, "g")).isZero();
        }
    }
}
