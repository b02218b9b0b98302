package dev.sallyport.cli.logs;

import dev.sallyport.cli.CommandFailure;
import dev.sallyport.cli.calls.GatewayClient;
import dev.sallyport.cli.calls.GatewayOption;
import dev.sallyport.config.DurationText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** Prints execution logs, access logs and logs of functions, for people without the AWS CLI. */
@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Print what the gateway that runs has logged: execution logs and access logs of APIs, logs of functions.",
            "Without a group, an API or a function it is what all groups hold.",
            ""
        },
        footer = {
            "",
            "  sallyport logs -f --api abc123 --stage prod",
            "  sallyport logs --function resize --since 1h --filter '?ERROR ?\"Task timed out\"'",
            "",
            "The filter is a pattern of CloudWatch Logs. -f goes on when the gateway is started again."
        })
public final class LogsCommand implements Callable<Integer> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Pattern FAILURE = Pattern.compile(
            "ERROR|Execution failed|Method completed with status: 5|Task timed out|Traceback|\\bFATAL\\b");
    private static final long POLL_MILLIS = 1000;

    private final InstantSource clock = InstantSource.system();

    @Parameters(arity = "0..*", paramLabel = "GROUP", description = "Names of log groups.")
    private List<String> groups = List.of();

    @Option(names = "--api", paramLabel = "ID", description = "The execution and access logs of this API.")
    private @Nullable String api;

    @Option(names = "--stage", paramLabel = "NAME", description = "Of the API's stages only this one, with its canary.")
    private @Nullable String stage;

    @Option(names = "--function", paramLabel = "NAME", description = "The log of this function.")
    private @Nullable String function;

    @Option(
            names = "--since",
            paramLabel = "DURATION",
            defaultValue = "10m",
            description = "How far back: 90s, 10m, 1h30m, 2d. Default: ${DEFAULT-VALUE}.")
    private String since = "";

    @Option(names = "--filter", paramLabel = "PATTERN", description = "Only events that match this pattern.")
    private @Nullable String filter;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is logged from now on.")
    private boolean follow;

    @Option(names = "--json", description = "Print one object of JSON for each event.")
    private boolean json;

    @Mixin
    private final GatewayOption gateway;

    /**
     * The command.
     *
     * @param environment the process's environment
     * @param workingFolder from which the settings are found
     */
    public LogsCommand(Map<String, String> environment, Path workingFolder) {
        this.gateway = new GatewayOption(environment, workingFolder);
    }

    @Override
    public Integer call() {
        Duration back = DurationText.parse(since);
        if (back == null) {
            throw new CommandLine.ParameterException(
                    gateway.commandLine(),
                    "--since must be a duration such as 90s, 10m, 1h30m or 2d, not \"" + since + "\".");
        }
        if (stage != null && api == null) {
            throw new CommandLine.ParameterException(
                    gateway.commandLine(), "--stage needs --api: stages belong to an API.");
        }
        LogEvents events = new LogEvents(
                new LogEvents.Wanted(groups, api, stage, function),
                filter,
                clock.instant().minus(back).toEpochMilli());
        return gateway.call("", client -> {
            List<LogEvents.Event> first = events.next(client);
            print(first);
            if (follow) {
                follow(client, events);
            } else if (first.isEmpty()) {
                PrintWriter err = gateway.commandLine().getErr();
                err.println("Nothing of that was logged in the last " + since + ".");
                err.flush();
            }
            return 0;
        });
    }

    /** Until somebody interrupts it. */
    private void follow(GatewayClient client, LogEvents events) {
        boolean answered = true;
        while (sleeps()) {
            try {
                print(events.next(client));
                answered = true;
            } catch (CommandFailure failure) {
                if (!(failure.getCause() instanceof IOException)) {
                    return; // interrupted
                }
                if (answered) {
                    PrintWriter err = gateway.commandLine().getErr();
                    err.println("The gateway at " + client.endpoint() + " does not answer; waiting for it.");
                    err.flush();
                }
                answered = false;
            }
        }
    }

    private static boolean sleeps() {
        try {
            Thread.sleep(POLL_MILLIS);
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void print(List<LogEvents.Event> events) {
        PrintWriter out = gateway.out();
        Ansi ansi = gateway.commandLine().getColorScheme().ansi();
        for (LogEvents.Event event : events) {
            out.println(json ? object(event) : line(event, ansi.enabled()));
        }
        out.flush();
        if (out.checkError()) {
            throw new CommandFailure("The output cannot be written any more.");
        }
    }

    private static String object(LogEvents.Event event) {
        return JsonMapper.shared()
                .writeValueAsString(JsonMapper.shared()
                        .createObjectNode()
                        .put("timestamp", event.timestampMillis())
                        .put("group", event.group())
                        .put("stream", event.stream())
                        .put("message", event.message()));
    }

    private String line(LogEvents.Event event, boolean colours) {
        String time = TIME.format(Instant.ofEpochMilli(event.timestampMillis()));
        String message = printable(event.message());
        if (!colours) {
            return time + "  " + event.group() + "  " + message;
        }
        boolean failed = FAILURE.matcher(message).find();
        return "\u001b[2m" + time + "\u001b[0m  \u001b[36m" + event.group() + "\u001b[0m  "
                + (failed ? "\u001b[31m" + message + "\u001b[0m" : message);
    }

    /** What a stranger wrote into a log must not steer the terminal. */
    private static String printable(String message) {
        StringBuilder text = new StringBuilder(message.length());
        message.codePoints()
                .forEach(c -> text.appendCodePoint(Character.isISOControl(c) && c != '\n' && c != '\t' ? '?' : c));
        return text.toString();
    }
}
