package dev.sallyport.authorizer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where an authorizer finds what identifies a client (AUT-20). */
public final class IdentitySources {

    /** AUT-50 (inferred): where a token is looked for when nothing is said. */
    private static final String DEFAULT = "method.request.header.Authorization";

    private final List<Source> sources;

    /** What a request has under a name; empty when it has nothing. */
    public interface Request {

        /** All values of a header, as they came. */
        List<String> headers(String name);

        /** All values of a query parameter, decoded. */
        List<String> query(String name);

        /** A stage variable, or null. */
        @Nullable
        String stageVariable(String name);

        /** A variable of {@code $context}, or null. */
        @Nullable
        String context(String name);
    }

    private enum Place {
        HEADER("method.request.header."),
        QUERY("method.request.querystring."),
        STAGE_VARIABLE("stageVariables."),
        CONTEXT("context.");

        private final String prefix;

        Place(String prefix) {
            this.prefix = prefix;
        }
    }

    /** @param place null for a source that no request has */
    private record Source(@Nullable Place place, String name) {

        List<String> values(Request request) {
            return switch (place) {
                case HEADER -> request.headers(name);
                case QUERY -> request.query(name);
                case STAGE_VARIABLE -> one(request.stageVariable(name));
                case CONTEXT -> one(request.context(name));
                case null -> List.of();
            };
        }

        private static List<String> one(@Nullable String value) {
            return value == null ? List.of() : List.of(value);
        }
    }

    private IdentitySources(List<Source> sources) {
        this.sources = List.copyOf(sources);
    }

    /**
     * Reads what an authorizer says of its sources. One that is none is missing in every request, so that all are refused.
     *
     * @param text separated by commas; null or empty for the Authorization header, or for none of REQUEST authorizers
     */
    public static IdentitySources of(String type, @Nullable String text) {
        boolean isMissing = text == null || text.isBlank();
        if (isMissing && type.equals("REQUEST")) {
            return new IdentitySources(List.of());
        }
        List<Source> sources = new ArrayList<>();
        for (String each : (text == null || isMissing ? DEFAULT : text).split(",", -1)) {
            sources.add(source(each.strip()));
        }
        return new IdentitySources(sources);
    }

    private static Source source(String text) {
        for (Place place : Place.values()) {
            if (text.startsWith(place.prefix) && text.length() > place.prefix.length()) {
                return new Source(place, text.substring(place.prefix.length()));
            }
        }
        return new Source(null, text);
    }

    /** Whether nothing identifies clients. */
    public boolean isEmpty() {
        return sources.isEmpty();
    }

    /** The last value of each source; null when one is missing or empty (AUT-22). */
    public @Nullable List<String> identities(Request request) {
        List<List<String>> values = values(request);
        return values == null ? null : last(values);
    }

    /** All values of each source; null when one is missing, or its last value is empty (AUT-22). */
    @Nullable
    List<List<String>> values(Request request) {
        List<List<String>> all = new ArrayList<>(sources.size());
        for (Source source : sources) {
            List<String> values = source.values(request);
            if (values.isEmpty() || values.getLast().isEmpty()) {
                return null;
            }
            all.add(values);
        }
        return all;
    }

    /** The last value of each source. */
    static List<String> last(List<List<String>> values) {
        List<String> last = new ArrayList<>(values.size());
        for (List<String> each : values) {
            last.add(each.getLast());
        }
        return last;
    }

    /**
     * What an answer is kept under (AUT-24): all values of all sources, each with its length before it, so that no two
     * requests have the same key unless they have the same values in the same places. A value that is alone stands for
     * itself; it cannot begin like the keys of several.
     */
    static String key(List<List<String>> values) {
        if (values.size() == 1 && values.getFirst().size() == 1) {
            String alone = values.getFirst().getFirst();
            if (alone.charAt(0) != 0) {
                return alone;
            }
        }
        StringBuilder key = new StringBuilder(256).append('\0');
        for (List<String> each : values) {
            key.append(each.size()).append('#');
            for (String value : each) {
                key.append(value.length()).append(':').append(value);
            }
        }
        return key.toString();
    }

    /** LOG-3: no more than the last four characters are shown, and nothing of a short text. */
    public static String masked(String text) {
        int shown = text.length() > 8 ? 4 : 0;
        int hidden = text.length() - shown;
        return "*".repeat(hidden) + text.substring(hidden);
    }
}
