package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.aws.AsSent;
import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.edge.StubBackend.Received;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** AWS integrations whose credentials are the caller's own (INT-63). */
class CallerCredentialsTest {

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    private static final String OWNER = "123456789012";
    private static final String ALLOW = "{'Effect':'Allow','Action':'*','Resource':'*'}";

    private static TestIntegration queue() {
        return TestIntegration.of("AWS", "GET", "arn:aws:apigateway:eu-west-1:sqs:path/123456789012/jobs")
                .credentials("arn:aws:iam::*:user/*")
                .template("x")
                .response("200", null);
    }

    private static int get(AwsCredentials credentials) throws Exception {
        String host = "abc123.execute-api.eu-west-1.amazonaws.com";
        return GATEWAY.get("/test/jobs", AsSent.sign(credentials, host, "/test/jobs", Instant.now()))
                .status();
    }

    @BeforeEach
    void usualBackend() {
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"));
    }

    @Test
    @DisplayName("INT-63: the call is signed as each caller, with the token of a session")
    void signsAsCaller() throws Exception {
        GATEWAY.publish(new TestApi("abc123").secured("GET", "/jobs", "AWS_IAM", queue()));
        assertThat(get(GATEWAY.identities().user(OWNER, "ann", ALLOW))).isEqualTo(200);
        Received first = GATEWAY.backend().received().getLast();
        assertThat(first.header("Authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=AKIAANN/")
                .contains("/eu-west-1/sqs/aws4_request");
        assertThat(first.header("X-Amz-Security-Token")).isNull();

        Instant later = Instant.now().plusSeconds(60);
        assertThat(get(GATEWAY.identities().session(OWNER, "reader", later, ALLOW)))
                .isEqualTo(200);
        Received second = GATEWAY.backend().received().getLast();
        assertThat(second.header("Authorization")).startsWith("AWS4-HMAC-SHA256 Credential=ASIAREADER/");
        assertThat(second.header("X-Amz-Security-Token")).isEqualTo("token+/=");
    }

    @Test
    @DisplayName("INT-63: who may not call the method calls no service")
    void denied() throws Exception {
        GATEWAY.publish(new TestApi("abc123").secured("GET", "/jobs", "AWS_IAM", queue()));
        int before = GATEWAY.backend().received().size();
        assertThat(get(GATEWAY.identities().user(OWNER, "poor"))).isEqualTo(403);
        assertThat(get(new AwsCredentials("AKIAANN", "wrong", null))).isEqualTo(403);
        assertThat(GATEWAY.backend().received()).hasSize(before);
    }

    @ParameterizedTest(name = "INT-63: {0}")
    @DisplayName("INT-63: it takes AWS_IAM; a method that nobody signs for stays closed")
    @CsvSource({"NONE", "CUSTOM"})
    void closed(String authorizationType) throws Exception {
        GATEWAY.publish(new TestApi("abc123").secured("GET", "/jobs", authorizationType, queue()));
        assertThat(get(GATEWAY.identities().user(OWNER, "ann", ALLOW))).isEqualTo(500);
    }
}
