package dev.sallyport.cli.requests;

import dev.sallyport.cli.calls.GatewayClient;
import dev.sallyport.cli.calls.GatewayOption;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Says what happened to one of the last requests and why, and switches the keeping of them on and off. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Say what happened to one of the last requests of the gateway that runs, and why: its match, each step and"
                    + " decision, templates in and out, the integration's request and response, times and outcome.",
            "Secrets are not shown. Without an id the last requests are listed.",
            ""
        },
        footer = {
            "",
            "Nothing is kept until that is switched on, by --on or by the setting explained-requests:",
            "  sallyport explain --on",
            "  curl -i http://127.0.0.1:4566/restapis/API/STAGE/_user_request_/pets",
            "  sallyport explain ID-OF-THE-HEADER-x-amzn-RequestId"
        })
public final class ExplainCommand implements Callable<Integer> {

    private static final String PATH = "/_sallyport/requests";
    private static final JsonMapper JSON = JsonMapper.shared();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "REQUEST-ID",
            description = "The value of the answer's header x-amzn-RequestId or x-amz-apigw-id.")
    private @Nullable String id;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(
            names = "--on",
            paramLabel = "NUMBER",
            arity = "0..1",
            fallbackValue = "200",
            description = "Keep the last requests from now on: so many, or 200.")
    private @Nullable Integer on;

    @Option(names = "--off", description = "Keep no requests any more, and forget those that are kept.")
    private boolean off;

    @Mixin
    private final GatewayOption gateway;

    /**
     * The command.
     *
     * @param environment the process's environment
     * @param workingFolder from which the settings are found
     */
    public ExplainCommand(Map<String, String> environment, Path workingFolder) {
        this.gateway = new GatewayOption(environment, workingFolder);
    }

    @Override
    public Integer call() {
        boolean both = on != null && off;
        if (both || (id != null && (on != null || off))) {
            throw new CommandLine.ParameterException(
                    gateway.commandLine(), "Name a request, or say --on or --off: one of the three.");
        }
        return gateway.call("", this::answered);
    }

    private int answered(GatewayClient client) {
        if (off || on != null) {
            keep(client, on == null ? 0 : on);
        } else if (id == null) {
            list(client);
        } else {
            print(send(client, "GET", PATH + "/" + GatewayClient.encoded(id), shown()));
        }
        return 0;
    }

    private void keep(GatewayClient client, int requests) {
        SortedMap<String, String> query = new TreeMap<>(Map.of("keep", Integer.toString(requests)));
        JsonNode answer = JSON.readTree(send(client, "PUT", PATH, query));
        int kept = answer.path("keep").asInt(0);
        print(kept == 0 ? "No requests are kept any more." : "The last " + kept + " requests are kept from now on.");
    }

    private void list(GatewayClient client) {
        String list = send(client, "GET", PATH, shown());
        if (json || !list.isEmpty()) {
            print(list);
            return;
        }
        int kept = JSON.readTree(send(client, "GET", PATH, new TreeMap<>()))
                .path("keep")
                .asInt(0);
        print(
                kept == 0
                        ? "The gateway keeps no requests. Switch that on with \"sallyport explain --on\"."
                        : "No API has had a request since the gateway keeps them (the last " + kept + ").");
    }

    private SortedMap<String, String> shown() {
        return json ? new TreeMap<>() : new TreeMap<>(Map.of("text", "true"));
    }

    private static String send(GatewayClient client, String method, String path, SortedMap<String, String> query) {
        return new String(client.send(method, path, query, new byte[0], "*/*"), StandardCharsets.UTF_8);
    }

    private void print(String text) {
        String printed = text;
        if (json && (text.startsWith("{") || text.startsWith("["))) {
            printed = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(JSON.readTree(text));
        }
        PrintWriter out = gateway.out();
        out.println(printed.stripTrailing());
        out.flush();
    }
}
