package dev.sallyport.control.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.AccessKeyAccounts;
import dev.sallyport.control.ControlPlane;
import dev.sallyport.control.ControlSettings;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.ServiceForwarder;
import dev.sallyport.control.WireRequest;
import dev.sallyport.control.WireResponse;
import dev.sallyport.telemetry.metrics.MetricBounds;
import dev.sallyport.telemetry.metrics.MetricStore;
import dev.sallyport.wire.Services;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** CloudWatch in AWS JSON 1.0, and once in the query protocol. Single quotes in inputs stand for double ones. */
final class MetricsTest {

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    /** 2026-11-22T12:00:00Z. */
    private static final long NOW = 1_795_348_800L;

    private final InstantSource clock = () -> Instant.ofEpochSecond(NOW);
    private final MetricStore store = new MetricStore(null, MetricBounds.DEFAULT, clock);
    private final ControlPlane control;

    MetricsTest() {
        OperationRegistry registry = new OperationRegistry();
        MetricsOperations.register(registry, store, clock);
        control = new ControlPlane(
                registry,
                Services.all(),
                ControlSettings.defaults(),
                AccessKeyAccounts.NONE,
                ServiceForwarder.NONE,
                () -> "request-1");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private WireResponse send(String type, String target, String body) {
        return control.handle(new WireRequest(
                "POST",
                "/",
                null,
                List.of(
                        new WireRequest.Header(target.isEmpty() ? "X-None" : "X-Amz-Target", target),
                        new WireRequest.Header("Content-Type", type),
                        new WireRequest.Header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=111111111111/20261122/us-east-1/monitoring/aws4_request,"
                                        + " SignedHeaders=host, Signature=abc")),
                body.getBytes(StandardCharsets.UTF_8),
                "127.0.0.1"));
    }

    private JsonNode call(String operation, String input) {
        WireResponse response = json(operation, input);
        String body = new String(response.body(), StandardCharsets.UTF_8);
        if (response.status() != 200) {
            throw new AssertionError(operation + " answered " + response.status() + " " + body);
        }
        return body.isEmpty() ? MAPPER.createObjectNode() : MAPPER.readTree(body);
    }

    private WireResponse json(String operation, String input) {
        return send(
                "application/x-amz-json-1.0",
                "GraniteServiceVersion20100801." + operation,
                input.replace('\'', '"').replace("NOW", Long.toString(NOW)));
    }

    private String refused(String operation, String input) {
        JsonNode error = MAPPER.readTree(json(operation, input).body());
        String type = error.path("__type").asString();
        return type.substring(type.indexOf('#') + 1) + ": "
                + error.path("message").asString();
    }

    private void put(String data) {
        call("PutMetricData", "{'Namespace':'Own','MetricData':[" + data + "]}");
    }

    private JsonNode statistics(String rest) {
        return call(
                "GetMetricStatistics",
                "{'Namespace':'Own','MetricName':'m','StartTime':" + (NOW - 3600) + ",'EndTime':" + (NOW + 3600) + rest
                        + "}");
    }

    @Test
    @DisplayName("R9.5: only the wanted statistics, by unit")
    void givesStatistics() {
        put("{'MetricName':'m','Value':1,'Unit':'Count'},{'MetricName':'m','Value':3,'Unit':'Count'},"
                + "{'MetricName':'m','Value':7,'Unit':'Bytes'}");
        assertThat(statistics(",'Period':60,'Statistics':['Sum','SampleCount'],'Unit':'Count'")
                        .toString())
                .isEqualTo(("{'Label':'m','Datapoints':[{'Timestamp':" + NOW
                                + ",'SampleCount':2.0,'Sum':4.0,'Unit':'Count'}]}")
                        .replace('\'', '"'));
        assertThat(statistics(",'Period':60,'Statistics':['Maximum','Minimum','Average']")
                        .path("Datapoints"))
                .hasSize(2);
        assertThat(statistics(",'Period':60,'ExtendedStatistics':['p50','p99.9'],'Unit':'Count'")
                        .path("Datapoints")
                        .get(0)
                        .path("ExtendedStatistics")
                        .toString())
                .isEqualTo("{\"p50\":1.0,\"p99.9\":3.0}");
    }

