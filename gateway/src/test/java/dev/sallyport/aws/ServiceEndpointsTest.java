package dev.sallyport.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceEndpointsTest {

    private static final AwsCredentials OPERATOR = new AwsCredentials("AKID", "secret", "token");
    private static final URI OWN = URI.create("http://127.0.0.1:4566");

    private static ServiceEndpoints endpoints(Map<String, URI> upstreams) {
        return new ServiceEndpoints(upstreams, Set.of("logs"), () -> OWN, OperatorCredentials.forAws(OPERATOR));
    }

    @ParameterizedTest
    @CsvSource({
        "https://amazonaws.com, true",
        "https://sqs.eu-west-1.amazonaws.com, true",
        "https://SQS.eu-west-1.AMAZONAWS.com/base, true",
        "https://sqs.cn-north-1.amazonaws.com.cn, true",
        "https://vpce-1-x.sqs.eu-west-1.vpce.amazonaws.com:443, true",
        "http://sqs.eu-west-1.amazonaws.com, false",
        "https://amazonaws.com.example.org, false",
        "https://notamazonaws.com, false",
        "https://sqs.amazonaws.com@example.org, false",
        "https://someone@sqs.eu-west-1.amazonaws.com, false",
        "http://127.0.0.1:4567, false",
        "https://example.org/sqs.amazonaws.com, false"
    })
    @DisplayName("INT-63: the operator's credentials are shown to AWS alone, and over TLS")
    void shownToAwsAlone(URI upstream, boolean shown) {
        assertThat(endpoints(Map.of("sqs", upstream)).operatorCredentials("sqs"))
                .isEqualTo(shown ? OPERATOR : null);
        assertThat(new ServiceEndpoints(Map.of("sqs", upstream), Set.of(), () -> OWN).operatorCredentials("sqs"))
                .isNull();
    }

    @Test
    @DisplayName("INT-60: aws for all services means all but those that are provided here")
    void everyService() {
        ServiceEndpoints all =
                endpoints(Map.of("aws", ServiceEndpoints.AWS, "s3", URI.create("http://127.0.0.1:9000")));

        assertThat(all.of("sqs")).isEqualTo(ServiceEndpoints.AWS);
        assertThat(all.operatorCredentials("sqs")).isEqualTo(OPERATOR);
        assertThat(all.of("logs")).isEqualTo(OWN);
        assertThat(all.operatorCredentials("logs")).isNull();
        assertThat(all.operatorCredentials("s3")).isNull();
        assertThat(endpoints(Map.of("logs", ServiceEndpoints.AWS)).operatorCredentials("logs"))
                .isEqualTo(OPERATOR);
        assertThat(endpoints(Map.of()).operatorCredentials("sqs")).isNull();
        assertThat(endpoints(Map.of()).knows("sqs")).isFalse();
        assertThat(endpoints(Map.of()).knows("logs")).isTrue();
    }

    @Test
    @DisplayName("INT-60: a service at AWS itself has its own host in the Region of the integration")
    void addresses() {
        assertThat(ServiceEndpoints.atAws("", "sqs", "eu-west-1")).isEqualTo("https://sqs.eu-west-1.amazonaws.com");
        assertThat(ServiceEndpoints.atAws("bucket", "s3", "cn-north-1"))
                .isEqualTo("https://bucket.s3.cn-north-1.amazonaws.com.cn");
        assertThat(OPERATOR.toString()).doesNotContain("secret", "token");
    }
}
