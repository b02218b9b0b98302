package dev.sallyport.aws;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.SortedMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signature Version 4 of one request to one service (<a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create a signed AWS API
 * request</a>).
 *
 * @param region for example {@code eu-central-1}
 * @param service the signing name, for example {@code dynamodb}
 * @param time of the request, which its {@code X-Amz-Date} says too
 */
public record SignatureV4(String region, String service, Instant time) {

    /** The name of the algorithm. */
    static final String ALGORITHM = "AWS4-HMAC-SHA256";

    /** The form of {@code X-Amz-Date}. */
    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** The value of {@code X-Amz-Date}. */
    public String date() {
        return TIME.format(time);
    }

    /**
     * The value of {@code Authorization}.
     *
     * @param target path and query as they are sent
     * @param headers those to be signed: names in lower case, values trimmed; {@code host} and {@code x-amz-date} among them
     * @param payloadHash of {@link #hash}
     */
    public String authorization(
            AwsCredentials credentials,
            String method,
            String target,
            SortedMap<String, String> headers,
            String payloadHash) {
        String signed = String.join(";", headers.keySet());
        String canonical = canonicalRequest(method, target, headers, payloadHash);
        return ALGORITHM + " Credential=" + credentials.accessKeyId() + '/' + scope() + ", SignedHeaders=" + signed
                + ", Signature=" + signature(credentials.secretAccessKey(), canonical);
    }

    private String scope() {
        return date().substring(0, 8) + '/' + region + '/' + service + "/aws4_request";
    }

    /** The signature of a request in its canonical form, in lower-case hexadecimal digits. */
    String signature(String secret, String canonicalRequest) {
        String toSign = toSign(ALGORITHM, date(), scope(), canonicalRequest);
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : scope().split("/")) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, toSign));
    }

    /** What is signed of a request in its canonical form. */
    static String toSign(String algorithm, String date, String scope, String canonicalRequest) {
        return algorithm + '\n' + date + '\n' + scope + '\n' + hash(canonicalRequest.getBytes(StandardCharsets.UTF_8));
    }

    private String canonicalRequest(
            String method, String target, SortedMap<String, String> headers, String payloadHash) {
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        return CanonicalRequest.text(
                method,
                service.equals("s3") ? CanonicalRequest.encodedOnce(path) : CanonicalRequest.normalized(path),
                CanonicalRequest.query(question < 0 ? null : target.substring(question + 1)),
                headers,
                payloadHash);
    }

    /** The SHA-256 of a payload, in lower-case hexadecimal digits. */
    public static String hash(byte[] payload) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(payload));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        return hmac(key, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The HMAC with SHA-256. */
    static byte[] hmac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
