package dev.sallyport.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTreeTest {

    private static MethodPlan plan(String verb, String path) {
        List<String> names = new ArrayList<>();
        for (String segment : path.split("/")) {
            if (segment.startsWith("{")) {
                names.add(segment.replaceAll("[{}+]", ""));
            }
        }
        return new MethodPlan("r", path, verb, null, names, false, List.of());
    }

    private static RouteTree tree(String... methods) {
        List<MethodPlan> plans = new ArrayList<>();
        for (String method : methods) {
            plans.add(plan(method.split(" ")[0], method.split(" ")[1]));
        }
        return RouteTree.of(plans);
    }

    /** Verb, resource and parameters as one text, or {@code none}. */
    private static String describe(Matches.@Nullable Found match) {
        if (match == null) {
            return "none";
        }
        StringBuilder text =
                new StringBuilder(match.plan().httpMethod() + " " + match.plan().resourcePath());
        for (int i = 0; i < match.values().size(); i++) {
            text.append(' ')
                    .append(match.plan().pathParameters().get(i))
                    .append('=')
                    .append(match.values().get(i));
        }
        return text.toString();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "GET, /, GET /",
        "GET, /pets, GET /pets",
        "GET, /pets/, GET /pets",
        "DELETE, /pets, none",
        "GET, /pets/5, 'GET /pets/{id} id=5'",
        "POST, /pets/5, none",
        "GET, /pets/5/toys, 'GET /{proxy+} proxy=pets/5/toys'",
        "PUT, /pets/5/toys/a/b, 'ANY /pets/{id}/toys/{proxy+} id=5 proxy=a/b'",
        "GET, /Pets, 'GET /{proxy+} proxy=Pets'",
        "HEAD, /pets, none",
        "OPTIONS, /pets, none",
        "TRACE, /pets/5/toys/a, none",
        "GET, /%70ets, 'GET /{proxy+} proxy=%70ets'",
        "GET, /pets//, 'GET /{proxy+} proxy=pets/'",
        "GET, /proxy-value//double-slash, 'GET /{proxy+} proxy=proxy-value//double-slash'"
    })
    @DisplayName("Table 1.5, INV-20, INV-21, INV-33 to INV-39")
    void table(String verb, String path, String expected) {
        RouteTree tree = tree(
                "GET /", "GET /pets", "POST /pets", "GET /pets/{id}", "ANY /pets/{id}/toys/{proxy+}", "GET /{proxy+}");

        assertThat(describe(Matches.match(tree, verb, path))).isEqualTo(expected);
    }

    @Test
    @DisplayName("INV-31: a better path without the verb gives way to the next")
    void methodAware() {
        RouteTree tree = tree("POST /test", "OPTIONS /{proxy+}");

        assertThat(describe(Matches.match(tree, "OPTIONS", "/test"))).isEqualTo("OPTIONS /{proxy+} proxy=test");
        assertThat(describe(Matches.match(tree, "POST", "/test"))).isEqualTo("POST /test");
        assertThat(describe(Matches.match(tree, "GET", "/test"))).isEqualTo("none");
    }

    @Test
    @DisplayName("INV-32: backtracking crosses levels")
    void crossesLevels() {
        RouteTree tree = tree("GET /part1/static-only", "ANY /{param+}");

        assertThat(describe(Matches.match(tree, "GET", "/part1/random-value")))
                .isEqualTo("ANY /{param+} param=part1/random-value");
        assertThat(describe(Matches.match(tree, "GET", "/part1"))).isEqualTo("ANY /{param+} param=part1");
        assertThat(describe(Matches.match(tree, "GET", "/"))).isEqualTo("none");
    }

    @Test
    @DisplayName("INV-30: static beats parameter beats greedy")
    void order() {
        RouteTree tree = tree("GET /a/b", "GET /a/{x}", "GET /a/{x+}", "GET /{y}/b");

        assertThat(describe(Matches.match(tree, "GET", "/a/b"))).isEqualTo("GET /a/b");
        assertThat(describe(Matches.match(tree, "GET", "/a/c"))).isEqualTo("GET /a/{x} x=c");
        assertThat(describe(Matches.match(tree, "GET", "/a/c/d"))).isEqualTo("GET /a/{x+} x=c/d");
        assertThat(describe(Matches.match(tree, "GET", "/z/b"))).isEqualTo("GET /{y}/b y=z");
    }

    @Test
    @DisplayName("INV-35: a verb of its own beats ANY on one resource")
    void ownVerb() {
        RouteTree tree = tree("ANY /x", "GET /x");

        assertThat(describe(Matches.match(tree, "GET", "/x"))).isEqualTo("GET /x");
        assertThat(describe(Matches.match(tree, "HEAD", "/x"))).isEqualTo("ANY /x");
        assertThat(describe(Matches.match(tree, "PURGE", "/x"))).isEqualTo("none");
    }

    @Test
    @DisplayName("INV-34: a path with more parameters than most keeps them all")
    void manyParameters() {
        String template = "/{a}/{b}/{c}/{d}/{e}/{f}/{g}/{h}/{i}/{j+}";

        Matches.Found match = Matches.match(tree("GET " + template), "GET", "/1/2/3/4/5/6/7/8/9/10/11");

        assertThat(Objects.requireNonNull(match).values())
                .containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10/11");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @DisplayName("INV-30 to INV-36: random trees give what trying all resources in their order gives")
    void agreesWithTheNaiveMatcher(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            TreeMap<String, MethodPlan> plans = new TreeMap<>();
            for (int i = 0; i < 1 + random.nextInt(12); i++) {
                String path = randomTemplate(random);
                String verb = List.of("GET", "POST", "ANY").get(random.nextInt(3));
                plans.put(verb + path, plan(verb, path));
            }
            List<MethodPlan> list = List.copyOf(plans.values());
            RouteTree tree = RouteTree.of(list);
            for (int i = 0; i < 200; i++) {
                String path = randomPath(random);
                String verb = List.of("GET", "POST", "HEAD", "TRACE").get(random.nextInt(4));
                assertThat(describe(Matches.match(tree, verb, path)))
                        .as("%s %s among %s", verb, path, plans.keySet())
                        .isEqualTo(describe(naive(list, verb, path)));
            }
        }
    }

    /** One name for parameters, as siblings must not differ (INV-40). */
    private static String randomTemplate(Random random) {
        StringBuilder path = new StringBuilder();
        int length = random.nextInt(4);
        for (int i = 0; i < length; i++) {
            path.append('/').append(List.of("a", "b", "{p" + i + "}").get(random.nextInt(3)));
        }
        if (random.nextInt(4) == 0) {
            path.append("/{g").append(length).append("+}");
        }
        return path.isEmpty() ? "/" : path.toString();
    }

    private static String randomPath(Random random) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < random.nextInt(6); i++) {
            path.append('/').append(List.of("a", "b", "c", "").get(random.nextInt(10) == 0 ? 3 : random.nextInt(3)));
        }
        return path.isEmpty() || random.nextInt(5) == 0 ? path + "/" : path.toString();
    }

    private static Matches.@Nullable Found naive(List<MethodPlan> plans, String verb, String path) {
        String trimmed = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        String[] segments =
                trimmed.equals("/") ? new String[0] : trimmed.substring(1).split("/", -1);
        return plans.stream()
                .filter(plan ->
                        plan.httpMethod().equals(verb) || (plan.httpMethod().equals("ANY") && !verb.equals("TRACE")))
                .sorted(Comparator.comparing((MethodPlan plan) -> rank(plan.resourcePath()))
                        .thenComparing(plan -> plan.httpMethod().equals("ANY")))
                .map(plan -> tryMatch(plan, segments))
                .filter(match -> match != null)
                .findFirst()
                .orElse(null);
    }

    /** Sorts templates so that the better one of two that match comes first. */
    private static String rank(String template) {
        StringBuilder rank = new StringBuilder();
        for (String segment : template.substring(1).split("/", -1)) {
            rank.append(segment.endsWith("+}") ? '2' : segment.startsWith("{") ? '1' : '0');
        }
        return template.equals("/") ? "" : rank.toString();
    }

    private static Matches.@Nullable Found tryMatch(MethodPlan plan, String[] segments) {
        String[] template = plan.resourcePath().equals("/")
                ? new String[0]
                : plan.resourcePath().substring(1).split("/", -1);
        List<String> values = new ArrayList<>();
        for (int i = 0; i < template.length; i++) {
            if (template[i].endsWith("+}")) {
                String rest =
                        String.join("/", List.of(segments).subList(Math.min(i, segments.length), segments.length));
                if (rest.isEmpty()) {
                    return null;
                }
                values.add(rest);
                return new Matches.Found(plan, values);
            }
            if (i >= segments.length) {
                return null;
            }
            if (template[i].startsWith("{")) {
                if (segments[i].isEmpty()) {
                    return null;
                }
                values.add(segments[i]);
            } else if (!template[i].equals(segments[i])) {
                return null;
            }
        }
        return template.length == segments.length ? new Matches.Found(plan, values) : null;
    }
}
