package dev.sallyport.leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.PooledByteBufAllocator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LeakWatchTest {

    @Test
    @DisplayName("HARDENING L5: a buffer that nobody released is found")
    void aLostBufferIsFound() {
        PooledByteBufAllocator.DEFAULT.directBuffer(64).writeLong(1);
        List<String> found = new ArrayList<>();

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            found.addAll(LeakWatch.found());
            assertThat(found).anyMatch(leak -> leak.contains("aLostBufferIsFound"));
        });
    }
}
