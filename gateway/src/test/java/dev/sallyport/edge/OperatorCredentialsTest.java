package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.aws.SignatureV4;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.edge.StubBackend.Received;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import dev.sallyport.snapshot.TestServices;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of services that are signed with the operator's own credentials, to a stub that knows the secret. */
class OperatorCredentialsTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/";

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    private static int send(String role) throws Exception {
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"));
        GATEWAY.publish(new TestApi("abc123")
                .on(
                        "POST",
                        "/send",
                        TestIntegration.of("AWS", "POST", "arn:aws:apigateway:eu-west-1:sqs:path/123456789012/jobs")
                                .credentials(ROLE + role)
                                .template("{}")
                                .response("200", null)));
        return GATEWAY.post("/test/send", "{}", "Content-Type: application/json")
                .status();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "operator-token")
    @DisplayName(
            "INT-63: AWS itself is called with the operator's credentials, which the role's session does not touch")
    void signed(@Nullable String token) throws Exception {
        AwsCredentials operator = new AwsCredentials("AKIAOPERATOR", "operator-secret", token);
        GATEWAY.signAs(operator);

        assertThat(send("caller")).isEqualTo(200);

        Received received = GATEWAY.backend().received().getLast();
        String authorization = Objects.requireNonNull(received.header("Authorization"));
        assertThat(authorization)
                .startsWith("AWS4-HMAC-SHA256 Credential=AKIAOPERATOR/20260304/eu-west-1/sqs/aws4_request, ");
        assertThat(received.header("X-Amz-Security-Token")).isEqualTo(token);
        int from = authorization.indexOf("SignedHeaders=") + 14;
        TreeMap<String, String> headers = new TreeMap<>();
        for (String name :
                authorization.substring(from, authorization.indexOf(',', from)).split(";")) {
            headers.put(name, String.join(",", received.headers(name)));
        }
        assertThat(authorization)
                .isEqualTo(new SignatureV4("eu-west-1", "sqs", TestServices.TIME)
                        .authorization(
                                operator,
                                "POST",
                                "/123456789012/jobs",
                                headers,
                                SignatureV4.hash(received.body().getBytes(StandardCharsets.ISO_8859_1))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"refused", "broken"})
    @DisplayName("INT-63: a role that cannot be assumed is refused here, before anything is signed")
    void refused(String role) throws Exception {
        GATEWAY.signAs(new AwsCredentials("AKIAOPERATOR", "operator-secret", null));
        int before = GATEWAY.backend().received().size();

        assertThat(send(role)).isEqualTo(500);
        assertThat(GATEWAY.backend().received()).hasSize(before);
    }
}
