package dev.sallyport.cli.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.TestGateway;
import dev.sallyport.TestGateway.Printed;
import dev.sallyport.cli.Cli;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command {@code sallyport logs} against a gateway (issue 7, point 7). */
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
class LogsCommandTest {

    private TestGateway gateway;
    private Path folder;
    private String api;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        gateway = new TestGateway(folder);
        api = gateway.deploy(
                "{'openapi': '3.0.1', 'info': {'title': 'logged', 'version': '1'}, 'paths': {'/': {'get': {'responses':"
                        + " {'200': {'description': 'ok'}}, 'x-amazon-apigateway-integration': {'type': 'mock',"
                        + " 'requestTemplates': {'application/json': '{\\\"statusCode\\\": 200}'}, 'responses': {'default':"
                        + " {'statusCode': '200'}}}}}}}",
                "prod");
        logs("CreateLogGroup", "{'logGroupName': 'access'}");
        gateway.control(
                "apigateway",
                "PATCH",
                "/restapis/" + api + "/stages/prod",
                "{'patchOperations': [{'op': 'replace', 'path': '/accessLogSettings/destinationArn', 'value':"
                        + " 'arn:aws:logs:us-east-1:" + account() + ":log-group:access'}, {'op': 'replace', 'path':"
                        + " '/accessLogSettings/format', 'value': 'status=$context.status $context.requestId'}]}");
        put("/aws/lambda/resize", "START RequestId: 1", "ERROR it broke", "END RequestId: 1");
        put("API-Gateway-Execution-Logs_" + api + "/prod", "(1) Starting execution");
        put("API-Gateway-Execution-Logs_" + api + "/prod/Canary", "(2) in the canary");
        put("API-Gateway-Execution-Logs_" + api + "/test", "(3) elsewhere");
        gateway.get(api, "prod", "/");
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    private String account() throws Exception {
        JsonNode groups = gateway.operation("logs", "Logs_20140328.DescribeLogGroups", "{}");
        return groups.at("/logGroups/0/arn").asString().split(":")[4];
    }

    private JsonNode logs(String operation, String input) throws Exception {
        return gateway.operation("logs", "Logs_20140328." + operation, input);
    }

    private void put(String group, String... messages) throws Exception {
        put(gateway, group, messages);
    }

    private static void put(TestGateway to, String group, String... messages) throws Exception {
        to.operation("logs", "Logs_20140328.CreateLogGroup", "{'logGroupName': '" + group + "'}");
        to.operation(
                "logs", "Logs_20140328.CreateLogStream", "{'logGroupName': '" + group + "', 'logStreamName': 's'}");
        add(to, group, messages);
    }

    private static void add(TestGateway to, String group, String... messages) throws Exception {
        StringBuilder events = new StringBuilder();
        long now = Instant.now().toEpochMilli();
        for (String message : messages) {
            events.append(events.isEmpty() ? "" : ", ")
                    .append("{'timestamp': ")
                    .append(now++)
                    .append(", 'message': '")
                    .append(message)
                    .append("'}");
        }
        to.operation(
                "logs",
                "Logs_20140328.PutLogEvents",
                "{'logGroupName': '" + group + "', 'logStreamName': 's', 'logEvents': [" + events + "]}");
    }

    private Printed run(String... arguments) {
        Printed printed = gateway.run(arguments);
        assertThat(printed.exitCode()).as(printed.err()).isZero();
        return printed;
    }

    @Test
    @DisplayName("logs: of a function, in the order of time, a line for each event, without colours")
    void function() {
        assertThat(run("logs", "--function", "resize").out().lines())
                .hasSize(3)
                .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z  resize  .+"))
                .last()
                .asString()
                .endsWith("END RequestId: 1");
        assertThat(run("logs", "--function", "resize", "--filter", "ERROR")
                        .out()
                        .lines())
                .singleElement()
                .asString()
                .endsWith("  ERROR it broke");
        Printed nothing = run("logs", "--function", "never-ran");
        assertThat(nothing.out()).isEmpty();
        assertThat(nothing.err()).contains("Nothing of that was logged in the last 10m.");
    }

    @Test
    @DisplayName("logs: of an API its execution logs and the access logs of its stages; of one stage with its canary")
    void apis() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> run("logs", "--api", api).out().contains("status=200"));
        assertThat(run("logs", "--api", api).out())
                .contains("  " + api + "/prod  (1) Starting execution")
                .contains("  " + api + "/prod/Canary  (2) in the canary")
                .contains("  " + api + "/test  (3) elsewhere")
                .contains("  access  status=200 ")
                .doesNotContain("resize");
        assertThat(run("logs", "--api", api, "--stage", "prod").out())
                .contains("(1)", "(2)")
                .doesNotContain("(3)");
        assertThat(run("logs", "--api", api, "--stage", "test").out())
                .contains("(3)")
                .doesNotContain("(1)");
    }

    @Test
    @DisplayName("logs: of everything, or of named groups, as JSON when that is wanted")
    void groups() {
        assertThat(run("logs").out()).contains("ERROR it broke", "(1)", "(3)");
        assertThat(run("logs", "/aws/lambda/resize", "--json").out().lines())
                .hasSize(3)
                .allMatch(line -> JsonMapper.shared()
                        .readTree(line)
                        .get("group")
                        .asString()
                        .equals("resize"));
        Printed unknown = gateway.run("logs", "nothing");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err()).contains("The specified log group does not exist.");
    }

    @Test
    @DisplayName("logs: what was written into an event steers no terminal")
    void controlCharacters() throws Exception {
        put("hostile", "one\\u001b[2Jtwo\\u0007");
        assertThat(run("logs", "hostile").out()).contains("one?[2Jtwo?").doesNotContain("\u001b");
    }

    @Test
    @DisplayName("logs: wrong options are told before anything is asked")
    void options() {
        assertThat(gateway.run("logs", "--since", "yesterday").err())
                .contains("--since must be a duration such as 90s");
        assertThat(gateway.run("logs", "--stage", "prod").err()).contains("--stage needs --api");
    }

    @Test
    @DisplayName("logs -f: goes on with what comes, each event once, and over a restart of the gateway")
    void follows() throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        TestGateway first = new TestGateway(folder);
        put(first, "/aws/lambda/f", "one");
        Thread following = Thread.ofPlatform()
                .start(() -> new Cli(
                                "1",
                                settings -> {
                                    throw new AssertionError("no gateway is started");
                                },
                                format -> "",
                                Map.of(),
                                folder)
                        .printingTo(new PrintWriter(out, true), new PrintWriter(err, true))
                        .run("logs", "-f", "--function", "f", "--endpoint", first.endpoint()));
        try {
            Duration patience = Duration.ofSeconds(40);
            await().atMost(patience).until(() -> out.toString().contains("f  one"));
            add(first, "/aws/lambda/f", "two");
            await().atMost(patience).until(() -> out.toString().contains("f  two"));
            first.close();
            await().atMost(patience).until(() -> err.toString().contains("does not answer; waiting for it."));
            try (TestGateway second = new TestGateway(folder, "--listen", first.address())) {
                put(second, "/aws/lambda/f", "three");
                await().atMost(patience).until(() -> out.toString().contains("f  three"));
            }
        } finally {
            following.interrupt();
            following.join(Duration.ofSeconds(30));
        }
        assertThat(following.isAlive()).isFalse();
        assertThat(out.toString().lines()).hasSize(3);
    }
}
