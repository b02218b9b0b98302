package dev.sallyport.cli.releases;

import dev.sallyport.cli.CommandFailure;
import dev.sallyport.cli.calls.GatewayOption;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Points a stage at an earlier deployment (R11.10). */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Have a stage run an earlier deployment again: the one that is named, or the last one before its own that differs"
                    + " from it. It acts at once. Settings of the stage, its canary and the draft stay as they are.",
            ""
        },
        footer = {"", "  sallyport rollback abc123 prod"})
public final class RollbackCommand implements Callable<Integer> {

    private static final int ALL = 1000;

    @Mixin
    private final GatewayOption gateway;

    @Parameters(index = "0", paramLabel = "API", description = "The id of the API.")
    private String apiId = "";

    @Parameters(index = "1", paramLabel = "STAGE", description = "The name of the stage.")
    private String stageName = "";

    @Parameters(index = "2", arity = "0..1", paramLabel = "DEPLOYMENT", description = "The id of the deployment.")
    private @Nullable String deploymentId;

    @Option(names = "--dry-run", description = "Say what would change, and do nothing.")
    private boolean isDryRun;

    /**
     * The command.
     *
     * @param environment the process's environment
     * @param workingFolder from which the settings are found
     */
    public RollbackCommand(Map<String, String> environment, Path workingFolder) {
        gateway = new GatewayOption(environment, workingFolder);
    }

    @Override
    public Integer call() {
        return gateway.call("The stage cannot be rolled back: ", client -> {
            rollBack(new StageCalls(client));
            return 0;
        });
    }

    private void rollBack(StageCalls calls) {
        JsonNode stage = calls.stage(apiId, stageName);
        String current = stage.path("deploymentId").asString("");
        String wanted = deploymentId == null ? before(HistoryCommand.read(calls, apiId, ALL), current) : deploymentId;
        PrintWriter out = gateway.out();
        out.println("Stage " + stageName + " of API " + apiId + ": " + current + " -> " + wanted);
        DiffText.print(DiffCommand.read(calls, apiId, current, wanted), out);
        if (isDryRun) {
            out.println("Nothing has been done (--dry-run).");
            return;
        }
        JsonNode now = calls.update(apiId, stageName, List.of(StageCalls.replace("/deploymentId", wanted)));
        out.println("The stage runs " + now.path("deploymentId").asString("") + " now.");
        JsonNode canary = now.get("canarySettings");
        if (canary != null) {
            out.println("Its canary stays: " + canary.path("deploymentId").asString("") + " gets "
                    + canary.path("percentTraffic").asDouble(0) + " % of the requests.");
        }
    }

    /** The newest deployment that was made before another and differs from it. */
    private String before(JsonNode history, String current) {
        boolean isOlder = false;
        boolean isOther = false;
        for (JsonNode deployment : history.path("deployments")) {
            String id = deployment.path("id").asString("");
            if (isOlder && isOther) {
                return id;
            }
            isOlder |= id.equals(current);
            // what a deployment changed is what its predecessor does not have
            isOther |= isOlder && deployment.path("changes").asInt(0) > 0;
        }
        throw new CommandFailure("Deployment " + current + ", which stage " + stageName
                + " runs, has no earlier one that differs. Name the deployment: sallyport history " + apiId
                + " lists them.");
    }
}
