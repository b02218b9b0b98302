package dev.sallyport.cli.releases;

import dev.sallyport.cli.CommandFailure;
import dev.sallyport.cli.calls.GatewayOption;
import dev.sallyport.cli.releases.CanaryJudge.Counts;
import dev.sallyport.cli.releases.CanaryJudge.Observation;
import dev.sallyport.cli.releases.CanaryJudge.Rules;
import dev.sallyport.cli.releases.CanaryJudge.Verdict;
import dev.sallyport.config.DurationText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Judges the canary of a stage while it serves, and ends it one way or the other when it is told to. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Judge errors and latency of a stage's canary against its base, by what the gateway counts of both, until there"
                    + " is evidence either way. Without --promote and --remove it only says what it found.",
            ""
        },
        footer = {
            "",
            "The tests are sequential: they may be read at any time, and a canary within the tolerances is found bad with a"
                    + " probability of at most --false-alarms, one beyond them good with at most the same. They need requests that go"
                    + " to base or canary independently of each other, so clients that keep their release (setting canary-sticky)"
                    + " weaken them.",
            "Exit status: 0 when the canary is good, 3 when it is bad, 4 when there was not enough evidence in time, 1 when"
                    + " it could not be watched, 2 when the command line is wrong.",
            "  sallyport canary watch abc123 prod --promote --remove --max-time 30m"
        })
public final class CanaryWatchCommand implements Callable<Integer> {

    private static final int BAD = 3;
    private static final int UNDECIDED = 4;
    private static final Pattern TIME = Pattern.compile("[0-9]{1,6}(?:ms|s|m|h)");

    @Mixin
    private final GatewayOption gateway;

    @Parameters(index = "0", paramLabel = "API", description = "The id of the API.")
    private String apiId = "";

    @Parameters(index = "1", paramLabel = "STAGE", description = "The name of the stage.")
    private String stageName = "";

    @Option(names = "--promote", description = "Make a good canary the stage's release, and end the canary.")
    private boolean promotes;

    @Option(names = "--remove", description = "Take a bad canary away.")
    private boolean removes;

    @Option(names = "--dry-run", description = "Say what --promote and --remove would do, and do nothing.")
    private boolean isDryRun;

    @Option(
            names = "--tolerance",
            paramLabel = "PERCENT",
            defaultValue = "1",
            description =
                    "By how many of a hundred requests more may fail than in the base (default: ${DEFAULT-VALUE}).")
    private double errorTolerance;

    @Option(
            names = "--latency-tolerance",
            paramLabel = "PERCENT",
            defaultValue = "5",
            description = "By how many of a hundred requests more may be slower than 95 in 100 of the base's (default:"
                    + " ${DEFAULT-VALUE}).")
    private double latencyTolerance;

    @Option(
            names = "--latency-slack",
            paramLabel = "TIME",
            defaultValue = "5ms",
            description = "By how much a request must be slower than those to count (default: ${DEFAULT-VALUE}).")
    private String latencySlack = "";

    @Option(
            names = "--client-errors",
            description = "Count 4xx as errors too, as when a canary has lost a route or lets nobody in.")
    private boolean countsClientErrors;

    @Option(
            names = "--false-alarms",
            paramLabel = "PERCENT",
            defaultValue = "5",
            description = "The largest probability of a wrong judgement (default: ${DEFAULT-VALUE}).")
    private double falseAlarms;

    @Option(
            names = "--min-requests",
            paramLabel = "NUMBER",
            defaultValue = "100",
            description = "How many requests the canary must have had (default: ${DEFAULT-VALUE}).")
    private long minRequests;

