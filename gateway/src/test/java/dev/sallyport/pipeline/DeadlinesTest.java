package dev.sallyport.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private long nanos = 12_345_678_901L;
    private final Deadlines deadlines = new Deadlines(channel.eventLoop(), () -> nanos);

    DeadlinesTest() {
        channel.freezeTime();
    }

    private final class Recorded extends Deadlines.Timeout {
        private final long begin = nanos;
        private final List<Long> firedAfterMillis = new ArrayList<>();
        private final Runnable action;

        Recorded(Runnable action) {
            this.action = action;
        }

        @Override
        protected void timedOut() {
            firedAfterMillis.add((nanos - begin) / 1_000_000);
            action.run();
        }
    }

    private void pass(long millis) {
        for (long i = 0; i < millis; i++) {
            nanos += 1_000_000;
            channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
        }
    }

    @Test
    @DisplayName("INT-3: fires once, never early, at most two ticks late, for short delays and for more than one turn")
    void firesInTime() {
        Random random = new Random(7);
        List<Recorded> timeouts = new ArrayList<>();
        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            long delay = i < 20 ? i : random.nextInt(30_000);
            Recorded timeout = new Recorded(() -> {});
            timeouts.add(timeout);
            delays.add(delay);
            deadlines.set(timeout, delay);
            pass(random.nextInt(3));
        }
        pass(31_000);

        for (int i = 0; i < timeouts.size(); i++) {
            assertThat(timeouts.get(i).firedAfterMillis).hasSize(1);
            assertThat(timeouts.get(i).firedAfterMillis.getFirst()).isBetween(delays.get(i), delays.get(i) + 21);
        }
    }

    @Test
    @DisplayName("INT-3: a cleared time-out never fires, a replaced one only at its new time")
    void clearAndReplace() {
        Recorded cleared = new Recorded(() -> {});
        Recorded replaced = new Recorded(() -> {});
        deadlines.set(cleared, 100);
        deadlines.set(replaced, 100);
        pass(50);
        deadlines.clear(cleared);
        deadlines.clear(cleared);
        deadlines.set(replaced, 200);
        pass(500);

        assertThat(cleared.firedAfterMillis).isEmpty();
        assertThat(replaced.firedAfterMillis).hasSize(1);
        assertThat(replaced.firedAfterMillis.getFirst()).isBetween(250L, 271L);
    }

    @Test
    @DisplayName("INT-3: a time-out may set and clear others of its own time")
    void changesOthers() {
        Recorded victim = new Recorded(() -> {});
        Recorded later = new Recorded(() -> {});
        Recorded killer = new Recorded(() -> {
            deadlines.clear(victim);
            deadlines.set(later, 30);
        });
        deadlines.set(killer, 100);
        deadlines.set(victim, 100);
        pass(200);

        assertThat(victim.firedAfterMillis).isEmpty();
        assertThat(later.firedAfterMillis).hasSize(1);
    }

    @Test
    @DisplayName("INT-3: a time-out that throws does not stop the others, nor those set afterwards")
    void failureIsContained() {
        deadlines.set(
                new Recorded(() -> {
                    throw new IllegalStateException("a defect, made for a test");
                }),
                100);
        Recorded other = new Recorded(() -> {});
        deadlines.set(other, 100);
        pass(200);
        Recorded next = new Recorded(() -> {});
        deadlines.set(next, 50);
        pass(200);

        assertThat(other.firedAfterMillis).hasSize(1);
        assertThat(next.firedAfterMillis).hasSize(1);
    }

    @Test
    @DisplayName("INT-3: a loop that was busy for long fires what is due, all of it")
    void afterPause() {
        Recorded first = new Recorded(() -> {});
        Recorded second = new Recorded(() -> {});
        deadlines.set(first, 20_000);
        deadlines.set(second, 60_000);
        nanos += 30_000_000_000L;
        pass(20);

        assertThat(first.firedAfterMillis).hasSize(1);
        assertThat(second.firedAfterMillis).isEmpty();
        pass(31_000);
        assertThat(second.firedAfterMillis).hasSize(1);
    }
}
