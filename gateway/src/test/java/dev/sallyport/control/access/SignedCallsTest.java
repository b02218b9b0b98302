package dev.sallyport.control.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.control.Audit;
import dev.sallyport.control.WireRequest;
import dev.sallyport.wire.iam.DeleteAccessKeyRequest;
import dev.sallyport.wire.iam.Iam;
import dev.sallyport.wire.iam.UpdateAccessKeyRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who may call a control plane that enforces signatures (companion section 5.2). */
class SignedCallsTest {

    private static final String WHO = "Action=GetCallerIdentity&Version=2011-06-15";
    private static final String DIFFERS =
            "The request signature we calculated does not match the signature you provided.";
    private static final String UNKNOWN = "The security token included in the request is invalid.";

    private final Signer signer = new Signer(Audit.NONE);

    private WireRequest restApis(AwsCredentials who) {
        return signer.sign(who, "apigateway", signer.plan("GET", "/restapis", ""));
    }

    @Test
    @DisplayName("R5.2: root's signature is accepted in the header and in the query, by all protocols")
    void rootMayCall() {
        assertThat(signer.send(restApis(signer.root))).startsWith("200 ");
        assertThat(signer.rest(signer.root, "POST", "/restapis", "{\"name\":\"pets\"}"))
                .startsWith("201 ");
        assertThat(signer.query(signer.root, "sts", WHO))
                .startsWith("200 ")
                .contains("<Arn>arn:aws:iam::111111111111:root</Arn>");
        WireRequest presigned = signer.sign(
                signer.root, "sts", signer.plan("GET", "/?" + WHO, "").inQuery(Duration.ofMinutes(10)));
        assertThat(presigned.query()).contains("X-Amz-Signature=");
        signer.iam.now = signer.iam.now.plus(Duration.ofMinutes(9));
        assertThat(signer.send(presigned)).startsWith("200 ").contains("root</Arn>");
        signer.iam.now = signer.iam.now.plus(Duration.ofMinutes(2));
        assertThat(signer.send(presigned)).startsWith("403 ").contains("SignatureDoesNotMatch", "Signature expired");
    }

    @Test
    @DisplayName("R5.2: paths with encoded ARNs are verified as the SDK signs them")
    void encodedPaths() {
        String api = "arn%3Aaws%3Aapigateway%3Aeu-west-1%3A%3A%2Frestapis%2Fnone";
        assertThat(signer.rest(signer.root, "GET", "/tags/" + api, ""))
                .doesNotStartWith("403")
                .doesNotContain(DIFFERS);
        assertThat(signer.rest(signer.root, "GET", "/restapis?limit=5&position=a%20b%2B", ""))
                .doesNotContain(DIFFERS);
    }

    @Test
    @DisplayName("R5.2: no credentials")
    void unsigned() {
        assertThat(signer.send(Signer.with(restApis(signer.root), "Authorization", null)))
                .isEqualTo("403 {\"message\":\"Missing Authentication Token\"}");
        WireRequest query = signer.sign(signer.root, "sts", signer.plan("POST", "/", WHO));
        assertThat(signer.send(Signer.with(query, "Authorization", null)))
                .startsWith("403 ")
                .contains("<Code>MissingAuthenticationToken</Code>", "Request is missing Authentication Token");
    }

    @Test
    @DisplayName(
            "R5.2: keys that nobody has: of an account, of examples, another's session token, and inactive and deleted ones")
    void unknownKeys() {
        for (String id : List.of("123456789012", "test", "AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE")) {
            AwsCredentials guessed = new AwsCredentials(id, "local", null);
            assertThat(signer.send(restApis(guessed))).isEqualTo("403 {\"message\":\"" + UNKNOWN + "\"}");
            assertThat(signer.query(guessed, "sts", WHO))
                    .startsWith("403 ")
                    .contains("<Code>InvalidClientTokenId</Code>", UNKNOWN);
        }
        AwsCredentials withToken =
                new AwsCredentials(signer.root.accessKeyId(), signer.root.secretAccessKey(), "token");
        assertThat(signer.send(restApis(withToken))).contains(UNKNOWN);

        AwsCredentials ann = signer.user("ann", "Allow", "*", "*");
        assertThat(signer.send(restApis(ann))).startsWith("200 ");
        signer.iam.send(
                Iam.UPDATE_ACCESS_KEY,
                UpdateAccessKeyRequest.builder()
                        .userName("ann")
                        .accessKeyId(ann.accessKeyId())
                        .status("Inactive")
                        .build());
        assertThat(signer.send(restApis(ann))).contains(UNKNOWN);
        signer.iam.send(
                Iam.DELETE_ACCESS_KEY,
                DeleteAccessKeyRequest.builder()
                        .userName("ann")
                        .accessKeyId(ann.accessKeyId())
                        .build());
        assertThat(signer.send(restApis(ann))).contains(UNKNOWN);
    }

