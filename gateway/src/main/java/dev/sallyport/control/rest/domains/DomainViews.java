package dev.sallyport.control.rest.domains;

import dev.sallyport.control.rest.Page;
import dev.sallyport.model.DomainName.Settings;
import dev.sallyport.model.Scope;
import dev.sallyport.wire.apigateway.BasePathMapping;
import dev.sallyport.wire.apigateway.BasePathMappings;
import dev.sallyport.wire.apigateway.ClientCertificate;
import dev.sallyport.wire.apigateway.ClientCertificates;
import dev.sallyport.wire.apigateway.DomainName;
import dev.sallyport.wire.apigateway.DomainNameAccessAssociation;
import dev.sallyport.wire.apigateway.DomainNameAccessAssociations;
import dev.sallyport.wire.apigateway.DomainNames;
import dev.sallyport.wire.apigateway.EndpointConfiguration;
import dev.sallyport.wire.apigateway.MutualTlsAuthentication;
import dev.sallyport.wire.apigateway.VpcLink;
import dev.sallyport.wire.apigateway.VpcLinks;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Model records as AWS answers them (rest-control-plane 7.13, 7.14). */
final class DomainViews {

    private DomainViews() {}

    /** As creation and lists answer: {@code tags} only when there are some. */
    static DomainName domainName(dev.sallyport.model.DomainName domain, Scope owner) {
        return domainName(domain, owner, orAbsent(domain.tags()));
    }

    /** As GetDomainName and UpdateDomainName answer: {@code tags} always, as with APIs (R7.2). */
    static DomainName domainNameWithTags(dev.sallyport.model.DomainName domain, Scope owner) {
        return domainName(domain, owner, domain.tags());
    }

    private static DomainName domainName(
            dev.sallyport.model.DomainName domain, Scope owner, @Nullable Map<String, String> tags) {
        Settings settings = domain.settings();
        boolean edge = settings.has("EDGE");
        boolean regional = settings.has("REGIONAL");
        return DomainName.builder()
                .domainName(domain.domainName())
                .domainNameId(domain.domainNameId())
                .domainNameArn(domain.arn(owner))
                .certificateName(settings.certificateName())
                .certificateArn(settings.certificateArn())
                .certificateUploadDate(domain.certificateUploadDate())
                .regionalDomainName(domain.regionalDomainName())
                .regionalHostedZoneId(regional ? HostedZones.regional(owner.region()) : null)
                .regionalCertificateName(settings.regionalCertificateName())
                .regionalCertificateArn(settings.regionalCertificateArn())
                .distributionDomainName(domain.distributionDomainName())
                .distributionHostedZoneId(edge ? HostedZones.DISTRIBUTION : null)
                .endpointConfiguration(EndpointConfiguration.builder()
                        .types(settings.types())
                        .ipAddressType(settings.ipAddressType())
                        .build())
                .domainNameStatus(domain.domainNameStatus())
                .domainNameStatusMessage(domain.domainNameStatusMessage())
                .securityPolicy(settings.securityPolicy())
                .endpointAccessMode(settings.endpointAccessMode())
                .tags(tags)
                .mutualTlsAuthentication(mutualTls(settings, domain.truststore()))
                .ownershipVerificationCertificateArn(settings.ownershipVerificationCertificateArn())
                .managementPolicy(settings.managementPolicy())
                .policy(settings.policy())
                .routingMode(settings.routingMode())
                .build();
    }

    private static @Nullable MutualTlsAuthentication mutualTls(
            Settings settings, dev.sallyport.model.DomainName.@Nullable Truststore truststore) {
        return settings.truststoreUri() == null
                ? null
                : MutualTlsAuthentication.builder()
                        .truststoreUri(settings.truststoreUri())
                        .truststoreVersion(settings.truststoreVersion())
                        .truststoreWarnings(
                                truststore == null || truststore.warnings().isEmpty() ? null : truststore.warnings())
                        .build();
    }

