package dev.sallyport.control.logs;

import static dev.sallyport.control.logs.LogsClient.ARN;
import static dev.sallyport.control.logs.LogsClient.SCOPE;
import static dev.sallyport.control.logs.LogsClient.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class LogStreamsTest {

    private final LogsClient logs = new LogsClient();

    @BeforeEach
    void createGroup() {
        logs.group("g");
    }

    @AfterEach
    void close() {
        logs.close();
    }

    @Test
    @DisplayName("R8.2: a stream without and with events")
    void describesAStream() {
        logs.stream("g", "s");
        assertThat(logs.call("DescribeLogStreams", "{'logGroupName':'g'}").toString())
                .isEqualTo(("{'logStreams':[{'logStreamName':'s','creationTime':1795348800000,'arn':'" + ARN
                                + "g:log-stream:s','storedBytes':0}]}")
                        .replace('\'', '"'));
        logs.put("g", "s", -5000, "first");
        logs.now = logs.now.plusSeconds(60);
        logs.put("g", "s", -1000, "second");
        JsonNode stream = logs.call("DescribeLogStreams", "{'logGroupName':'g'}")
                .path("logStreams")
                .get(0);
        assertThat(stream.path("firstEventTimestamp").longValue()).isEqualTo(1795348795000L);
        assertThat(stream.path("lastEventTimestamp").longValue()).isEqualTo(1795348859000L);
        assertThat(stream.path("lastIngestionTime").longValue()).isEqualTo(1795348860000L);
        assertThat(stream.path("uploadSequenceToken").asString()).matches("\\d{56}");
        assertThat(stream.path("storedBytes").longValue()).isZero();
    }

    @Test
    @DisplayName("R8.3 to R8.5: the texts of errors")
    void refuses() {
        logs.stream("g", "s");
        assertThat(logs.refused("CreateLogStream", "{'logGroupName':'g','logStreamName':'s'}"))
                .isEqualTo("400 ResourceAlreadyExistsException: The specified log stream already exists");
        assertThat(logs.refused("CreateLogStream", "{'logGroupName':'none','logStreamName':'s'}"))
                .isEqualTo("400 ResourceNotFoundException: The specified log group does not exist.");
        assertThat(logs.refused("DeleteLogStream", "{'logGroupName':'g','logStreamName':'none'}"))
                .isEqualTo("400 ResourceNotFoundException: The specified log stream does not exist.");
        assertThat(logs.refused("CreateLogStream", "{'logGroupName':'g','logStreamName':'a:b'}"))
                .startsWith("400 InvalidParameterException: 1 validation error detected: Value 'a:b' at"
                        + " 'logStreamName'");
        assertThat(logs.refused("DescribeLogStreams", "{'logGroupName':'g','logGroupIdentifier':'g'}"))
                .isEqualTo(
                        "400 ValidationException: LogGroup name and LogGroup ARN are mutually exclusive parameters.");
        assertThat(logs.refused(
                        "DescribeLogStreams",
                        "{'logGroupName':'g','logStreamNamePrefix':'a','orderBy':'LastEventTime'}"))
                .isEqualTo("400 InvalidParameterException: Cannot order by LastEventTime with a logStreamNamePrefix.");
    }

    @Test
    @DisplayName("Streams by name or by the time of the last event, both ways, in pages")
    void orders() {
        logs.stream("g", "b").stream("g", "a").stream("g", "c");
        logs.put("g", "a", 10, "x");
        logs.put("g", "b", 20, "x");
        assertThat(names("")).containsExactly("a", "b", "c");
        assertThat(names(",'descending':true")).containsExactly("c", "b", "a");
        assertThat(names(",'orderBy':'LastEventTime','descending':true")).containsExactly("b", "a", "c");
        assertThat(names(",'logStreamNamePrefix':'b'")).containsExactly("b");
        JsonNode first = logs.call(
                "DescribeLogStreams",
                "{'logGroupIdentifier':'" + ARN + "g','orderBy':'LastEventTime','descending':true,'limit':2}");
        assertThat(texts(first.path("logStreams"), "logStreamName")).containsExactly("b", "a");
        assertThat(names(",'orderBy':'LastEventTime','descending':true,'nextToken':'"
                        + first.path("nextToken").asString() + "'"))
                .containsExactly("c");
    }

    private List<String> names(String rest) {
        return texts(
                logs.call("DescribeLogStreams", "{'logGroupName':'g'" + rest + "}")
                        .path("logStreams"),
                "logStreamName");
    }

    @Test
    @DisplayName("What the platform logs makes group and stream, also after they were deleted")
    void comesToBe() {
        logs.events.append(SCOPE, "/aws/lambda/f", "2026/11/22/[1]a", logs.now.toEpochMilli(), "hello\n");
        assertThat(logs.filter("'logGroupName':'/aws/lambda/f'")).containsExactly("hello\n");
        logs.call("DeleteLogGroup", "{'logGroupName':'/aws/lambda/f'}");
        assertThat(logs.refused("FilterLogEvents", "{'logGroupName':'/aws/lambda/f'}"))
                .contains("The specified log group does not exist.");
        logs.events.append(SCOPE, "/aws/lambda/f", "2026/11/22/[1]a", logs.now.toEpochMilli(), "again\n");
        assertThat(logs.filter("'logGroupName':'/aws/lambda/f'")).containsExactly("again\n");
        logs.call("DeleteLogStream", "{'logGroupName':'/aws/lambda/f','logStreamName':'2026/11/22/[1]a'}");
        assertThat(logs.filter("'logGroupName':'/aws/lambda/f'")).isEmpty();
    }

    @Test
    @DisplayName("A group keeps a bounded number of the streams that the platform made")
    void boundsAutomaticStreams() {
        logs.stream("g", "mine");
        for (int i = 0; i < 252; i++) {
            logs.events.append(SCOPE, "g", "auto-" + (1000 + i), logs.now.toEpochMilli(), "event " + i);
        }
        assertThat(logs.filter("'logGroupName':'g'")).hasSize(250).doesNotContain("event 0", "event 1");
        assertThat(names(",'logStreamNamePrefix':'mine'")).containsExactly("mine");
        assertThat(names(",'logStreamNamePrefix':'auto-1000'")).isEmpty();
    }
}
