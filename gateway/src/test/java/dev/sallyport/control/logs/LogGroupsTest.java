package dev.sallyport.control.logs;

import static dev.sallyport.control.logs.LogsClient.ARN;
import static dev.sallyport.control.logs.LogsClient.SCOPE;
import static dev.sallyport.control.logs.LogsClient.texts;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class LogGroupsTest {

    private final LogsClient logs = new LogsClient();

    @AfterEach
    void close() {
        logs.close();
    }

    @Test
    @DisplayName("R8.1: the members of a group, absent ones absent")
    void describesAGroup() {
        logs.group("/aws/lambda/f");
        JsonNode group = logs.call("DescribeLogGroups", "{}").path("logGroups").get(0);
        assertThat(group.toString())
                .isEqualTo(("{'logGroupName':'/aws/lambda/f','creationTime':1795348800000,'metricFilterCount':0,"
                                + "'arn':'" + ARN + "/aws/lambda/f:*','storedBytes':0,'logGroupClass':'STANDARD',"
                                + "'logGroupArn':'" + ARN + "/aws/lambda/f','deletionProtectionEnabled':false}")
                        .replace('\'', '"'));
    }

    @Test
    @DisplayName("R8.1, recorded: a search by pattern leaves members out and gives a token until a page is empty")
    void describesByPattern() {
        logs.group("one-a").group("two-b");
        JsonNode found = logs.call("DescribeLogGroups", "{'logGroupNamePattern':'o-'}");
        assertThat(texts(found.path("logGroups"), "logGroupName")).containsExactly("two-b");
        assertThat(found.path("logGroups").get(0).has("storedBytes")).isFalse();
        assertThat(found.path("logGroups").get(0).has("deletionProtectionEnabled"))
                .isFalse();
        JsonNode end = logs.call(
                "DescribeLogGroups",
                "{'logGroupNamePattern':'o-','nextToken':'"
                        + found.path("nextToken").asString() + "'}");
        assertThat(end.toString()).isEqualTo("{\"logGroups\":[]}");
    }

    @Test
    @DisplayName("R8.3, R8.4, R8.5: the texts of errors, with and without a period")
    void refuses() {
        logs.group("g");
        assertThat(logs.refused("CreateLogGroup", "{'logGroupName':'g'}"))
                .isEqualTo("400 ResourceAlreadyExistsException: The specified log group already exists");
        assertThat(logs.refused("DeleteLogGroup", "{'logGroupName':'none'}"))
                .isEqualTo("400 ResourceNotFoundException: The specified log group does not exist.");
        assertThat(logs.refused("CreateLogGroup", "{'logGroupName':'" + "x".repeat(513) + "'}"))
                .isEqualTo("400 InvalidParameterException: Invalid LogGroup or LogStream, both must have length less"
                        + " than or equal to 512.");
        assertThat(logs.refused("DescribeLogGroups", "{'logGroupNamePrefix':'a','logGroupNamePattern':'b'}"))
                .isEqualTo("400 InvalidParameterException: LogGroup name prefix and LogGroup name pattern are mutually"
                        + " exclusive parameters.");
        assertThat(logs.refused("CreateLogGroup", "{'logGroupName':'a b'}"))
                .startsWith("400 InvalidParameterException: 1 validation error detected: Value 'a b' at"
                        + " 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression");
        assertThat(logs.refused("CreateLogGroup", "{'logGroupName':'AWS/own'}"))
                .startsWith("400 InvalidParameterException");
        assertThat(texts(logs.call("DescribeLogGroups", "{}").path("logGroups"), "logGroupName"))
                .containsExactly("g");
    }

    @Test
    @DisplayName("Groups come by name in pages of 50, by prefix, class and identifier")
    void pages() {
        for (int i = 119; i >= 0; i--) {
            logs.group("g" + (1000 + i));
        }
        logs.call("CreateLogGroup", "{'logGroupName':'h','logGroupClass':'INFREQUENT_ACCESS'}");
        JsonNode first = logs.call("DescribeLogGroups", "{'logGroupNamePrefix':'g'}");
        assertThat(texts(first.path("logGroups"), "logGroupName"))
                .hasSize(50)
                .startsWith("g1000")
                .endsWith("g1049");
        JsonNode last = logs.call(
                "DescribeLogGroups",
                "{'logGroupNamePrefix':'g','limit':50,'nextToken':'"
                        + logs.call(
                                        "DescribeLogGroups",
                                        "{'logGroupNamePrefix':'g','nextToken':'"
                                                + first.path("nextToken").asString() + "'}")
                                .path("nextToken")
                                .asString()
                        + "'}");
        assertThat(texts(last.path("logGroups"), "logGroupName")).hasSize(20).endsWith("g1119");
        assertThat(last.has("nextToken")).isFalse();
        assertThat(texts(
                        logs.call("DescribeLogGroups", "{'logGroupClass':'INFREQUENT_ACCESS'}")
                                .path("logGroups"),
                        "logGroupName"))
                .containsExactly("h");
        assertThat(texts(
                        logs.call("DescribeLogGroups", "{'logGroupIdentifiers':['" + ARN + "g1003','h']}")
                                .path("logGroups"),
                        "logGroupName"))
                .containsExactly("g1003", "h");
        assertThat(logs.refused("DescribeLogGroups", "{'limit':51}"))
                .isEqualTo("400 InvalidParameterException: 1 validation error detected: Value '51' at 'limit' failed"
                        + " to satisfy constraint: Member must have value less than or equal to 50");
    }

    @Test
    @DisplayName("ListLogGroups finds by regular expression")
    void lists() {
        logs.group("one").group("two");
        assertThat(logs.call("ListLogGroups", "{'logGroupNamePattern':'^t'}").toString())
                .isEqualTo(("{'logGroups':[{'logGroupName':'two','logGroupArn':'" + ARN
                                + "two','logGroupClass':'STANDARD'}]}")
                        .replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource({"1, true", "2, false", "731, true", "3653, true", "3654, false", "0, false"})
    @DisplayName("R8.13: the days of a retention are one of a list")
    void setsRetention(int days, boolean allowed) {
        logs.group("g");
        String input = "{'logGroupName':'g','retentionInDays':" + days + "}";
        if (allowed) {
            logs.call("PutRetentionPolicy", input);
            assertThat(retention().intValue()).isEqualTo(days);
            logs.call("DeleteRetentionPolicy", "{'logGroupName':'g'}");
            assertThat(retention().isMissingNode()).isTrue();
        } else {
            assertThat(logs.refused("PutRetentionPolicy", input))
                    .isEqualTo("400 InvalidParameterException: 1 validation error detected: Value '" + days
                            + "' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value"
                            + " set: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192,"
                            + " 2557, 2922, 3288, 3653]");
        }
    }

    private JsonNode retention() {
        return logs.call("DescribeLogGroups", "{}").path("logGroups").get(0).path("retentionInDays");
    }

    @Test
    @DisplayName("R8.13: what is expired is not shown, and goes from the disk later")
    void expires() {
        logs.group("g").stream("g", "s");
        logs.put("g", "s", 0, "old");
        logs.call("PutRetentionPolicy", "{'logGroupName':'g','retentionInDays':1}");
        logs.now = logs.now.plusSeconds(24 * 3600 + 1);
        logs.put("g", "s", 0, "new");
        assertThat(logs.filter("'logGroupName':'g'")).containsExactly("new");
    }

    @Test
    @DisplayName("Tags of both generations are the same tags, by name and by the ARN without :*")
    void tags() {
        logs.call("CreateLogGroup", "{'logGroupName':'g','tags':{'env':'testing1'}}");
        logs.call("TagResource", "{'resourceArn':'" + ARN + "g','tags':{'test1':'val1','test2':'val2'}}");
        logs.call("TagLogGroup", "{'logGroupName':'g','tags':{'test3':'val3'}}");
        String all = "{\"tags\":{\"env\":\"testing1\",\"test1\":\"val1\",\"test2\":\"val2\",\"test3\":\"val3\"}}";
        assertThat(logs.call("ListTagsLogGroup", "{'logGroupName':'g'}").toString())
                .isEqualTo(all);
        assertThat(logs.call("ListTagsForResource", "{'resourceArn':'" + ARN + "g'}")
                        .toString())
                .isEqualTo(all);
        logs.call("UntagLogGroup", "{'logGroupName':'g','tags':['test3','env']}");
        logs.call("UntagResource", "{'resourceArn':'" + ARN + "g','tagKeys':['test1','none']}");
        assertThat(logs.call("ListTagsLogGroup", "{'logGroupName':'g'}").toString())
                .isEqualTo("{\"tags\":{\"test2\":\"val2\"}}");
        assertThat(logs.refused("ListTagsForResource", "{'resourceArn':'" + ARN + "none'}"))
                .isEqualTo("400 ResourceNotFoundException: The specified resource does not exist.");
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            many.append(i == 0 ? "" : ",").append("'k").append(i).append("':'v'");
        }
        assertThat(logs.refused("TagResource", "{'resourceArn':'" + ARN + "g','tags':{" + many + "}}"))
                .startsWith("400 TooManyTagsException");
        assertThat(logs.refused("TagLogGroup", "{'logGroupName':'g','tags':{'aws:x':'y'}}"))
                .startsWith("400 InvalidParameterException");
    }

    @Test
    @DisplayName("A protected group is not deleted; a deleted one takes streams and events with it")
    void deletes() {
        logs.call("CreateLogGroup", "{'logGroupName':'g','deletionProtectionEnabled':true}");
        logs.stream("g", "s").put("g", "s", 0, "event");
        assertThat(logs.refused("DeleteLogGroup", "{'logGroupName':'g'}")).startsWith("400 ValidationException");
        logs.call("PutLogGroupDeletionProtection", "{'logGroupIdentifier':'g','deletionProtectionEnabled':false}");
        logs.call("DeleteLogGroup", "{'logGroupName':'g'}");
        logs.group("g").stream("g", "s");
        assertThat(logs.filter("'logGroupName':'g'")).isEmpty();
        assertThat(logs.events.storedBytes(SCOPE, "g")).isZero();
    }

    @Test
    @DisplayName("Keys are stored; filters are lists that are empty")
    void settings() {
        logs.group("g");
        String key = "arn:aws:kms:us-east-1:111111111111:key/k";
        logs.call("AssociateKmsKey", "{'logGroupName':'g','kmsKeyId':'" + key + "'}");
        assertThat(texts(logs.call("DescribeLogGroups", "{}").path("logGroups"), "kmsKeyId"))
                .containsExactly(key);
        logs.call("DisassociateKmsKey", "{'resourceIdentifier':'" + ARN + "g'}");
        assertThat(logs.call("DescribeLogGroups", "{}").path("logGroups").get(0).has("kmsKeyId"))
                .isFalse();
        assertThat(logs.call("DescribeMetricFilters", "{'logGroupName':'g'}").toString())
                .isEqualTo("{\"metricFilters\":[]}");
        assertThat(logs.call("DescribeSubscriptionFilters", "{'logGroupName':'g'}")
                        .toString())
                .isEqualTo("{\"subscriptionFilters\":[]}");
    }

    @Test
    @DisplayName("R1.3: another account and Region see none of it")
    void isolates() {
        logs.group("g");
        assertThat(logs.refused(
                        "DescribeLogStreams",
                        "{'logGroupIdentifier':'arn:aws:logs:eu-west-1:111111111111:log-group:g'}"))
                .startsWith("400 ResourceNotFoundException");
    }
}
