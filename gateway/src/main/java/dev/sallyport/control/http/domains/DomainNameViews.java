package dev.sallyport.control.http.domains;

import dev.sallyport.control.rest.domains.HostedZones;
import dev.sallyport.model.BasePathMapping;
import dev.sallyport.model.DomainName.Settings;
import dev.sallyport.model.Scope;
import dev.sallyport.wire.apigatewayv2.ApiMapping;
import dev.sallyport.wire.apigatewayv2.DomainName;
import dev.sallyport.wire.apigatewayv2.DomainNameConfiguration;
import dev.sallyport.wire.apigatewayv2.MutualTlsAuthentication;
import dev.sallyport.wire.apigatewayv2.RoutingRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Model records as apigatewayv2 answers them (R16.2 to R16.5, R16.42). */
final class DomainNameViews {

    private DomainNameViews() {}

    static DomainName domainName(dev.sallyport.model.DomainName domain, Scope owner) {
        Settings settings = domain.settings();
        return DomainName.builder()
                .apiMappingSelectionExpression("$request.basepath")
                .domainName(domain.domainName())
                .domainNameArn(domain.arn(owner))
                .domainNameConfigurations(settings.types().stream()
                        .map(type -> configuration(domain, type, owner))
                        .toList())
                .mutualTlsAuthentication(mutualTls(settings, domain.truststore()))
                .routingMode(RoutingModes.shown(settings.routingMode()))
                .tags(domain.tags())
                .build();
    }

    /** AWS: what apigateway tells flat is told of each endpoint here; the date of the certificate is not (R16.2). */
    private static DomainNameConfiguration configuration(
            dev.sallyport.model.DomainName domain, String type, Scope owner) {
        Settings settings = domain.settings();
        boolean edge = type.equals("EDGE");
        return DomainNameConfiguration.builder()
                .apiGatewayDomainName(edge ? domain.distributionDomainName() : domain.regionalDomainName())
                .certificateArn(edge ? settings.certificateArn() : settings.regionalCertificateArn())
                .certificateName(edge ? settings.certificateName() : settings.regionalCertificateName())
                .domainNameStatus(domain.domainNameStatus())
                .domainNameStatusMessage(domain.domainNameStatusMessage())
                .endpointType(type)
                .hostedZoneId(edge ? HostedZones.DISTRIBUTION : HostedZones.regional(owner.region()))
                .ipAddressType(settings.ipAddressType())
                .ownershipVerificationCertificateArn(settings.ownershipVerificationCertificateArn())
                .securityPolicy(settings.securityPolicy())
                .build();
    }

    private static @Nullable MutualTlsAuthentication mutualTls(
            Settings settings, dev.sallyport.model.DomainName.@Nullable Truststore truststore) {
        if (settings.truststoreUri() == null) {
            return null;
        }
        List<String> warnings = truststore == null ? List.of() : truststore.warnings();
        return MutualTlsAuthentication.builder()
                .truststoreUri(settings.truststoreUri())
                .truststoreVersion(settings.truststoreVersion())
                .truststoreWarnings(warnings.isEmpty() ? null : warnings)
                .build();
    }

    /** R16.13; a mapping of apigateway's may have no stage. */
    static ApiMapping mapping(BasePathMapping mapping) {
        return ApiMapping.builder()
                .apiId(mapping.restApiId())
                .apiMappingId(mapping.apiMappingId())
                .apiMappingKey(mapping.key())
                .stage(mapping.stage())
                .build();
    }

    static RoutingRule rule(RoutingRules.Owned owned, Scope owner) {
        String arn = "arn:" + owner.partition() + ":apigateway:" + owner.region() + ":" + owner.account()
                + ":/domainnames/" + owned.domain().key() + "/routingrules/"
                + owned.rule().routingRuleId();
        return RuleConditions.shown(owned.rule(), arn);
    }
}
