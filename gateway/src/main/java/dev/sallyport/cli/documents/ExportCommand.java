package dev.sallyport.cli.documents;

import dev.sallyport.cli.CommandFailure;
import dev.sallyport.cli.calls.GatewayClient;
import dev.sallyport.cli.calls.GatewayOption;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Prints what a stage of a gateway that runs serves as an OpenAPI document. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Print what a stage of an API of the gateway that runs serves as an OpenAPI document. The id tells whether it"
                    + " is a REST API or an HTTP API.",
            ""
        })
public final class ExportCommand implements Callable<Integer> {

    private static final String NONE = "none";

    @Parameters(index = "0", paramLabel = "API", description = "The id of the API.")
    private @Nullable String api;

    @Option(
            names = "--stage",
            paramLabel = "STAGE",
            description = "The stage; may be left out when a REST API has only one, and of an HTTP API, whose latest"
                    + " configuration is printed then, deployed or not.")
    private @Nullable String stage;

    @Option(
            names = "--format",
            paramLabel = "oas30|swagger",
            defaultValue = "oas30",
            description = "OpenAPI 3.0 (the default) or, of REST APIs, Swagger 2.0.")
    private @Nullable String format;

    @Option(names = "--yaml", description = "Write YAML instead of JSON.")
    private boolean yaml;

    @Option(
            names = "--extensions",
            paramLabel = "NAME",
            split = ",",
            description = "What to show beyond the standard: integrations, authorizers, validators, gatewayresponses,"
                    + " documentation, or apigateway for all but the documentation. Several are separated by commas. An HTTP"
                    + " API shows all of its own unless it is told none.")
    private @Nullable List<String> extensions;

    @Mixin
    private final GatewayOption gateway;

    /**
     * The command.
     *
     * @param environment the process's environment
     * @param workingFolder from which the settings are found
     */
    public ExportCommand(Map<String, String> environment, Path workingFolder) {
        this.gateway = new GatewayOption(environment, workingFolder);
    }

    @Override
    public Integer call() {
        byte[] document = gateway.call("API " + api + " was not exported: ", this::document);
        PrintWriter out = gateway.out();
        out.println(new String(document, StandardCharsets.UTF_8).stripTrailing());
        out.flush();
        return 0;
    }

    private byte[] document(GatewayClient client) {
        String accept = yaml ? "application/yaml" : "application/json";
        boolean none = extensions != null && extensions.contains(NONE);
        if (ApiKind.isHttp(client, String.valueOf(api))) {
            return httpDocument(client, none, accept);
        }
        String path = "/restapis/" + GatewayClient.encoded(String.valueOf(api));
        String from = stage == null ? onlyStage(client, path) : stage;
        SortedMap<String, String> query = new TreeMap<>();
        if (extensions != null && !none) {
            query.put("extensions", String.join(",", extensions));
        }
        return client.send(
                "GET",
                path + "/stages/" + GatewayClient.encoded(from) + "/exports/"
                        + GatewayClient.encoded(String.valueOf(format)),
                query,
                new byte[0],
                accept);
    }

    /** Of an HTTP API also the draft can be exported, and there are all extensions or none. */
    private byte[] httpDocument(GatewayClient client, boolean none, String accept) {
        if (!"oas30".equals(format)) {
            throw new CommandFailure("API " + api + " is an HTTP API, and those are exported as oas30 only.");
        }
        SortedMap<String, String> query = new TreeMap<>();
        query.put("outputType", yaml ? "YAML" : "JSON");
        query.put("includeExtensions", Boolean.toString(!none));
        if (stage != null) {
            query.put("stageName", stage);
        }
        return client.send("GET", HttpApiKind.path(String.valueOf(api)) + "/exports/OAS30", query, new byte[0], accept);
    }

    private String onlyStage(GatewayClient client, String path) {
        List<String> stages = new ArrayList<>();
        for (JsonNode each : client.json("GET", path + "/stages", null).path("item")) {
            stages.add(each.path("stageName").asString(""));
        }
        if (stages.size() != 1) {
            throw new CommandFailure(
                    stages.isEmpty()
                            ? "API " + api
                                    + " has no stage, and what is exported is what a stage serves: deploy it first."
                            : "API " + api + " has several stages: name one of " + String.join(", ", stages)
                                    + " with --stage.");
        }
        return stages.getFirst();
    }
}
