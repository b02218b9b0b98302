package dev.sallyport.cli.requests;

import dev.sallyport.cli.calls.GatewayClient;
import dev.sallyport.cli.calls.GatewayOption;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tells the time of a gateway whose clock can be moved, and moves it. */
@Command(
        name = "clock",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Tell what time the gateway that runs believes it is, or move its clock ahead. Quotas, rates, caches, tokens,"
                    + " sessions and idle functions follow it. The clock never goes back.",
            "The gateway must have been started with --virtual-clock enabled.",
            ""
        },
        footer = {"", "  sallyport clock advance 1h30m", "  sallyport clock set 2030-01-01T00:00:00Z"})
public final class ClockCommand implements Callable<Integer> {

    private static final String PATH = "/_sallyport/clock";

    @Parameters(
            arity = "0..2",
            paramLabel = "advance DURATION | set TIME",
            description = "A duration such as 90s, 15m, 1h30m or 2d, or a time such as 2030-01-01T00:00:00Z.")
    private List<String> words = List.of();

    @Mixin
    private final GatewayOption gateway;

    /**
     * The command.
     *
     * @param environment the process's environment
     * @param workingFolder from which the settings are found
     */
    public ClockCommand(Map<String, String> environment, Path workingFolder) {
        this.gateway = new GatewayOption(environment, workingFolder);
    }

    @Override
    public Integer call() {
        boolean moves = words.size() == 2 && List.of("advance", "set").contains(words.getFirst());
        if (!words.isEmpty() && !moves) {
            throw new CommandLine.ParameterException(
                    gateway.commandLine(), "Say \"advance DURATION\", \"set TIME\" or nothing.");
        }
        return gateway.call("", client -> {
            SortedMap<String, String> query =
                    moves ? new TreeMap<>(Map.of(words.getFirst(), words.getLast())) : new TreeMap<>();
            print(answer(client, moves ? "PUT" : "GET", query));
            return 0;
        });
    }

    private static JsonNode answer(GatewayClient client, String method, SortedMap<String, String> query) {
        return JsonMapper.shared().readTree(client.send(method, PATH, query, new byte[0], "application/json"));
    }

    private void print(JsonNode time) {
        Duration ahead = Duration.ofMillis(time.path("aheadMillis").asLong(0));
        PrintWriter out = gateway.out();
        out.println(
                time.path("now").asString("") + (ahead.isZero() ? "" : ", ahead of the system's clock by " + ahead));
        out.flush();
    }
}
