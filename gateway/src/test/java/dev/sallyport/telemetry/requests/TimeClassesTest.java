package dev.sallyport.telemetry.requests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TimeClassesTest {

    @Test
    @DisplayName("LOG-30 classes follow each other without a gap, and none is wider than a sixteenth of its times")
    void classes() {
        assertThat(TimeClasses.shortest(0)).isZero();
        for (int i = 0; i < TimeClasses.COUNT; i++) {
            assertThat(TimeClasses.of(TimeClasses.shortest(i))).isEqualTo(i);
            assertThat(TimeClasses.of(TimeClasses.longest(i))).isEqualTo(i);
            assertThat(TimeClasses.shortest(i + 1)).isEqualTo(TimeClasses.longest(i) + 1);
            long width = TimeClasses.longest(i) - TimeClasses.shortest(i);
            assertThat(width).isLessThanOrEqualTo(TimeClasses.shortest(i) / 16);
        }
    }

    @Test
    @DisplayName("LOG-30 times up to 32 ms are told exactly")
    void exact() {
        for (int millis = 0; millis < 32; millis++) {
            assertThat(TimeClasses.middle(TimeClasses.of(millis))).isEqualTo(millis);
        }
    }

    @Test
    @DisplayName("LOG-30 the last class takes what is longer, the first what is negative")
    void ends() {
        assertThat(TimeClasses.of(Long.MAX_VALUE)).isEqualTo(TimeClasses.COUNT - 1);
        assertThat(TimeClasses.of(-5)).isZero();
        assertThat(TimeClasses.longest(TimeClasses.COUNT - 1)).isEqualTo((1 << 20) - 1);
    }
}
