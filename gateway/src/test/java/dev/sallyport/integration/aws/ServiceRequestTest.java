package dev.sallyport.integration.aws;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.aws.ServiceEndpoints;
import dev.sallyport.integration.http.Origin;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.TestExchange;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceRequestTest {

    private static final AwsCredentials SESSION = new AwsCredentials("ASIA", "secret", "token");

    private static Origin.@Nullable Target target(String rest, String bucket) {
        ServiceTarget service = requireNonNull(ServiceTarget.parse("arn:aws:apigateway:eu-west-1:" + rest), rest);
        ServiceEndpoints endpoints =
                new ServiceEndpoints(Map.of("aws", ServiceEndpoints.AWS), Set.of(), () -> URI.create("http://own"));
        ServiceRequest request = new ServiceRequest(service, "POST", "abc123", endpoints, InstantSource.system());
        Exchange exchange = TestExchange.of("POST", "/p", "/p").build();
        exchange.mapIntegrationRequest().path().put("bucket", bucket);
        return request.signedBy(SESSION).target(exchange);
    }

    @ParameterizedTest
    @CsvSource({
        "sqs:path/123456789012/jobs, sqs.eu-west-1.amazonaws.com, /123456789012/jobs",
        "states:action/StartSyncExecution, sync-states.eu-west-1.amazonaws.com, /?Action=StartSyncExecution",
        "runtime.sagemaker:path/endpoints/e/invocations, runtime.sagemaker.eu-west-1.amazonaws.com,"
                + " /endpoints/e/invocations",
        "{bucket}.s3:path/key, photos.s3.eu-west-1.amazonaws.com, /key"
    })
    @DisplayName("INT-60, INT-68: the address of a service at AWS itself")
    void addresses(String rest, String host, String path) {
        Origin.Target target = requireNonNull(target(rest, "photos"));

        assertThat(target.origin().hostHeader()).isEqualTo(host);
        assertThat(target.origin().host()).isEqualTo(host);
        assertThat(target.pathAndQuery()).isEqualTo(path);
    }

    @Test
    @DisplayName("INT-60: a mapped subdomain cannot lead away from AWS")
    void hostileSubdomain() {
        assertThat(target("{bucket}.s3:path/key", "evil.example.org/")).isNull();
        assertThat(target("{bucket}.s3:path/key", "evil@example.org#")).isNull();
        assertThat(target("{bucket}.s3:path/key", "-x")).isNull();
    }
}
