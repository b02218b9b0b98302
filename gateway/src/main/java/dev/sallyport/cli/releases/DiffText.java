package dev.sallyport.cli.releases;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Prints what differs between two forms of an API, for people. */
final class DiffText {

    private static final String INDENT = "    ";

    private DiffText() {}

    /** Prints the changes that the gateway's page tells. */
    static void print(JsonNode difference, PrintWriter out) {
        int changes = 0;
        for (JsonNode change : difference.path("changes")) {
            String action = change.path("action").asString("");
            out.println(action
                    + " ".repeat(Math.max(1, 9 - action.length()))
                    + change.path("subject").asString(""));
            if (action.equals("changed")) {
                change.path("details").forEach(detail -> member(detail, out));
            }
            changes++;
        }
        out.println(HistoryCommand.changes(changes));
    }

    private static void member(JsonNode detail, PrintWriter out) {
        String member = detail.path("member").asString("");
        JsonNode from = detail.get("from");
        JsonNode to = detail.get("to");
        if (isLong(from) || isLong(to)) {
            out.println(INDENT + member + ":");
            lines(lines(from), lines(to), out);
        } else {
            out.println(INDENT + member + ": " + value(from) + " -> " + value(to));
        }
    }

    private static boolean isLong(@Nullable JsonNode value) {
        return value != null && value.isString() && value.asString().indexOf('\n') >= 0;
    }

    private static String value(@Nullable JsonNode value) {
        return value == null ? "(none)" : value.toString();
    }

    private static List<String> lines(@Nullable JsonNode value) {
        return value == null ? List.of() : Arrays.asList(value.asString("").split("\\R", -1));
    }

    /** The lines between what both begin with and what both end with: texts here are templates and schemas, not books. */
    private static void lines(List<String> from, List<String> to, PrintWriter out) {
        int start = 0;
        while (start < from.size() && start < to.size() && from.get(start).equals(to.get(start))) {
            start++;
        }
        int same = 0;
        while (same < from.size() - start
                && same < to.size() - start
                && from.get(from.size() - 1 - same).equals(to.get(to.size() - 1 - same))) {
            same++;
        }
        from.subList(start, from.size() - same).forEach(line -> out.println(INDENT + "  - " + line));
        to.subList(start, to.size() - same).forEach(line -> out.println(INDENT + "  + " + line));
    }
}
