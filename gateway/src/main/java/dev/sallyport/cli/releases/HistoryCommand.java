package dev.sallyport.cli.releases;

import dev.sallyport.cli.calls.GatewayClient;
import dev.sallyport.cli.calls.GatewayOption;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lists the deployments of an API with the stages that run them, and says how far these are behind the draft. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "List the deployments of an API, the newest first: how much each changed, and which stages and canaries run it. And"
                    + " say how far the stages are behind the draft, which is what is being edited.",
            ""
        })
public final class HistoryCommand implements Callable<Integer> {

    @Mixin
    private final GatewayOption gateway;

    @Parameters(index = "0", paramLabel = "API", description = "The id of the API.")
    private String apiId = "";

    @Option(
            names = "--limit",
            paramLabel = "NUMBER",
            defaultValue = "20",
            description = "List at most so many deployments (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /**
     * The command.
     *
     * @param environment the process's environment
     * @param workingFolder from which the settings are found
     */
    public HistoryCommand(Map<String, String> environment, Path workingFolder) {
        gateway = new GatewayOption(environment, workingFolder);
    }

    @Override
    public Integer call() {
        JsonNode history = gateway.call("", client -> read(new StageCalls(client), apiId, limit));
        PrintWriter out = gateway.out();
        if (json) {
            out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(history));
        } else {
            print(history, out);
        }
        out.flush();
        return 0;
    }

    static JsonNode read(StageCalls calls, String apiId, int limit) {
        return calls.page(
                "/_sallyport/history/" + GatewayClient.encoded(apiId),
                new TreeMap<>(Map.of("limit", Integer.toString(limit))));
    }

    private void print(JsonNode history, PrintWriter out) {
        out.println("API " + apiId + " (" + text(history, "name") + ")");
        for (JsonNode deployment : history.path("deployments")) {
            out.println("  " + line(deployment));
        }
        if (history.path("deployments").isEmpty()) {
            out.println("  has never been deployed");
        }
        for (JsonNode stage : history.path("stages")) {
            int behind = stage.path("behindDraft").asInt(0);
            out.println("Stage " + text(stage, "stageName") + " runs " + text(stage, "deploymentId") + canary(stage)
                    + (behind == 0 ? "; it is what the draft is" : "; it is " + changes(behind) + " behind the draft"));
        }
    }

    private static String line(JsonNode deployment) {
        List<String> stages = new ArrayList<>();
        deployment.path("stages").forEach(stage -> stages.add(stage.asString("")));
        String description = text(deployment, "description");
        return text(deployment, "id") + "  " + text(deployment, "createdDate") + "  "
                + (deployment.has("changes")
                        ? changes(deployment.path("changes").asInt(0))
                        : "the first")
                + (stages.isEmpty() ? "" : "  <- " + String.join(", ", stages))
                + (description.isEmpty() ? "" : "  " + description);
    }

    private static String canary(JsonNode stage) {
        return stage.has("canaryDeploymentId")
                ? " and, for " + stage.path("canaryPercent").asDouble(0) + " % of the requests, "
                        + text(stage, "canaryDeploymentId")
                : "";
    }

    static String changes(int number) {
        return number == 0 ? "no changes" : number == 1 ? "1 change" : number + " changes";
    }

    private static String text(JsonNode node, String member) {
        return node.path(member).asString("");
    }
}
