package dev.sallyport.cli.calls;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.aws.SignatureV4;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Signs the requests that commands send.
 *
 * @param region of every request
 * @param clock dates the signatures
 */
public record SigningKey(AwsCredentials credentials, String region, InstantSource clock) {

    /** What a gateway takes that does not ask who calls. */
    public static final AwsCredentials ANYBODY = new AwsCredentials("test", "test", null);

    /** The headers that sign a request. */
    public Map<String, String> headers(String service, String method, URI uri, byte[] payload) {
        SignatureV4 signature = new SignatureV4(region, service, clock.instant());
        String hash = SignatureV4.hash(payload);
        String target = uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + '?' + uri.getRawQuery();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Amz-Date", signature.date());
        headers.put("X-Amz-Content-Sha256", hash);
        TreeMap<String, String> signed = new TreeMap<>(
                Map.of("host", uri.getAuthority(), "x-amz-content-sha256", hash, "x-amz-date", signature.date()));
        String token = credentials.sessionToken();
        if (token != null) {
            headers.put("X-Amz-Security-Token", token);
            signed.put("x-amz-security-token", token);
        }
        headers.put("Authorization", signature.authorization(credentials, method, target, signed, hash));
        return headers;
    }
}
