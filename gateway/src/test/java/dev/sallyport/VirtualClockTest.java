package dev.sallyport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.sallyport.authorizer.jwt.StubIssuer;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Time that is moved: what follows it and what does not (issue 7, point 8). */
@Timeout(240)
class VirtualClockTest {

    private static final String PAGE = "/_sallyport/clock";
    private static final String MOCK = "'x-amazon-apigateway-integration': {'type': 'mock', 'requestTemplates':"
            + " {'application/json': '{\\'statusCode\\': 200}'}, 'responses': {'default': {'statusCode': '200'}}}";

    @TempDir
    private Path folder;

    private TestGateway movable(String... more) {
        String[] flags = Stream.concat(Stream.of("--virtual-clock", "enabled"), Stream.of(more))
                .toArray(String[]::new);
        return new TestGateway(folder, flags);
    }

    /** An API with one method; {@code more} goes before its integration. */
    private static String document(String name, String definitions, String more) {
        return ("{'openapi': '3.0.1', 'info': {'title': '" + name + "', 'version': '1'}, " + definitions
                        + "'paths': {'/': {'get': {" + more + "'responses': {'200': {'description': 'ok'}}, " + MOCK
                        + "}}}}")
                .replace("\\'", "\\\"");
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    private static void advance(TestGateway gateway, String duration) {
        TestGateway.Printed printed = gateway.run("clock", "advance", duration);
        assertThat(printed.exitCode()).as(printed.err()).isZero();
    }

    @Test
    @DisplayName("clock: without the setting the page says what to do")
    void disabled() throws Exception {
        try (TestGateway gateway = new TestGateway(folder)) {
            HttpResponse<String> answer = gateway.send("GET", PAGE, "");
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).contains("setting virtual-clock (--virtual-clock enabled");
            assertThat(gateway.send("PUT", PAGE + "?advance=1h", "").statusCode())
                    .isEqualTo(404);
            TestGateway.Printed printed = gateway.run("clock", "advance", "1h");
            assertThat(printed.exitCode()).isEqualTo(1);
            assertThat(printed.err()).contains("--virtual-clock enabled");
        }
    }

    @Test
    @DisplayName("clock: it is moved ahead by a duration or to a time, never back, and by nothing but PUT")
    void moves() throws Exception {
        try (TestGateway gateway = movable()) {
            JsonNode before = json(gateway.send("GET", PAGE, ""));
            assertThat(before.get("aheadMillis").asLong()).isZero();
            JsonNode after = json(gateway.send("PUT", PAGE + "?advance=1h30m", ""));
            assertThat(after.get("aheadMillis").asLong())
                    .isEqualTo(Duration.ofMinutes(90).toMillis());
            Instant now = Instant.parse(after.get("now").asString());
            assertThat(now)
                    .isAfterOrEqualTo(
                            Instant.parse(before.get("now").asString()).plusSeconds(5400));
            assertThat(json(gateway.send("PUT", PAGE + "?set=2030-01-01T00:00:00Z", ""))
                            .get("now")
                            .asString())
                    .startsWith("2030-01-01T00:0");

            for (String wrong : new String[] {
                "?set=2029-01-01T00:00:00Z",
                "?advance=-1h",
                "?advance=soon",
                "?set=today",
                "",
                "?advance=1h&set=x",
                "?advance=3651d"
            }) {
                HttpResponse<String> refused = gateway.send("PUT", PAGE + wrong, "");
                assertThat(refused.statusCode()).as(wrong).isEqualTo(400);
                assertThat(json(refused).get("message").asString()).as(wrong).isNotEmpty();
            }
            assertThat(gateway.send("POST", PAGE + "?advance=1h", "").statusCode())
                    .isEqualTo(405);
            assertThat(json(gateway.send("PUT", PAGE + "?set=2099-01-01T00:00:00Z", ""))
                            .get("message")
                            .asString())
                    .isEqualTo("The clock goes ahead of the system's by 3650 days at most");
            assertThat(gateway.run("clock", "back", "1h").exitCode()).isEqualTo(2);
            assertThat(gateway.run("clock").out())
                    .startsWith("2030-01-01T00:0")
                    .contains("ahead of the system's clock");
        }
    }

