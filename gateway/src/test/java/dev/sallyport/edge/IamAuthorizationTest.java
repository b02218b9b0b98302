package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.aws.AsSent;
import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.aws.SdkSigned;
import dev.sallyport.aws.SdkSigned.Plan;
import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods with AWS_IAM, called with requests that AWS's SDK has signed. */
class IamAuthorizationTest {

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    private static final String HOST = "https://abc123.execute-api.eu-west-1.amazonaws.com";
    private static final String OWNER = "123456789012";
    private static final String ALLOW = "{'Effect':'Allow','Action':'execute-api:Invoke','Resource':'*'}";
    private static final String IDENTITY =
            "{\"k\":\"$context.identity.accessKey\",\"a\":\"$context.identity.accountId\","
                    + "\"c\":\"$context.identity.caller\",\"u\":\"$context.identity.user\",\"n\":\"$context.identity.userArn\"}";

    private final AwsCredentials ann = GATEWAY.identities().user(OWNER, "ann", ALLOW);

    @BeforeEach
    void publish() {
        GATEWAY.publish(new TestApi("abc123")
                .secured("GET", "/who", "AWS_IAM", TestIntegration.mock(IDENTITY))
                .secured("ANY", "/files/{proxy+}", "AWS_IAM", TestIntegration.mock("file"))
                .secured(
                        "ANY",
                        "/back",
                        "AWS_IAM",
                        TestIntegration.httpProxy("ANY", GATEWAY.backend().uri("/back")))
                .secured("POST", "/fn", "AWS_IAM", TestIntegration.lambdaProxy("fn"))
                .on("GET", "/open", TestIntegration.mock("open")));
    }

    private static Answer send(Plan plan, AwsCredentials credentials, String... more) throws Exception {
        return send(SdkSigned.sign(plan, credentials, "eu-west-1", "execute-api"), plan.method(), plan.body(), more);
    }

    private static Answer send(SdkSigned signed, String method, String body, String... more) throws Exception {
        List<String> lines = new ArrayList<>(List.of(signed.lines()));
        lines.addAll(List.of(more));
        try (RawClient client = GATEWAY.client()) {
            String head = DataPlaneFixture.head(method, signed.target(), lines.toArray(String[]::new));
            String length =
                    body.isEmpty() || head.contains("ontent-Length") ? "" : "Content-Length: " + body.length() + "\r\n";
            return client.send(head + length + "\r\n" + body).answer();
        }
    }

    private static int inChunks(SdkSigned signed, String body) throws Exception {
        String head = DataPlaneFixture.head("POST", signed.target(), signed.lines());
        try (RawClient client = GATEWAY.client()) {
            return client.send(head + "Transfer-Encoding: chunked\r\n\r\n2\r\n" + body.substring(0, 2) + "\r\n3\r\n"
                            + body.substring(2) + "\r\n0\r\n\r\n")
                    .answer()
                    .status();
        }
    }

    private static Plan get(String path) {
        return Plan.get(HOST + path, Instant.now());
    }

