package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.TestHttpApi.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The events of both formats that functions of HTTP APIs get (http-api 3.2 to 3.4). */
class HttpApiEventTest {

    @RegisterExtension
    static final DataPlaneFixture DATA = new DataPlaneFixture();

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

    @BeforeEach
    void returns() {
        DATA.functions().returns("two", "{}");
        DATA.functions().returns("one", "{\"statusCode\":200}");
    }

    private static TestHttpApi api() {
        return new TestHttpApi(DATA);
    }

    private static Target two() {
        return Target.function("two", "2.0");
    }

    private static Target one() {
        return Target.function("one", "1.0");
    }

    private static JsonNode event(String function) {
        return TestHttpApi.lastEvent(DATA, function);
    }

    private static List<String> names(JsonNode object) {
        return new ArrayList<>(object.propertyNames());
    }

    private static void send(String method, String path, String... lines) throws IOException {
        try (RawClient client = DATA.client()) {
            assertThat(client.send(DataPlaneFixture.head(method, path, lines) + "\r\n")
                            .answer()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    @DisplayName("R3.7 to R3.26: a request without anything has nothing but what is always there")
    void leastOfFormatTwo() throws IOException {
        api().route("$default", two()).publish("$default");
        Instant before = DATA.now().minusSeconds(1);
        send("GET", "/");
        JsonNode event = event("two");
        assertThat(names(event))
                .containsExactlyInAnyOrder(
                        "version",
                        "routeKey",
                        "rawPath",
                        "rawQueryString",
                        "headers",
                        "requestContext",
                        "isBase64Encoded");
        assertThat(event.get("routeKey").stringValue()).isEqualTo("$default");
        assertThat(event.get("rawPath").stringValue()).isEqualTo("/");
        assertThat(event.get("rawQueryString").stringValue()).isEmpty();
        assertThat(event.get("isBase64Encoded").booleanValue()).isFalse();
        JsonNode headers = event.get("headers");
        assertThat(names(headers))
                .containsExactlyInAnyOrder(
                        "host",
                        "content-length",
                        "x-amzn-trace-id",
                        "x-forwarded-for",
                        "x-forwarded-port",
                        "x-forwarded-proto");
        assertThat(headers.get("content-length").stringValue()).isEqualTo("0");
        assertThat(headers.get("x-forwarded-for").stringValue()).isEqualTo("127.0.0.1");
        JsonNode context = event.get("requestContext");
        assertThat(names(context))
                .containsExactlyInAnyOrder(
                        "accountId",
                        "apiId",
                        "domainName",
                        "domainPrefix",
                        "http",
                        "requestId",
                        "routeKey",
                        "stage",
                        "time",
                        "timeEpoch");
        assertThat(context.get("accountId").stringValue()).isEqualTo("123456789012");
        assertThat(context.get("apiId").stringValue()).isEqualTo("abc123");
        assertThat(context.get("domainName").stringValue()).isEqualTo("abc123.execute-api.eu-west-1.amazonaws.com");
        assertThat(context.get("domainPrefix").stringValue()).isEqualTo("abc123");
        assertThat(context.get("stage").stringValue()).isEqualTo("$default");
        assertThat(context.get("http").toString())
                .isEqualTo("{\"method\":\"GET\",\"path\":\"/\",\"protocol\":\"HTTP/1.1\",\"sourceIp\":\"127.0.0.1\","
                        + "\"userAgent\":\"\"}");
        Instant told = Instant.ofEpochMilli(context.get("timeEpoch").longValue());
        assertThat(told).isBetween(before, DATA.now().plusSeconds(1));
        assertThat(OffsetDateTime.parse(context.get("time").stringValue(), TIME).toEpochSecond())
                .isEqualTo(told.getEpochSecond());
    }

    @Test
    @DisplayName("R2.16, R3.9, R3.11, R3.15, R3.16: path and query, decoded and as they were sent")
    void pathAndQuery() throws IOException {
        api().route("ANY /a/{id}/{proxy+}", two()).publish("dev");
        send("DELETE", "/dev/a/x%20y/b%2Fc/d/?q=%C3%A4+1&Q=2&q=%26&empty");
        JsonNode event = event("two");
        assertThat(event.get("routeKey").stringValue()).isEqualTo("ANY /a/{id}/{proxy+}");
        assertThat(event.get("rawPath").stringValue()).isEqualTo("/dev/a/x y/b/c/d/");
        assertThat(event.get("requestContext").get("http").get("path")).isEqualTo(event.get("rawPath"));
        assertThat(event.get("rawQueryString").stringValue()).isEqualTo("q=%C3%A4+1&Q=2&q=%26&empty");
        assertThat(event.get("queryStringParameters").toString())
                .isEqualTo("{\"q\":\"ä 1,&\",\"Q\":\"2\",\"empty\":\"\"}");
        assertThat(event.get("pathParameters").toString()).isEqualTo("{\"id\":\"x y\",\"proxy\":\"b/c/d\"}");
    }

    @Test
    @DisplayName("R3.12 to R3.14, R3.17, R3.21, R3.22: headers, cookies, stage variables and who the client is")
    void headers() throws IOException {
        api().route("$default", two()).variable("k", "v").variable("l", "w").publish("$default");
        send(
                "GET",
                "/",
                "X-UPPER: One",
                "x-upper: Two",
                "Cookie: a=1; b=\"2\"",
                "Cookie: c",
                "User-Agent: me",
                "X-Forwarded-For: 192.0.2.7",
                "X-Forwarded-Proto: gopher",
                "Connection: keep-alive, X-Hop",
                "TE: trailers");
        JsonNode event = event("two");
        JsonNode headers = event.get("headers");
        assertThat(headers.get("x-upper").stringValue()).isEqualTo("One,Two");
        assertThat(headers.has("cookie")).isFalse();
        assertThat(headers.has("connection")).isFalse();
        assertThat(headers.has("te")).isFalse();
        assertThat(headers.get("x-forwarded-for").stringValue()).isEqualTo("192.0.2.7, 127.0.0.1");
        assertThat(headers.get("x-forwarded-proto").stringValue()).isNotEqualTo("gopher");
        assertThat(event.get("cookies").toString()).isEqualTo("[\"a=1\",\"b=\\\"2\\\"\",\"c\"]");
        JsonNode variables = event.get("stageVariables");
        assertThat(names(variables)).containsExactlyInAnyOrder("k", "l");
        assertThat(variables.get("k").stringValue()).isEqualTo("v");
        assertThat(variables.get("l").stringValue()).isEqualTo("w");
        JsonNode http = event.get("requestContext").get("http");
        assertThat(http.get("sourceIp").stringValue()).isEqualTo("127.0.0.1");
        assertThat(http.get("userAgent").stringValue()).isEqualTo("me");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain | false",
                "text/anything | false",
                "TEXT/HTML | false",
                "application/json | false",
                "application/xml | false",
                "application/javascript | false",
                "application/graphql | false",
                "text/plain; charset=UTF-8 | false",
                "application/json;charset=\"utf-8\" | false",
                "application/vnd.api+json | true",
                "application/vnd.api+json; charset=utf-8 | false",
                "text/plain; charset=iso-8859-1 | true",
                "application/json; charset=latin1 | true",
                "application/x-www-form-urlencoded | true",
                "application/octet-stream | true",
                "image/png | true",
                "multipart/form-data; boundary=x | true",
                " | true"
            })
    @DisplayName("R3.37 to R3.45: which bodies are Base64, in both formats")
    void bodies(@Nullable String type, boolean base64) throws IOException {
        api().route("POST /two", two()).route("POST /one", one()).publish("$default");
        for (String function : List.of("two", "one")) {
            String[] lines = type == null ? new String[0] : new String[] {"Content-Type: " + type};
            DATA.post("/" + function, "h\"i", lines);
            JsonNode event = event(function);
            assertThat(event.get("isBase64Encoded").booleanValue()).isEqualTo(base64);
            String expected =
                    base64 ? Base64.getEncoder().encodeToString("h\"i".getBytes(StandardCharsets.UTF_8)) : "h\"i";
            assertThat(event.get("body").stringValue()).isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("R3.18, R3.46: an encoded body is Base64, one that is empty is none")
    void encodedAndEmptyBodies() throws IOException {
        api().route("POST /two", two()).route("POST /one", one()).publish("$default");
        DATA.post("/two", "x", "Content-Type: text/plain", "Content-Encoding: gzip");
        assertThat(event("two").get("isBase64Encoded").booleanValue()).isTrue();
        DATA.post("/two", "", "Content-Type: image/png");
        assertThat(event("two").has("body")).isFalse();
        assertThat(event("two").get("isBase64Encoded").booleanValue()).isFalse();
        DATA.post("/one", "", "Content-Type: image/png");
        assertThat(event("one").get("body").isNull()).isTrue();
        assertThat(event("one").get("isBase64Encoded").booleanValue()).isFalse();
    }

    @Test
    @DisplayName("R3.33 to R3.36: a request without anything in format 1.0 has all keys, most of them null")
    void leastOfFormatOne() throws IOException {
        api().route("$default", one()).publish("$default");
        send("GET", "/x");
        JsonNode event = event("one");
        assertThat(names(event))
                .containsExactlyInAnyOrder(
                        "version",
                        "resource",
                        "path",
                        "httpMethod",
                        "headers",
                        "multiValueHeaders",
                        "queryStringParameters",
                        "multiValueQueryStringParameters",
                        "requestContext",
                        "pathParameters",
                        "stageVariables",
                        "body",
                        "isBase64Encoded");
        for (String name : List.of(
                "queryStringParameters",
                "multiValueQueryStringParameters",
                "pathParameters",
                "stageVariables",
                "body")) {
            assertThat(event.get(name).isNull()).as(name).isTrue();
        }
        assertThat(event.get("version").stringValue()).isEqualTo("1.0");
        assertThat(event.get("resource").stringValue()).isEqualTo("$default");
        JsonNode context = event.get("requestContext");
        assertThat(names(context))
                .containsExactlyInAnyOrder(
                        "accountId",
                        "apiId",
                        "authorizer",
                        "domainName",
                        "domainPrefix",
                        "extendedRequestId",
                        "httpMethod",
                        "identity",
                        "path",
                        "protocol",
                        "requestId",
                        "requestTime",
                        "requestTimeEpoch",
                        "resourceId",
                        "resourcePath",
                        "stage");
        assertThat(context.get("extendedRequestId")).isEqualTo(context.get("requestId"));
        assertThat(context.get("resourceId").isNull()).isTrue();
        assertThat(context.get("authorizer").toString()).isEqualTo("{\"claims\":null,\"scopes\":null}");
        assertThat(context.get("protocol").stringValue()).isEqualTo("HTTP/1.1");
        JsonNode identity = context.get("identity");
        assertThat(names(identity))
                .containsExactlyInAnyOrder(
                        "accessKey",
                        "accountId",
                        "caller",
                        "cognitoAuthenticationProvider",
                        "cognitoAuthenticationType",
                        "cognitoIdentityId",
                        "cognitoIdentityPoolId",
                        "principalOrgId",
                        "sourceIp",
                        "user",
                        "userAgent",
                        "userArn");
        assertThat(identity.get("sourceIp").stringValue()).isEqualTo("127.0.0.1");
        assertThat(identity.get("userAgent").isNull()).isTrue();
        assertThat(identity.get("accessKey").isNull()).isTrue();
    }

    @Test
    @DisplayName("R3.27 to R3.32: last and all values, the cookie header, path and resource of format 1.0")
    void valuesOfFormatOne() throws IOException {
        api().route("GET /pets/{id}", one()).variable("k", "v").publish("dev");
        send("GET", "/dev/pets/6?p=1&p=2&r=3", "X-A: 1", "x-a: 2", "Cookie: c=1");
        JsonNode event = event("one");
        assertThat(event.get("path").stringValue()).isEqualTo("/dev/pets/6");
        assertThat(event.get("resource").stringValue()).isEqualTo("/pets/{id}");
        JsonNode context = event.get("requestContext");
        assertThat(context.get("path").stringValue()).isEqualTo("/dev/pets/6");
        assertThat(context.get("resourcePath").stringValue()).isEqualTo("/pets/{id}");
        assertThat(event.get("headers").get("x-a").stringValue()).isEqualTo("2");
        assertThat(event.get("multiValueHeaders").get("x-a").toString()).isEqualTo("[\"1\",\"2\"]");
        assertThat(event.get("headers").get("cookie").stringValue()).isEqualTo("c=1");
        assertThat(event.has("cookies")).isFalse();
        assertThat(event.get("queryStringParameters").toString()).isEqualTo("{\"p\":\"2\",\"r\":\"3\"}");
        assertThat(event.get("multiValueQueryStringParameters").toString())
                .isEqualTo("{\"p\":[\"1\",\"2\"],\"r\":[\"3\"]}");
        assertThat(event.get("pathParameters").toString()).isEqualTo("{\"id\":\"6\"}");
        assertThat(event.get("stageVariables").toString()).isEqualTo("{\"k\":\"v\"}");
    }

    @Test
    @DisplayName("R3.6, R13.19: stage variables name function and alias")
    void functionOfVariables() throws IOException {
        DATA.functions().returns("chosen", "\"it\"");
        api().route("GET /f", Target.function("${stageVariables.fn}:${stageVariables.alias}", "2.0"))
                .variable("fn", "chosen")
                .variable("alias", "live")
                .publish("$default");
        assertThat(DATA.get("/f").body()).isEqualTo("it");
        api().route("GET /f", Target.function("${stageVariables.fn}", "2.0")).publish("$default");
        assertThat(DATA.get("/f").status()).isEqualTo(500);
    }

    @Test
    @DisplayName("R3.1, R3.4, R10.3: in whose name functions are called, whichever form their ARN has")
    void sources() throws IOException {
        DATA.functions().returns("auth", "{\"isAuthorized\":true}");
        String invocation = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/" + TestHttpApi.FUNCTION
                + "two/invocations";
        api().route("GET /pets/{id}", two())
                .route("ANY /any", Target.proxied(invocation))
                .lambda("a1", "auth", "2.0", true, 0)
                .secured("$default", two(), "CUSTOM", "a1")
                .publish("$default", "dev");
        List<String> asked = DATA.functions().sources();
        String arn = "arn:aws:execute-api:eu-west-1:123456789012:abc123/";
        int before = asked.size();
        send("GET", "/dev/pets/6");
        send("PUT", "/any");
        send("GET", "/else");
        assertThat(asked.subList(before, asked.size()))
                .containsExactly(
                        arn + "dev/GET/pets/{id}",
                        arn + "$default/*/any",
                        arn + "authorizers/a1",
                        arn + "$default/$default");
    }

    @Test
    @DisplayName("R7.7: mapped headers, queries and path are those of both events")
    void mapped() throws IOException {
        Map<String, String> mappings = Map.of(
                "overwrite:header.a", "new",
                "append:header.b", "$request.header.b",
                "remove:header.c", "''",
                "append:querystring.q", "3",
                "remove:querystring.r", "''",
                "overwrite:path", "/other/$request");
        api().route("GET /two", two().map(mappings))
                .route("GET /one", one().map(mappings))
                .publish("$default");
        for (String function : List.of("two", "one")) {
            send("GET", "/" + function + "?q=1&r=2", "A: old", "B: x", "C: y");
        }
        JsonNode two = event("two");
        assertThat(two.get("rawPath").stringValue()).isEqualTo("/other/$request");
        assertThat(two.get("rawQueryString").stringValue()).isEqualTo("q=1&q=3");
        assertThat(two.get("queryStringParameters").toString()).isEqualTo("{\"q\":\"1,3\"}");
        assertThat(two.get("headers").get("a").stringValue()).isEqualTo("new");
        assertThat(two.get("headers").get("b").stringValue()).isEqualTo("x,x");
        assertThat(two.get("headers").has("c")).isFalse();
        JsonNode one = event("one");
        assertThat(one.get("path").stringValue()).isEqualTo("/other/$request");
        assertThat(one.get("multiValueQueryStringParameters").toString()).isEqualTo("{\"q\":[\"1\",\"3\"]}");
        assertThat(one.get("multiValueHeaders").get("b").toString()).isEqualTo("[\"x\",\"x\"]");
        assertThat(one.get("headers").has("c")).isFalse();
    }
}
