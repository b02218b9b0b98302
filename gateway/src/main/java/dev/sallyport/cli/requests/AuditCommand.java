package dev.sallyport.cli.requests;

import dev.sallyport.cli.CommandFailure;
import dev.sallyport.cli.calls.GatewayOption;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Says of every deployed route who can reach it and why, and fails when everybody can reach one. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Say of every route that the gateway serves now who can reach it and why: everybody (open), whom its guards"
                    + " let in (guarded), or nobody (closed). What counts is what is deployed, not what is being edited.",
            "Run it on the gateway's own host.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 when every open route is accepted by --allow-open, 1 when one is not or when the gateway does"
                    + " not answer, 2 when the command line is wrong.",
            "A pattern is written as in the resource of an execute-api ARN, and * stands for anything:",
            "  sallyport audit --allow-open '*/*/OPTIONS/*' --allow-open 'abc123/prod/GET/health'"
        })
public final class AuditCommand implements Callable<Integer> {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String OPEN = "OPEN";

    @Option(
            names = "--allow-open",
            paramLabel = "PATTERN",
            description = "Accept open routes that match API-ID/STAGE/VERB/PATH; may be given several times.")
    private List<String> allowed = new ArrayList<>();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private final GatewayOption gateway;

    /**
     * The command.
     *
     * @param environment the process's environment
     * @param workingFolder from which the settings are found
     */
    public AuditCommand(Map<String, String> environment, Path workingFolder) {
        this.gateway = new GatewayOption(environment, workingFolder);
    }

    @Override
    public Integer call() {
        ObjectNode audit = audit();
        List<Pattern> accepted = allowed.stream().map(AuditCommand::pattern).toList();
        int refused = 0;
        for (JsonNode route : audit.path("routes")) {
            if (is(route, OPEN)) {
                String name = name(route);
                boolean isAccepted =
                        accepted.stream().anyMatch(each -> each.matcher(name).matches());
                ((ObjectNode) route).put("accepted", isAccepted);
                refused += isAccepted ? 0 : 1;
            }
        }
        audit.put("openAndNotAccepted", refused);
        PrintWriter out = gateway.out();
        if (json) {
            out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(audit));
        } else {
            print(audit, refused, out);
        }
        out.flush();
        return refused == 0 ? 0 : 1;
    }

    /** An answer that is no audit is no audit without findings. */
    private ObjectNode audit() {
        byte[] answer = gateway.call(
                "",
                client -> client.send("GET", "/_sallyport/audit", new TreeMap<>(), new byte[0], "application/json"));
        try {
            if (JSON.readTree(answer) instanceof ObjectNode audit && audit.get("routes") instanceof ArrayNode) {
                return audit;
            }
            throw new CommandFailure("What answers is no gateway that knows audits.");
        } catch (JacksonException e) {
            throw new CommandFailure("What answers is no gateway that knows audits.", e);
        }
    }

    private static Pattern pattern(String text) {
        return Pattern.compile(
                Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    private static boolean is(JsonNode route, String reach) {
        return reach.equals(route.path("reach").asString(""));
    }

    private static String name(JsonNode route) {
        return text(route, "apiId") + "/" + text(route, "stageName") + "/" + text(route, "httpMethod")
                + text(route, "path");
    }

    private static String text(JsonNode route, String member) {
        return route.path(member).asString("");
    }

    private static void print(ObjectNode audit, int refused, PrintWriter out) {
        String stage = "";
        int open = 0;
        int closed = 0;
        for (JsonNode route : audit.path("routes")) {
            String of = "API " + text(route, "apiId") + " stage " + text(route, "stageName") + " (deployment "
                    + text(route, "deploymentId") + ")";
            if (!of.equals(stage)) {
                out.println(of);
                stage = of;
            }
            open += is(route, OPEN) ? 1 : 0;
            closed += is(route, "CLOSED") ? 1 : 0;
            out.println("  " + reach(route) + " " + text(route, "httpMethod") + " " + text(route, "path"));
            if (route.path("guards").isEmpty()) {
                out.println("           everybody: no authorization, no API key, no resource policy");
            }
            for (JsonNode guard : route.path("guards")) {
                out.println("           " + text(guard, "type") + ": " + text(guard, "who"));
            }
        }
        int all = audit.path("routes").size();
        out.println(all + " routes: " + open + " open (" + (open - refused) + " accepted), " + (all - open - closed)
                + " guarded, " + closed + " closed");
    }

    private static String reach(JsonNode route) {
        if (!is(route, OPEN)) {
            return is(route, "CLOSED") ? "closed  " : "guarded ";
        }
        return route.path("accepted").asBoolean(false) ? "open    " : "OPEN    ";
    }
}
