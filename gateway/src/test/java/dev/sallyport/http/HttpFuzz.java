package dev.sallyport.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The differential without a test around it, for a given time: {@code HttpFuzz SECONDS [FIRST_SEED [FOLDER]]}. Each stream
 * with a complaint is written to the folder and told of; the exit code says whether there was one.
 *
 * <p>The nested classes are targets of Jazzer's driver ({@code --target_class=dev.sallyport.http.HttpFuzz$Requests}),
 * which needs nothing from us but their method. Its JUnit engine is not used: even a regression run loads an agent into
 * the JVM of all other tests.
 */
public final class HttpFuzz {

    private static final int BATCH = 1000;
    private static final long REPORT_NANOS = 60_000_000_000L;

    private HttpFuzz() {}

    public static void main(String[] args) {
        long seconds = Long.parseLong(args[0]);
        long first = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime();
        Path folder = Path.of(args.length > 2 ? args[2] : "target/http-fuzz");
        long start = System.nanoTime();
        long reported = start;
        long inputs = 0;
        int findings = 0;
        for (long seed = first; System.nanoTime() - start < seconds * 1_000_000_000L; seed += BATCH) {
            for (long one = seed; one < seed + BATCH; one++) {
                findings += requests(one, folder) + responses(one, folder) + body(one, folder);
                inputs += 3;
            }
            if (System.nanoTime() - reported > REPORT_NANOS) {
                reported = System.nanoTime();
                say(inputs + " inputs, " + findings + " findings, next seed " + (seed + BATCH));
            }
        }
        say(inputs + " inputs in " + seconds + " s from seed " + first + " on, " + findings + " findings");
        if (findings > 0) {
            System.exit(1);
        }
    }

    private static int requests(long seed, Path folder) {
        byte[] stream = new MessageGenerator(seed).requests();
        return kept(Checks.complaint(stream, seed, Checks::requests), stream, "requests-" + seed, folder);
    }

    private static int responses(long seed, Path folder) {
        byte[] stream = new MessageGenerator(seed).responses();
        return kept(Checks.complaint(stream, seed, Checks::responses), stream, "responses-" + seed, folder);
    }

    private static int body(long seed, Path folder) {
        byte[] stream = new MessageGenerator(seed).chunks();
        return kept(Checks.complaint(stream, seed, Checks::body), stream, "body-" + seed, folder);
    }

    private static int kept(@Nullable String complaint, byte[] stream, String name, Path folder) {
        if (complaint == null) {
            return 0;
        }
        say(name + ": " + complaint + "\n" + HexFormat.of().formatHex(stream));
        try {
            Files.write(Files.createDirectories(folder).resolve(name), stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return 1;
    }

    private static void say(String text) {
        System.out.println(text);
    }

    /** Where a stream is cut follows from its bytes, so that a file is all there is to a finding. */
    static long cuts(byte[] stream) {
        CRC32 sum = new CRC32();
        sum.update(stream);
        return sum.getValue();
    }

    private static void require(@Nullable String complaint) {
        if (complaint != null) {
            throw new AssertionError(complaint);
        }
    }

    /** Target: a connection's requests against Netty. */
    public static final class Requests {

        private Requests() {}

        public static void fuzzerTestOneInput(byte[] stream) {
            require(Checks.requests(stream, cuts(stream)));
        }
    }

    /** Target: a connection's responses against Netty. */
    public static final class Responses {

        private Responses() {}

        public static void fuzzerTestOneInput(byte[] stream) {
            require(Checks.responses(stream, cuts(stream)));
        }
    }

    /** Target: a chunked body. */
    public static final class Body {

        private Body() {}

        public static void fuzzerTestOneInput(byte[] stream) {
            require(Checks.body(stream, cuts(stream)));
        }
    }
}
