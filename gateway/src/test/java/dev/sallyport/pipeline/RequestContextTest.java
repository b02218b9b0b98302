package dev.sallyport.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestContextTest {

    @ParameterizedTest
    @CsvSource({
        "accountId, 123456789012",
        "apiId, abc123",
        "deploymentId, d1e2f3",
        "domainName, abc123.execute-api.eu-west-1.amazonaws.com",
        "domainPrefix, abc123",
        "endpointType, REGIONAL",
        "extendedRequestId, OQ3x1Gd8joEFZAw=",
        "httpMethod, GET",
        "identity.sourceIp, 203.0.113.7",
        "identity.userAgent, curl/8.0",
        "path, /test/pets",
        "protocol, HTTP/1.1",
        "requestId, 1f0a7a0e-2b1c-4f0e-9a53-7d2f0c5b6e11",
        "requestTime, 14/Nov/2023:22:13:20 +0000",
        "requestTimeEpoch, 1700000000000",
        "resourceId, k0w8mc",
        "resourcePath, /pets",
        "stage, test"
    })
    @DisplayName("8.4: variables that every request has")
    void always(String variable, String expected) {
        Exchange exchange = TestExchange.of("GET", "/pets", "/pets")
                .header("User-Agent", "curl/8.0")
                .build();
        assertThat(RequestContext.value(exchange, variable)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "identity.apiKey",
        "identity.caller",
        "authorizer.principalId",
        "authorizer.claims",
        "error.message",
        "isCanaryRequest",
        "status",
        "integrationStatus",
        "nonsense"
    })
    @DisplayName("VTL-30: what is not known or not applicable is absent")
    void absent(String variable) {
        assertThat(RequestContext.value(exchange(), variable)).isNull();
    }

    @Test
    @DisplayName(
            "CAN-3: isCanaryRequest is true or false while the stage has a canary, and only then a key of $context")
    void canary() {
        Exchange exchange = exchange();
        StageSnapshot stage = exchange.stage();
        ReleaseCounts counts = new ReleaseCounts(1);
        exchange.run(stage.as(Release.canary(counts)));
        assertThat(RequestContext.value(exchange, "isCanaryRequest")).isEqualTo("true");
        assertThat(RequestContext.value(exchange, "stage")).as("CAN-2").isEqualTo("test");
        assertThat(RequestContext.names(exchange, "")).contains("isCanaryRequest");
        CanarySplit split = new CanarySplit(0, null, CanaryStickiness.OFF, "abc123:test");
        exchange.run(stage.as(Release.base(counts, split)));
        assertThat(RequestContext.value(exchange, "isCanaryRequest")).isEqualTo("false");
        exchange.run(stage);
        assertThat(RequestContext.names(exchange, "")).doesNotContain("isCanaryRequest");
    }

    @Test
    @DisplayName("8.4: what a step has noted is there, before what would be computed")
    void noted() {
        Exchange exchange = exchange();
        Map<String, String> said = new LinkedHashMap<>();
        said.put("authorizer.principalId", "me");
        said.put("authorizer.status", "theirs");
        said.put("authorizer.claims.sub", "s1");
        said.put("authorizer.claims.email", "a@b");
        exchange.authorized(new Authorization(said, "", null), 5);
        exchange.note("authorizer.status", "200");
        exchange.note("authorizer.latency", "7");
        exchange.note("identity.apiKey", "k");
        exchange.note("path", "/v1/pets");
        exchange.note("tlsVersion", "TLSv1.3");

        assertThat(RequestContext.value(exchange, "authorizer.principalId")).isEqualTo("me");
        assertThat(RequestContext.value(exchange, "path")).isEqualTo("/v1/pets");
        // TLS-5
        assertThat(RequestContext.value(exchange, "tlsVersion")).isEqualTo("TLSv1.3");
        assertThat(RequestContext.names(exchange, "authorizer")).containsExactly("principalId", "status", "claims");
        assertThat(RequestContext.value(exchange, "authorizer.status")).isEqualTo("theirs");
        assertThat(RequestContext.value(exchange, "authorizer.latency")).isEqualTo("7");
        assertThat(RequestContext.value(exchange, "authorizer.integrationLatency"))
                .isEqualTo("5");
        assertThat(RequestContext.names(exchange, "authorizer.claims")).containsExactly("sub", "email");
        assertThat(RequestContext.names(exchange, "")).contains("authorizer").doesNotContain("tlsVersion");
        assertThat(RequestContext.names(exchange, "identity")).contains("apiKey");
    }

    @Test
    @DisplayName("VTL-31: the keys of $context and of $context.identity, in the recorded order")
    void keys() {
        assertThat(String.join(", ", RequestContext.names(exchange(), "")))
                .isEqualTo("resourceId, resourcePath, httpMethod, extendedRequestId, requestTime, path, accountId,"
                        + " protocol, requestOverride, stage, domainPrefix, requestTimeEpoch, requestId, identity,"
                        + " domainName, deploymentId, responseOverride, apiId");
        assertThat(String.join(", ", RequestContext.names(exchange(), "identity")))
                .isEqualTo("cognitoIdentityPoolId, accountId, cognitoIdentityId, caller, sourceIp, principalOrgId,"
                        + " accessKey, cognitoAuthenticationType, cognitoAuthenticationProvider, userArn, userAgent,"
                        + " user");
        assertThat(RequestContext.names(exchange(), "authorizer")).isEmpty();
    }

    @Test
    @DisplayName("GWR-17: $context.error once the request has failed")
    void error() {
        Exchange exchange = exchange();
        exchange.failed(Fault.UNSUPPORTED_MEDIA_TYPE);

        assertThat(RequestContext.value(exchange, "error.message")).isEqualTo("Unsupported Media Type");
        assertThat(RequestContext.value(exchange, "error.messageString")).isEqualTo("\"Unsupported Media Type\"");
        assertThat(RequestContext.value(exchange, "error.responseType")).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
        assertThat(RequestContext.value(exchange, "error.validationErrorString"))
                .isNull();
        exchange.note("error.validationErrorString", "[object has missing required properties ([\"a\"])]");
        assertThat(RequestContext.value(exchange, "error.validationErrorString"))
                .startsWith("[object");
        assertThat(RequestContext.names(exchange, "")).doesNotContain("error");
    }

    @Test
    @DisplayName("LOG-22: the integration's status once there is one")
    void integrationStatus() {
        Exchange exchange = exchange();
        exchange.integrationResponse(404, "404", null, null);

        assertThat(RequestContext.value(exchange, "integration.status")).isEqualTo("404");
        assertThat(RequestContext.value(exchange, "integrationStatus")).isEqualTo("404");
    }

    private static Exchange exchange() {
        return TestExchange.of("GET", "/pets", "/pets").build();
    }
}
