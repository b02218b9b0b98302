package dev.sallyport.integration.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.TestExchange;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProxyEventTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static final String EXAMPLE = """
            {
              "resource": "/pets/{id}", "path": "/pets/5", "httpMethod": "POST",
              "headers": {"Accept": "*/*", "Content-Type": "application/json",
                "Host": "abc123.execute-api.eu-west-1.amazonaws.com",
                "tEsT-HEADeR": "aValUE", "User-Agent": "curl/8.0",
                "X-Amzn-Trace-Id": "Root=1-6553f1a2-1b2c3d4e5f60718293a4b5c6",
                "X-Forwarded-For": "203.0.113.7", "X-Forwarded-Port": "443", "X-Forwarded-Proto": "https"},
              "multiValueHeaders": {"Accept": ["*/*"], "Content-Type": ["application/json"],
                "Host": ["abc123.execute-api.eu-west-1.amazonaws.com"],
                "tEsT-HEADeR": ["aValUE"], "User-Agent": ["curl/8.0"],
                "X-Amzn-Trace-Id": ["Root=1-6553f1a2-1b2c3d4e5f60718293a4b5c6"],
                "X-Forwarded-For": ["203.0.113.7"], "X-Forwarded-Port": ["443"], "X-Forwarded-Proto": ["https"]},
              "queryStringParameters": {"tag": "b"}, "multiValueQueryStringParameters": {"tag": ["a", "b"]},
              "pathParameters": {"id": "5"}, "stageVariables": null,
              "requestContext": {
                "resourceId": "k0w8mc", "resourcePath": "/pets/{id}", "httpMethod": "POST",
                "extendedRequestId": "OQ3x1Gd8joEFZAw=", "requestTime": "14/Nov/2023:22:13:20 +0000",
                "path": "/test/pets/5", "accountId": "123456789012", "protocol": "HTTP/1.1", "stage": "test",
                "domainPrefix": "abc123", "requestTimeEpoch": 1700000000000,
                "requestId": "1f0a7a0e-2b1c-4f0e-9a53-7d2f0c5b6e11",
                "identity": {"cognitoIdentityPoolId": null, "accountId": null, "cognitoIdentityId": null,
                  "caller": null, "sourceIp": "203.0.113.7", "principalOrgId": null, "accessKey": null,
                  "cognitoAuthenticationType": null, "cognitoAuthenticationProvider": null, "userArn": null,
                  "userAgent": "curl/8.0", "user": null},
                "domainName": "abc123.execute-api.eu-west-1.amazonaws.com", "deploymentId": "d1e2f3",
                "apiId": "abc123"},
              "body": "{\\"name\\":\\"x\\"}", "isBase64Encoded": false
            }
            """;

    private static JsonNode event(Exchange exchange, String... binaryTypes) {
        JsonNode event = JSON.readTree(new ProxyEvent(List.of(binaryTypes)).write(exchange));
        exchange.body(null);
        return event;
    }

    private static TestExchange pet() {
        return TestExchange.of("POST", "/pets/{id}", "/pets/5").pathParameter("id", "5");
    }

    @Test
    @DisplayName("INT-42, INT-43: the example, whole")
    void example() {
        Exchange exchange = pet().query("tag=a&tag=b")
                .header("Accept", "*/*")
                .header("Content-Type", "application/json")
                .header("Host", "abc123.execute-api.eu-west-1.amazonaws.com")
                .header("tEsT-HEADeR", "aValUE")
                .header("User-Agent", "curl/8.0")
                .header("Connection", "keep-alive")
                .header("Content-Length", "12")
                .build("{\"name\":\"x\"}");

        assertThat(event(exchange)).isEqualTo(JSON.readTree(EXAMPLE));
    }

    @Test
    @DisplayName("INT-42: what is empty is null, not an empty object")
    void empty() {
        JsonNode event = event(TestExchange.of("GET", "/", "/").build());

        for (String key : List.of(
                "queryStringParameters",
                "multiValueQueryStringParameters",
                "pathParameters",
                "stageVariables",
                "body")) {
            assertThat(event.get(key).isNull()).as(key).isTrue();
        }
    }

    @Test
    @DisplayName("INT-44: headers of one hop are absent, the gateway's own replace the client's")
    void removedHeaders() {
        TestExchange exchange = pet();
        List<String> removed = List.of(
                "Connection",
                "Content-Length",
                "Content-MD5",
                "Expect",
                "Max-Forwards",
                "Proxy-Authenticate",
                "Server",
                "TE",
                "Trailer",
                "Transfer-Encoding",
                "Upgrade",
                "WWW-Authenticate");
        removed.forEach(name -> exchange.header(name, "v"));
        exchange.header("x-forwarded-port", "1")
                .header("X-FORWARDED-PROTO", "gopher")
                .header("X-Amzn-Trace-Id", "x");
        JsonNode headers = event(exchange.build()).get("headers");

        removed.forEach(name -> assertThat(headers.has(name)).as(name).isFalse());
        assertThat(headers.get("X-Forwarded-Port").asString()).isEqualTo("443");
        assertThat(headers.get("X-Forwarded-Proto").asString()).isEqualTo("https");
        assertThat(headers.size()).isEqualTo(4);
    }

    @Test
    @DisplayName("HDR-34, INT-46: X-Forwarded-For is continued, repeated headers are a list, the last one single")
    void repeated() {
        JsonNode event = event(pet().header("X-Forwarded-For", "10.0.0.1")
                .header("X-R", "1")
                .header("x-r", "2")
                .header("Accept-Encoding", "gzip, deflate")
                .build());

        assertThat(event.get("headers").get("X-Forwarded-For").asString()).isEqualTo("10.0.0.1, 203.0.113.7");
        assertThat(event.get("headers").get("x-r").asString()).isEqualTo("2");
        assertThat(event.get("multiValueHeaders").get("x-r")).isEqualTo(JSON.readTree("[\"1\",\"2\"]"));
        assertThat(event.get("multiValueHeaders").get("Accept-Encoding"))
                .isEqualTo(JSON.readTree("[\"gzip, deflate\"]"));
    }

    @Test
    @DisplayName("INV-22, INV-24: path values stay raw, query values are decoded")
    void decoding() {
        JsonNode event = event(TestExchange.of("GET", "/{proxy+}", "/a%2Bb+c")
                .pathParameter("proxy", "a%2Bb+c")
                .query("q=a%2Bb+c")
                .build());

        assertThat(event.get("pathParameters").get("proxy").asString()).isEqualTo("a%2Bb+c");
        assertThat(event.get("queryStringParameters").get("q").asString()).isEqualTo("a+b c");
    }

    @Test
    @DisplayName("INT-42, INT-48, BIN-1: base64 iff the content type is binary")
    void binary() {
        JsonNode all = event(pet().build("x"), "*/*");
        assertThat(all.get("body").asString()).isEqualTo("eA==");
        assertThat(all.get("isBase64Encoded").asBoolean()).isTrue();
        JsonNode exact = event(pet().header("Content-Type", "image/png; x=y").build("x"), "image/png");
        assertThat(exact.get("isBase64Encoded").asBoolean()).isTrue();
        JsonNode other = event(pet().header("Content-Type", "image/jpeg").build("x"), "image/png");
        assertThat(other.get("body").asString()).isEqualTo("x");
        assertThat(other.get("isBase64Encoded").asBoolean()).isFalse();
    }

    @Test
    @DisplayName("INT-42, INV-9: stage variables are there, and the path form looks like the host form")
    void pathForm() {
        JsonNode event = event(pet().variables(Map.of("v", "1")).noHost().build());

        assertThat(event.get("stageVariables")).isEqualTo(JSON.readTree("{\"v\":\"1\"}"));
        assertThat(event.get("requestContext").get("domainName").asString())
                .isEqualTo("abc123.execute-api.eu-west-1.amazonaws.com");
    }
}
