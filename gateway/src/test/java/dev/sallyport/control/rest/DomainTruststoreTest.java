package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.DomainRequests.NAME;
import static dev.sallyport.control.rest.DomainRequests.regional;
import static dev.sallyport.control.rest.DomainRequests.truststore;
import static dev.sallyport.control.rest.Rest.given;
import static dev.sallyport.control.rest.Rest.replace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.certificate.TruststoreException;
import dev.sallyport.control.rest.domains.Truststores;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CreateDomainNameRequest;
import dev.sallyport.wire.apigateway.DomainName;
import dev.sallyport.wire.apigateway.GetDomainNameRequest;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.UpdateDomainNameRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The truststores of custom domain names (5.8 of rest-data-plane, R16.26). */
class DomainTruststoreTest {

    private final Rest rest = new Rest();

    private static CreateDomainNameRequest.Builder unguarded() {
        return regional().regionalCertificateArn(null);
    }

    private DomainName create(CreateDomainNameRequest.Builder request) {
        return rest.send(ApiGateway.CREATE_DOMAIN_NAME, request.build());
    }

    private DomainName get(String name) {
        return rest.send(
                ApiGateway.GET_DOMAIN_NAME,
                GetDomainNameRequest.builder().domainName(name).build());
    }

    private static UpdateDomainNameRequest request(PatchOperation... operations) {
        return UpdateDomainNameRequest.builder()
                .domainName(NAME)
                .patchOperations(List.of(operations))
                .build();
    }

    private DomainName update(PatchOperation... operations) {
        return rest.send(ApiGateway.UPDATE_DOMAIN_NAME, request(operations));
    }

    private void refusesUpdate(String message, PatchOperation... operations) {
        assertThat(rest.refused(ApiGateway.UPDATE_DOMAIN_NAME, request(operations))
                        .getMessage())
                .isEqualTo(message);
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Rest.class.getResourceAsStream("/certificates/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aTruststoreIsReadWhenItIsNamed_AUT_81() {
        List<String> read = new ArrayList<>();
        Truststores usual = rest.truststores;
        rest.truststores = (uri, version, region) -> {
            read.add(uri + " " + version + " " + region);
            return usual.read(uri, version, region);
        };
        create(unguarded().mutualTlsAuthentication(truststore("s3://bucket/trust.pem", "v1")));
        update(replace("/securityPolicy", "TLS_1_0"));
        update(replace("/mutualTlsAuthentication/truststoreVersion", "v2"));
        assertThat(read).containsExactly("s3://bucket/trust.pem v1 us-east-1", "s3://bucket/trust.pem v2 us-east-1");
    }

    @Test
    void aTruststoreThatCannotBeReadChangesNothing_AUT_81() {
        create(unguarded());
        rest.truststores = (uri, version, region) -> {
            throw new TruststoreException("S3 answers 404");
        };
        refusesUpdate(
                "Invalid truststore s3://bucket/trust.pem: S3 answers 404",
                replace("/mutualTlsAuthentication/truststoreUri", "s3://bucket/trust.pem"));
        assertThat(get(NAME).mutualTlsAuthentication()).isNull();
        rest.truststores = (uri, version, region) -> "rubbish";
        refusesUpdate(
                "Invalid truststore s3://bucket/trust.pem: The truststore has no certificate that can be read",
                replace("/mutualTlsAuthentication/truststoreUri", "s3://bucket/trust.pem"));
        rest.truststores = (uri, version, region) -> "x".repeat(1_048_577);
        refusesUpdate(
                "Invalid truststore s3://bucket/trust.pem: The truststore is larger than 1 MB",
                replace("/mutualTlsAuthentication/truststoreUri", "s3://bucket/trust.pem"));
    }

    @Test
    void truststoresHaveWarnings_R16_26() {
        rest.truststores = (uri, version, region) -> resource("issuer.pem")
                + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" + resource("rsa.pem");
        DomainName made = create(unguarded().mutualTlsAuthentication(truststore("s3://bucket/trust.pem", null)));
        assertThat(given(made.mutualTlsAuthentication()).truststoreWarnings())
                .contains("Certificate 2 of the truststore cannot be read");
        rest.truststores = Truststores.NONE;
        assertThat(given(update(replace("/mutualTlsAuthentication/truststoreUri", "s3://bucket/other.pem"))
                                .mutualTlsAuthentication())
                        .truststoreWarnings())
                .containsExactly("The truststore s3://bucket/other.pem was not read, because this gateway does not know"
                        + " where S3 is; no client is let in");
    }
}