    private static void denied(Answer answer, String type, String message) {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("x-amzn-ErrorType")).isEqualTo(type);
        assertThat(answer.body()).isEqualTo("{\"message\":\"" + message + "\"}");
    }

    @Test
    @DisplayName("AUT-10, AUT-15: whoever has signed and may call is known to the integration; the second time at hand")
    void identity() throws Exception {
        for (int i = 0; i < 2; i++) {
            assertThat(send(get("/test/who"), ann).body())
                    .isEqualTo("{\"k\":\"AKIAANN\",\"a\":\"123456789012\",\"c\":\"AIDAann\",\"u\":\"AIDAann\","
                            + "\"n\":\"arn:aws:iam::123456789012:user/ann\"}");
        }
        AwsCredentials session =
                GATEWAY.identities().session(OWNER, "reader", Instant.now().plusSeconds(60), ALLOW);
        assertThat(send(get("/test/who"), session).body())
                .contains("\"c\":\"AROAreader:me\"", "\"n\":\"arn:aws:sts::123456789012:assumed-role/reader/me\"");
    }

    @Test
    @DisplayName("AUT-10: in the query, with a body, with queries and escapes, in the local forms of the URL")
    void forms() throws Exception {
        assertThat(send(get("/test/who").inQuery(Duration.ofMinutes(1)), ann).status())
                .isEqualTo(200);
        assertThat(send(get("/test/files/a%20b/x%2By?b=1&a=%C3%A4+c"), ann).status())
                .isEqualTo(200);
        assertThat(send(get("/test/files/x").in("PUT", "{\"a\":1}"), ann).status())
                .isEqualTo(200);
    }

    @ParameterizedTest(name = "AUT-18: {0}")
    @DisplayName("AUT-18: in the local forms of the URL the path that was sent is the one that was signed")
    @ValueSource(
            strings = {
                "/_aws/execute-api/abc123/test/who",
                "/restapis/abc123/test/_user_request_/who",
                "/restapis/abc123/a-stage-with-a-long-name/_user_request_/who"
            })
    void localForms(String path) throws Exception {
        GATEWAY.publish(
                new TestApi("abc123").secured("GET", "/who", "AWS_IAM", TestIntegration.mock("me")),
                TestApi.stage("a-stage-with-a-long-name", Map.of()));
        String lines = String.join("\r\n", AsSent.sign(ann, "localhost", path, Instant.now()));
        try (RawClient client = GATEWAY.client()) {
            String signed = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + lines + "\r\n\r\n";
            assertThat(client.send(signed).answer().status()).isEqualTo(200);
            assertThat(client.send(signed.replace("/who", "//who")).answer().status())
                    .isNotEqualTo(200);
        }
    }

    @Test
    @DisplayName("AUT-10: a body is hashed as it came, also a long one and one in chunks, and then passed on")
    void bodies() throws Exception {
        GATEWAY.backend().behave(StubBackend.Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        for (String body : List.of("x".repeat(10), "y".repeat(300_000))) {
            assertThat(send(get("/test/back").in("POST", body), ann).status()).isEqualTo(200);
            assertThat(GATEWAY.backend().received().getLast().body()).isEqualTo(body);
        }
        SdkSigned signed = SdkSigned.sign(get("/test/back").in("POST", "hello"), ann, "eu-west-1", "execute-api");
        assertThat(send(signed, "POST", "hullo").body()).contains("does not match the signature");
        assertThat(inChunks(signed, "hello")).isEqualTo(200);
        assertThat(inChunks(signed, "hullo")).isEqualTo(403);
        int before = GATEWAY.backend().received().size();
        SdkSigned large =
                SdkSigned.sign(get("/test/back").in("POST", "z".repeat(100_000)), ann, "eu-west-1", "execute-api");
        assertThat(send(large, "POST", "a".repeat(100_000)).body()).contains("does not match the signature");
        assertThat(GATEWAY.backend().received()).hasSize(before);
    }

    @Test
    @DisplayName("AUT-17: neither a backend nor a function gets the header")
    void notForwarded() throws Exception {
        GATEWAY.backend().behave(StubBackend.Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        assertThat(send(get("/test/back"), ann).status()).isEqualTo(200);
        assertThat(GATEWAY.backend().received().getLast().header("Authorization"))
                .isNull();
        GATEWAY.functions().returns("fn", "{\"statusCode\":200,\"body\":\"\"}");
        assertThat(send(get("/test/fn").in("POST", "{}"), ann).status()).isEqualTo(200);
        String event = new String(GATEWAY.functions().invocations().getLast().payload(), StandardCharsets.UTF_8);
        assertThat(event)
                .doesNotContain("AWS4-HMAC")
                .contains("\"accessKey\":\"AKIAANN\"", "\"userArn\":\"arn:aws:iam::123456789012:user/ann\"");
    }

    @Test
    @DisplayName("AUT-11, AUT-13: no credentials, and others than a signature; also where there is no path")
    void noSignature() throws Exception {
        denied(GATEWAY.get("/test/who"), "MissingAuthenticationTokenException", "Missing Authentication Token");
        String text = "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and"
                + " encoded with Base64): 'gEcfVVbnINHCJoBDtgkrjDVWqGK0B8u6QWWgBr0stSM='.";
        for (String path : List.of("/test/who", "/test/nowhere")) {
            Answer answer = GATEWAY.get(path, "Authorization: Bearer abc");
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.header("x-amzn-ErrorType")).isEqualTo("IncompleteSignatureException");
            assertThat(answer.body()).startsWith("{\"message\":\"" + text.substring(0, 100));
        }
        denied(
                GATEWAY.get("/test/who", "Authorization: AWS4-HMAC-SHA256 Credential=a"),
                "IncompleteSignatureException",
                "Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders'"
                        + " parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date'"
                        + " header. Authorization=AWS4-HMAC-SHA256 Credential=a");
    }

    @Test
    @DisplayName("AUT-12: unknown keys, other secrets, expired sessions, old requests, other regions")
    void refusals() throws Exception {
        denied(
                send(get("/test/who"), new AwsCredentials("AKIANOBODY", "x", null)),
                "UnrecognizedClientException",
                "The security token included in the request is invalid.");
        denied(
                send(get("/test/who"), new AwsCredentials("AKIAANN", "x", null)),
                "InvalidSignatureException",
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret"
                        + " Access Key and signing method. Consult the service documentation for details.");
        AwsCredentials over =
                GATEWAY.identities().session(OWNER, "over", Instant.now().minusSeconds(1), ALLOW);
        denied(
                send(get("/test/who"), over),
                "ExpiredTokenException",
                "The security token included in the request is expired");
        assertThat(send(Plan.get(HOST + "/test/who", Instant.now().minusSeconds(400)), ann)
                        .body())
                .startsWith("{\"message\":\"Signature expired: ");
        SdkSigned elsewhere = SdkSigned.sign(get("/test/who"), ann, "us-east-1", "execute-api");
        denied(
                send(elsewhere, "GET", ""),
                "InvalidSignatureException",
                "Credential should be scoped to a valid region, not 'us-east-1'. ");
        assertThat(send(get("/test/who"), new AwsCredentials("AKIABROKEN", "x", null))
                        .status())
                .isEqualTo(500);
    }

    @Test
    @DisplayName(
            "GWR-10: INVALID_SIGNATURE, EXPIRED_TOKEN, ACCESS_DENIED and MISSING_AUTHENTICATION_TOKEN are customised")
    void gatewayResponses() throws Exception {
        TestApi api = new TestApi("abc123").secured("GET", "/who", "AWS_IAM", TestIntegration.mock("x"));
        for (String type :
                List.of("INVALID_SIGNATURE", "EXPIRED_TOKEN", "ACCESS_DENIED", "MISSING_AUTHENTICATION_TOKEN")) {
            api.gatewayResponse(
                    type,
                    "401",
                    Map.of(),
                    Map.of(
                            "application/json",
                            "{\"t\":\"$context.error.responseType\",\"u\":\"$context.identity.user\"}"));
        }
        GATEWAY.publish(api);
        AwsCredentials over =
                GATEWAY.identities().session(OWNER, "over", Instant.now().minusSeconds(1), ALLOW);
        AwsCredentials poor = GATEWAY.identities().user(OWNER, "poor");
        assertThat(GATEWAY.get("/test/who").body()).isEqualTo("{\"t\":\"MISSING_AUTHENTICATION_TOKEN\",\"u\":\"\"}");
        assertThat(send(get("/test/who"), new AwsCredentials("AKIAX", "x", null))
                        .body())
                .isEqualTo("{\"t\":\"INVALID_SIGNATURE\",\"u\":\"\"}");
        assertThat(send(get("/test/who"), over).body()).isEqualTo("{\"t\":\"EXPIRED_TOKEN\",\"u\":\"\"}");
        Answer denied = send(get("/test/who"), poor);
        assertThat(denied.status()).isEqualTo(401);
        assertThat(denied.body()).isEqualTo("{\"t\":\"ACCESS_DENIED\",\"u\":\"AIDApoor\"}");
    }

    @ParameterizedTest(name = "AUT-4: {0} for {2} of {1}: {3}{4}")
    @DisplayName("AUT-4, AUT-16: what the identity's policies do not allow is denied, with the account masked")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'Effect':'Allow','Action':'s3:*','Resource':'*'}|123456789012|/test/who|GET/who|",
                "{'Effect':'Deny','Action':'*','Resource':'*'}|123456789012|/test/who|GET/who|.with an explicit deny",
                "{'Effect':'Allow','Action':'execute-api:Invoke','Resource':'*/GET/wh'}|123456789012|/test/who|GET/who|",
                "{'Effect':'Allow','Action':'execute-api:Invoke','Resource':'*'}|999999999999|/test/who|GET/who|",
                "{'Effect':'Allow','Action':'execute-api:Invoke','Resource':'*/files/a'}|123456789012|/test/files/b/|GET/files/b|"
            })
    void accessDenied(String statement, String account, String path, String shown, String end) throws Exception {
        AwsCredentials bob = GATEWAY.identities().user(account, "bob", statement);
        Answer answer = send(get(path), bob);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("x-amzn-ErrorType")).isEqualTo("AccessDeniedException");
        assertThat(answer.body())
                .isEqualTo("{\"Message\":\"User: arn:aws:iam::" + account + ":user/bob is not authorized to perform:"
                        + " execute-api:Invoke on resource: arn:aws:execute-api:eu-west-1:********9012:abc123/test/"
                        + shown + (end == null ? "" : end.replace('.', ' ')) + "\"}");
    }

    @ParameterizedTest(name = "path confusion: {0}")
    @DisplayName("AUT-1: no escape, dot, slash or parameter gets around a Deny")
    @ValueSource(
            strings = {
                "/test/files/secret/x",
                "/test/files/secret",
                "/test/files/secret/",
                "/test//files/secret/x",
                "//test/files/secret/x",
                "/test/files/%73ecret/x",
                "/test/files/%2573ecret/x",
                "/test/files/public/%2e%2e/secret/x",
                "/test/files/public/../secret/x",
                "/test/files/./secret/x",
                "/test/files//secret/x",
                "/test/files/secret;a=b/x",
                "/test/files/secret%2Fx",
                "/test/files/public%2F..%2Fsecret%2Fx",
                "/test/files/public%5C..%5Csecret%5Cx",
                "/test/files/%2e/secret"
            })
    void pathConfusion(String path) throws Exception {
        AwsCredentials eve = GATEWAY.identities()
                .user(OWNER, "eve", ALLOW, "{'Effect':'Deny','Action':'*','Resource':'*/files/secret*'}");
        Answer answer = sendAsIs(path, eve);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("with an explicit deny");
        AwsCredentials mia =
                GATEWAY.identities().user(OWNER, "mia", "{'Effect':'Allow','Action':'*','Resource':'*/files/public*'}");
        assertThat(sendAsIs(path, mia).body()).contains("User: arn:aws:iam::123456789012:user/mia is not authorized");
        assertThat(sendAsIs("/test/files/public/a%20b;c", mia).status()).isEqualTo(200);
    }

    private static Answer sendAsIs(String path, AwsCredentials credentials) throws Exception {
        Instant now = Instant.now();
        return GATEWAY.get(path, AsSent.sign(credentials, "abc123.execute-api.eu-west-1.amazonaws.com", path, now));
    }

    @Test
    @DisplayName("AUT-1: paths are compared with case, and the verb is the one that is routed")
    void verbs() throws Exception {
        AwsCredentials reader = GATEWAY.identities()
                .user(OWNER, "reader", "{'Effect':'Allow','Action':'*','Resource':'*/GET/files/*'}");
        assertThat(send(get("/test/files/a"), reader).status()).isEqualTo(200);
        assertThat(send(get("/test/files/a").in("DELETE", ""), reader).status()).isEqualTo(403);
        Plan overridden = get("/test/files/a").with("X-HTTP-Method-Override", "DELETE");
        assertThat(send(overridden, reader).body()).contains("/test/DELETE/files/a");
        assertThat(send(get("/test/files/a"), reader, "X-HTTP-Method-Override: DELETE")
                        .body())
                .contains("does not match the signature");
        assertThat(send(get("/test/Files/a"), ann).body()).contains("Missing Authentication Token");
    }

    @Test
    @DisplayName("AUT-5: an ARN of more than 1600 bytes is 414")
    void tooLong() throws Exception {
        assertThat(send(get("/test/files/" + "a".repeat(1500)), ann).status()).isEqualTo(200);
        Answer answer = send(get("/test/files/" + "a".repeat(1600)), ann);
        assertThat(answer.status()).isEqualTo(414);
        assertThat(answer.body()).contains("Request URI too long");
    }

    @Test
    @DisplayName("ORD-1: methods without authorization stay open, whatever is signed")
    void open() throws Exception {
        assertThat(GATEWAY.get("/test/open").body()).isEqualTo("open");
        assertThat(send(get("/test/open"), new AwsCredentials("AKIAX", "x", null))
                        .body())
                .isEqualTo("open");
    }
}
