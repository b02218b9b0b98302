package dev.sallyport.control.rest;

import dev.sallyport.wire.apigateway.CreateDomainNameRequest;
import dev.sallyport.wire.apigateway.DomainName;
import dev.sallyport.wire.apigateway.EndpointConfiguration;
import dev.sallyport.wire.apigateway.MutualTlsAuthenticationInput;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests for domain names that are in order, for tests to change. */
final class DomainRequests {

    static final String NAME = "api.example.com";
    static final String EAST = "arn:aws:acm:us-east-1:111111111111:certificate/a-1";
    static final String POLICY =
            "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"execute-api:Invoke\","
                    + "\"Resource\":\"execute-api:/*\"}]}";

    private DomainRequests() {}

    static CreateDomainNameRequest.Builder edge() {
        return CreateDomainNameRequest.builder().domainName(NAME).certificateArn(EAST);
    }

    static CreateDomainNameRequest.Builder regional() {
        return CreateDomainNameRequest.builder()
                .domainName(NAME)
                .regionalCertificateArn(EAST)
                .endpointConfiguration(endpoint("REGIONAL", "ipv4"));
    }

    static CreateDomainNameRequest.Builder secret() {
        return CreateDomainNameRequest.builder()
                .domainName(NAME)
                .certificateArn(EAST)
                .policy(POLICY)
                .endpointConfiguration(EndpointConfiguration.builder()
                        .types(List.of("PRIVATE"))
                        .build());
    }

    static EndpointConfiguration endpoint(String type, String ipAddressType) {
        return EndpointConfiguration.builder()
                .types(List.of(type))
                .ipAddressType(ipAddressType)
                .build();
    }

    static MutualTlsAuthenticationInput truststore(String uri, @Nullable String version) {
        return MutualTlsAuthenticationInput.builder()
                .truststoreUri(uri)
                .truststoreVersion(version)
                .build();
    }

    static DomainName withTags(DomainName domain, Map<String, String> tags) {
        return DomainName.builder()
                .domainName(domain.domainName())
                .domainNameArn(domain.domainNameArn())
                .certificateArn(domain.certificateArn())
                .certificateUploadDate(domain.certificateUploadDate())
                .distributionDomainName(domain.distributionDomainName())
                .distributionHostedZoneId(domain.distributionHostedZoneId())
                .endpointConfiguration(domain.endpointConfiguration())
                .domainNameStatus(domain.domainNameStatus())
                .securityPolicy(domain.securityPolicy())
                .routingMode(domain.routingMode())
                .tags(tags)
                .build();
    }
}
