package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.aws.SdkSigned;
import dev.sallyport.aws.SignatureV4;
import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.edge.StubBackend.Received;
import dev.sallyport.edge.TestHttpApi.Target;
import dev.sallyport.snapshot.TestServices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Integrations of HTTP APIs with services, to a stub that records what it gets (http-api 6). */
class HttpApiServicesTest {

    @RegisterExtension
    static final DataPlaneFixture DATA = new DataPlaneFixture();

    private static final String QUEUE = "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs";
    private static final String MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:m";

    @BeforeEach
    void answersNothing() {
        answers(200, "application/json", "{}");
    }

    private static void answers(int status, String type, String body) {
        DATA.backend()
                .behave(Behaviour.answer("HTTP/1.1 " + status + " Said\r\nContent-Type: " + type
                        + "\r\nx-amzn-RequestId: service-1\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
    }

    private static Received last() {
        return DATA.backend().received().getLast();
    }

    private static void publish(String subtype, Map<String, String> parameters) {
        publish(Target.service(subtype, parameters));
    }

    private static void publish(Target target) {
        new TestHttpApi(DATA).route("POST /do/{id}", target).publish("$default");
    }

    private static Answer call(String body, String... more) throws IOException {
        return DATA.post("/do/7?q=a&q=b", body, more);
    }

    /** The body that the service gets of a call. */
    private static String sent(String subtype, Map<String, String> parameters, String body) throws IOException {
        publish(subtype, parameters);
        assertThat(call(body).status()).isEqualTo(200);
        return last().body();
    }

    private static void assertSigned(String service, String region) {
        Received received = last();
        String authorization = Objects.requireNonNull(received.header("Authorization"));
        int from = authorization.indexOf("SignedHeaders=") + 14;
        TreeMap<String, String> headers = new TreeMap<>();
        for (String name :
                authorization.substring(from, authorization.indexOf(',', from)).split(";")) {
            headers.put(name, String.join(",", received.headers(name)));
        }
        assertThat(headers).containsKeys("host", "x-amz-date", "x-amz-security-token");
        String[] line = received.line().split(" ");
        assertThat(authorization)
                .isEqualTo(new SignatureV4(region, service, TestServices.TIME)
                        .authorization(
                                TestServices.CREDENTIALS,
                                line[0],
                                line[1],
                                headers,
                                SignatureV4.hash(received.body().getBytes(StandardCharsets.ISO_8859_1))));
    }

    @Test
    @DisplayName("R6.1, R6.8, R6.10: EventBridge-PutEvents")
    void putsEvents() throws IOException {
        String recorded = "{\"Entries\":[{\"EventId\":\"e1\"}],\"FailedEntryCount\":0}";
        answers(200, "application/x-amz-json-1.1", recorded);
        publish(
                "EventBridge-PutEvents",
                Map.of(
                        "Detail", "$request.body",
                        "DetailType", "Order \"placed\"",
                        "Source", "shop.${request.path.id}",
                        "Time", "2020-02-03T04:05:06Z",
                        "EventBusName", "$request.header.bus",
                        "Resources", "$request.querystring.q",
                        "TraceHeader", "$request.header.absent"));
        Answer answer = call("{\"a\":1}", "Bus: main");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(recorded);
        assertThat(answer.header("content-type")).isEqualTo("application/x-amz-json-1.1");
        assertThat(last().line()).isEqualTo("POST / HTTP/1.1");
        assertThat(last().header("X-Amz-Target")).isEqualTo("AWSEvents.PutEvents");
        assertThat(last().header("Content-Type")).isEqualTo("application/x-amz-json-1.1");
        assertThat(last().header("X-Amz-Security-Token")).isEqualTo("the-session-token");
        assertThat(last().body())
                .isEqualTo("{\"Entries\":[{\"Detail\":\"{\\\"a\\\":1}\",\"DetailType\":\"Order \\\"placed\\\"\","
                        + "\"Source\":\"shop.7\",\"Time\":1580702706,\"EventBusName\":\"main\","
                        + "\"Resources\":[\"a\",\"b\"]}]}");
        assertSigned("events", "eu-west-1");
    }

    @Test
    @DisplayName("6: the four calls of SQS")
    void talksToQueues() throws IOException {
        String head = "&Version=2012-11-05&QueueUrl=https%3A%2F%2Fsqs.eu-west-1.amazonaws.com%2F123456789012%2Fjobs";
        Map<String, String> send = new HashMap<>(Map.of(
                "QueueUrl", QUEUE,
                "MessageBody", "$request.body.text",
                "DelaySeconds", "5",
                "MessageGroupId", "$request.path.id",
                "MessageDeduplicationId", "$request.body.missing",
                "MessageAttributes", "$request.body.attributes",
                "MessageSystemAttributes", "$request.body.missing"));
        String body = "{\"text\":\"a b&c\",\"attributes\":{\"n\":{\"DataType\":\"String\",\"StringValue\":\"v 1\"}}}";
        assertThat(sent("SQS-SendMessage", send, body))
                .isEqualTo("Action=SendMessage" + head + "&MessageBody=a%20b%26c&DelaySeconds=5"
                        + "&MessageAttribute.1.Name=n&MessageAttribute.1.Value.DataType=String"
                        + "&MessageAttribute.1.Value.StringValue=v%201&MessageGroupId=7");
        assertThat(last().header("Content-Type")).startsWith("application/x-www-form-urlencoded");
        assertSigned("sqs", "eu-west-1");
        assertThat(sent(
                        "SQS-ReceiveMessage-1.0",
                        Map.of("QueueUrl", QUEUE, "AttributeNames", "$request.querystring.q", "WaitTimeSeconds", "0"),
                        ""))
                .isEqualTo("Action=ReceiveMessage" + head + "&AttributeName.1=a&AttributeName.2=b&WaitTimeSeconds=0");
        assertThat(sent("SQS-DeleteMessage", Map.of("QueueUrl", QUEUE, "ReceiptHandle", "$request.body"), "h=1"))
                .isEqualTo("Action=DeleteMessage&Version=2012-11-05&ReceiptHandle=h%3D1"
                        + head.substring("&Version=2012-11-05".length()));
        assertThat(sent("SQS-PurgeQueue", Map.of("QueueUrl", QUEUE), "")).isEqualTo("Action=PurgeQueue" + head);
    }

    @Test
    @DisplayName("6: AppConfig-GetConfiguration, whose parameters are its address")
    void readsConfigurations() throws IOException {
        publish(
                "AppConfig-GetConfiguration",
                Map.of(
                        "Application", "$request.header.app",
                        "Environment", "prod",
                        "Configuration", "c/d",
                        "ClientId", "$context.requestId"));
        Answer answer = call("ignored", "App: my app");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(last().line())
                .isEqualTo("GET /applications/my%20app/environments/prod/configurations/c%2Fd?client_id="
                        + String.valueOf(answer.header("apigw-requestid")).replace("=", "%3D") + " HTTP/1.1");
        assertThat(last().body()).isEmpty();
        assertSigned("appconfig", "eu-west-1");
        assertThat(call("", "App: ..").status()).isEqualTo(400);
    }

    @Test
    @DisplayName("R6.9: Kinesis-PutRecord gets its data as Base64")
    void putsRecords() throws IOException {
        assertThat(sent(
                        "Kinesis-PutRecord",
                        Map.of("StreamName", "s", "Data", "$request.body", "PartitionKey", "$request.path.id"),
                        "hello"))
                .isEqualTo("{\"StreamName\":\"s\",\"Data\":\"aGVsbG8=\",\"PartitionKey\":\"7\"}");
        assertThat(last().header("X-Amz-Target")).isEqualTo("Kinesis_20131202.PutRecord");
        assertSigned("kinesis", "eu-west-1");
    }

    @Test
    @DisplayName("R6.11: the three calls of Step Functions")
    void runsMachines() throws IOException {
        assertThat(sent(
                        "StepFunctions-StartExecution",
                        Map.of("StateMachineArn", MACHINE, "Input", "$request.body", "Name", "n"),
                        "{\"a\":1}"))
                .isEqualTo("{\"stateMachineArn\":\"" + MACHINE + "\",\"name\":\"n\",\"input\":\"{\\\"a\\\":1}\"}");
        assertThat(last().header("X-Amz-Target")).isEqualTo("AWSStepFunctions.StartExecution");
        assertThat(last().header("Content-Type")).isEqualTo("application/x-amz-json-1.0");
        String failed = "{\"status\":\"FAILED\",\"error\":\"e\"}";
        answers(200, "application/x-amz-json-1.0", failed);
        publish("StepFunctions-StartSyncExecution", Map.of("StateMachineArn", MACHINE, "Input", "$request.body"));
        Answer answer = call("");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(failed);
        assertThat(last().body()).isEqualTo("{\"stateMachineArn\":\"" + MACHINE + "\"}");
        assertThat(last().header("X-Amz-Target")).isEqualTo("AWSStepFunctions.StartSyncExecution");
        assertSigned("states", "eu-west-1");
        assertThat(sent(
                        "StepFunctions-StopExecution",
                        Map.of("ExecutionArn", "e", "Cause", "$request.body.c", "Error", "x"),
                        "{\"c\":\"why\"}"))
                .isEqualTo("{\"executionArn\":\"e\",\"cause\":\"why\",\"error\":\"x\"}");
    }

    @Test
    @DisplayName("R6.6: a required parameter without a value is a bad request, an optional one is left out")
    void refusesWhatHasNoValue() throws IOException {
        int before = DATA.backend().received().size();
        publish("SQS-SendMessage", Map.of("QueueUrl", QUEUE, "MessageBody", "$request.body.text"));
        for (String body : new String[] {"", "{}", "no JSON", "{\"text\":\"\"}"}) {
            Answer answer = call(body);
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.body()).isEqualTo("{\"message\":\"Bad Request\"}");
        }
        publish("SQS-SendMessage", Map.of("QueueUrl", QUEUE, "MessageBody", "$request.body"));
        assertThat(call("").status()).isEqualTo(400);
        publish("SQS-SendMessage", Map.of("QueueUrl", QUEUE, "MessageBody", "x", "MessageAttributes", "$request.body"));
        assertThat(call("[1]").status()).isEqualTo(400);
        assertThat(DATA.backend().received()).hasSize(before);
    }

    @Test
    @DisplayName("6: a body of more than 100 KB has no parts, but is a value as a whole")
    void cutsBodies() throws IOException {
        String large = "{\"text\":\"" + "x".repeat(101 * 1024) + "\"}";
        publish("SQS-SendMessage", Map.of("QueueUrl", QUEUE, "MessageBody", "$request.body.text"));
        assertThat(call(large).status()).isEqualTo(400);
        assertThat(sent("SQS-SendMessage", Map.of("QueueUrl", QUEUE, "MessageBody", "$request.body"), large))
                .hasSizeGreaterThan(101 * 1024);
    }

    @Test
    @DisplayName("R6.7: the Region of the call, which no request can turn into another host")
    void choosesRegions() throws IOException {
        publish("SQS-PurgeQueue", Map.of("QueueUrl", QUEUE, "Region", "$request.header.where"));
        assertThat(call("", "Where: us-east-2").status()).isEqualTo(200);
        assertSigned("sqs", "us-east-2");
        assertThat(call("").status()).isEqualTo(200);
        assertSigned("sqs", "eu-west-1");
        assertThat(call("", "Where: evil.example/").status()).isEqualTo(400);
    }

    @Test
    @DisplayName("R6.10, R6.12, R7.10: the service's status and body, mapped as is said for them")
    void passesAnswersOn() throws IOException {
        answers(400, "application/x-amz-json-1.0", "{\"__type\":\"AccessDenied\"}");
        publish("StepFunctions-StopExecution", Map.of("ExecutionArn", "e"));
        Answer denied = call("");
        assertThat(denied.status()).isEqualTo(400);
        assertThat(denied.body()).isEqualTo("{\"__type\":\"AccessDenied\"}");
        publish(Target.service("StepFunctions-StopExecution", Map.of("ExecutionArn", "e"))
                .answer(Map.of(
                        "400", Map.of("overwrite:statuscode", "409", "append:header.kind", "$response.body.__type"))));
        Answer mapped = call("");
        assertThat(mapped.status()).isEqualTo(409);
        assertThat(mapped.header("kind")).isEqualTo("AccessDenied");
    }

    @Test
    @DisplayName("R6.12: nobody is called without a role that can be assumed")
    void needsItsRole() throws IOException {
        int before = DATA.backend().received().size();
        Target queue = Target.service("SQS-PurgeQueue", Map.of("QueueUrl", QUEUE));
        for (String role :
                new String[] {null, "something", "arn:aws:iam::123456789012:role/refused", "arn:aws:iam::*:user/*"}) {
            publish(queue.as(role));
            Answer answer = call("");
            assertThat(answer.status()).as(role).isEqualTo(500);
            assertThat(answer.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
        }
        assertThat(DATA.backend().received()).hasSize(before);
    }

    @Test
    @DisplayName("R3.4, R13.19: the caller's own credentials, and a role that a stage variable names")
    void signsAsItsCaller() throws IOException {
        var ann = DATA.identities()
                .user("123456789012", "ann", "{'Effect':'Allow','Action':'execute-api:Invoke','Resource':'*'}");
        new TestHttpApi(DATA)
                .secured(
                        "GET /do",
                        Target.service("SQS-PurgeQueue", Map.of("QueueUrl", QUEUE))
                                .as("arn:aws:iam::*:user/*"),
                        "AWS_IAM",
                        null)
                .route(
                        "POST /do/{id}",
                        Target.service("SQS-PurgeQueue", Map.of("QueueUrl", "$stageVariables.queue"))
                                .as("arn:aws:iam::123456789012:role/${stageVariables.role}"))
                .variable("role", "caller")
                .variable("queue", "jobs")
                .publish("$default");
        SdkSigned signed = SdkSigned.sign(
                SdkSigned.Plan.get("https://abc123.execute-api.eu-west-1.amazonaws.com/do", Instant.now()),
                ann,
                "eu-west-1",
                "execute-api");
        assertThat(DATA.get("/do", signed.lines()).status()).isEqualTo(200);
        assertThat(last().header("Authorization")).contains("Credential=" + ann.accessKeyId() + "/");
        assertThat(call("").status()).isEqualTo(200);
        assertThat(last().body()).endsWith("&QueueUrl=jobs");
        assertSigned("sqs", "eu-west-1");
    }

    @Test
    @DisplayName("R6.13: a call that takes longer than the integration may answers 503")
    void timesOut() throws IOException {
        DATA.backend().behave(call -> {});
        publish(Target.service("StepFunctions-StartSyncExecution", Map.of("StateMachineArn", MACHINE))
                .within(50));
        Answer answer = call("");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("{\"message\":\"Service Unavailable\"}");
    }
}