    @Test
    @DisplayName("All forms of data: a value, values, values with counts, statistics; entities and resolution")
    void takesAllForms() {
        put("{'MetricName':'m','Value':1}");
        put("{'MetricName':'m','Values':[2,3]}");
        put("{'MetricName':'m','Values':[4,5],'Counts':[10,2.5]}");
        put("{'MetricName':'m','StatisticValues':{'SampleCount':4,'Sum':40,'Minimum':0.5,'Maximum':30}}");
        call("PutMetricData", "{'Namespace':'Own','EntityMetricData':[{'MetricData':[{'MetricName':'m','Value':6}]}]}");
        JsonNode point = statistics(
                        ",'Period':60,'Statistics':['Sum','SampleCount','Minimum','Maximum'],'ExtendedStatistics':['p50']")
                .path("Datapoints")
                .get(0);
        assertThat(point.path("SampleCount").doubleValue()).isEqualTo(1 + 2 + 12.5 + 4 + 1);
        assertThat(point.path("Sum").doubleValue()).isEqualTo(1 + 5 + 52.5 + 40 + 6);
        assertThat(point.path("Minimum").doubleValue()).isEqualTo(0.5);
        assertThat(point.path("Maximum").doubleValue()).isEqualTo(30);
        assertThat(point.path("Unit").asString()).isEqualTo("None");
        assertThat(point.has("ExtendedStatistics")).isFalse();
        put("{'MetricName':'fine','Value':1,'StorageResolution':1,'Timestamp':" + (NOW - 7) + "}");
        assertThat(call("GetMetricData", query("fine", 1, "Sum", ""))
                        .path("MetricDataResults")
                        .get(0)
                        .path("Timestamps")
                        .get(0)
                        .longValue())
                .isEqualTo(NOW - 7);
    }

    @Test
    @DisplayName("R9.8: the texts of errors; nothing of a refused request is kept")
    void refusesData() {
        assertThat(refusedData("{'MetricName':'m','Value':1},{'MetricName':'m','Value':1,'Values':[1]}"))
                .isEqualTo("InvalidParameterCombination: The parameters MetricData.member.2.Value and"
                        + " MetricData.member.2.Values are mutually exclusive and you have specified both.");
        assertThat(refusedData("{'MetricName':'m','Values':[1,2],'Counts':[1]}"))
                .isEqualTo("InvalidParameterValue: The parameters MetricData.member.1.Values and"
                        + " MetricData.member.1.Counts must be of the same size.");
        assertThat(refusedData("{'MetricName':'m','Value':1,'Timestamp':1},{'MetricName':'m','Value':1},"
                        + "{'MetricName':'m','Value':1,'Timestamp':2}"))
                .isEqualTo("InvalidParameterValue: The parameter MetricData.member.1.Timestamp must specify a time"
                        + " within the past two weeks.\nThe parameter MetricData.member.3.Timestamp must specify a time"
                        + " within the past two weeks.");
        assertThat(refusedData("{'MetricName':'m','Value':1,'Timestamp':" + (NOW + 7201) + "}"))
                .startsWith("InvalidParameterValue: The parameter MetricData.member.1.Timestamp");
        assertThat(refusedData("{'MetricName':'m','Value':1,'StorageResolution':300}"))
                .isEqualTo("InvalidParameterValue: The parameter MetricData.member.1.StorageResolution must be a value"
                        + " in the set [ 1, 60 ].");
        assertThat(refusedData("{'MetricName':'m','Value':1e200}"))
                .startsWith("InvalidParameterValue: The value 1.0E200");
        assertThat(refusedData("{'MetricName':'m'}")).startsWith("MissingParameter");
        assertThat(refusedData("")).isEqualTo("MissingParameter: The parameter MetricData is required.");
        assertThat(refusedData("{'MetricName':'m','Values':[1],'Counts':[0]}")).startsWith("InvalidParameterValue");
        assertThat(refusedData(
                        "{'MetricName':'m','StatisticValues':{'SampleCount':1,'Sum':1,'Minimum':2,'Maximum':1}}"))
                .startsWith("InvalidParameterCombination");
        assertThat(refusedData("{'MetricName':'m','Value':1,'Dimensions':[{'Name':'a','Value':'1'},"
                        + "{'Name':'a','Value':'2'}]}"))
                .startsWith("InvalidParameterValue");
        assertThat(refused("PutMetricData", "{'Namespace':'AWS/Own','MetricData':[{'MetricName':'m','Value':1}]}"))
                .isEqualTo("InvalidParameterValue: The value AWS/ for parameter Namespace is invalid.");
        assertThat(call("ListMetrics", "{}").path("Metrics")).isEmpty();
    }

    private String refusedData(String data) {
        return refused("PutMetricData", "{'Namespace':'Own','MetricData':[" + data + "]}");
    }

