package dev.sallyport.cli.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.aws.AwsCredentials;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.utils.StringInputStream;

class SigningKeyTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:15:30Z");

    /** The SDK's signer is the judge. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:4566/restapis",
                "http://127.0.0.1:4566/2015-03-31/functions/f/policy?Qualifier=dev"
            })
    void signsAsTheSdkDoes(String uri) {
        String payload = "{\"name\":\"Pet store\"}";

        Map<String, String> ours = new SigningKey(
                        new AwsCredentials("test", "secret", null), "us-east-1", InstantSource.fixed(NOW))
                .headers("lambda", "POST", URI.create(uri), payload.getBytes(StandardCharsets.UTF_8));

        assertThat(ours.get("Authorization")).isEqualTo(sdkSignature(uri, payload));
    }

    private static String sdkSignature(String uri, String payload) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(URI.create(uri))
                .build();
        SignRequest<AwsCredentialsIdentity> toSign = SignRequest.builder(
                        AwsCredentialsIdentity.create("test", "secret"))
                .request(request)
                .payload(() -> new StringInputStream(payload))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "lambda")
                .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(NOW, ZoneOffset.UTC))
                .build();
        return AwsV4HttpSigner.create()
                .sign(toSign)
                .request()
                .firstMatchingHeader("Authorization")
                .orElseThrow();
    }
}
