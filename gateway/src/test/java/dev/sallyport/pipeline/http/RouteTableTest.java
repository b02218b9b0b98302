package dev.sallyport.pipeline.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.pipeline.MethodPlan;
import dev.sallyport.pipeline.RequestContext;
import dev.sallyport.pipeline.RouteMatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which route a request of an HTTP API takes (http-api 2). */
class RouteTableTest {

    private static final String DEFAULT = "$default";

    private static final RouteTable DOCUMENTED =
            table("GET /pets/dog/1", "GET /pets/dog/{id}", "GET /pets/{proxy+}", "ANY /{proxy+}", DEFAULT);

    private static RouteTable table(String... keys) {
        List<MethodPlan> plans = new ArrayList<>();
        MethodPlan defaultRoute = null;
        for (String key : keys) {
            if (key.equals(DEFAULT)) {
                defaultRoute = plan(DEFAULT, "ANY");
            } else {
                plans.add(plan(key.substring(key.indexOf(' ') + 1), key.substring(0, key.indexOf(' '))));
            }
        }
        return RouteTable.of(plans, defaultRoute);
    }

    private static MethodPlan plan(String path, String verb) {
        return new MethodPlan("r", path, verb, null, List.of("p"), false, List.of());
    }

    private static String route(RouteTable table, String verb, String path) {
        RouteMatch match = new RouteMatch();
        byte[] bytes = path.getBytes(StandardCharsets.US_ASCII);
        return table.match(verb, bytes, 0, bytes.length, match) ? RequestContext.routeKey(match.plan()) : "none";
    }

    @ParameterizedTest(name = "R2.6: {0} {1} takes {2} {3}")
    @CsvSource({
        "GET, /pets/dog/1, GET /pets/dog/1",
        "GET, /pets/dog/2, GET /pets/dog/{id}",
        "GET, /pets/cat/1, GET /pets/{proxy+}",
        "POST, /test/5, ANY /{proxy+}",
        "GET, /, $default"
    })
    void takesTheDocumentedRoute_R2_6(String verb, String path, String expected) {
        assertThat(route(DOCUMENTED, verb, path)).isEqualTo(expected);
    }

    @Test
    @DisplayName("R2.9, R2.10: the path goes before the method, an explicit method before ANY")
    void pathGoesBeforeMethod() {
        RouteTable table = table("ANY /a/1", "GET /a/{id}", "ANY /b", "GET /b");
        assertThat(route(table, "GET", "/a/1")).isEqualTo("ANY /a/1");
        assertThat(route(table, "GET", "/b")).isEqualTo("GET /b");
        assertThat(route(table, "PUT", "/b")).isEqualTo("ANY /b");
    }

    @Test
    @DisplayName(
            "R2.11: a path with another method only goes to the greedy route, then to the default one, else nowhere")
    void otherMethodGoesOn() {
        assertThat(route(table("GET /a", "ANY /{proxy+}"), "POST", "/a")).isEqualTo("ANY /{proxy+}");
        assertThat(route(table("GET /a", DEFAULT), "POST", "/a")).isEqualTo(DEFAULT);
        assertThat(route(table("GET /a"), "POST", "/a")).isEqualTo("none");
    }

    @Test
    @DisplayName("R2.6: a full match with a variable goes before a greedy one with a longer literal beginning")
    void fullMatchGoesBeforeGreedy() {
        assertThat(route(table("GET /a/{proxy+}", "GET /{x}/b"), "GET", "/a/b")).isEqualTo("GET /{x}/b");
    }

    @Test
    @DisplayName(
            "R2.12, R2.13, R2.14, R2.15: case, a trailing slash and the verb count; a greedy variable is never empty")
    void everyCharacterCounts() {
        RouteTable table = table("GET /a", "GET /a/{proxy+}");
        assertThat(route(table, "GET", "/A")).isEqualTo("none");
        assertThat(route(table, "GET", "/a/")).isEqualTo("none");
        assertThat(route(table, "HEAD", "/a")).isEqualTo("none");
        assertThat(route(table, "GET", "/a/b/")).isEqualTo("GET /a/{proxy+}");
        assertThat(route(table("GET /a/"), "GET", "/a/")).isEqualTo("GET /a/");
        assertThat(route(table("GET /a/{id}"), "GET", "/a/")).isEqualTo("none");
    }

    @Test
    @DisplayName("R3.16: the value of a greedy variable has neither a leading nor a trailing slash")
    void greedyValueHasNoSlashes() {
        RouteMatch match = new RouteMatch();
        byte[] path = "/a/b/c/".getBytes(StandardCharsets.US_ASCII);
        assertThat(table("GET /a/{p+}").match("GET", path, 0, path.length, match))
                .isTrue();
        assertThat(match.value(0)).isEqualTo("b/c");
    }
}
