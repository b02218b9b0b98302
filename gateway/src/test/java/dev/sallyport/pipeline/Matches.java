package dev.sallyport.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Matches paths that are text, for tests. */
@NullMarked
public final class Matches {

    private Matches() {}

    /** What was found. */
    public record Found(MethodPlan plan, List<String> values) {}

    /** The method of a path, or null. The path does not begin at the first byte, as it does not in a request. */
    public static @Nullable Found match(RouteTree routes, String verb, String path) {
        byte[] bytes = ("GET " + path + " HTTP/1.1").getBytes(StandardCharsets.ISO_8859_1);
        RouteMatch match = new RouteMatch();
        if (!routes.match(verb, bytes, 4, 4 + path.length(), match)) {
            return null;
        }
        List<String> values =
                IntStream.range(0, match.parameters()).mapToObj(match::value).toList();
        return new Found(match.plan(), values);
    }
}
