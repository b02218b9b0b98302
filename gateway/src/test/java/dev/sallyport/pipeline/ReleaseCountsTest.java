package dev.sallyport.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.pipeline.ReleaseCounts.Totals;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReleaseCountsTest {

    @Test
    @DisplayName("each latency has a bucket, buckets do not overlap, and none is wider than an eighth of its latencies")
    void buckets() {
        for (int bucket = 0; bucket < ReleaseCounts.BUCKETS - 1; bucket++) {
            long start = ReleaseCounts.bucketStartMillis(bucket);
            long next = ReleaseCounts.bucketStartMillis(bucket + 1);
            assertThat(ReleaseCounts.bucket(start)).isEqualTo(bucket);
            assertThat(ReleaseCounts.bucket(next - 1)).isEqualTo(bucket);
            assertThat(next - start).isBetween(1L, Math.max(1, start / 8));
        }
        assertThat(ReleaseCounts.bucket(-5)).isZero();
        assertThat(ReleaseCounts.bucket(Long.MAX_VALUE)).isEqualTo(ReleaseCounts.BUCKETS - 1);
        assertThat(ReleaseCounts.bucketStartMillis(ReleaseCounts.BUCKETS - 1)).isGreaterThan(29_000);
    }

    @Test
    @DisplayName("CAN-6: what several loops count at once is counted whole")
    void loops() throws Exception {
        ReleaseCounts counts = new ReleaseCounts(4);
        List<EventExecutor> loops = List.of(new DefaultEventExecutor(), new DefaultEventExecutor());
        List<Future<?>> counting = new ArrayList<>();
        for (EventExecutor loop : loops) {
            LoopContext context = new LoopContext(
                    loop, new RequestIds(new SplittableRandom(1)), new Deadlines(loop, System::nanoTime));
            counting.add(loop.submit(() -> {
                for (int i = 0; i < 10_000; i++) {
                    counts.add(context, i % 10 == 0 ? 503 : i % 10 == 1 ? 404 : i % 10 == 2 ? 0 : 200, i % 40);
                }
            }));
        }
        for (Future<?> each : counting) {
            each.get();
        }
        Totals totals = counts.totals();
        loops.forEach(EventExecutor::shutdownGracefully);
        assertThat(totals.generation()).isEqualTo(4);
        assertThat(totals.requests()).isEqualTo(20_000);
        assertThat(totals.serverErrors()).isEqualTo(2_000);
        assertThat(totals.clientErrors()).isEqualTo(4_000);
        assertThat(Arrays.stream(totals.latencies()).sum()).isEqualTo(20_000);
        assertThat(totals.latencies()[3]).isEqualTo(500);
        assertThat(totals.latencies()[ReleaseCounts.bucket(32)]).isEqualTo(500 * 4);
    }
}
