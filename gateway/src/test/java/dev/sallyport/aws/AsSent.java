package dev.sallyport.aws;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Signs GET requests with paths that the SDK would tidy up before it signs. */
public final class AsSent {

    private AsSent() {}

    /** Header lines for a request to a path without a query. */
    public static String[] sign(AwsCredentials credentials, String host, String path, Instant now) {
        SignatureV4 signer = new SignatureV4("eu-west-1", "execute-api", now);
        TreeMap<String, String> headers = new TreeMap<>(Map.of("host", host, "x-amz-date", signer.date()));
        String canonical = CanonicalRequest.text(
                "GET", CanonicalRequest.asSent(path), "", headers, SignatureV4.hash(new byte[0]));
        String scope = signer.date().substring(0, 8) + "/eu-west-1/execute-api/aws4_request";
        return new String[] {
            "X-Amz-Date: " + signer.date(),
            "Authorization: AWS4-HMAC-SHA256 Credential=" + credentials.accessKeyId() + "/" + scope
                    + ", SignedHeaders=host;x-amz-date, Signature="
                    + signer.signature(credentials.secretAccessKey(), canonical)
        };
    }
}
