package dev.sallyport.aws;

import dev.sallyport.mapping.QueryString;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The text of a request that Signature Version 4 signs: one for those who sign and those who verify. */
final class CanonicalRequest {

    private CanonicalRequest() {}

    /**
     * The text.
     *
     * @param path in canonical form, as {@link #normalized}, {@link #asSent} or {@link #encodedOnce} make it
     * @param query in canonical form
     * @param headers those that are signed: names in lower case, values trimmed
     */
    static String text(
            String method, String path, String query, SortedMap<String, String> headers, String payloadHash) {
        StringBuilder text = new StringBuilder(method)
                .append('\n')
                .append(path)
                .append('\n')
                .append(query)
                .append('\n');
        headers.forEach(
                (name, value) -> text.append(name).append(':').append(value).append('\n'));
        return text.append('\n')
                .append(String.join(";", headers.keySet()))
                .append('\n')
                .append(payloadHash)
                .toString();
    }

    /** The path as services take it: without empty and dot segments, and encoded once more. */
    static String normalized(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..")) {
                if (!segments.isEmpty()) {
                    segments.removeLast();
                }
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        boolean folder = path.endsWith("/") && !segments.isEmpty();
        return asSent('/' + String.join("/", segments) + (folder ? "/" : ""));
    }

    /** AUT-10: the path as it was sent, encoded once more, so that what was signed is what is routed. */
    static String asSent(String path) {
        return QueryString.encode(path, "/");
    }

    /** S3's own way. */
    static String encodedOnce(String path) {
        return QueryString.encode(QueryString.decode(path, false), "/");
    }

    /** The parameters of a query, parted by {@code &} alone. */
    static String query(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return "";
        }
        List<Map.Entry<String, String>> parameters = new ArrayList<>();
        for (String parameter : query.split("&")) {
            int equals = parameter.indexOf('=');
            if (!parameter.isEmpty()) {
                String name = equals < 0 ? parameter : parameter.substring(0, equals);
                String value = equals < 0 ? "" : parameter.substring(equals + 1);
                parameters.add(Map.entry(QueryString.decode(name, true), QueryString.decode(value, true)));
            }
        }
        return query(parameters);
    }

    /** INV-24: the parameters as APIs understand them, so that what was signed is what is done. */
    static String query(QueryString query, String without) {
        List<Map.Entry<String, String>> parameters = new ArrayList<>();
        for (int i = 0; i < query.size(); i++) {
            if (!query.name(i).equals(without)) {
                parameters.add(Map.entry(query.name(i), query.value(i)));
            }
        }
        return query(parameters);
    }

    private static String query(List<Map.Entry<String, String>> decoded) {
        return String.join(
                "&",
                decoded.stream()
                        .map(it -> Map.entry(encode(it.getKey()), encode(it.getValue())))
                        .sorted(Comparator.<Map.Entry<String, String>, String>comparing(Map.Entry::getKey)
                                .thenComparing(Map.Entry::getValue))
                        .map(it -> it.getKey() + '=' + it.getValue())
                        .toList());
    }

    private static String encode(String text) {
        return QueryString.encode(text, "");
    }
}
