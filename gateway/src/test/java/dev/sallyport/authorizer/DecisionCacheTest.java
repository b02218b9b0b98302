package dev.sallyport.authorizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DecisionCacheTest {

    private long now = 1_000;
    private final DecisionCache<String> cache = new DecisionCache<>(() -> Instant.ofEpochMilli(now), 3, 100);

    @Test
    @DisplayName("HARDENING: bounded by number; what was asked for longest ago goes")
    void number() {
        for (String key : new String[] {"a", "b", "c"}) {
            cache.keep(key, key, 2_000, 1);
        }
        assertThat(cache.find("a")).isEqualTo("a");

        cache.keep("d", "d", 2_000, 1);

        assertThat(cache.find("b")).isNull();
        assertThat(cache.find("a")).isEqualTo("a");
        assertThat(cache.find("c")).isEqualTo("c");
        assertThat(cache.find("d")).isEqualTo("d");
    }

    @Test
    @DisplayName("HARDENING: bounded by size; what is larger than all of it is not kept and drives nothing out")
    void size() {
        cache.keep("a", "a", 2_000, 59);
        cache.keep("b", "b", 2_000, 100);
        assertThat(cache.find("a")).isEqualTo("a");
        assertThat(cache.find("b")).isNull();

        cache.keep("c", "c", 2_000, 59);

        assertThat(cache.find("a")).isNull();
        assertThat(cache.find("c")).isEqualTo("c");
    }

    @Test
    @DisplayName("room is given back by what expires and by what is replaced")
    void room() {
        for (int i = 0; i < 10; i++) {
            cache.keep("a", "a" + i, 2_000, 90);
        }
        assertThat(cache.find("a")).isEqualTo("a9");
        now = 2_000;
        assertThat(cache.find("a")).isNull();
        cache.keep("b", "late", 2_000, 1);
        assertThat(cache.find("b")).isNull();
        cache.keep("c", "c", 3_000, 99);
        assertThat(cache.find("c")).isEqualTo("c");
    }
}
