package dev.sallyport.cli.demo;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests by AWS Signature Version 4, for paths of unreserved characters and query parameters that are sorted and
 * encoded, which is all that the commands send.
 */
public final class SigningKey {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String SIGNED_HEADERS = "host;x-amz-content-sha256;x-amz-date";
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int DATE_LENGTH = 8;

    private final String accessKeyId;
    private final String secretAccessKey;
    private final String region;
    private final InstantSource clock;

    /**
     * A key.
     *
     * @param region of every request
     * @param clock dates the signatures
     */
    public SigningKey(String accessKeyId, String secretAccessKey, String region, InstantSource clock) {
        this.accessKeyId = accessKeyId;
        this.secretAccessKey = secretAccessKey;
        this.region = region;
        this.clock = clock;
    }

    /** The headers that sign a request. */
    public Map<String, String> headers(String service, String method, URI uri, byte[] payload) {
        String timestamp = TIMESTAMP.format(clock.instant());
        String date = timestamp.substring(0, DATE_LENGTH);
        String scope = date + "/" + region + "/" + service + "/aws4_request";
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        String payloadHash = hex(sha256(payload));
        String canonical = String.join(
                "\n",
                method,
                uri.getRawPath(),
                query,
                "host:" + uri.getAuthority(),
                "x-amz-content-sha256:" + payloadHash,
                "x-amz-date:" + timestamp,
                "",
                SIGNED_HEADERS,
                payloadHash);
        String toSign = String.join("\n", ALGORITHM, timestamp, scope, hex(sha256(utf8(canonical))));
        byte[] dateKey = hmac(utf8("AWS4" + secretAccessKey), date);
        byte[] signingKey = hmac(hmac(hmac(dateKey, region), service), "aws4_request");
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Amz-Date", timestamp);
        headers.put("X-Amz-Content-Sha256", payloadHash);
        headers.put(
                "Authorization",
                ALGORITHM + " Credential=" + accessKeyId + "/" + scope + ", SignedHeaders=" + SIGNED_HEADERS
                        + ", Signature=" + hex(hmac(signingKey, toSign)));
        return headers;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has HmacSHA256", e);
        }
    }
}