    @Test
    @DisplayName("R9.7: metrics by namespace, name and dimensions, in pages of 500")
    void lists() {
        put("{'MetricName':'m','Value':1,'Dimensions':[{'Name':'Host','Value':'a'},{'Name':'Zone','Value':'z'}]}");
        put("{'MetricName':'m','Value':1,'Dimensions':[{'Name':'Zone','Value':'z'},{'Name':'Host','Value':'a'}]}");
        put("{'MetricName':'m','Value':1}");
        assertThat(call("ListMetrics", "{'Namespace':'Own','Dimensions':[{'Name':'Host'}]}")
                        .toString())
                .isEqualTo(("{'Metrics':[{'Namespace':'Own','MetricName':'m','Dimensions':[{'Name':'Host','Value':'a'},"
                                + "{'Name':'Zone','Value':'z'}]}]}")
                        .replace('\'', '"'));
        assertThat(call("ListMetrics", "{'MetricName':'m'}").path("Metrics")).hasSize(2);
        assertThat(call("ListMetrics", "{'Dimensions':[{'Name':'Host','Value':'b'}]}")
                        .path("Metrics"))
                .isEmpty();
        for (int i = 0; i < 600; i++) {
            put("{'MetricName':'many" + i + "','Value':1}");
        }
        JsonNode first = call("ListMetrics", "{}");
        assertThat(first.path("Metrics")).hasSize(500);
        JsonNode last =
                call("ListMetrics", "{'NextToken':'" + first.path("NextToken").asString() + "'}");
        assertThat(last.path("Metrics")).hasSize(102);
        assertThat(last.has("NextToken")).isFalse();
        put("{'MetricName':'older','Value':1,'Timestamp':" + (NOW - 4 * 3600) + "}");
        assertThat(call("ListMetrics", "{'MetricName':'older'}").path("Metrics"))
                .hasSize(1);
        assertThat(call("ListMetrics", "{'MetricName':'older','RecentlyActive':'PT3H'}")
                        .path("Metrics"))
                .isEmpty();
    }

    private static String query(String metric, int period, String stat, String rest) {
        return "{'StartTime':" + (NOW - 3600) + ",'EndTime':" + (NOW + 60)
                + ",'MetricDataQueries':[{'Id':'q','MetricStat':{'Metric':{'Namespace':'Own','MetricName':'" + metric
                + "'},'Period':" + period + ",'Stat':'" + stat + "'}}]" + rest + "}";
    }

    @Test
    @DisplayName("R9.3: newest first unless asked otherwise; no data is complete, too")
    void queries() {
        for (int i = 0; i < 3; i++) {
            put("{'MetricName':'m','Value':" + i + ",'Timestamp':" + (NOW - 60L * i) + "}");
        }
        assertThat(call("GetMetricData", query("m", 60, "Sum", "")).toString())
                .isEqualTo(("{'MetricDataResults':[{'Id':'q','Label':'m','Timestamps':[" + NOW + "," + (NOW - 60) + ","
                                + (NOW - 120) + "],'Values':[0.0,1.0,2.0],'StatusCode':'Complete'}],'Messages':[]}")
                        .replace('\'', '"'));
        assertThat(call("GetMetricData", query("m", 60, "p90", ",'ScanBy':'TimestampAscending'"))
                        .path("MetricDataResults")
                        .get(0)
                        .path("Values")
                        .toString())
                .isEqualTo("[2.0,1.0,0.0]");
        assertThat(call("GetMetricData", query("none", 60, "Sum", "")).toString())
                .isEqualTo(("{'MetricDataResults':[{'Id':'q','Label':'none','Timestamps':[],'Values':[],"
                                + "'StatusCode':'Complete'}],'Messages':[]}")
                        .replace('\'', '"'));
        JsonNode part = call("GetMetricData", query("m", 60, "Sum", ",'MaxDatapoints':2"));
        assertThat(part.path("MetricDataResults").get(0).path("StatusCode").asString())
                .isEqualTo("PartialData");
        JsonNode rest = call(
                "GetMetricData",
                query(
                        "m",
                        60,
                        "Sum",
                        ",'MaxDatapoints':2,'NextToken':'"
                                + part.path("NextToken").asString() + "'"));
        assertThat(rest.path("MetricDataResults").get(0).path("Values").toString())
                .isEqualTo("[2.0]");
        assertThat(rest.has("NextToken")).isFalse();
    }

