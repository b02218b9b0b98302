package dev.sallyport.telemetry.logs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A run of events of one stream: grows until it is full, then stays until it is deleted as a whole. */
sealed interface Segment {

    /** The sequence of its first event. */
    long firstSequence();

    /** How many bytes it has. */
    long bytes();

    /** When it was written last, in milliseconds since the epoch. */
    long writtenMillis();

    void append(byte[] encoded, long nowMillis) throws IOException;

    /** All its bytes; none when somebody has taken the file away. */
    byte[] read() throws IOException;

    void delete() throws IOException;

    /** A segment that is a file. It is opened for each write, because streams are many and most of them sleep. */
    final class InFile implements Segment {
        private static final String SUFFIX = ".events";
        private static final int HEX_DIGITS = 16;

        private final Path file;
        private final long firstSequence;
        private long bytes;
        private long writtenMillis;

        private InFile(Path file, long firstSequence, long bytes, long writtenMillis) {
            this.file = file;
            this.firstSequence = firstSequence;
            this.bytes = bytes;
            this.writtenMillis = writtenMillis;
        }

        /** A file that is not there yet, also when the clock was set back since an earlier one was named. */
        static InFile create(Path folder, long firstSequence) {
            long sequence = firstSequence;
            while (true) {
                Path file = folder.resolve(String.format("%0" + HEX_DIGITS + "x", sequence) + SUFFIX);
                if (!Files.exists(file)) {
                    return new InFile(file, firstSequence, 0, 0);
                }
                sequence++;
            }
        }

        static boolean isSegment(Path file) {
            return file.getFileName().toString().matches("[0-9a-f]{" + HEX_DIGITS + "}\\" + SUFFIX);
        }

        static InFile existing(Path file) throws IOException {
            String name = file.getFileName().toString();
            long first = Long.parseUnsignedLong(name.substring(0, HEX_DIGITS), HEX_DIGITS);
            return new InFile(
                    file,
                    first,
                    Files.size(file),
                    Files.getLastModifiedTime(file).toMillis());
        }

        @Override
        public long firstSequence() {
            return firstSequence;
        }

        @Override
        public long bytes() {
            return bytes;
        }

        @Override
        public long writtenMillis() {
            return writtenMillis;
        }

        @Override
        public void append(byte[] encoded, long nowMillis) throws IOException {
            if (bytes == 0) {
                Files.createDirectories(file.getParent());
            }
            Files.write(file, encoded, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            bytes += encoded.length;
            writtenMillis = nowMillis;
        }

        @Override
        public byte[] read() throws IOException {
            try {
                return Files.readAllBytes(file);
            } catch (NoSuchFileException gone) {
                return new byte[0];
            }
        }

        @Override
        public void delete() throws IOException {
            Files.deleteIfExists(file);
        }
    }

    /** A segment of a gateway that keeps nothing. */
    final class InMemory implements Segment {
        private final long firstSequence;
        private final ByteArrayOutputStream events = new ByteArrayOutputStream();
        private long writtenMillis;

        InMemory(long firstSequence) {
            this.firstSequence = firstSequence;
        }

        @Override
        public long firstSequence() {
            return firstSequence;
        }

        @Override
        public long bytes() {
            return events.size();
        }

        @Override
        public long writtenMillis() {
            return writtenMillis;
        }

        @Override
        public void append(byte[] encoded, long nowMillis) {
            events.writeBytes(encoded);
            writtenMillis = nowMillis;
        }

        @Override
        public byte[] read() {
            return events.toByteArray();
        }

        @Override
        public void delete() {
            events.reset();
        }
    }
}
