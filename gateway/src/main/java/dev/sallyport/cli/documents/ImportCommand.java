package dev.sallyport.cli.documents;

import dev.sallyport.cli.CommandFailure;
import dev.sallyport.cli.calls.GatewayClient;
import dev.sallyport.cli.calls.GatewayClient.Refused;
import dev.sallyport.cli.calls.GatewayOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Imports an OpenAPI document into a gateway that runs. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Import an OpenAPI document (Swagger 2.0 or OpenAPI 3.0, JSON or YAML, with the x-amazon-apigateway"
                    + " extensions) as a new API of the gateway that runs, or into an existing one.",
            ""
        })
public final class ImportCommand implements Callable<Integer> {

    private final Path workingFolder;

    @Parameters(index = "0", paramLabel = "FILE", description = "The document.")
    private @Nullable Path file;

    @Option(
            names = "--http",
            description = "Make an HTTP API of it, for which the document must be OpenAPI 3.0. With --put the API says"
                    + " itself which kind it is.")
    private boolean http;

    @Option(names = "--name", paramLabel = "NAME", description = "Name the API so instead of by the document's title.")
    private @Nullable String name;

    @Option(names = "--put", paramLabel = "API", description = "Change this API instead of making a new one.")
    private @Nullable String api;

    @Option(
            names = "--mode",
            paramLabel = "merge|overwrite",
            description = "With --put: keep (merge, the default) or delete what the document does not have. An HTTP API"
                    + " keeps nothing.")
    private @Nullable String mode;

    @Option(names = "--deploy", paramLabel = "STAGE", description = "Deploy the API to this stage afterwards.")
    private @Nullable String stage;

    @Option(
            names = "--base-path",
            paramLabel = "ignore|prepend|split",
            description = "What becomes of the document's base path; ignore by default.")
    private @Nullable String basePath;

    @Option(names = "--fail-on-warnings", description = "Import nothing when there are warnings.")
    private boolean failOnWarnings;

    @Mixin
    private final GatewayOption gateway;

    /**
     * The command.
     *
     * @param environment the process's environment
     * @param workingFolder from which the file and the settings are found
     */
    public ImportCommand(Map<String, String> environment, Path workingFolder) {
        this.gateway = new GatewayOption(environment, workingFolder);
        this.workingFolder = workingFolder;
    }

    @Override
    public Integer call() {
        if (mode != null && api == null) {
            throw new CommandFailure("--mode says how to change an API: name it with --put API.");
        }
        Path source = workingFolder.resolve(String.valueOf(file));
        byte[] document;
        try {
            document = Files.readAllBytes(source);
        } catch (IOException e) {
            throw new CommandFailure("The document " + file + " cannot be read (" + e + ").", e);
        }
        gateway.call("", client -> {
            importAndDeploy(client, document);
            return document;
        });
        gateway.out().flush();
        return 0;
    }

    private void importAndDeploy(GatewayClient client, byte[] document) {
        ApiKind kind = http || (api != null && ApiKind.isHttp(client, api)) ? new HttpApiKind() : new RestApiKind();
        ApiKind.Imported imported;
        try {
            imported = kind.imported(client, document, new ApiKind.ImportChoices(api, mode, basePath, failOnWarnings));
        } catch (Refused e) {
            throw new CommandFailure(explained(e), e);
        }
        imported.notices().forEach(notice -> gateway.out().println(file + ": info: " + notice));
        imported.warnings().forEach(warning -> gateway.out().println(file + ": warning: " + warning));
        String id = imported.id();
        String called = name == null ? imported.name() : kind.renamed(client, id, name);
        gateway.out().println("Imported " + file + " as API " + id + " (" + called + ")");
        deploy(client, kind, id);
    }

    /** One line for each fault, beginning with file and line as compilers write them, so that editors find it. */
    private String explained(Refused refused) {
        List<String> lines = new ArrayList<>();
        lines.add(file + " was not imported. "
                + String.valueOf(refused.getMessage()).lines().findFirst().orElse(""));
        for (String location : refused.locations().lines().toList()) {
            String[] parts = location.split("\t", 3);
            if (parts.length == 3) {
                lines.add(file + (parts[0].isEmpty() ? "" : ":" + parts[0]) + ": "
                        + (parts[1].isEmpty() ? "" : parts[1] + ": ") + parts[2]);
            }
        }
        if (refused.locations().isEmpty()) {
            String.valueOf(refused.getMessage()).lines().skip(1).forEach(lines::add);
        }
        return String.join(System.lineSeparator(), lines);
    }

    private void deploy(GatewayClient client, ApiKind kind, String id) {
        if (stage == null) {
            return;
        }
        String path;
        try {
            path = kind.deployed(client, id, stage);
        } catch (Refused e) {
            throw new CommandFailure("API " + id + " was imported but not deployed: " + e.getMessage(), e);
        }
        gateway.out().println("Deployed to " + client.endpoint() + path);
    }
}
