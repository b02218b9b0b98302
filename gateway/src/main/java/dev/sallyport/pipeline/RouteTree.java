package dev.sallyport.pipeline;

import dev.sallyport.http.ByteName;
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
    private final List<MethodPlan> plans;

    private RouteTree(List<MethodPlan> plans) {
        this.plans = List.copyOf(plans);
    }

    /** Builds a tree of plans. */
    public static RouteTree of(List<MethodPlan> plans) {
        RouteTree tree = new RouteTree(plans);
        for (MethodPlan plan : plans) {
            tree.insert(plan);
        }
        return tree;
    }

    /** A tree that leads nowhere and only tells of plans, for stages that find them otherwise. */
    public static RouteTree listing(List<MethodPlan> plans) {
        return new RouteTree(plans);
    }

    /** What the tree leads to. */
    public List<MethodPlan> plans() {
        return plans;
    }

    /**
     * Finds the method for a request.
     *
     * @param bytes hold the path from start to end: raw, starting with one slash; one trailing slash is ignored (INV-20)
     * @param into is told what was found
     * @return false when nothing matches (INV-37)
     */
    public boolean match(String verb, byte[] bytes, int start, int end, RouteMatch into) {
        into.begin(bytes);
        int stop = end - start > 1 && bytes[end - 1] == '/' ? end - 1 : end;
        // A path of nothing but its slash has no segment; one that ends with two has an empty last segment.
        return descend(root, verb, bytes, stop - start == 1 ? stop + 1 : start + 1, stop, 0, into);
    }

    private static boolean descend(
            Node node, String verb, byte[] bytes, int start, int end, int parameters, RouteMatch into) {
        if (start > end) {
            return into.found(node.plan(verb), parameters);
        }
        int stop = start;
        while (stop < end && bytes[stop] != '/') {
            stop++;
        }
        Node literal = node.literals.isEmpty() ? null : node.literals.get(into.segment.at(bytes, start, stop));
        if (literal != null && descend(literal, verb, bytes, stop + 1, end, parameters, into)) {
            return true;
        }
        if (node.parameter != null && stop > start) {
            into.capture(parameters, start, stop);
            if (descend(node.parameter, verb, bytes, stop + 1, end, parameters + 1, into)) {
                return true;
            }
        }
        if (node.greedy != null && start < end) {
            into.capture(parameters, start, end);
            return into.found(node.greedy.plan(verb), parameters + 1);
        }
        return false;
    }

    private void insert(MethodPlan plan) {
        Node node = root;
        if (!plan.resourcePath().equals("/")) {
            for (String segment : plan.resourcePath().substring(1).split("/", -1)) {
                node = node.child(segment);
            }
        }
        node.add(plan);
    }

    private static final class Node {
        private final Map<ByteName, Node> literals = new HashMap<>();
        private MethodPlan[] plans = {};
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
            return literals.computeIfAbsent(ByteName.of(segment), name -> new Node());
        }

        void add(MethodPlan plan) {
            plans = Arrays.copyOf(plans, plans.length + 1);
            plans[plans.length - 1] = plan;
        }

        @Nullable
        MethodPlan plan(String verb) {
            MethodPlan any = null;
            for (MethodPlan plan : plans) {
                if (plan.httpMethod().equals(verb)) {
                    return plan;
                }
                if (plan.httpMethod().equals("ANY")) {
                    any = plan;
                }
            }
            return any != null && Verbs.coveredByAny(verb) ? any : null;
        }
    }
}
