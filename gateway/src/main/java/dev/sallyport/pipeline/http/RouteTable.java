package dev.sallyport.pipeline.http;

import dev.sallyport.http.ByteName;
import dev.sallyport.pipeline.MethodPlan;
import dev.sallyport.pipeline.RequestHead;
import dev.sallyport.pipeline.RouteMatch;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The routes of a stage as a tree of path segments (R2.6 to R2.15). A full match goes before one with a greedy variable,
 * that before the default route; among full matches a literal segment goes before a variable, from left to right, among
 * greedy ones the longer literal beginning. A trailing slash is an empty segment more.
 */
public final class RouteTable implements RequestHead.Routes {

    private final Node root = new Node();
    private final @Nullable MethodPlan defaultRoute;

    private RouteTable(@Nullable MethodPlan defaultRoute) {
        this.defaultRoute = defaultRoute;
    }

    /**
     * Builds the table of plans.
     *
     * @param plans of the routes with a path
     * @param defaultRoute takes everything else; null leaves that without a route
     */
    public static RouteTable of(List<MethodPlan> plans, @Nullable MethodPlan defaultRoute) {
        RouteTable table = new RouteTable(defaultRoute);
        plans.forEach(table::insert);
        return table;
    }

    private void insert(MethodPlan plan) {
        Node node = root;
        for (String segment : plan.resourcePath().substring(1).split("/", -1)) {
            node = node.child(segment);
        }
        node.add(plan);
    }

    @Override
    public boolean match(String verb, byte[] bytes, int start, int end, RouteMatch into) {
        into.begin(bytes);
        if (full(root, verb, bytes, start + 1, end, 0, into) || greedy(root, verb, bytes, start + 1, end, 0, into)) {
            return true;
        }
        return into.found(defaultRoute, 0);
    }

    private static boolean full(
            Node node, String verb, byte[] bytes, int start, int end, int parameters, RouteMatch into) {
        if (start > end) {
            return into.found(node.plan(verb), parameters);
        }
        int stop = segmentEnd(bytes, start, end);
        Node literal = node.literal(bytes, start, stop, into);
        if (literal != null && full(literal, verb, bytes, stop + 1, end, parameters, into)) {
            return true;
        }
        if (node.parameter != null && stop > start) {
            into.capture(parameters, start, stop);
            return full(node.parameter, verb, bytes, stop + 1, end, parameters + 1, into);
        }
        return false;
    }

    private static boolean greedy(
            Node node, String verb, byte[] bytes, int start, int end, int parameters, RouteMatch into) {
        if (start >= end) {
            return false;
        }
        int stop = segmentEnd(bytes, start, end);
        Node literal = node.literal(bytes, start, stop, into);
        if (literal != null && greedy(literal, verb, bytes, stop + 1, end, parameters, into)) {
            return true;
        }
        if (node.parameter != null && stop > start) {
            into.capture(parameters, start, stop);
            if (greedy(node.parameter, verb, bytes, stop + 1, end, parameters + 1, into)) {
                return true;
            }
        }
        if (node.greedy == null) {
            return false;
        }
        // R3.16: the value has no trailing slash.
        into.capture(parameters, start, bytes[end - 1] == '/' ? end - 1 : end);
        return into.found(node.greedy.plan(verb), parameters + 1);
    }

    private static int segmentEnd(byte[] bytes, int start, int end) {
        int stop = start;
        while (stop < end && bytes[stop] != '/') {
            stop++;
        }
        return stop;
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

        @Nullable
        Node literal(byte[] bytes, int start, int stop, RouteMatch probe) {
            return literals.isEmpty() ? null : literals.get(probe.segment().at(bytes, start, stop));
        }

        void add(MethodPlan plan) {
            plans = Arrays.copyOf(plans, plans.length + 1);
            plans[plans.length - 1] = plan;
        }

        /** R2.9, R2.15. */
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
            return any;
        }
    }
}
