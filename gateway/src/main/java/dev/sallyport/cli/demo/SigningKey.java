package dev.sallyport.cli.demo;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.aws.SignatureV4;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Signs the requests that commands send. */
public final class SigningKey {

    private final AwsCredentials credentials;
    private final String region;
    private final InstantSource clock;

    /**
     * A key.
     *
     * @param region of every request
     * @param clock dates the signatures
     */
    public SigningKey(String accessKeyId, String secretAccessKey, String region, InstantSource clock) {
        this.credentials = new AwsCredentials(accessKeyId, secretAccessKey, null);
        this.region = region;
        this.clock = clock;
    }

    /** The headers that sign a request. */
    public Map<String, String> headers(String service, String method, URI uri, byte[] payload) {
        SignatureV4 signature = new SignatureV4(region, service, clock.instant());
        String hash = SignatureV4.hash(payload);
        String target = uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + '?' + uri.getRawQuery();
        Map<String, String> signed =
                Map.of("host", uri.getAuthority(), "x-amz-content-sha256", hash, "x-amz-date", signature.date());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Amz-Date", signature.date());
        headers.put("X-Amz-Content-Sha256", hash);
        headers.put("Authorization", signature.authorization(credentials, method, target, new TreeMap<>(signed), hash));
        return headers;
    }
}
