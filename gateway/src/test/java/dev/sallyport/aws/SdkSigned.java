package dev.sallyport.aws;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** A request that the signer of AWS's own SDK has signed. */
public final class SdkSigned {

    private final SdkHttpRequest request;
    private final String body;

    private SdkSigned(SdkHttpRequest request, String body) {
        this.request = request;
        this.body = body;
    }

    /** What to sign. */
    public record Plan(
            String method,
            String url,
            Map<String, List<String>> headers,
            String body,
            Instant time,
            @Nullable Duration inQueryFor) {

        public static Plan get(String url, Instant time) {
            return new Plan("GET", url, Map.of(), "", time, null);
        }

        public Plan in(String newMethod, String newBody) {
            return new Plan(newMethod, url, headers, newBody, time, inQueryFor);
        }

        public Plan with(String name, String... values) {
            Map<String, List<String>> more = new TreeMap<>(headers);
            more.put(name, List.of(values));
            return new Plan(method, url, more, body, time, inQueryFor);
        }

        public Plan inQuery(Duration validFor) {
            return new Plan(method, url, headers, body, time, validFor);
        }
    }

    public static SdkSigned sign(Plan plan, AwsCredentials credentials, String region, String service) {
        SdkHttpRequest.Builder unsigned = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(plan.method()))
                .uri(URI.create(plan.url()));
        plan.headers().forEach(unsigned::putHeader);
        ContentStreamProvider payload =
                () -> new ByteArrayInputStream(plan.body().getBytes(StandardCharsets.UTF_8));
        AwsCredentialsIdentity identity = credentials.sessionToken() == null
                ? AwsCredentialsIdentity.create(credentials.accessKeyId(), credentials.secretAccessKey())
                : AwsSessionCredentialsIdentity.create(
                        credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken());
        SdkHttpRequest signed = AwsV4HttpSigner.create()
                .sign(sign -> {
                    sign.identity(identity)
                            .request(unsigned.build())
                            .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                            .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service)
                            .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(plan.time(), ZoneOffset.UTC));
                    if (!plan.body().isEmpty()) {
                        sign.payload(payload);
                    }
                    if (plan.inQueryFor() != null) {
                        sign.putProperty(
                                        AwsV4FamilyHttpSigner.AUTH_LOCATION,
                                        AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                                .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, plan.inQueryFor());
                    }
                })
                .request();
        return new SdkSigned(signed, plan.body());
    }

    /** The message as it goes over the wire. */
    public SignedMessage message() {
        Map<String, List<String>> headers = new HashMap<>();
        request.headers().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        return new SignedMessage(
                request.method().name(),
                request.encodedPath(),
                request.encodedQueryParameters().orElse(null),
                headers);
    }

    /** Path and query. */
    public String target() {
        return request.encodedPath()
                + request.encodedQueryParameters().map(it -> "?" + it).orElse("");
    }

    /** Header lines but for Host, ready to be sent. */
    public String[] lines() {
        List<String> lines = new ArrayList<>();
        request.headers().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("Host")) {
                values.forEach(value -> lines.add(name + ": " + value));
            }
        });
        return lines.toArray(String[]::new);
    }

    public String hash() {
        return SignatureV4.hash(body.getBytes(StandardCharsets.UTF_8));
    }
}
