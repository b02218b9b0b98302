package dev.sallyport.edge;

import static dev.sallyport.edge.ProtectedApis.signed;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.aws.SdkSigned.Plan;
import dev.sallyport.edge.ProtectedApis.Family;
import java.time.Duration;
import java.time.Instant;

/** Intrusions with signatures that are wrong, incomplete, old, tampered or somebody else's. */
final class SignatureIntrusions {

    private static final String SIGNATURE = "Signature=";

    private final Intrusions all;

    SignatureIntrusions(Intrusions all) {
        this.all = all;
    }

    void add() {
        signatures();
        signers();
        bodies();
        presigned();
    }

    private void signatures() {
        Family iam = Family.IAM;
        all.with(iam, "Bearer", 403, "Authorization: Bearer allow");
        all.with(iam, "Basic", 403, "Authorization: Basic YTpi");
        all.with(iam, "an empty header", 403, "Authorization:");
        all.with(iam, "nothing but the algorithm", 403, "Authorization: AWS4-HMAC-SHA256");
        all.changed(iam, "a digit of the signature", 403, SignatureIntrusions::otherSignature);
        all.changed(iam, "half the signature", 403, right -> {
            int at = right.indexOf(SIGNATURE) + SIGNATURE.length();
            return right.substring(0, at + 32) + right.substring(at + 64);
        });
        all.changed(iam, "no signature", 403, right -> {
            int at = right.indexOf(SIGNATURE) + SIGNATURE.length();
            return right.substring(0, at) + right.substring(at + 64);
        });
        all.changed(iam, "another region", 403, right -> right.replace("/eu-west-1/", "/us-east-1/"));
        all.changed(iam, "another service", 403, right -> right.replace("/execute-api/aws4", "/s3/aws4"));
        all.changed(iam, "another end of the scope", 403, right -> right.replace("aws4_request", "aws5_request"));
        all.changed(iam, "another algorithm", 403, right -> right.replace("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1"));
        all.changed(iam, "no algorithm", 403, right -> right.replace("AWS4-HMAC-SHA256", "none"));
        all.changed(iam, "no date", 403, right -> right.replace("x-amz-date:", "x-other:"));
        all.changed(iam, "two dates", 403, right -> right.replaceFirst("(x-amz-date: \\S+)", "$1\r\n$1"));
        all.changed(
                iam, "another second", 403, right -> right.replaceFirst("(x-amz-date: \\d{8}T)\\d{6}Z", "$1000001Z"));
        all.changed(
                iam, "a date that is none", 403, right -> right.replaceFirst("x-amz-date: \\S+", "x-amz-date: now"));
        all.changed(iam, "host not signed", 403, right -> right.replace("=host;x-amz-date", "=x-amz-date"));
        all.changed(iam, "date not signed", 403, right -> right.replace("=host;x-amz-date", "=host"));
        all.changed(iam, "nothing signed", 403, right -> right.replace("=host;x-amz-date", "="));
        all.changed(iam, "signed what is missing", 403, right -> right.replace("=host;x", "=host;range;x"));
        all.changed(iam, "signed headers twice", 403, right -> right.replace("=host;x", "=host;host;x"));
        all.changed(iam, "another method's path", 403, right -> right.replace("/test/iam", "/test/body"));
        all.changed(iam, "a query", 403, right -> right.replace("/test/iam", "/test/iam?admin=true"));
        all.changed(iam, "another verb", 403, right -> right.replace("GET", "DELETE"));
        all.changed(
                iam,
                "another host",
                403,
                right -> right.replace("Host: abc123.execute-api.eu", "Host: abc123.execute-api.us"));
        all.changed(
                iam, "a body", 403, right -> right.substring(0, right.length() - 2) + "Content-Length: 2\r\n\r\nhi");
        all.changed(iam, "the header twice", 403, right -> right.replaceFirst("(Authorization: [^\r]+)", "$1\r\n$1"));
        all.changed(
                iam,
                "a wrong header before",
                403,
                right -> right.replace("Authorization:", "Authorization: a=b\r\nAuthorization:"));
        all.changed(
                iam,
                "a wrong header behind",
                403,
                right -> right.replaceFirst("(Authorization: [^\r]+)", "$1\r\nauthorization: a=b"));
        all.changed(iam, "two signatures", 403, right -> right.replaceFirst("(Signature=\\w+)", "$1, $1"));
        all.changed(
                iam,
                "two credentials",
                403,
                right -> right.replaceFirst("Credential=AKIAANN", "Credential=AKIABOB/x, Credential=AKIAANN"));
        all.changed(iam, "a folded header", 400, right -> right.replace(", SignedHeaders", ",\r\n SignedHeaders"));
    }

    static String otherSignature(String right) {
        int at = right.indexOf(SIGNATURE) + SIGNATURE.length();
        return right.substring(0, at) + (right.charAt(at) == '0' ? '1' : '0') + right.substring(at + 1);
    }

