package dev.sallyport.control.http.domains;

import static java.util.Objects.requireNonNullElse;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.http.HttpApiPages;
import dev.sallyport.control.rest.Input;
import dev.sallyport.control.rest.Page;
import dev.sallyport.control.rest.domains.DomainNames;
import dev.sallyport.control.rest.domains.MappedApis;
import dev.sallyport.model.DomainName;
import dev.sallyport.model.DomainName.Settings;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigatewayv2.CreateDomainNameRequest;
import dev.sallyport.wire.apigatewayv2.DomainNameConfiguration;
import dev.sallyport.wire.apigatewayv2.MutualTlsAuthenticationInput;
import dev.sallyport.wire.apigatewayv2.UpdateDomainNameRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Domain names (http-api 16.1, 16.3): what apigatewayv2 calls a configuration are settings of a Regional domain name. */
final class DomainConfigurations {

    private static final Settings REGIONAL = new Settings(
            List.of("REGIONAL"),
            "ipv4",
            null,
            null,
            null,
            null,
            "TLS_1_2",
            null,
            null,
            null,
            null,
            null,
            null,
            RoutingModes.MAPPINGS_ONLY);

    private final Store store;
    private final DomainNames domains;

    DomainConfigurations(Store store, DomainNames domains) {
        this.store = store;
        this.domains = domains;
    }

    DomainName create(Call call, CreateDomainNameRequest in) {
        DomainNameConfiguration configuration = only(requireNonNullElse(in.domainNameConfigurations(), List.of()));
        Settings settings = changed(REGIONAL, configuration, in.mutualTlsAuthentication(), in.routingMode());
        return domains.create(call, Input.required(in.domainName()), settings, requireNonNullElse(in.tags(), Map.of()));
    }

    /** R16.1. */
    private static DomainNameConfiguration only(List<DomainNameConfiguration> configurations) {
        if (configurations.size() != 1) {
            throw ServiceException.badRequest("Invalid input. Expected one domain name configuration");
        }
        return configurations.getFirst();
    }

    DomainName get(Call call, String name) {
        return domains.get(call, name, null);
    }

    /** Public domain names of either service; the model has no words for private ones (R16.11). */
    Page<DomainName> list(Call call, @Nullable String maxResults, @Nullable String nextToken) {
        return store.read(tx -> HttpApiPages.read(
                tx, call, Kind.DOMAIN_NAME, "", domain -> domain.domainNameId() == null, maxResults, nextToken));
    }

    /** UpdateDomainName: what is absent stays (R20.8, R16.30). */
    DomainName update(Call call, UpdateDomainNameRequest in) {
        DomainNameConfiguration configuration =
                in.domainNameConfigurations() == null ? null : only(in.domainNameConfigurations());
        MutualTlsAuthenticationInput mutualTls = in.mutualTlsAuthentication();
        boolean namesTruststore =
                mutualTls != null && (mutualTls.truststoreUri() != null || mutualTls.truststoreVersion() != null);
        return domains.update(
                call,
                Input.required(in.domainName()),
                null,
                settings -> {
                    MappedApis.requireManaged(settings);
                    return changed(settings, configuration, mutualTls, in.routingMode());
                },
                namesTruststore);
    }

    private static Settings changed(
            Settings before,
            @Nullable DomainNameConfiguration configuration,
            @Nullable MutualTlsAuthenticationInput mutualTls,
            @Nullable String routingMode) {
        DomainNameConfiguration given = requireNonNullElseEmpty(configuration);
        refuse("EDGE".equals(given.endpointType()), "EDGE endpoint type is not supported for APIGatewayV2 domainName");
        refuse("TLS_1_0".equals(given.securityPolicy()), "TLS_1_0 is not supported for APIGatewayV2 domainName.");
        String uri = mutualTls == null ? null : mutualTls.truststoreUri();
        String version = mutualTls == null ? null : mutualTls.truststoreVersion();
        String newUri = given(uri, before.truststoreUri());
        return new Settings(
                before.types(),
                requireNonNullElse(given.ipAddressType(), before.ipAddressType()),
                before.certificateName(),
                before.certificateArn(),
                given(given.certificateName(), before.regionalCertificateName()),
                given(given.certificateArn(), before.regionalCertificateArn()),
                requireNonNullElse(given.securityPolicy(), before.securityPolicy()),
                before.endpointAccessMode(),
                newUri,
                // Another object has versions of its own, and none has none.
                uri == null ? given(version, before.truststoreVersion()) : Input.orNull(version),
                given(given.ownershipVerificationCertificateArn(), before.ownershipVerificationCertificateArn()),
                before.managementPolicy(),
                before.policy(),
                routingMode == null ? before.routingMode() : RoutingModes.stored(routingMode));
    }

    private static DomainNameConfiguration requireNonNullElseEmpty(@Nullable DomainNameConfiguration given) {
        return given == null ? DomainNameConfiguration.builder().build() : given;
    }

    /** What is absent stays, and an empty text removes. */
    private static @Nullable String given(@Nullable String given, @Nullable String before) {
        return given == null ? before : Input.orNull(given);
    }

    private static void refuse(boolean wrong, String text) {
        if (wrong) {
            throw ServiceException.badRequest(text);
        }
    }
}
