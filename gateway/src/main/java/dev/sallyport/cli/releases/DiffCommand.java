package dev.sallyport.cli.releases;

import dev.sallyport.cli.CommandFailure;
import dev.sallyport.cli.calls.GatewayClient;
import dev.sallyport.cli.calls.GatewayOption;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Says what differs between two deployments of an API, or between one and the draft. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Say what differs between two forms of an API: its settings, methods, models, validators, authorizers and gateway"
                    + " responses. A form is the id of a deployment, the name of a stage (STAGE/Canary for its canary), or draft for"
                    + " what is being edited.",
            ""
        },
        footer = {
            "",
            "Exit status, as of diff: 0 when nothing differs, 1 when something does, 2 when the gateway does not answer or"
                    + " the command line is wrong.",
            "  sallyport diff abc123 prod draft"
        })
public final class DiffCommand implements Callable<Integer> {

    private static final int DIFFERENT = 1;
    private static final int TROUBLE = 2;

    @Mixin
    private final GatewayOption gateway;

    @Parameters(index = "0", paramLabel = "API", description = "The id of the API.")
    private String apiId = "";

    @Parameters(index = "1", paramLabel = "FROM", description = "A deployment, a stage, or draft.")
    private String from = "";

    @Parameters(index = "2", paramLabel = "TO", description = "Another one.")
    private String to = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /**
     * The command.
     *
     * @param environment the process's environment
     * @param workingFolder from which the settings are found
     */
    public DiffCommand(Map<String, String> environment, Path workingFolder) {
        gateway = new GatewayOption(environment, workingFolder);
    }

    @Override
    public Integer call() {
        JsonNode difference;
        try {
            difference = gateway.call("", client -> read(new StageCalls(client), apiId, from, to));
        } catch (CommandFailure failure) {
            gateway.commandLine().getErr().println("sallyport: " + failure.getMessage());
            return TROUBLE; // 1 would say that something differs
        }
        PrintWriter out = gateway.out();
        if (json) {
            out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(difference));
        } else {
            out.println("API " + apiId + " (" + difference.path("name").asString("") + "): "
                    + difference.path("from").asString("") + " -> "
                    + difference.path("to").asString(""));
            DiffText.print(difference, out);
        }
        out.flush();
        return difference.path("changes").isEmpty() ? 0 : DIFFERENT;
    }

    static JsonNode read(StageCalls calls, String apiId, String from, String to) {
        return calls.page(
                "/_sallyport/history/" + GatewayClient.encoded(apiId) + "/diff",
                new TreeMap<>(Map.of("from", from, "to", to)));
    }
}
