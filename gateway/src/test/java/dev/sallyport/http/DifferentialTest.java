package dev.sallyport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Generated streams; {@code -Dsallyport.http.seed=} goes another way, {@code -Dsallyport.http.inputs=} further. On a slow
 * machine time ends them sooner.
 */
class DifferentialTest {

    private static final long SEED = Long.getLong("sallyport.http.seed", 20_261_122L);
    private static final int INPUTS = Integer.getInteger("sallyport.http.inputs", 70_000);
    private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(INPUTS / 12_000);

    @Test
    @DisplayName("HARDENING B9: requests get Netty's verdict or a stricter one")
    void requests() {
        compare(seed -> new MessageGenerator(seed).requests(), Checks::requests);
    }

    @Test
    @DisplayName("HARDENING B9: responses get Netty's verdict or a stricter one")
    void responses() {
        compare(seed -> new MessageGenerator(seed).responses(), Checks::responses);
    }

    @Test
    @DisplayName("HARDENING B9: chunked bodies get Netty's verdict or a stricter one")
    void bodies() {
        compare(seed -> new MessageGenerator(seed).chunks(), Checks::body);
    }

    private static void compare(LongFunction<byte[]> generator, Checks.Check check) {
        long start = System.nanoTime();
        for (long seed = SEED; seed < SEED + INPUTS && System.nanoTime() - start < MAX_NANOS; seed++) {
            byte[] stream = generator.apply(seed);
            String complaint = Checks.complaint(stream, seed, check);
            if (complaint != null) {
                assertThat(complaint).as("seed %d: %s", seed, Wire.text(stream)).isNull();
            }
        }
    }
}
