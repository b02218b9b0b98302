package dev.sallyport.control.patch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PathPatternTest {

    private static final PathPattern ENTRY = new PathPattern("/requestModels/{type}");
    private static final PathPattern SETTING = new PathPattern("/{resourcePath}/{httpMethod}/metrics/enabled");

    @Test
    void unescapesTheNameOfAnEntry() {
        assertThat(ENTRY.match("/requestModels/application~1json")).isEqualTo("application/json");
        assertThat(ENTRY.match("/requestModels/a~0b")).isEqualTo("a~b");
        assertThat(ENTRY.match("/requestModels/a~01b")).isEqualTo("a~1b");
    }

    @Test
    void takesOneSegmentOnlyAndNoEmptyOne() {
        assertThat(ENTRY.match("/requestModels/application/json")).isNull();
        assertThat(ENTRY.match("/requestModels/")).isNull();
        assertThat(ENTRY.match("/requestModels")).isNull();
        assertThat(ENTRY.match("requestModels/x")).isNull();
        assertThat(ENTRY.match("")).isNull();
    }

    @Test
    void takesTheUnescapedPathsOfMethodSettings() {
        assertThat(SETTING.match("/*/*/metrics/enabled")).isEqualTo("*");
        assertThat(SETTING.match("/~1pets~1{id}/GET/metrics/enabled")).isEqualTo("GET");
        assertThat(SETTING.match("/pets/{id}/GET/metrics/enabled")).isEqualTo("GET");
        assertThat(SETTING.match("/GET/metrics/enabled")).isNull();
    }

    @Test
    void takesTheUnescapedPathOfAThrottleOfAStage() {
        PathPattern rate = new PathPattern("/apiStages/{apiId}:{stage}/throttle/{resourcePath}/{httpMethod}/rateLimit");
        assertThat(rate.match("/apiStages/a:s/throttle/~1pets/GET/rateLimit")).isEqualTo("GET");
        assertThat(rate.match("/apiStages/a:s/throttle//pets/{id}/GET/rateLimit"))
                .isEqualTo("GET");
        assertThat(rate.match("/apiStages/a:s/throttle//GET/rateLimit")).isEqualTo("GET");
        assertThat(rate.match("/apiStages/a:s/throttle/GET/rateLimit")).isNull();
        assertThat(rate.match("/apiStages//throttle/~1pets/GET/rateLimit")).isNull();
        assertThat(rate.match("/apiStages/a:s/throttle/~1pets//rateLimit")).isNull();
    }
}