    @Option(
            names = "--max-time",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "When to give up: 90s, 30m, 2h (default: ${DEFAULT-VALUE}).")
    private String maxTime = "";

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "2s",
            description = "How often to look (default: ${DEFAULT-VALUE}).")
    private String interval = "";

    /**
     * The command.
     *
     * @param environment the process's environment
     * @param workingFolder from which the settings are found
     */
    CanaryWatchCommand(Map<String, String> environment, Path workingFolder) {
        gateway = new GatewayOption(environment, workingFolder);
    }

    /** What is watched: another canary than the one at the beginning must not be judged by its evidence. */
    private record Watched(String baseDeploymentId, String canaryDeploymentId, boolean isSticky) {}

    @Override
    public Integer call() {
        CanaryJudge judge = new CanaryJudge(rules());
        Duration pause = time("--interval", interval);
        Duration atMost = time("--max-time", maxTime);
        return gateway.call("The canary cannot be watched: ", client -> {
            StageCalls calls = new StageCalls(client);
            Verdict verdict = watch(calls, judge, pause, atMost);
            return conclude(calls, judge, verdict);
        });
    }

    private Rules rules() {
        return new Rules(
                part("--tolerance", errorTolerance, 50),
                part("--latency-tolerance", latencyTolerance, 50),
                time("--latency-slack", latencySlack).toMillis(),
                part("--false-alarms", falseAlarms, 50),
                minRequests,
                countsClientErrors);
    }

    private double part(String option, double percent, double most) {
        if (!(percent > 0 && percent <= most)) {
            throw wrong(option + " must be more than 0 and at most " + most + ", not " + percent);
        }
        return percent / 100;
    }

    private Duration time(String option, String text) {
        Duration time = TIME.matcher(text).matches() ? DurationText.parse(text) : null;
        if (time == null) {
            throw wrong(option + " must be a time such as 90s, 30m or 2h, not " + text);
        }
        return time;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(gateway.commandLine(), message);
    }

    private Verdict watch(StageCalls calls, CanaryJudge judge, Duration pause, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        JsonNode first = look(calls);
        Watched watched = watched(first);
        gateway.out()
                .println("Watching stage " + stageName + " of API " + apiId + ": canary " + watched.canaryDeploymentId()
                        + " with " + number(first.path("percentTraffic")) + " % against base "
                        + watched.baseDeploymentId()
                        + ".");
        if (watched.isSticky()) {
            gateway.out()
                    .println(
                            "Clients keep their release here (canary-sticky), so requests are not independent and the bound on"
                                    + " wrong judgements does not hold.");
        }
        judge.observe(observation(first));
        while (judge.verdict() == Verdict.UNDECIDED && System.nanoTime() - end < 0) {
            sleep(pause);
            JsonNode now = look(calls);
            if (!watched(now).equals(watched)) {
                throw new CommandFailure("The stage has got another deployment or another canary meanwhile: "
                        + watched(now).baseDeploymentId() + " with the canary "
                        + watched(now).canaryDeploymentId() + ". Watch it again.");
            }
            judge.observe(observation(now));
        }
        return judge.verdict();
    }

    private JsonNode look(StageCalls calls) {
        TreeMap<String, String> query = new TreeMap<>(Map.of("apiId", apiId, "stageName", stageName));
        for (JsonNode stage : calls.page("/_sallyport/canaries", query).path("canaries")) {
            if (stage.path("apiId").asString("").equals(apiId)
                    && stage.path("stageName").asString("").equals(stageName)) {
                double percent = stage.path("percentTraffic").asDouble(0);
                if (!(percent > 0 && percent < 100)) {
                    throw new CommandFailure(
                            "The canary gets " + number(stage.path("percentTraffic"))
                                    + " % of the requests, so there is nothing to compare. Give it more than 0 and less than 100.");
                }
                return stage;
            }
        }
        throw new CommandFailure("Stage " + stageName + " of API " + apiId + " has no canary.");
    }

    private static Watched watched(JsonNode stage) {
        return new Watched(
                stage.path("base").path("deploymentId").asString(""),
                stage.path("canary").path("deploymentId").asString(""),
                stage.path("sticky").asBoolean(false));
    }

    private static Observation observation(JsonNode stage) {
        return new Observation(
                stage.path("generation").asLong(0),
                stage.path("percentTraffic").asDouble(0),
                counts(stage.path("base")),
                counts(stage.path("canary")));
    }

    private static Counts counts(JsonNode release) {
        NavigableMap<Long, Long> latencies = new TreeMap<>();
        for (JsonNode bucket : release.path("latencies")) {
            latencies.put(
                    bucket.path("fromMillis").asLong(0), bucket.path("requests").asLong(0));
        }
        return new Counts(
                release.path("requests").asLong(0),
                release.path("clientErrors").asLong(0),
                release.path("serverErrors").asLong(0),
                latencies);
    }

    private int conclude(StageCalls calls, CanaryJudge judge, Verdict verdict) {
        judge.reasons().forEach(gateway.out()::println);
        return switch (verdict) {
            case GOOD -> {
                gateway.out().println("The canary is good.");
                act(calls, promotes, "promoted", promotion());
                yield 0;
            }
            case BAD -> {
                gateway.out().println("The canary is bad.");
                act(calls, removes, "removed", List.of(StageCalls.remove("/canarySettings")));
                yield BAD;
            }
            case UNDECIDED -> {
                gateway.out().println("There was not enough evidence in " + maxTime + ". The canary stays as it is.");
                yield UNDECIDED;
            }
        };
    }

    /** AWS's sequence (R12.9), and the end of the canary. */
    private static List<Map<String, String>> promotion() {
        List<Map<String, String>> operations = new ArrayList<>();
        operations.add(StageCalls.replace("/canarySettings/percentTraffic", "0.0"));
        operations.add(StageCalls.copy("/canarySettings/stageVariableOverrides", "/variables"));
        operations.add(StageCalls.copy("/canarySettings/deploymentId", "/deploymentId"));
        operations.add(StageCalls.remove("/canarySettings"));
        return operations;
    }

    private void act(StageCalls calls, boolean isWanted, String what, List<Map<String, String>> operations) {
        if (!isWanted) {
            return;
        }
        if (isDryRun) {
            gateway.out().println("It would be " + what + " now (--dry-run).");
            return;
        }
        JsonNode stage = calls.update(apiId, stageName, operations);
        gateway.out()
                .println("It has been " + what + ": the stage runs deployment "
                        + stage.path("deploymentId").asString("") + " for all requests.");
    }

    private static String number(JsonNode number) {
        return String.format(Locale.ROOT, "%s", number.asDouble(0)).replaceFirst("\\.0$", "");
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted while watching", e);
        }
    }
}
