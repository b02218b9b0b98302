package dev.sallyport.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Signs GET requests with paths that the SDK would tidy up before it signs. */
public final class AsSent {

    private AsSent() {}

    /** Header lines for a request to a path without a query. */
    public static String[] sign(AwsCredentials credentials, String host, String path, Instant now) {
        SignatureV4 signer = new SignatureV4("eu-west-1", "execute-api", now);
        TreeMap<String, String> headers = new TreeMap<>(Map.of("host", host, "x-amz-date", signer.date()));
        if (credentials.sessionToken() != null) {
            headers.put("x-amz-security-token", credentials.sessionToken());
        }
        String canonical =
                CanonicalRequest.text("GET", CanonicalRequest.asSent(path), "", headers, SignatureV4.hash(new byte[0]));
        List<String> lines = new ArrayList<>();
        lines.add("Authorization: AWS4-HMAC-SHA256 Credential=" + credentials.accessKeyId() + "/"
                + signer.date().substring(0, 8) + "/eu-west-1/execute-api/aws4_request, SignedHeaders="
                + String.join(";", headers.keySet()) + ", Signature="
                + signer.signature(credentials.secretAccessKey(), canonical));
        headers.remove("host");
        headers.forEach((name, value) -> lines.add(name + ": " + value));
        return lines.toArray(String[]::new);
    }
}