    @Test
    @DisplayName("THR-6, THR-2: a quota begins anew and a bucket fills after the clock was moved")
    void quotasAndRates() throws Exception {
        try (TestGateway gateway = movable()) {
            String api = gateway.deploy(
                    document(
                            "limited",
                            "'components': {'securitySchemes': {'api_key': {'type': 'apiKey', 'name': 'x-api-key', 'in':"
                                    + " 'header'}}}, ",
                            "'security': [{'api_key': []}], "),
                    "prod");
            String value = "a-key-of-at-least-twenty-characters";
            String key = gateway.control(
                            "apigateway",
                            "POST",
                            "/apikeys",
                            "{'name': 'k', 'enabled': true, 'value': '" + value + "'}")
                    .get("id")
                    .asString();
            String plan = gateway.control(
                            "apigateway",
                            "POST",
                            "/usageplans",
                            "{'name': 'p', 'quota': {'limit': 2, 'period': 'DAY'}, 'throttle': {'rateLimit': 0.001,"
                                    + " 'burstLimit': 1}, 'apiStages': [{'apiId': '" + api + "', 'stage': 'prod'}]}")
                    .get("id")
                    .asString();
            gateway.control(
                    "apigateway",
                    "POST",
                    "/usageplans/" + plan + "/keys",
                    "{'keyId': '" + key + "', 'keyType': 'API_KEY'}");
            String[] header = {"x-api-key", value};
            // From noon on, so that no day ends meanwhile.
            gateway.send("PUT", PAGE + "?set=2030-01-01T12:00:00Z", "");

            assertThat(gateway.get(api, "prod", "/", header)).isEqualTo(200);
            assertThat(gateway.get(api, "prod", "/", header)).as("the rate").isEqualTo(429);
            advance(gateway, "30m");
            assertThat(gateway.get(api, "prod", "/", header)).isEqualTo(200);
            advance(gateway, "30m");
            assertThat(gateway.get(api, "prod", "/", header)).as("the quota").isEqualTo(429);
            advance(gateway, "1d");
            assertThat(gateway.get(api, "prod", "/", header)).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("CCH-3: a kept answer is too old when the clock has passed its time to live")
    void caches() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        HttpServer backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        backend.createContext("/", exchange -> {
            calls.incrementAndGet();
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[] {'o', 'k'});
            exchange.close();
        });
        backend.start();
        try (TestGateway gateway = movable()) {
            String uri = "http://127.0.0.1:" + backend.getAddress().getPort() + "/";
            String api = gateway.deploy(
                    "{'openapi': '3.0.1', 'info': {'title': 'cached', 'version': '1'}, 'paths': {'/': {'get': {'responses':"
                            + " {'200': {'description': 'ok'}}, 'x-amazon-apigateway-integration': {'type': 'http_proxy',"
                            + " 'httpMethod': 'GET', 'uri': '" + uri + "'}}}}}",
                    "prod");
            gateway.control(
                    "apigateway",
                    "PATCH",
                    "/restapis/" + api + "/stages/prod",
                    "{'patchOperations': [{'op': 'replace', 'path': '/cacheClusterEnabled', 'value': 'true'}, {'op':"
                            + " 'replace', 'path': '/cacheClusterSize', 'value': '0.5'}, {'op': 'replace', 'path':"
                            + " '/*/*/caching/enabled', 'value': 'true'}]}");
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                int before = calls.get();
                return gateway.get(api, "prod", "/") == 200 && calls.get() == before;
            });
            int before = calls.get();
            advance(gateway, "4m");
            assertThat(gateway.get(api, "prod", "/")).isEqualTo(200);
            assertThat(calls.get()).as("at most four and a half minutes old").isEqualTo(before);
            advance(gateway, "5m");
            assertThat(gateway.get(api, "prod", "/")).isEqualTo(200);
            assertThat(calls.get()).isEqualTo(before + 1);
        } finally {
            backend.stop(0);
        }
    }

    @Test
    @DisplayName("AUT-54: a token expires when the clock has passed its exp")
    void tokens() throws Exception {
        StubIssuer issuer = new StubIssuer();
        try (TestGateway gateway = movable("--user-pools", "us-east-1_AbC=" + issuer.url())) {
            String api = gateway.deploy(
                    document(
                            "guarded",
                            "'components': {'securitySchemes': {'pool': {'type': 'apiKey', 'name': 'Authorization', 'in':"
                                    + " 'header', 'x-amazon-apigateway-authtype': 'cognito_user_pools',"
                                    + " 'x-amazon-apigateway-authorizer': {'type': 'cognito_user_pools', 'providerARNs':"
                                    + " ['arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_AbC']}}}}, ",
                            "'security': [{'pool': []}], "),
                    "prod");
            String token = issuer.token(
                    issuer.claims(Instant.now().plus(Duration.ofHours(2))).build());

            assertThat(gateway.get(api, "prod", "/", "Authorization", token)).isEqualTo(200);
            advance(gateway, "1h");
            assertThat(gateway.get(api, "prod", "/", "Authorization", token)).isEqualTo(200);
            advance(gateway, "1h");
            assertThat(gateway.get(api, "prod", "/", "Authorization", token)).isEqualTo(401);
        } finally {
            issuer.close();
        }
    }

    @Test
    @DisplayName(
            "R4.15: an environment that idles ends when the clock has passed its time; its invocations' times are real")
    void functions() throws Exception {
        boolean installed = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "python3")));
        Assumptions.assumeTrue(installed, "python3 is not installed on this machine");
        try (TestGateway gateway = movable()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                zip.putNextEntry(new ZipEntry("index.py"));
                zip.write("def handler(event, context):\n    return context.get_remaining_time_in_millis()\n"
                        .getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
            gateway.control(
                    "lambda",
                    "POST",
                    "/2015-03-31/functions",
                    "{'FunctionName': 'f', 'Runtime': 'python3.12', 'Handler': 'index.handler', 'Role':"
                            + " 'arn:aws:iam::123456789012:role/r', 'Timeout': 60, 'Code': {'ZipFile': '"
                            + Base64.getEncoder().encodeToString(bytes.toByteArray()) + "'}}");
            gateway.send("PUT", PAGE + "?advance=5h", "");
            JsonNode remaining = gateway.control("lambda", "POST", "/2015-03-31/functions/f/invocations", "{}");
            assertThat(remaining.asLong()).isBetween(1L, 60_000L);
            assertThat(metric(gateway, "sallyport_function_environments")).isEqualTo(1);
            assertInvocations(gateway);

            advance(gateway, "10m");
            await().atMost(Duration.ofSeconds(60)).until(() -> metric(gateway, "sallyport_function_environments") == 0);
        }
    }

    /** Companion section 9: the metrics of a function that has run once. */
    private static void assertInvocations(TestGateway gateway) {
        String[] dimensions = {"", "{'Name': 'FunctionName', 'Value': 'f'}"};
        for (String of : dimensions) {
            await().atMost(Duration.ofSeconds(20)).until(() -> statistic(gateway, "Invocations", "Sum", of) == 1);
            assertThat(statistic(gateway, "Errors", "Sum", of)).isZero();
            assertThat(statistic(gateway, "Throttles", "Sum", of)).isZero();
            assertThat(statistic(gateway, "ConcurrentExecutions", "Maximum", of))
                    .isEqualTo(1);
            assertThat(statistic(gateway, "Duration", "Average", of)).isBetween(0.001, 60_000.0);
        }
    }

    private static double statistic(TestGateway gateway, String name, String statistic, String dimensions) {
        try {
            JsonNode points = gateway.operation(
                            "monitoring",
                            "GraniteServiceVersion20100801.GetMetricStatistics",
                            "{'Namespace': 'AWS/Lambda', 'MetricName': '" + name + "', 'Dimensions': [" + dimensions
                                    + "], 'StartTime': " + Instant.now().getEpochSecond() / 86_400 * 86_400
                                    + ", 'EndTime': " + (Instant.now().getEpochSecond() / 86_400 + 3) * 86_400
                                    + ", 'Period': 259200, 'Statistics': ['" + statistic + "']}")
                    .get("Datapoints");
            double sum = 0;
            for (JsonNode point : points) {
                sum += point.get(statistic).asDouble();
            }
            return sum;
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static double metric(TestGateway gateway, String name) throws Exception {
        return gateway.send("GET", "/metrics", "")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @DisplayName("LOG-30: what was counted before the clock was moved belongs to the time before")
    void metrics() throws Exception {
        try (TestGateway gateway = movable()) {
            String api = gateway.deploy(document("counted", "", ""), "prod");
            gateway.send("PUT", PAGE + "?set=2030-01-01T12:00:30Z", "");
            gateway.get(api, "prod", "/");
            advance(gateway, "1h");
            gateway.get(api, "prod", "/");

            JsonNode points = gateway.operation(
                            "monitoring",
                            "GraniteServiceVersion20100801.GetMetricStatistics",
                            "{'Namespace': 'AWS/ApiGateway', 'MetricName': 'Count', 'Dimensions': [{'Name': 'ApiName',"
                                    + " 'Value': 'counted'}], 'StartTime': 1893456000, 'EndTime': 1893542400, 'Period': 3600,"
                                    + " 'Statistics': ['Sum']}")
                    .get("Datapoints");
            assertThat(points.size()).isEqualTo(2);
            assertThat(points.get(0).get("Sum").asDouble()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("AUT-12: signatures are dated by those who sign, whose clock nobody moves")
    void signatures() throws Exception {
        try (TestGateway gateway = movable("--auth", "enforce")) {
            HttpResponse<String> unsigned = gateway.send("PUT", PAGE + "?advance=1h", "");
            assertThat(unsigned.statusCode()).isEqualTo(403);
        }
    }
}
