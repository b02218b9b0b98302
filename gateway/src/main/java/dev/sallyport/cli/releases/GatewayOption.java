package dev.sallyport.cli.releases;

import dev.sallyport.cli.CommandFailure;
import dev.sallyport.cli.documents.GatewayClient;
import dev.sallyport.cli.documents.GatewayClient.Refused;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The option of commands that call a gateway that runs: which one. */
@Command
final class GatewayOption {

    private final Map<String, String> environment;
    private final Path workingFolder;

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "The gateway, if not the one that the settings of \"sallyport up\" tell.")
    private @Nullable String endpoint;

    GatewayOption(Map<String, String> environment, Path workingFolder) {
        this.environment = environment;
        this.workingFolder = workingFolder;
    }

    /**
     * Does work with a client of the gateway.
     *
     * @param refusal begins the sentence about what the gateway refuses
     * @throws CommandFailure when the gateway refuses a request or does not answer
     */
    <T> T call(String refusal, Function<GatewayClient, T> work) {
        try (GatewayClient client = GatewayClient.of(endpoint, environment, workingFolder)) {
            return work.apply(client);
        } catch (Refused e) {
            String why = e.getMessage().strip();
            throw new CommandFailure(refusal + why + (why.endsWith(".") ? "" : "."), e);
        }
    }
}
