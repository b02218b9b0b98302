package dev.sallyport.control.patch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The path of a row. A segment in braces stands for any one segment that is not empty; the segment
 * {@code {resourcePath}} stands for one or more, because clients send the paths of resources unescaped (R13.3).
 *
 * @param text as the table and AWS's messages show it
 */
record PathPattern(String text) {

    private static final String GREEDY = "{resourcePath}";

    /** What the last placeholder stands for, {@code ""} without one, or null when the path does not match. */
    @Nullable
    String match(String path) {
        List<String> expected = segments(text);
        List<String> given = segments(path);
        int greedy = expected.indexOf(GREEDY);
        int surplus = given.size() - expected.size();
        if (surplus < 0 || (surplus > 0 && greedy < 0) || !path.startsWith("/")) {
            return null;
        }
        String name = "";
        for (int i = 0; i < expected.size(); i++) {
            String segment = given.get(greedy >= 0 && i > greedy ? i + surplus : i);
            if (i == greedy) {
                continue;
            }
            if (expected.get(i).startsWith("{")) {
                if (segment.isEmpty()) {
                    return null;
                }
                name = unescape(segment);
            } else if (!expected.get(i).equals(segment)) {
                return null;
            }
        }
        return name;
    }

    /** R8.5: {@code ~1} is a slash and {@code ~0} a tilde, in this order, so that {@code ~01} is {@code ~1}. */
    static String unescape(String segment) {
        return segment.replace("~1", "/").replace("~0", "~");
    }

    private static List<String> segments(String path) {
        return List.of(path.substring(path.isEmpty() ? 0 : 1).split("/", -1));
    }
}
