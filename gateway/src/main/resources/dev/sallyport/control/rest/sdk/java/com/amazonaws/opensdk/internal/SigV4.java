package com.amazonaws.opensdk.internal;

import com.amazonaws.auth.AWSCredentials;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** AWS Signature Version 4 for the service execute-api. */
final class SigV4 {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private SigV4() {}

    static void sign(
            AWSCredentials credentials, String region, String verb, URI uri, Map<String, String> headers, String body) {
        try {
            String time = TIME.format(Instant.now());
            String day = time.substring(0, 8);
            headers.put("X-Amz-Date", time);
            if (credentials.getSessionToken() != null) {
                headers.put("X-Amz-Security-Token", credentials.getSessionToken());
            }
            TreeMap<String, String> signed = new TreeMap<>();
            headers.forEach((name, value) -> signed.put(name.toLowerCase(Locale.ROOT), value.trim()));
            signed.put("host", uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort());
            StringBuilder lines = new StringBuilder();
            signed.forEach((name, value) -> lines.append(name).append(':').append(value).append('\n'));
            String names = String.join(";", signed.keySet());
            String canonical = verb + "\n" + path(uri) + "\n" + query(uri) + "\n" + lines + "\n" + names + "\n"
                    + hex(sha256(body));
            String scope = day + "/" + region + "/execute-api/aws4_request";
            byte[] key = hmac(("AWS4" + credentials.getAWSSecretKey()).getBytes(StandardCharsets.UTF_8), day);
            key = hmac(hmac(hmac(key, region), "execute-api"), "aws4_request");
            String signature = hex(hmac(key, "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + hex(sha256(canonical))));
            headers.put(
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=" + credentials.getAWSAccessKeyId() + "/" + scope
                            + ", SignedHeaders=" + names + ", Signature=" + signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String path(URI uri) {
        String[] segments = uri.getRawPath().split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            segments[i] = HttpCall.encoded(segments[i]);
        }
        return segments.length == 0 ? "/" : String.join("/", segments);
    }

    private static String query(URI uri) {
        if (uri.getRawQuery() == null) {
            return "";
        }
        String[] parameters = uri.getRawQuery().split("&");
        Arrays.sort(parameters);
        return String.join("&", parameters);
    }

    private static byte[] sha256(String text) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder(2 * bytes.length);
        for (byte octet : bytes) {
            text.append(Character.forDigit((octet >> 4) & 15, 16)).append(Character.forDigit(octet & 15, 16));
        }
        return text.toString();
    }
}
