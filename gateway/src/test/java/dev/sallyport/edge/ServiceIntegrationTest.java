package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.aws.SignatureV4;
import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.edge.StubBackend.Received;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import dev.sallyport.snapshot.TestServices;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** AWS integrations with services, to a stub that records what it gets. */
class ServiceIntegrationTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/caller";
    private static final String FORM = "'application/x-www-form-urlencoded'";

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    @BeforeEach
    void usualBackend() {
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"));
    }

    private static Received last() {
        return GATEWAY.backend().received().getLast();
    }

    private static TestIntegration service(String verb, String rest) {
        return TestIntegration.of("AWS", verb, "arn:aws:apigateway:eu-west-1:" + rest)
                .credentials(ROLE);
    }

    private static void publish(String verb, String path, TestIntegration integration) {
        GATEWAY.publish(new TestApi("abc123").on(verb, path, integration));
    }

    @Test
    @DisplayName("INT-61, INT-63, INT-64, INT-67: SQS by path, signed for the role's session")
    void queue() throws Exception {
        publish(
                "POST",
                "/send",
                service("POST", "sqs:path/123456789012/jobs")
                        .map("header.Content-Type", FORM)
                        .template("Action=SendMessage&MessageBody=hello")
                        .response("200", null));

        Answer answer = GATEWAY.post("/test/send", "{}", "Content-Type: application/json");

        assertThat(answer.status()).isEqualTo(200);
        Received received = last();
        assertThat(received.line()).isEqualTo("POST /123456789012/jobs HTTP/1.1");
        assertThat(received.body()).isEqualTo("Action=SendMessage&MessageBody=hello");
        assertThat(received.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(received.header("Accept")).isEqualTo("application/json");
        assertThat(received.header("User-Agent")).isEqualTo("AmazonAPIGateway_abc123");
        assertThat(received.header("X-Amzn-Apigateway-Api-Id")).isEqualTo("abc123");
        assertThat(received.header("X-Amz-Date")).isEqualTo("20260304T050607Z");
        assertThat(received.header("X-Amz-Security-Token")).isEqualTo("the-session-token");
        assertThat(received.header("Authorization")).isEqualTo(expected(received, "sqs", "/123456789012/jobs"));
        assertThat(answer.header("X-Amzn-Trace-Id")).isEqualTo(received.header("X-Amzn-Trace-Id"));
    }

    /** What a service that knows the secret computes of what it got. */
    private static String expected(Received received, String service, String target) {
        String authorization = Objects.requireNonNull(received.header("Authorization"));
        int from = authorization.indexOf("SignedHeaders=") + 14;
        TreeMap<String, String> headers = new TreeMap<>();
        for (String name :
                authorization.substring(from, authorization.indexOf(',', from)).split(";")) {
            headers.put(name, String.join(",", received.headers(name)));
        }
        assertThat(headers).containsKeys("host", "x-amz-date", "x-amz-security-token", "content-type");
        return new SignatureV4("eu-west-1", service, TestServices.TIME)
                .authorization(
                        TestServices.CREDENTIALS,
                        received.line().substring(0, received.line().indexOf(' ')),
                        target,
                        headers,
                        SignatureV4.hash(received.body().getBytes(StandardCharsets.ISO_8859_1)));
    }

    @ParameterizedTest
    @CsvSource({
        "dynamodb:action/PutItem, /?Action=PutItem, DynamoDB_20120810.PutItem",
        "kinesis:action/PutRecord, /?Action=PutRecord, Kinesis_20131202.PutRecord",
        "states:action/StartExecution, /?Action=StartExecution, AWSStepFunctions.StartExecution",
        "sns:action/Publish&Version=2010-03-31, /?Action=Publish&Version=2010-03-31,",
        "events:action/PutEvents, /?Action=PutEvents,",
    })
    @DisplayName("INT-62, INT-68, INT-69, INT-71: actions go into the query, and for some services into X-Amz-Target")
    void actions(String rest, String target, String header) throws Exception {
        publish("POST", "/do", service("POST", rest).template("{}").response("200", null));

        assertThat(GATEWAY.post("/test/do", "{}").status()).isEqualTo(200);

        assertThat(last().line()).isEqualTo("POST " + target + " HTTP/1.1");
        assertThat(last().header("X-Amz-Target")).isEqualTo(header);
        assertThat(last().header("Authorization"))
                .isEqualTo(expected(last(), rest.substring(0, rest.indexOf(':')), target));
    }

    @Test
    @DisplayName("INT-68: StartSyncExecution has a host of its own and is signed for states")
    void synchronous() throws Exception {
        publish(
                "POST",
                "/do",
                service("POST", "states:action/StartSyncExecution").response("200", null));

        assertThat(GATEWAY.post("/test/do", "{}").status()).isEqualTo(200);
        assertThat(last().header("X-Amz-Target")).isEqualTo("AWSStepFunctions.StartSyncExecution");
        assertThat(last().header("Authorization")).contains("/eu-west-1/states/aws4_request");
    }

    @Test
    @DisplayName("INT-62, INT-70, INT-72: mapped headers and parameters go along and are signed")
    void mapped() throws Exception {
        publish(
                "POST",
                "/do",
                service("POST", "events:action/PutEvents")
                        .map("header.X-Amz-Target", "'AWSEvents.PutEvents'")
                        .map("header.Content-Type", "'application/x-amz-json-1.1'")
                        .map("querystring.TopicArn", "'arn:aws:sns:eu-west-1:1:t t'")
                        .response("200", null));

        assertThat(GATEWAY.post("/test/do", "{}").status()).isEqualTo(200);

        String target = "/?Action=PutEvents&TopicArn=arn%3Aaws%3Asns%3Aeu-west-1%3A1%3At%20t";
        assertThat(last().line()).isEqualTo("POST " + target + " HTTP/1.1");
        assertThat(last().headers("X-Amz-Target")).containsExactly("AWSEvents.PutEvents");
        assertThat(last().header("Content-Type")).isEqualTo("application/x-amz-json-1.1");
        assertThat(last().header("Authorization")).isEqualTo(expected(last(), "events", target));
    }

    @Test
    @DisplayName("INT-60, INT-73: a bucket before the service's name goes into Host; the payload's hash into a header")
    void bucket() throws Exception {
        publish(
                "PUT",
                "/files/{bucket}/{key}",
                service("PUT", "{bucket}.s3:path/{key}")
                        .map("path.bucket", "method.request.path.bucket")
                        .map("path.key", "method.request.path.key")
                        .response("200", null));

        try (RawClient client = GATEWAY.client()) {
            String head = DataPlaneFixture.head("PUT", "/test/files/my-bucket/a%20b%24.txt", "Content-Length: 5");
            assertThat(client.send(head + "\r\nhello").answer().status()).isEqualTo(200);
        }
        assertThat(last().line()).isEqualTo("PUT /a%20b%24.txt HTTP/1.1");
        assertThat(last().header("Host"))
                .isEqualTo("my-bucket.127.0.0.1:" + GATEWAY.backend().port());
        assertThat(last().header("X-Amz-Content-Sha256"))
                .isEqualTo(SignatureV4.hash("hello".getBytes(StandardCharsets.UTF_8)));
        assertThat(last().header("Authorization")).isEqualTo(expected(last(), "s3", "/a%20b%24.txt"));
    }

    @Test
    @DisplayName("INT-5: a value cannot choose another host")
    void foreignHost() throws Exception {
        publish(
                "GET",
                "/files/{bucket}",
                service("GET", "{bucket}.s3:path/key")
                        .map("path.bucket", "method.request.path.bucket")
                        .response("200", null));

        assertThat(GATEWAY.get("/test/files/evil.example%2F").status()).isEqualTo(500);
        assertThat(GATEWAY.get("/test/files/a%40b").status()).isEqualTo(500);
        assertThat(GATEWAY.get("/test/files/fine").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("INT-69, INT-80: the service's status selects the integration response")
    void selected() throws Exception {
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\n\r\nbad"));
        publish(
                "POST",
                "/do",
                service("POST", "dynamodb:action/Query").response("200", null).response("422", "4\\d{2}"));

        Answer answer = GATEWAY.post("/test/do", "{}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).isEqualTo("bad");
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:iam::123456789012:role/refused, sqs:path/q",
        "arn:aws:iam::123456789012:role/broken, sqs:path/q",
        "arn:aws:iam::*:user/*, sqs:path/q",
        "something, sqs:path/q",
        ", sqs:path/q",
        "arn:aws:iam::123456789012:role/caller, unheard:path/q",
        "arn:aws:iam::123456789012:role/caller, nothing",
    })
    @DisplayName("INT-63: a role that cannot be assumed, and a service that has no endpoint, close the method")
    void closed(String credentials, String rest) throws Exception {
        int before = GATEWAY.backend().received().size();
        TestIntegration integration = TestIntegration.of("AWS", "POST", "arn:aws:apigateway:eu-west-1:" + rest)
                .response("200", null);
        publish("POST", "/do", credentials == null ? integration : integration.credentials(credentials));

        Answer answer = GATEWAY.post("/test/do", "{}");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("{\"message\": \"Internal server error\"}");
        assertThat(GATEWAY.backend().received()).hasSize(before);
    }

    @Test
    @DisplayName("INT-63, STG-3: stage variables choose service, path and role")
    void stageVariables() throws Exception {
        GATEWAY.publish(
                new TestApi("abc123")
                        .on(
                                "POST",
                                "/do",
                                TestIntegration.of(
                                                "AWS",
                                                "POST",
                                                "arn:aws:apigateway:eu-west-1:sqs:path/${stageVariables.q}")
                                        .credentials("arn:aws:iam::123456789012:role/${stageVariables.role}")
                                        .response("200", null)),
                Map.of("q", "one", "role", "r1"));

        assertThat(GATEWAY.post("/test/do", "{}").status()).isEqualTo(200);
        assertThat(last().line()).isEqualTo("POST /one HTTP/1.1");
    }

    @Test
    @DisplayName("INT-74: a service of the query protocol answers JSON, because Accept says so")
    void parameterStore() throws Exception {
        publish(
                "POST",
                "/parameter",
                service("POST", "ssm:action/GetParameter")
                        .map("querystring.Name", "'param'")
                        .response("200", null));
        String recorded = "{\"GetParameterResponse\":{\"GetParameterResult\":{\"Parameter\":{\"Name\":\"param\"}}}}";
        GATEWAY.backend()
                .behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                        + recorded.length() + "\r\n\r\n" + recorded));

        assertThat(GATEWAY.post("/test/parameter", "{}").body()).isEqualTo(recorded);

        assertThat(last().line()).isEqualTo("POST /?Action=GetParameter&Name=param HTTP/1.1");
        assertThat(last().header("Accept")).isEqualTo("application/json");
        assertThat(last().header("Authorization")).contains("/eu-west-1/ssm/aws4_request");
    }
}
