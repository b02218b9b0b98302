package dev.sallyport.control.iam;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class UnknownKeysTest {

    @Test
    @DisplayName("no more unknown keys are kept than there is room for, however many are tried")
    void bound() {
        Instant now = Instant.parse("2026-11-22T10:00:00Z");
        UnknownKeys keys = new UnknownKeys(() -> now);
        for (int i = 0; i < 3 * UnknownKeys.MAX_KEPT + 50; i++) {
            keys.add("AKIA" + i);
            assertThat(keys.size()).isBetween(1, UnknownKeys.MAX_KEPT);
        }
        assertThat(keys.contains("AKIA" + (3 * UnknownKeys.MAX_KEPT + 49))).isTrue();
        assertThat(keys.contains("AKIA1")).isFalse();
    }
}
