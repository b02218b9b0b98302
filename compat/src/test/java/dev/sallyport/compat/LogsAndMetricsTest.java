package dev.sallyport.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** CloudWatch Logs and CloudWatch through the SDK, which speaks AWS JSON with the one and CBOR with the other. */
final class LogsAndMetricsTest {

    @Test
    @DisplayName("4.6, R8.10: functions' lines are in /aws/lambda/NAME, also after kill -9")
    void showsTheLinesOfFunctions() {
        try (GatewayProcess gateway = GatewayProcess.with().start()) {
            TestFunctions functions = new TestFunctions(gateway.lambda());
            functions.python("talks", "def handler(event, context):\n    print('hello', event['n'])\n");
            functions.invoke("talks", "{\"n\":1}");
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(50))
                    .untilAsserted(
                            () -> assertThat(messages(gateway.logs(), "")).hasSizeGreaterThanOrEqualTo(5));
            List<String> lines = messages(gateway.logs(), "");
            assertThat(lines.get(0))
                    .startsWith("INIT_START Runtime Version: python")
                    .endsWith("\n");
            assertThat(lines).anyMatch(line -> line.startsWith("START RequestId: "));
            assertThat(lines).contains("hello 1\n");
            assertThat(lines).anyMatch(line -> line.startsWith("END RequestId: "));
            // A line that the function prints may be read a moment after its answer.
            assertThat(lines).anyMatch(line -> line.startsWith("REPORT RequestId: "));
            assertThat(messages(gateway.logs(), "hello -REPORT")).containsExactly("hello 1\n");

            await().pollDelay(Duration.ofSeconds(1)).until(() -> true); // what a kill may lose is younger
            gateway.kill();
            gateway.start();
            assertThat(messages(gateway.logs(), "")).isEqualTo(lines);
        }
    }

    private static List<String> messages(CloudWatchLogsClient logs, String pattern) {
        try {
            return logs
                    .filterLogEventsPaginator(
                            request -> request.logGroupName("/aws/lambda/talks").filterPattern(pattern))
                    .events()
                    .stream()
                    .map(FilteredLogEvent::message)
                    .toList();
        } catch (ResourceNotFoundException early) {
            return List.of();
        }
    }

    @Test
    @DisplayName("LOG-1 to LOG-3, R11.17: execution logs of a stage, once the account has a role for them")
    void logsExecutions() {
        try (GatewayProcess gateway = GatewayProcess.with("--ephemeral").start()) {
            TestApi api = TestApi.create(gateway, "logged");
            api.mock(api.rootId(), "GET", "hello");
            api.deploy("test");
            Http.query(
                    gateway.endpoint(),
                    GatewayProcess.ACCOUNT,
                    "iam",
                    "Action=CreateRole&Version=2010-05-08&RoleName=logs&AssumeRolePolicyDocument="
                            + URLEncoder.encode(
                                    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
                                            + "\"sts:AssumeRole\",\"Principal\":{\"Service\":\"apigateway.amazonaws.com\"}}]}",
                                    StandardCharsets.UTF_8));
            String role = "arn:aws:iam::" + GatewayProcess.ACCOUNT + ":role/logs";
            api.client().updateAccount(request -> request.patchOperations(TestApi.replace("/cloudwatchRoleArn", role)));
            api.client()
                    .updateStage(request -> request.restApiId(api.id())
                            .stageName("test")
                            .patchOperations(
                                    TestApi.replace("/*/*/logging/loglevel", "INFO"),
                                    TestApi.replace("/*/*/logging/dataTrace", "true")));

            HttpResponse<String> answer = Http.get(api.url("test", "/"));

            String group = "API-Gateway-Execution-Logs_" + api.id() + "/test";
            String prefix =
                    "(" + answer.headers().firstValue("x-amzn-RequestId").orElseThrow() + ") ";
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(50))
                    .untilAsserted(() -> assertThat(gateway.logs()
                                    .describeLogGroups(request -> request.logGroupNamePrefix(group))
                                    .logGroups())
                            .singleElement()
                            .satisfies(
                                    found -> assertThat(found.retentionInDays()).isNull()));
            List<FilteredLogEvent> events = gateway.logs()
                    .filterLogEvents(request -> request.logGroupName(group))
                    .events();
            assertThat(events)
                    .extracting(FilteredLogEvent::message)
                    .allMatch(message -> message.startsWith(prefix))
                    .contains(
                            prefix + "HTTP Method: GET, Resource Path: /",
                            prefix + "Method response body after transformations: hello",
                            prefix + "Method completed with status: 200");
            assertThat(events)
                    .extracting(FilteredLogEvent::logStreamName)
                    .allMatch(name -> name.matches("[0-9a-f]{32}"));
        }
    }

    @Test
    @DisplayName("R8.3 to R8.7: groups, streams, events and their errors")
    void keepsLogs() {
        try (GatewayProcess gateway = GatewayProcess.with("--ephemeral").start()) {
            CloudWatchLogsClient logs = gateway.logs();
            logs.createLogGroup(request -> request.logGroupName("g"));
            assertThatThrownBy(() -> logs.createLogGroup(request -> request.logGroupName("g")))
                    .isInstanceOf(ResourceAlreadyExistsException.class)
                    .hasMessageStartingWith("The specified log group already exists");
            logs.createLogStream(request -> request.logGroupName("g").logStreamName("s"));
            long now = Instant.now().toEpochMilli();
            logs.putLogEvents(request -> request.logGroupName("g")
                    .logStreamName("s")
                    .logEvents(IntStream.range(0, 25)
                            .mapToObj(i -> InputLogEvent.builder()
                                    .timestamp(now + i)
                                    .message("event " + i)
                                    .build())
                            .toList()));
            assertThat(logs
                            .getLogEventsPaginator(request -> request.logGroupName("g")
                                    .logStreamName("s")
                                    .startFromHead(true)
                                    .limit(10))
                            .events()
                            .stream()
                            .map(OutputLogEvent::message))
                    .hasSize(25)
                    .startsWith("event 0")
                    .endsWith("event 24");
            logs.putRetentionPolicy(request -> request.logGroupName("g").retentionInDays(7));
            assertThat(logs.describeLogGroups(request -> request.logGroupNamePrefix("g"))
                            .logGroups()
                            .getFirst()
                            .retentionInDays())
                    .isEqualTo(7);
            logs.deleteLogGroup(request -> request.logGroupName("g"));
            assertThatThrownBy(() -> logs.describeLogStreams(request -> request.logGroupName("g")))
                    .isInstanceOf(ResourceNotFoundException.class);
        }
    }

    @Test
    @DisplayName("LOG-30, LOG-31: the metrics of an API, at once and by the SDK")
    void countsRequests() {
        try (GatewayProcess gateway = GatewayProcess.with("--ephemeral").start()) {
            TestApi api = TestApi.create(gateway, "counted");
            api.mock(api.rootId(), "GET", "hello");
            api.deploy("test");
            api.client()
                    .updateStage(request -> request.restApiId(api.id())
                            .stageName("test")
                            .patchOperations(TestApi.replace("/*/*/metrics/enabled", "true")));
            Http.get(api.url("test", "/"));
            Http.get(api.url("test", "/nowhere"));

            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> sum(gateway, "Count", Map.of("ApiName", "counted")) == 2);
            Map<String, String> ofStage = Map.of("ApiName", "counted", "Stage", "test");
            assertThat(sum(gateway, "4XXError", ofStage)).isEqualTo(1);
            Map<String, String> ofMethod =
                    Map.of("ApiName", "counted", "Stage", "test", "Resource", "/", "Method", "GET");
            assertThat(sum(gateway, "Count", ofMethod)).isEqualTo(1);
        }
    }

    private static double sum(GatewayProcess gateway, String name, Map<String, String> dimensions) {
        Instant now = Instant.now();
        return gateway
                .cloudWatch()
                .getMetricStatistics(request -> request.namespace("AWS/ApiGateway")
                        .metricName(name)
                        .dimensions(dimensions.entrySet().stream()
                                .map(it -> Dimension.builder()
                                        .name(it.getKey())
                                        .value(it.getValue())
                                        .build())
                                .toList())
                        .startTime(now.minusSeconds(3600))
                        .endTime(now.plusSeconds(3600))
                        .period(60)
                        .statistics(Statistic.SUM))
                .datapoints()
                .stream()
                .mapToDouble(Datapoint::sum)
                .sum();
    }

    @Test
    @DisplayName("R9.3, R9.5, R9.8: metrics in CBOR, also after a restart")
    void keepsMetrics() {
        try (GatewayProcess gateway = GatewayProcess.with().start()) {
            CloudWatchClient metrics = gateway.cloudWatch();
            Instant now = Instant.now();
            metrics.putMetricData(request -> request.namespace("Own")
                    .metricData(
                            MetricDatum.builder()
                                    .metricName("m")
                                    .value(1.5)
                                    .timestamp(now)
                                    .build(),
                            MetricDatum.builder()
                                    .metricName("m")
                                    .values(2.0, 4.0)
                                    .counts(1.0, 2.0)
                                    .timestamp(now)
                                    .build()));
            assertThatThrownBy(() -> metrics.putMetricData(request -> request.namespace("Own")
                            .metricData(MetricDatum.builder()
                                    .metricName("m")
                                    .value(1.0)
                                    .values(1.0)
                                    .build())))
                    .isInstanceOf(CloudWatchException.class)
                    .hasMessageContaining("are mutually exclusive and you have specified both.")
                    .extracting(error ->
                            ((CloudWatchException) error).awsErrorDetails().errorCode())
                    .isEqualTo("InvalidParameterCombination");
            assertSum(metrics, now);
            gateway.stop();
            gateway.start();
            assertSum(gateway.cloudWatch(), now);
            assertThat(gateway.cloudWatch()
                            .listMetrics(request -> request.namespace("Own"))
                            .metrics())
                    .containsExactly(Metric.builder()
                            .namespace("Own")
                            .metricName("m")
                            .dimensions(List.of())
                            .build());
        }
    }

    private static void assertSum(CloudWatchClient metrics, Instant now) {
        assertThat(metrics.getMetricStatistics(request -> request.namespace("Own")
                                .metricName("m")
                                .startTime(now.minusSeconds(600))
                                .endTime(now.plusSeconds(600))
                                .period(3600)
                                .statistics(Statistic.SUM, Statistic.SAMPLE_COUNT))
                        .datapoints())
                .singleElement()
                .satisfies(point -> {
                    assertThat(point.sum()).isEqualTo(11.5);
                    assertThat(point.sampleCount()).isEqualTo(4);
                });
        assertThat(metrics.getMetricData(request -> request.startTime(now.minusSeconds(600))
                                .endTime(now.plusSeconds(600))
                                .metricDataQueries(MetricDataQuery.builder()
                                        .id("q")
                                        .metricStat(stat -> stat.stat("p50")
                                                .period(3600)
                                                .metric(metric ->
                                                        metric.namespace("Own").metricName("m")))
                                        .build()))
                        .metricDataResults()
                        .getFirst()
                        .values())
                .containsExactly(2.0);
    }
}
