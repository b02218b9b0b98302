package dev.sallyport.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.http.Headers;
import dev.sallyport.snapshot.TestApi;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanarySplitTest {

    private static final int REQUESTS = 100_000;
    private static final String PLACE = "abc123:prod";

    private final StageSnapshot base = snapshot("d1");
    private final StageSnapshot canary = snapshot("d2");
    private final RequestHead head = head("10.0.0.1", null, null);

    private static StageSnapshot snapshot(String deploymentId) {
        return new StageSnapshot(
                TestApi.OWNER, "abc123", "prod", deploymentId, Map.of(), "REGIONAL", false, RouteTree.of(List.of()));
    }

    private static RequestHead head(String address, @Nullable String name, @Nullable String value) {
        Headers headers = new Headers();
        if (name != null && value != null) {
            headers.add(name, value);
        }
        return RequestHead.of("GET", "/prod/pets", null, headers, address, null, 80, false);
    }

    private CanarySplit split(double percent, String sticky) {
        return new CanarySplit(percent, canary, CanaryStickiness.of(sticky), PLACE);
    }

    private boolean isCanary(CanarySplit split, RequestHead of, RequestIds chance) {
        return split.choose(base, of, chance) == canary;
    }

    /** Three standard deviations of a binomial distribution around its mean. */
    private static void assertShare(int hits, double share) {
        double sigma = Math.sqrt(REQUESTS * share * (1 - share));
        assertThat((double) hits).isBetween(REQUESTS * share - 3 * sigma, REQUESTS * share + 3 * sigma);
    }

    @ParameterizedTest
    @CsvSource({"10", "0.5", "33.3", "50", "99.9"})
    @DisplayName("CAN-1: the split of 100,000 requests is within three standard deviations")
    void share(double percent) {
        RequestIds chance = new RequestIds(new SplittableRandom(7));
        CanarySplit split = split(percent, "none");
        int hits = 0;
        for (int i = 0; i < REQUESTS; i++) {
            hits += isCanary(split, head, chance) ? 1 : 0;
        }
        assertShare(hits, percent / 100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "source-address", "header:X-User"})
    @DisplayName("CAN-1: 0 percent is never and 100 percent is always")
    void ends(String sticky) {
        RequestIds chance = new RequestIds(new SplittableRandom(7));
        CanarySplit never = split(0, sticky);
        CanarySplit always = split(100, sticky);
        for (int i = 0; i < REQUESTS; i++) {
            assertThat(isCanary(never, head, chance)).isFalse();
            assertThat(isCanary(always, head, chance)).isTrue();
        }
    }

    @Test
    @DisplayName("CAN-1: the largest and the smallest number that can be drawn")
    void exactEnds() {
        RequestIds smallest = new RequestIds(() -> 0);
        RequestIds largest = new RequestIds(() -> -1L);
        assertThat(isCanary(split(0, "none"), head, smallest)).isFalse();
        assertThat(isCanary(split(1e-9, "none"), head, smallest)).isTrue();
        assertThat(isCanary(split(100, "none"), head, largest)).isTrue();
        assertThat(isCanary(split(99.999999, "none"), head, largest)).isFalse();
    }

    @Test
    @DisplayName("a share that is none, and a canary that is none, are refused")
    void illegal() {
        for (double percent : new double[] {-0.1, 100.1, Double.NaN}) {
            assertThatThrownBy(() -> split(percent, "none")).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new CanarySplit(1, null, CanaryStickiness.OFF, PLACE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(isCanary(new CanarySplit(0, null, CanaryStickiness.OFF, PLACE), head, new RequestIds(() -> 0)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"header:X-User, x-user, %s", "cookie:who, Cookie, a=b; who=%s; c=d", "source-address,,"})
    @DisplayName("extension: clients that can be told apart split as they should, and each keeps what it got")
    void sticky(String sticky, @Nullable String name, @Nullable String pattern) {
        RequestIds chance = new RequestIds(new SplittableRandom(1));
        CanarySplit ten = split(10, sticky);
        CanarySplit thirty = new CanarySplit(30, canary, CanaryStickiness.of(sticky), PLACE);
        int hits = 0;
        for (int i = 0; i < REQUESTS; i++) {
            RequestHead client = name == null || pattern == null
                    ? head("10." + (i >> 16) + "." + ((i >> 8) & 255) + "." + (i & 255), null, null)
                    : head("10.0.0.1", name, pattern.formatted("user-" + i));
            boolean first = isCanary(ten, client, chance);
            hits += first ? 1 : 0;
            assertThat(isCanary(ten, client, chance)).isEqualTo(first);
            if (first) {
                assertThat(isCanary(thirty, client, chance))
                        .as("a larger share")
                        .isTrue();
            }
        }
        assertShare(hits, 0.1);
    }

    @Test
    @DisplayName("extension: the place of a client is the same after every restart")
    void stable() {
        assertThat(CanaryStickiness.hash("user-1", CanaryStickiness.hash(PLACE, 0)) >>> 11)
                .isEqualTo(1320093947833867L);
    }

    @Test
    @DisplayName("extension: a request without the header or the cookie takes its chance")
    void withoutValue() {
        RequestIds smallest = new RequestIds(() -> 0);
        RequestIds largest = new RequestIds(() -> -1L);
        for (String sticky : List.of("header:X-User", "cookie:who")) {
            for (RequestHead none : List.of(head, head("10.0.0.1", "Cookie", "a=b;who;who="))) {
                assertThat(isCanary(split(50, sticky), none, smallest)).isTrue();
                assertThat(isCanary(split(50, sticky), none, largest)).isFalse();
            }
        }
    }

    @Test
    @DisplayName("extension: one client is not the first to try every stage's canary")
    void otherStages() {
        RequestIds chance = new RequestIds(new SplittableRandom(1));
        CanarySplit one = split(50, "header:X-User");
        CanarySplit two = new CanarySplit(50, canary, CanaryStickiness.of("header:X-User"), "abc123:dev");
        int same = 0;
        for (int i = 0; i < REQUESTS; i++) {
            RequestHead client = head("10.0.0.1", "X-User", "user-" + i);
            same += isCanary(one, client, chance) == isCanary(two, client, chance) ? 1 : 0;
        }
        assertShare(same, 0.5);
    }
}
