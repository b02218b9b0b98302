package dev.sallyport.cli.logs;

import dev.sallyport.cli.calls.GatewayClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads events of log groups, each of them once. */
final class LogEvents {

    private static final String LOGS = "Logs_20140328.";
    private static final String EXECUTION = "API-Gateway-Execution-Logs_";
    private static final String FUNCTION = "/aws/lambda/";
    private static final Pattern GROUP_ARN = Pattern.compile("arn:[^:]*:logs:[^:]*:[^:]*:log-group:([^:]+)(?::\\*)?");

    /** Events may come to be read so much later than others with the same time. */
    private static final long LATE_MILLIS = 10_000;

    /** How many events are remembered as read. */
    private static final int REMEMBERED = 100_000;

    private final Wanted wanted;
    private final @Nullable String pattern;
    private final Map<String, Boolean> read = new LinkedHashMap<>();
    private long fromMillis;
    private boolean begun;

    /**
     * Which groups.
     *
     * @param groups by name; with nothing else here the only ones
     * @param apiId whose execution and access logs, or null
     * @param stageName of the API, or null for all
     * @param function whose log, or null
     */
    record Wanted(
            List<String> groups,
            @Nullable String apiId,
            @Nullable String stageName,
            @Nullable String function) {

        Wanted {
            groups = List.copyOf(groups);
        }

        boolean isAll() {
            return groups.isEmpty() && apiId == null && function == null;
        }
    }

    /** An event; its group in short. */
    record Event(String group, String stream, long timestampMillis, String message, String id) {}

    /** @param pattern of AWS's filters, or null for all events */
    LogEvents(Wanted wanted, @Nullable String pattern, long fromMillis) {
        this.wanted = wanted;
        this.pattern = pattern;
        this.fromMillis = fromMillis;
    }

    /** The events that have not been read, in the order of time. */
    List<Event> next(GatewayClient client) {
        List<Event> fresh = new ArrayList<>();
        for (String group : groups(client)) {
            for (Event event : events(client, group)) {
                String key = group + ' ' + event.stream() + ' ' + event.timestampMillis() + ' ' + event.id();
                if (read.put(key, true) == null) {
                    fresh.add(event);
                }
            }
        }
        fresh.sort(Comparator.comparingLong(Event::timestampMillis).thenComparing(Event::id));
        if (!fresh.isEmpty()) {
            fromMillis = Math.max(fromMillis, fresh.getLast().timestampMillis() - LATE_MILLIS);
        }
        begun = true;
        forget();
        return fresh;
    }

    private void forget() {
        var oldest = read.keySet().iterator();
        for (int i = read.size(); i > REMEMBERED; i--) {
            oldest.next();
            oldest.remove();
        }
    }

    private Collection<String> groups(GatewayClient client) {
        Set<String> groups = new LinkedHashSet<>(wanted.groups());
        if (wanted.function() != null) {
            groups.add(FUNCTION + wanted.function());
        }
        String apiId = wanted.apiId();
        if (apiId != null) {
            for (String group : described(client, EXECUTION + apiId + "/")) {
                if (isOfStage(group.substring(group.indexOf('/') + 1))) {
                    groups.add(group);
                }
            }
            groups.addAll(accessLogs(client, apiId));
        }
        return wanted.isAll() ? described(client, null) : groups;
    }

    private boolean isOfStage(String name) {
        String stage = wanted.stageName();
        return stage == null || name.equals(stage) || name.equals(stage + "/Canary");
    }

    private List<String> accessLogs(GatewayClient client, String apiId) {
        List<String> groups = new ArrayList<>();
        JsonNode stages;
        try {
            stages = client.json("GET", "/restapis/" + GatewayClient.encoded(apiId) + "/stages", null);
        } catch (GatewayClient.Refused refused) {
            if (begun && refused.errorType().contains("NotFound")) {
                return groups; // it was deleted, or the gateway has forgotten it
            }
            throw refused;
        }
        for (JsonNode stage : stages.path("item")) {
            Matcher arn = GROUP_ARN.matcher(
                    stage.path("accessLogSettings").path("destinationArn").asString(""));
            if (isOfStage(stage.path("stageName").asString("")) && arn.matches()) {
                groups.add(arn.group(1));
            }
        }
        return groups;
    }

    private static List<String> described(GatewayClient client, @Nullable String prefix) {
        List<String> names = new ArrayList<>();
        String token = null;
        do {
            Map<String, Object> input = new LinkedHashMap<>();
            if (prefix != null) {
                input.put("logGroupNamePrefix", prefix);
            }
            if (token != null) {
                input.put("nextToken", token);
            }
            JsonNode page = client.operation("logs", LOGS + "DescribeLogGroups", input);
            page.path("logGroups")
                    .forEach(group -> names.add(group.path("logGroupName").asString("")));
            token = page.has("nextToken") ? page.path("nextToken").asString() : null;
        } while (token != null);
        return names;
    }

    private List<Event> events(GatewayClient client, String group) {
        List<Event> events = new ArrayList<>();
        String token = null;
        do {
            Map<String, Object> input = new LinkedHashMap<>(Map.of("logGroupName", group, "startTime", fromMillis));
            if (pattern != null) {
                input.put("filterPattern", pattern);
            }
            if (token != null) {
                input.put("nextToken", token);
            }
            JsonNode page;
            try {
                page = client.operation("logs", LOGS + "FilterLogEvents", input);
            } catch (GatewayClient.Refused refused) {
                boolean isNamed = wanted.groups().contains(group);
                if (refused.errorType().contains("ResourceNotFound") && (begun || !isNamed)) {
                    return events; // the group comes to be with its first event
                }
                throw refused;
            }
            page.path("events")
                    .forEach(event -> events.add(new Event(
                            shortName(group),
                            event.path("logStreamName").asString(""),
                            event.path("timestamp").asLong(0),
                            event.path("message").asString("").stripTrailing(),
                            event.path("eventId").asString(""))));
            token = page.has("nextToken") ? page.path("nextToken").asString() : null;
        } while (token != null);
        return events;
    }

    private static String shortName(String group) {
        if (group.startsWith(EXECUTION)) {
            return group.substring(EXECUTION.length());
        }
        return group.startsWith(FUNCTION) ? group.substring(FUNCTION.length()) : group;
    }
}
