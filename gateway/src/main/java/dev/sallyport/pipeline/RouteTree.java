package dev.sallyport.pipeline;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The resources of a stage as a tree of path segments. A static segment beats a parameter, a parameter beats a greedy
 * one, and a better path without the verb gives way to the next (INV-30 to INV-36). Cost depends on the length of the
 * path, not on the number of resources.
 */
public final class RouteTree {

    private final Node root = new Node();

    private RouteTree() {}

    /** Builds a tree of plans. */
    public static RouteTree of(List<MethodPlan> plans) {
        RouteTree tree = new RouteTree();
        for (MethodPlan plan : plans) {
            tree.insert(plan);
        }
        return tree;
    }

    /** A matched method with the raw values of its path parameters, in the order of {@code plan.pathParameters()}. */
    public record Match(MethodPlan plan, List<String> values) {}

    /**
     * Finds the method for a request.
     *
     * @param path raw, starting with one slash; one trailing slash is ignored (INV-20)
     * @return null when nothing matches (INV-37)
     */
    public @Nullable Match match(String verb, String path) {
        int end = path.length() > 1 && path.charAt(path.length() - 1) == '/' ? path.length() - 1 : path.length();
        int[] bounds = new int[8];
        // A path of nothing but its slash has no segment; one that ends with two has an empty last segment.
        return new Search(verb, path, end, bounds).descend(root, end == 1 ? 2 : 1, 0);
    }

    private void insert(MethodPlan plan) {
        Node node = root;
        if (!plan.resourcePath().equals("/")) {
            for (String segment : plan.resourcePath().substring(1).split("/", -1)) {
                node = node.child(segment);
            }
        }
        node.plans.put(plan.httpMethod(), plan);
    }

    private static final class Node {
        private final Map<String, Node> literals = new HashMap<>();
        private final Map<String, MethodPlan> plans = new HashMap<>();
        private @Nullable Node parameter;
        private @Nullable Node greedy;

        Node child(String segment) {
            if (segment.startsWith("{") && segment.endsWith("+}")) {
                greedy = greedy == null ? new Node() : greedy;
                return greedy;
            }
            if (segment.startsWith("{") && segment.endsWith("}")) {
                parameter = parameter == null ? new Node() : parameter;
                return parameter;
            }
            return literals.computeIfAbsent(segment, name -> new Node());
        }

        @Nullable
        MethodPlan plan(String verb) {
            MethodPlan exact = plans.get(verb);
            return exact != null || !Verbs.coveredByAny(verb) ? exact : plans.get("ANY");
        }
    }

    /** One search; {@code bounds} holds start and end of each parameter value. */
    private static final class Search {
        private final String verb;
        private final String path;
        private final int end;
        private int[] bounds;

        Search(String verb, String path, int end, int[] bounds) {
            this.verb = verb;
            this.path = path;
            this.end = end;
            this.bounds = bounds;
        }

        @Nullable
        Match descend(Node node, int start, int parameters) {
            if (start > end) {
                MethodPlan plan = node.plan(verb);
                return plan == null ? null : matched(plan, parameters);
            }
            int slash = path.indexOf('/', start);
            int stop = slash < 0 || slash > end ? end : slash;
            Node literal = node.literals.isEmpty() ? null : node.literals.get(path.substring(start, stop));
            Match match = literal == null ? null : descend(literal, stop + 1, parameters);
            if (match == null && node.parameter != null && stop > start) {
                capture(parameters, start, stop);
                match = descend(node.parameter, stop + 1, parameters + 1);
            }
            if (match == null && node.greedy != null && start < end) {
                MethodPlan plan = node.greedy.plan(verb);
                if (plan != null) {
                    capture(parameters, start, end);
                    match = matched(plan, parameters + 1);
                }
            }
            return match;
        }

        private void capture(int index, int start, int stop) {
            if (bounds.length < 2 * index + 2) {
                bounds = Arrays.copyOf(bounds, 2 * bounds.length);
            }
            bounds[2 * index] = start;
            bounds[2 * index + 1] = stop;
        }

        private Match matched(MethodPlan plan, int parameters) {
            if (parameters == 0) {
                return new Match(plan, List.of());
            }
            String[] values = new String[parameters];
            for (int i = 0; i < parameters; i++) {
                values[i] = path.substring(bounds[2 * i], bounds[2 * i + 1]);
            }
            return new Match(plan, List.of(values));
        }
    }
}