    private void signers() {
        Family iam = Family.IAM;
        all.add(
                iam,
                "an unknown key",
                403,
                apis -> signed(new AwsCredentials("AKIANOBODY", "secret of ann", null), iam, Instant.now()));
        all.add(
                iam,
                "another's secret",
                403,
                apis -> signed(new AwsCredentials("AKIAANN", "secret of bob", null), iam, Instant.now()));
        all.add(
                iam,
                "the store is broken",
                500,
                apis -> signed(new AwsCredentials("AKIABROKEN", "x", null), iam, Instant.now()));
        all.add(
                iam,
                "replayed after 16 minutes",
                403,
                apis -> signed(apis.ann, iam, Instant.now().minusSeconds(960)));
        all.add(
                iam,
                "16 minutes early",
                403,
                apis -> signed(apis.ann, iam, Instant.now().plusSeconds(960)));
        Family session = Family.SESSION;
        all.changed(
                session, "no session token", 403, right -> right.replaceFirst("x-amz-security-token: [^\r]+\r\n", ""));
        all.changed(session, "another session token", 403, right -> right.replace("token+/=", "token+/!"));
        all.changed(
                session,
                "two session tokens",
                403,
                right -> right.replaceFirst("(x-amz-security-token: [^\r]+)", "$1\r\n$1"));
        all.add(session, "an expired session", 403, apis -> signed(ended(), session, Instant.now()));
        all.changed(session, "a session as a user", 403, right -> right.replace("ASIAREADER", "AKIAREADER"));
    }

    private static AwsCredentials ended() {
        return IntruderTest.GATEWAY
                .identities()
                .session(
                        ProtectedApis.OWNER,
                        "ended",
                        Instant.now().minusSeconds(1),
                        "{'Effect':'Allow','Action':'*','Resource':'*'}");
    }

    private void bodies() {
        Family body = Family.BODY;
        all.changed(body, "another body", 403, right -> right.replace("{\"pay\":1}", "{\"pay\":9}"));
        all.changed(
                body,
                "no body",
                403,
                right -> right.replaceFirst("Content-Length: 9", "Content-Length: 0")
                        .replace("{\"pay\":1}", ""));
        all.changed(
                body,
                "the body without a length, so none",
                403,
                right -> right.replaceFirst("Content-Length: 9\r\n", "").replace("{\"pay\":1}", ""));
        all.changed(
                body,
                "other bytes in chunks",
                403,
                right -> right.replaceFirst("Content-Length: 9", "Transfer-Encoding: chunked")
                        .replace("{\"pay\":1}", "9\r\n{\"pay\":9}\r\n0\r\n\r\n"));
        all.changed(
                body,
                "two lengths",
                400,
                right -> right.replace("Content-Length: 9", "Content-Length: 9\r\nContent-Length: 0"));
        all.changed(
                body,
                "chunked and a length",
                400,
                right -> right.replace("Content-Length: 9", "Content-Length: 9\r\nTransfer-Encoding: chunked"));
        all.changed(body, "a signed header changed", 403, right -> right.replace("text/plain", "text/html"));
        all.changed(
                body,
                "a claim that it is not signed",
                403,
                right -> right.replaceFirst("(?i)x-amz-content-sha256: \\w+\r\n", "")
                        .replace("Content-Length: 9", "x-amz-content-sha256: UNSIGNED-PAYLOAD\r\nContent-Length: 9")
                        .replace("{\"pay\":1}", "{\"pay\":9}"));
    }

    private void presigned() {
        Family presigned = Family.PRESIGNED;
        all.add(
                presigned,
                "over",
                403,
                apis -> ProtectedApis.sdk(
                        Plan.get(
                                        "https://" + presigned.host() + presigned.path(),
                                        Instant.now().minusSeconds(90))
                                .inQuery(Duration.ofSeconds(60)),
                        presigned,
                        apis.reader));
        all.changed(presigned, "prolonged", 403, right -> right.replaceFirst("X-Amz-Expires=60", "X-Amz-Expires=600"));
        all.changed(
                presigned,
                "for a year",
                403,
                right -> right.replaceFirst("X-Amz-Expires=60", "X-Amz-Expires=31536000"));
        all.changed(presigned, "for ever", 403, right -> right.replaceFirst("X-Amz-Expires=60", "X-Amz-Expires=-1"));
        all.changed(presigned, "no signature", 403, right -> right.replaceFirst("X-Amz-Signature=\\w+", "a=b"));
        all.changed(
                presigned, "the signature twice", 403, right -> right.replaceFirst("(X-Amz-Signature=\\w+)", "$1&$1"));
        all.changed(
                presigned,
                "the credential twice",
                403,
                right -> right.replaceFirst("X-Amz-Credential=", "X-Amz-Credential=AKIABOB&X-Amz-Credential="));
        all.changed(presigned, "a parameter more", 403, right -> right.replaceFirst("\\?", "?admin=true&"));
        all.changed(
                presigned, "no session token", 403, right -> right.replaceFirst("X-Amz-Security-Token=[^& ]+&?", ""));
        all.changed(
                presigned,
                "a header as well",
                403,
                right -> right.replace("Host:", "Authorization: AWS4-HMAC-SHA256 a=b\r\nHost:"));
        all.changed(presigned, "another verb", 403, right -> right.replaceFirst("GET", "PUT"));
    }
}