    @Test
    @DisplayName("R9.4: what is not built is refused by name, what is wrong as AWS does")
    void refusesQueries() {
        assertThat(refused(
                        "GetMetricData",
                        "{'StartTime':1,'EndTime':2,'MetricDataQueries':[{'Id':'e','Expression':'m1/m2'}]}"))
                .isEqualTo("NotImplementedException: The expression m1/m2 of GetMetricData is not supported by this"
                        + " version of Sallyport");
        assertThat(refused("GetMetricData", query("m", 60, "tm99", "")))
                .contains("The statistic tm99 is not supported");
        assertThat(refused("GetMetricData", query("m", 60, "Median", "")))
                .startsWith("ValidationError: The value Median");
        assertThat(refused("GetMetricData", query("m", 7, "Sum", ""))).startsWith("ValidationError");
        assertThat(refused("GetMetricData", query("m", 60, "Sum", "").replace("'q'", "'Q'")))
                .startsWith("ValidationError: The value Q for parameter MetricDataQueries.member.1.Id is not matching");
        assertThat(refused("GetMetricData", "{'StartTime':1,'EndTime':1,'MetricDataQueries':[]}"))
                .isEqualTo("ValidationError: The parameter StartTime must not equal parameter EndTime.");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 59, 61, 90, -60})
    @DisplayName("R9.6: periods that AWS refuses")
    void refusesPeriods(int period) {
        assertThat(refused(
                        "GetMetricStatistics",
                        "{'Namespace':'Own','MetricName':'m','StartTime':1,'EndTime':100,'Statistics':['Sum'],'Period':"
                                + period + "}"))
                .matches("(InvalidParameterValue|ValidationException): .*");
    }

    @ParameterizedTest
    @CsvSource({"86400, 60, 1440", "86460, 60, 1441", "1441, 1, 1441"})
    @DisplayName("R9.5: at most 1,440 datapoints")
    void boundsDatapoints(int span, int period, String points) {
        String input = "{'Namespace':'Own','MetricName':'m','StartTime':" + (NOW - span)
                + ",'EndTime':NOW,'Statistics':['Sum'],'Period':" + period + "}";
        if (points.equals("1440")) {
            assertThat(call("GetMetricStatistics", input).path("Datapoints")).isEmpty();
        } else {
            assertThat(refused("GetMetricStatistics", input))
                    .isEqualTo("InvalidParameterCombination: You have requested up to 1,441 datapoints, which exceeds"
                            + " the limit of 1,440. You may reduce the datapoints requested by increasing Period, or"
                            + " decreasing the time range.");
        }
    }

    @Test
    @DisplayName("R9.6: the start of time is inclusive, its end exclusive")
    void boundsTime() {
        put("{'MetricName':'m','Value':1,'Timestamp':" + (NOW - 120) + "},{'MetricName':'m','Value':1,'Timestamp':"
                + (NOW - 60) + "},{'MetricName':'m','Value':1,'Timestamp':NOW}");
        JsonNode found = call(
                "GetMetricStatistics",
                "{'Namespace':'Own','MetricName':'m','StartTime':" + (NOW - 120)
                        + ",'EndTime':NOW,'Period':60,'Statistics':['Sum']}");
        assertThat(found.path("Datapoints")).hasSize(2);
        assertThat(refused(
                        "GetMetricStatistics",
                        "{'Namespace':'Own','MetricName':'m','StartTime':NOW,'EndTime':NOW,'Period':60,"
                                + "'Statistics':['Sum']}"))
                .isEqualTo("InvalidParameterValue: The parameter StartTime must be less than the parameter EndTime.");
        assertThat(refused(
                        "GetMetricStatistics",
                        "{'Namespace':'Own','MetricName':'m','StartTime':1,'EndTime':NOW,'Period':86400}"))
                .startsWith("InvalidParameterCombination");
    }

    @Test
    @DisplayName("R1.5: the query protocol speaks of the same metrics")
    void speaksQuery() {
        String form = "application/x-www-form-urlencoded";
        assertThat(send(
                                form,
                                "",
                                "Action=PutMetricData&Version=2010-08-01&Namespace=Own&MetricData.member.1.MetricName=m"
                                        + "&MetricData.member.1.Values.member.1=2.5&MetricData.member.1.Counts.member.1=2")
                        .status())
                .isEqualTo(200);
        WireResponse answer = send(
                form,
                "",
                "Action=GetMetricStatistics&Version=2010-08-01&Namespace=Own&MetricName=m&Period=60"
                        + "&StartTime=2026-11-22T11:00:00Z&EndTime=2026-11-22T13:00:00Z&Statistics.member.1=Sum");
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .contains("<Sum>5.0</Sum>")
                .contains("<Timestamp>2026-11-22T12:00:00Z</Timestamp>")
                .contains("<Label>m</Label>");
        assertThat(new String(
                        send(form, "", "Action=PutMetricData&Version=2010-08-01&Namespace=Own")
                                .body(),
                        StandardCharsets.UTF_8))
                .contains("<Code>MissingParameter</Code><Message>The parameter MetricData is required.</Message>");
    }
}
