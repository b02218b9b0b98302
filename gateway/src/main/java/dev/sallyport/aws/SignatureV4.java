package dev.sallyport.aws;

import dev.sallyport.mapping.QueryString;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

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

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter TIME =
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

    private String signature(String secret, String canonicalRequest) {
        String toSign = ALGORITHM
                + '\n'
                + date()
                + '\n'
                + scope()
                + '\n'
                + hash(canonicalRequest.getBytes(StandardCharsets.UTF_8));
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : scope().split("/")) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, toSign));
    }

    private String canonicalRequest(
            String method, String target, SortedMap<String, String> headers, String payloadHash) {
        int question = target.indexOf('?');
        StringBuilder text = new StringBuilder(method)
                .append('\n')
                .append(canonicalPath(question < 0 ? target : target.substring(0, question)))
                .append('\n')
                .append(canonicalQuery(question < 0 ? null : target.substring(question + 1)))
                .append('\n');
        headers.forEach(
                (name, value) -> text.append(name).append(':').append(value).append('\n'));
        return text.append('\n')
                .append(String.join(";", headers.keySet()))
                .append('\n')
                .append(payloadHash)
                .toString();
    }

    /** All services but S3 take the path without empty and dot segments, and encode it once more. */
    private String canonicalPath(String path) {
        if (service.equals("s3")) {
            return QueryString.encode(QueryString.decode(path, false), "/");
        }
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..")) {
                if (!segments.isEmpty()) {
                    segments.removeLast();
                }
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        boolean folder = path.endsWith("/") && !segments.isEmpty();
        return QueryString.encode('/' + String.join("/", segments) + (folder ? "/" : ""), "/");
    }

    private static String canonicalQuery(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return "";
        }
        List<String[]> parameters = new ArrayList<>();
        for (String parameter : query.split("&")) {
            int equals = parameter.indexOf('=');
            if (!parameter.isEmpty()) {
                String name = equals < 0 ? parameter : parameter.substring(0, equals);
                String value = equals < 0 ? "" : parameter.substring(equals + 1);
                parameters.add(new String[] {canonical(name), canonical(value)});
            }
        }
        parameters.sort(Comparator.<String[], String>comparing(it -> it[0]).thenComparing(it -> it[1]));
        return String.join(
                "&", parameters.stream().map(it -> it[0] + '=' + it[1]).toList());
    }

    private static String canonical(String text) {
        return QueryString.encode(QueryString.decode(text, true), "");
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
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
