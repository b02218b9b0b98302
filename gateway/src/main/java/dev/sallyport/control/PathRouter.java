package dev.sallyport.control;

import dev.sallyport.wire.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the operation of a rest-json service by verb, path and literal query. Built once from the URI templates as a
 * tree of segments; a literal segment beats a label, a label beats a greedy label, and of operations that share a path
 * the one with more matching literal parameters wins ({@code POST /restapis?mode=import}, R1.13).
 */
final class PathRouter {

    /**
     * A found operation.
     *
     * @param labels the decoded values of the template's labels by label name
     * @param literals the names of the query parameters that the template itself demands
     */
    record Match(Operation<?, ?> operation, Map<String, String> labels, Set<String> literals) {}

    private final Node root = new Node();

    PathRouter(List<Operation<?, ?>> operations) {
        operations.forEach(this::add);
    }

    /**
     * The operation for a request, or null when no template matches.
     *
     * @param path raw; labels are decoded once, after splitting at the slashes (R1.11)
     * @throws IllegalArgumentException for broken percent-encoding in the path
     */
    @Nullable
    Match match(String method, String path, QueryParameters query) {
        List<String> segments = new ArrayList<>();
        for (String segment : split(path)) {
            segments.add(PercentCoding.decode(segment, false));
        }
        return match(root, method, segments, 0, new ArrayList<>(), query);
    }

    /** Whether some template starts with this first segment. */
    boolean startsWith(String firstSegment) {
        return root.literals.containsKey(firstSegment);
    }

    private void add(Operation<?, ?> operation) {
        String uri = operation.uri();
        int question = uri.indexOf('?');
        List<String> segments = split(question < 0 ? uri : uri.substring(0, question));
        Map<String, String> literals = new LinkedHashMap<>();
        QueryParameters query = QueryParameters.of(question < 0 ? null : uri.substring(question + 1));
        query.names().forEach(name -> literals.put(name, String.valueOf(query.first(name))));

        List<String> labels = new ArrayList<>();
        Node node = root;
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (!segment.startsWith("{")) {
                node = node.literals.computeIfAbsent(segment, s -> new Node());
                continue;
            }
            boolean last = i == segments.size() - 1;
            boolean greedy = segment.endsWith("+}");
            if (greedy && !last) {
                throw new IllegalArgumentException("a greedy label must stand last: " + uri);
            }
            labels.add(segment.substring(1, segment.length() - (greedy ? 2 : 1)));
            // Some clients send the ARN of a tagged resource with bare slashes: all of it is the label (R1.11).
            boolean arn = last && i > 0 && segments.get(i - 1).equals("tags");
            node = greedy || arn ? node.greedyChild() : node.labelChild();
        }
        node.routes
                .computeIfAbsent(operation.method(), m -> new ArrayList<>())
                .add(new Route(operation, labels, literals));
    }

    private static @Nullable Match match(
            Node node, String method, List<String> segments, int index, List<String> values, QueryParameters query) {
        if (index == segments.size()) {
            return node.choose(method, values, query);
        }
        String segment = segments.get(index);
        Node literal = node.literals.get(segment);
        if (literal != null) {
            Match match = match(literal, method, segments, index + 1, values, query);
            if (match != null) {
                return match;
            }
        }
        if (segment.isEmpty()) {
            return null;
        }
        if (node.label != null) {
            values.addLast(segment);
            Match match = match(node.label, method, segments, index + 1, values, query);
            values.removeLast();
            if (match != null) {
                return match;
            }
        }
        if (node.greedy != null) {
            values.addLast(String.join("/", segments.subList(index, segments.size())));
            Match match = node.greedy.choose(method, values, query);
            values.removeLast();
            return match;
        }
        return null;
    }

    /** Splits without the leading slash and without a trailing one, which older SDKs send to some Lambda paths. */
    private static List<String> split(String path) {
        String trimmed = path.startsWith("/") ? path.substring(1) : path;
        if (trimmed.endsWith("/")) {
            trimmed = trimmed.substring(0, trimmed.length() - 1);
        }
        return trimmed.isEmpty() ? List.of() : List.of(trimmed.split("/", -1));
    }

    private record Route(Operation<?, ?> operation, List<String> labels, Map<String, String> literals) {

        boolean accepts(QueryParameters query) {
            return literals.entrySet().stream()
                    .allMatch(e -> query.all(e.getKey()).contains(e.getValue()));
        }
    }

    private static final class Node {

        private final Map<String, Node> literals = new HashMap<>();
        private final Map<String, List<Route>> routes = new HashMap<>();
        private @Nullable Node label;
        private @Nullable Node greedy;

        Node labelChild() {
            Node child = label;
            if (child == null) {
                child = new Node();
                label = child;
            }
            return child;
        }

        Node greedyChild() {
            Node child = greedy;
            if (child == null) {
                child = new Node();
                greedy = child;
            }
            return child;
        }

        @Nullable
        Match choose(String method, List<String> values, QueryParameters query) {
            Route best = null;
            for (Route route : routes.getOrDefault(method, List.of())) {
                if (route.accepts(query) && (best == null || route.literals.size() > best.literals.size())) {
                    best = route;
                }
            }
            if (best == null) {
                return null;
            }
            Map<String, String> labels = new LinkedHashMap<>();
            for (int i = 0; i < values.size(); i++) {
                labels.put(best.labels.get(i), values.get(i));
            }
            return new Match(best.operation, labels, best.literals.keySet());
        }
    }
}