    @Test
    @DisplayName("R5.2: a wrong secret and a request that was changed on its way")
    void tampered() {
        AwsCredentials guessed = new AwsCredentials(signer.root.accessKeyId(), "guessed", null);
        assertThat(signer.send(restApis(guessed))).startsWith("403 ").contains(DIFFERS);
        assertThat(signer.query(guessed, "sts", WHO))
                .startsWith("403 ")
                .contains("<Code>SignatureDoesNotMatch</Code>", DIFFERS);

        WireRequest create =
                signer.sign(signer.root, "apigateway", signer.plan("POST", "/restapis", "{\"name\":\"pets\"}"));
        assertThat(signer.send(Signer.with(create, "POST", "/restapis", "{\"name\":\"cats\"}")))
                .contains(DIFFERS);
        assertThat(signer.send(Signer.with(create, "POST", "/apikeys", "{\"name\":\"pets\"}")))
                .contains(DIFFERS);
        assertThat(signer.send(Signer.with(create, "PUT", "/restapis", "{\"name\":\"pets\"}")))
                .contains(DIFFERS);
        assertThat(signer.send(Signer.with(create, "Host", "elsewhere"))).contains(DIFFERS);
        assertThat(signer.send(Signer.with(create, "X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")))
                .contains(DIFFERS);
        assertThat(signer.send(Signer.with(create, "X-Amz-Invocation-Type", "Event")))
                .contains(DIFFERS);
        assertThat(signer.send(create)).startsWith("201 ");
    }

    @Test
    @DisplayName("R5.2: X-Amz-Target names the operation, so it must be signed")
    void unsignedTarget() {
        WireRequest unsigned = Signer.with(
                signer.sign(signer.root, "logs", signer.plan("POST", "/", "{}")),
                "X-Amz-Target",
                "Logs_20140328.DescribeLogGroups");
        assertThat(signer.send(unsigned)).startsWith("403 ").contains("InvalidSignatureException", DIFFERS);
        WireRequest signed = signer.sign(
                signer.root,
                "logs",
                signer.plan("POST", "/", "{}").with("X-Amz-Target", "Logs_20140328.DescribeLogGroups"));
        assertThat(signer.send(signed)).doesNotStartWith("403 ");
    }

    @Test
    @DisplayName("R5.2: clock skew beyond five minutes, either way")
    void skew() {
        WireRequest early = restApis(signer.root);
        signer.iam.now = signer.iam.now.plus(Duration.ofMinutes(6));
        assertThat(signer.send(early)).startsWith("403 ").contains("Signature expired: ", "is now earlier than");
        WireRequest late = restApis(signer.root);
        signer.iam.now = signer.iam.now.minus(Duration.ofMinutes(6));
        assertThat(signer.send(late)).startsWith("403 ").contains("Signature not yet current");
    }

    @Test
    @DisplayName("R5.9: two readings of one request are refused: credentials in header and query")
    void twoCredentials() {
        AwsCredentials ann = signer.user("ann", "Allow", "apigateway:GET", "*");
        WireRequest own = signer.sign(ann, "apigateway", signer.plan("GET", "/restapis?X-Amz-Credential=x", ""));
        assertThat(signer.send(own)).startsWith("200 ");
        WireRequest shadowed = Signer.with(
                signer.sign(
                        ann, "apigateway", signer.plan("GET", "/restapis", "").inQuery(Duration.ofMinutes(5))),
                "Authorization",
                "Basic " + signer.root.accessKeyId());
        assertThat(signer.send(shadowed)).startsWith("403 ");
    }

    @Test
    @DisplayName("R5.2: expired temporary credentials; before that they call as the user")
    void temporaryCredentials() {
        AwsCredentials ann = signer.user("ann", "Allow", "apigateway:*", "*");
        String answer = signer.query(ann, "sts", "Action=GetSessionToken&Version=2011-06-15&DurationSeconds=900");
        Map<String, String> made = Xml.texts(answer, "AccessKeyId", "SecretAccessKey", "SessionToken");
        AwsCredentials session = new AwsCredentials(
                made.getOrDefault("AccessKeyId", ""),
                made.getOrDefault("SecretAccessKey", ""),
                made.get("SessionToken"));
        assertThat(signer.query(session, "sts", WHO)).contains(":user/ann</Arn>");
        assertThat(signer.send(restApis(session))).startsWith("200 ");
        signer.iam.now = signer.iam.now.plus(Duration.ofMinutes(16));
        assertThat(signer.send(restApis(session)))
                .isEqualTo("403 {\"message\":\"The security token included in the request is expired\"}");
        assertThat(signer.query(session, "sts", WHO)).startsWith("403 ").contains("<Code>ExpiredToken</Code>");
    }

    @Test
    @DisplayName("services that are not provided are forwarded for nobody without permission")
    void forwarded() {
        AwsCredentials ann = signer.user("ann", "Allow", "sqs:SendMessage", "*");
        var plan = signer.plan("POST", "/", "{}").with("X-Amz-Target", "AmazonSQS.SendMessage");
        assertThat(signer.send(signer.sign(ann, "sqs", plan))).startsWith("200 ");
        assertThat(signer.send(signer.sign(
                        ann, "sqs", signer.plan("POST", "/", "{}").with("X-Amz-Target", "AmazonSQS.DeleteQueue"))))
                .contains("is not authorized to perform: sqs:DeleteQueue on resource: *");
        assertThat(signer.send(signer.sign(new AwsCredentials("test", "test", null), "sqs", plan)))
                .contains(UNKNOWN);
    }
}
