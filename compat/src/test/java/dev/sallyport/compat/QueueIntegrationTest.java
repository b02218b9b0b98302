package dev.sallyport.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;

/** AWS integrations with SQS, proven against ElasticMQ (7.7). */
final class QueueIntegrationTest {

    private static final String FORM = "'application/x-www-form-urlencoded'";

    /** ElasticMQ answers forms in XML alone, and the gateway asks for JSON (INT-64). */
    private static final String ANY = "'*/*'";

    private static final SQSRestServer QUEUES =
            SQSRestServerBuilder.withInterface("127.0.0.1").withDynamicPort().start();
    private static final URI SQS = URI.create(
            "http://127.0.0.1:" + QUEUES.waitUntilStarted().localAddress().getPort());

    private static GatewayProcess gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayProcess.with().withUpstream("SQS", SQS).start();
        assertThat(queue("/", "Action=CreateQueue&QueueName=jobs").statusCode()).isEqualTo(200);
        Http.query(
                gateway.endpoint(),
                GatewayProcess.ACCOUNT,
                "iam",
                "Action=CreateRole&Version=2010-05-08&RoleName=sender&AssumeRolePolicyDocument="
                        + encoded(
                                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
                                        + "\"Principal\":{\"Service\":\"apigateway.amazonaws.com\"}}]}"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        QUEUES.stopAndWait();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static HttpResponse<String> queue(String path, String form) {
        return Http.query(SQS.resolve(path), "000000000000", "sqs", form);
    }

    private static String received() {
        return queue("/000000000000/jobs", "Action=ReceiveMessage&WaitTimeSeconds=5&MaxNumberOfMessages=10")
                .body();
    }

    private static HttpResponse<String> send(
            String name, String uri, Map<String, String> parameters, String template, String body) {
        TestApi api = TestApi.create(gateway, name);
        String resource = api.resource(api.rootId(), "send");
        api.method(resource, "POST");
        api.client()
                .putMethodResponse(request -> request.restApiId(api.id())
                        .resourceId(resource)
                        .httpMethod("POST")
                        .statusCode("200"));
        api.client()
                .putIntegration(request -> request.restApiId(api.id())
                        .resourceId(resource)
                        .httpMethod("POST")
                        .type(IntegrationType.AWS)
                        .integrationHttpMethod("POST")
                        .uri("arn:aws:apigateway:" + Clients.REGION.id() + ":sqs:" + uri)
                        .credentials("arn:aws:iam::" + GatewayProcess.ACCOUNT + ":role/sender")
                        .requestParameters(parameters)
                        .requestTemplates(Map.of("application/json", template)));
        api.client()
                .putIntegrationResponse(request -> request.restApiId(api.id())
                        .resourceId(resource)
                        .httpMethod("POST")
                        .statusCode("200")
                        .selectionPattern("200"));
        api.deploy("test");
        return Http.post(api.url("test", "/send"), body);
    }

    @Test
    @DisplayName("INT-61, INT-67: a path integration sends the form that its template makes")
    void byPath() {
        HttpResponse<String> answer = send(
                "by-path",
                "path/000000000000/jobs",
                Map.of("integration.request.header.Content-Type", FORM, "integration.request.header.Accept", ANY),
                "Action=SendMessage&MessageBody=$util.urlEncode($input.json('$'))",
                "{\"pet\": \"Rex & Co\"}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("MessageId");
        assertThat(received()).contains("{&quot;pet&quot;:&quot;Rex &amp; Co&quot;}");
    }

    @Test
    @DisplayName("INT-62: an action integration has its parameters in the query")
    void byAction() {
        HttpResponse<String> answer = send(
                "by-action",
                "action/SendMessage",
                Map.of(
                        "integration.request.header.Accept",
                        ANY,
                        "integration.request.querystring.QueueUrl",
                        "'" + SQS + "/000000000000/jobs'",
                        "integration.request.querystring.MessageBody",
                        "method.request.body.pet"),
                "",
                "{\"pet\": \"Tom\"}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(received()).contains("<Body>Tom</Body>");
    }
}
