package dev.sallyport.control.logs;

import static dev.sallyport.control.logs.LogsClient.putInput;
import static dev.sallyport.control.logs.LogsClient.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class LogEventsTest {

    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;

    private final LogsClient logs = new LogsClient();

    @BeforeEach
    void createStream() {
        logs.group("g").stream("g", "s");
    }

    @AfterEach
    void close() {
        logs.close();
    }

    @Test
    @DisplayName("R8.6: an answer has a token, a token of a request is ignored")
    void putsWithAnyToken() {
        String input = putInput("g", "s", logs.event(0, "a"));
        JsonNode answer =
                logs.call("PutLogEvents", input.substring(0, input.length() - 1) + ",'sequenceToken':'nonsense'}");
        assertThat(answer.path("nextSequenceToken").asString()).matches("\\d{56}");
        assertThat(answer.has("rejectedLogEventsInfo")).isFalse();
    }

    @Test
    @DisplayName("R8.4, R8.6: refused puts keep nothing")
    void refusesPuts() {
        assertThat(logs.refused("PutLogEvents", putInput("g", "none", logs.event(0, "a"))))
                .isEqualTo("400 ResourceNotFoundException: The specified log stream does not exist.");
        assertThat(logs.refused("PutLogEvents", putInput("none", "s", logs.event(0, "a"))))
                .isEqualTo("400 ResourceNotFoundException: The specified log group does not exist.");
        assertThat(logs.refused("PutLogEvents", putInput("g", "s", logs.event(1, "a"), logs.event(0, "b"))))
                .isEqualTo("400 InvalidParameterException: Log events in a single PutLogEvents request must be in"
                        + " chronological order.");
        assertThat(logs.refused("PutLogEvents", putInput("g", "s", logs.event(-DAY - 1, "a"), logs.event(0, "b"))))
                .isEqualTo("400 InvalidParameterException: The batch of log events in a single PutLogEvents request"
                        + " cannot span more than 24 hours.");
        assertThat(logs.refused("PutLogEvents", putInput("g", "s")))
                .isEqualTo("400 InvalidParameterException: 1 validation error detected: Value '[]' at 'logEvents'"
                        + " failed to satisfy constraint: Member must have length greater than or equal to 1");
        String half = "x".repeat(524_288 - 26);
        assertThat(logs.refused(
                        "PutLogEvents",
                        putInput("g", "s", logs.event(0, half), logs.event(0, half), logs.event(0, "y"))))
                .isEqualTo("400 InvalidParameterException: Upload too large: 1048603 bytes exceeds limit of 1048576");
        assertThat(logs.refused("PutLogEvents", putInput("g", "s", logs.event(0, "x".repeat(1_048_551)))))
                .isEqualTo(
                        "400 InvalidParameterException: Log event too large: 1048577 bytes exceeds limit of 1048576");
        assertThat(logs.filter("'logGroupName':'g'")).isEmpty();
        logs.call("PutLogEvents", putInput("g", "s", logs.event(0, half), logs.event(0, half)));
        assertThat(logs.filter("'logGroupName':'g'")).hasSize(2);
    }

    @Test
    @DisplayName("R8.6: too old and too new events are left out by index, the others are kept")
    void rejectsByIndex() {
        JsonNode old = logs.call(
                "PutLogEvents",
                putInput(
                        "g",
                        "s",
                        logs.event(-14 * DAY - 2, "a"),
                        logs.event(-14 * DAY - 1, "b"),
                        logs.event(-14 * DAY, "c")));
        assertThat(old.path("rejectedLogEventsInfo").toString()).isEqualTo("{\"tooOldLogEventEndIndex\":2}");
        JsonNode fresh = logs.call(
                "PutLogEvents",
                putInput("g", "s", logs.event(0, "d"), logs.event(2 * HOUR, "e"), logs.event(2 * HOUR + 1, "f")));
        assertThat(fresh.path("rejectedLogEventsInfo").toString()).isEqualTo("{\"tooNewLogEventStartIndex\":2}");
        assertThat(logs.filter("'logGroupName':'g'")).containsExactly("c", "d", "e");
        logs.call("PutRetentionPolicy", "{'logGroupName':'g','retentionInDays':1}");
        JsonNode expired =
                logs.call("PutLogEvents", putInput("g", "s", logs.event(-DAY - 1, "x"), logs.event(-1, "y")));
        assertThat(expired.path("rejectedLogEventsInfo").toString()).isEqualTo("{\"expiredLogEventEndIndex\":1}");
    }

    @Test
    @DisplayName("R8.7: pages both ways; at the end the token that was given is given back")
    void pagesBothWays() {
        for (int i = 0; i < 10; i++) {
            logs.put("g", "s", i, "m" + i);
        }
        JsonNode newest = get(",'limit':4");
        assertThat(messages(newest)).containsExactly("m6", "m7", "m8", "m9");
        assertThat(newest.path("nextForwardToken").asString()).matches("f/\\d{56}/s");
        assertThat(newest.path("nextBackwardToken").asString()).matches("b/\\d{56}/s");

        JsonNode before = get(",'limit':4" + token(newest, "nextBackwardToken"));
        assertThat(messages(before)).containsExactly("m2", "m3", "m4", "m5");
        JsonNode first = get(",'limit':4" + token(before, "nextBackwardToken"));
        assertThat(messages(first)).containsExactly("m0", "m1");
        JsonNode none = get(",'limit':4" + token(first, "nextBackwardToken"));
        assertThat(messages(none)).isEmpty();
        assertThat(none.path("nextBackwardToken")).isEqualTo(first.path("nextBackwardToken"));
        assertThat(messages(get(",'limit':3" + token(none, "nextForwardToken"))))
                .containsExactly("m1", "m2", "m3");

        JsonNode end = get(token(newest, "nextForwardToken"));
        assertThat(messages(end)).isEmpty();
        assertThat(end.path("nextForwardToken")).isEqualTo(newest.path("nextForwardToken"));
        logs.put("g", "s", 20, "later");
        assertThat(messages(get(token(end, "nextForwardToken")))).containsExactly("later");

        JsonNode head = get(",'startFromHead':true,'limit':2");
        assertThat(messages(head)).containsExactly("m0", "m1");
    }

    @Test
    @DisplayName("R8.7: a stream that is read before its first event goes on with it")
    void followsAnEmptyStream() {
        JsonNode empty = get("");
        assertThat(messages(empty)).isEmpty();
        logs.put("g", "s", 0, "first");
        assertThat(messages(get(token(empty, "nextForwardToken")))).containsExactly("first");
        assertThat(messages(get(token(empty, "nextBackwardToken")))).isEmpty();
    }

    @Test
    @DisplayName("R8.7: an event is time, message and time of coming")
    void showsAnEvent() {
        logs.put("g", "s", -1000, "\\u00e9\\n\\t\\ud83d\\ude00");
        assertThat(get("").path("events").toString())
                .isEqualTo("[{\"timestamp\":1795348799000,\"message\":\"é\\n\\t😀\",\"ingestionTime\":1795348800000}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid", "f/1/s", "x/00000000000000000000000000000000000000000000000000000000/s"})
    @DisplayName("R8.7, R8.8: tokens that nobody gave")
    void refusesForeignTokens(String token) {
        String error = "400 InvalidParameterException: The specified nextToken is invalid.";
        assertThat(logs.refused("GetLogEvents", "{'logGroupName':'g','logStreamName':'s','nextToken':'" + token + "'}"))
                .isEqualTo(error);
        assertThat(logs.refused("FilterLogEvents", "{'logGroupName':'g','nextToken':'" + token + "'}"))
                .isEqualTo(error);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GetLogEvents", "FilterLogEvents"})
    @DisplayName("R8.7, R8.8: at most 10,000 events")
    void refusesLargeLimits(String operation) {
        String stream = operation.equals("GetLogEvents") ? ",'logStreamName':'s'" : "";
        assertThat(logs.refused(operation, "{'logGroupName':'g','limit':10001" + stream + "}"))
                .isEqualTo("400 InvalidParameterException: 1 validation error detected: Value '10001' at 'limit' failed"
                        + " to satisfy constraint: Member must have value less than or equal to 10000");
    }

    @Test
    @DisplayName("R8.11: the end of time is exclusive in GetLogEvents and inclusive in FilterLogEvents")
    void boundsTime() {
        for (int i = 0; i < 5; i++) {
            logs.put("g", "s", i, "m" + i);
        }
        long now = logs.now.toEpochMilli();
        String span = "'startTime':" + (now + 1) + ",'endTime':" + (now + 3);
        assertThat(messages(get("," + span))).containsExactly("m1", "m2");
        assertThat(logs.filter("'logGroupName':'g'," + span)).containsExactly("m1", "m2", "m3");
    }

    @Test
    @DisplayName("R8.8: many streams in the order of time, with ids that tell events apart, in pages")
    void filtersManyStreams() {
        logs.stream("g", "other");
        for (int i = 0; i < 6; i++) {
            logs.put("g", i % 2 == 0 ? "s" : "other", i / 3, "m" + i);
        }
        JsonNode page = logs.call("FilterLogEvents", "{'logGroupName':'g','limit':4}");
        assertThat(texts(page.path("events"), "message")).containsExactly("m0", "m1", "m2", "m3");
        assertThat(texts(page.path("events"), "logStreamName")).containsExactly("s", "other", "s", "other");
        assertThat(page.path("searchedLogStreams").toString()).isEqualTo("[]");
        List<String> ids = texts(page.path("events"), "eventId");
        assertThat(ids)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("\\d{56}"))
                .isSorted();
        assertThat(logs.filter("'logGroupName':'g','limit':4")).containsExactly("m0", "m1", "m2", "m3", "m4", "m5");
        assertThat(logs.filter("'logGroupName':'g','logStreamNames':['other']")).containsExactly("m1", "m3", "m5");
        assertThat(logs.filter("'logGroupName':'g','logStreamNamePrefix':'o'")).containsExactly("m1", "m3", "m5");
        assertThat(logs.filter("'logGroupName':'g','startFromHead':false,'limit':4"))
                .containsExactly("m5", "m4", "m3", "m2", "m1", "m0");
        assertThat(logs.refused("FilterLogEvents", "{'logGroupName':'g','logStreamNames':['none']}"))
                .isEqualTo("400 ResourceNotFoundException: The specified log stream does not exist.");
        assertThat(logs.refused(
                        "FilterLogEvents", "{'logGroupName':'g','logStreamNames':['s'],'logStreamNamePrefix':'s'}"))
                .startsWith("400 InvalidParameterException");
    }

    @Test
    @DisplayName("R8.9: patterns; one that is none is refused")
    void filtersByPattern() {
        logs.put("g", "s", 0, "ERROR one");
        logs.put("g", "s", 1, "INFO two");
        assertThat(logs.filter("'logGroupName':'g','filterPattern':'ERROR'")).containsExactly("ERROR one");
        assertThat(logs.refused("FilterLogEvents", "{'logGroupName':'g','filterPattern':'{ $.a'}"))
                .isEqualTo("400 InvalidParameterException: Invalid filter pattern");
    }

    @Test
    @DisplayName("R8.7: a page has at most 1 MB, and nothing is left out between pages")
    void boundsPagesByBytes() {
        List<String> put = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String message = i + "x".repeat(300_000);
            put.add(message);
            logs.put("g", "s", i, message);
        }
        JsonNode page = get(",'startFromHead':true");
        assertThat(messages(page)).containsExactlyElementsOf(put.subList(0, 3));
        assertThat(messages(get(token(page, "nextForwardToken")))).containsExactlyElementsOf(put.subList(3, 6));
        assertThat(logs.filter("'logGroupName':'g'")).containsExactlyElementsOf(put);
    }

    private JsonNode get(String rest) {
        return logs.call("GetLogEvents", "{'logGroupName':'g','logStreamName':'s'" + rest + "}");
    }

    private static List<String> messages(JsonNode page) {
        return texts(page.path("events"), "message");
    }

    private static String token(JsonNode page, String member) {
        return ",'nextToken':'" + page.path(member).asString() + "'";
    }
}