    static DomainNames domainNames(Page<dev.sallyport.control.rest.domains.DomainNames.Owned> page) {
        return DomainNames.builder()
                .items(page.items().stream()
                        .map(each -> domainName(each.domain(), each.owner()))
                        .toList())
                .position(page.position())
                .build();
    }

    static BasePathMapping mapping(dev.sallyport.model.BasePathMapping mapping) {
        return BasePathMapping.builder()
                .basePath(mapping.basePath())
                .restApiId(mapping.restApiId())
                .stage(mapping.stage())
                .build();
    }

    static BasePathMappings mappings(Page<dev.sallyport.model.BasePathMapping> page) {
        return BasePathMappings.builder()
                .items(page.items().stream().map(DomainViews::mapping).toList())
                .position(page.position())
                .build();
    }

    static DomainNameAccessAssociation association(dev.sallyport.model.DomainNameAccessAssociation association) {
        return DomainNameAccessAssociation.builder()
                .domainNameAccessAssociationArn(association.domainNameAccessAssociationArn())
                .domainNameArn(association.domainNameArn())
                .accessAssociationSourceType(association.accessAssociationSourceType())
                .accessAssociationSource(association.accessAssociationSource())
                .tags(orAbsent(association.tags()))
                .build();
    }

    static DomainNameAccessAssociations associations(Page<dev.sallyport.model.DomainNameAccessAssociation> page) {
        return DomainNameAccessAssociations.builder()
                .items(page.items().stream().map(DomainViews::association).toList())
                .position(page.position())
                .build();
    }

    /** AWS: creation always answers a link that is still being made (R18.1), and says no word on it. */
    static VpcLink newVpcLink(dev.sallyport.model.VpcLink link) {
        return vpcLink(link, "PENDING", null, orAbsent(link.tags()));
    }

    /** As lists answer: {@code tags} only when there are some (R7.2). */
    private static VpcLink listedVpcLink(dev.sallyport.model.VpcLink link) {
        return vpcLink(link, "AVAILABLE", "Your vpc link is ready for use", orAbsent(link.tags()));
    }

    /** As GetVpcLink and UpdateVpcLink answer: {@code tags} always (R7.2). */
    static VpcLink vpcLink(dev.sallyport.model.VpcLink link) {
        return vpcLink(link, "AVAILABLE", "Your vpc link is ready for use", link.tags());
    }

    private static VpcLink vpcLink(
            dev.sallyport.model.VpcLink link,
            String status,
            @Nullable String message,
            @Nullable Map<String, String> tags) {
        return VpcLink.builder()
                .id(link.id())
                .name(link.name())
                .description(link.description())
                .targetArns(link.targetArns())
                .status(status)
                .statusMessage(message)
                .tags(tags)
                .build();
    }

    static VpcLinks vpcLinks(Page<dev.sallyport.model.VpcLink> page) {
        return VpcLinks.builder()
                .items(page.items().stream().map(DomainViews::listedVpcLink).toList())
                .position(page.position())
                .build();
    }

    /** Without the key (R19.1). */
    static ClientCertificate clientCertificate(dev.sallyport.model.ClientCertificate certificate) {
        return ClientCertificate.builder()
                .clientCertificateId(certificate.clientCertificateId())
                .description(certificate.description())
                .pemEncodedCertificate(certificate.pemEncodedCertificate())
                .createdDate(certificate.createdDate())
                .expirationDate(certificate.expirationDate())
                .tags(orAbsent(certificate.tags()))
                .build();
    }

    static ClientCertificates clientCertificates(Page<dev.sallyport.model.ClientCertificate> page) {
        return ClientCertificates.builder()
                .items(page.items().stream().map(DomainViews::clientCertificate).toList())
                .position(page.position())
                .build();
    }

    private static @Nullable Map<String, String> orAbsent(Map<String, String> tags) {
        return tags.isEmpty() ? null : tags;
    }
}
