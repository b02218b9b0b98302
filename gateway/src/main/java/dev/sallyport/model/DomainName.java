package dev.sallyport.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A custom domain name (rest-control-plane 7.13, 17).
 *
 * @param domainName in lower case; the first label may be {@code *}
 * @param domainNameId ten characters of {@code [a-z0-9]}; null for public domain names
 * @param distributionDomainName where DNS has to point for an edge-optimized endpoint, or null
 * @param regionalDomainName where DNS has to point for a Regional endpoint, or null
 * @param certificateUploadDate when a certificate was last set; null when there is none
 * @param domainNameStatus {@code AVAILABLE}, {@code PENDING_OWNERSHIP_VERIFICATION} and so on (R7.16)
 * @param domainNameStatusMessage null when there is nothing to say
 * @param uploadedCertificate null unless the certificate was given as PEM
 * @param truststore what the URI of the mutual TLS authentication led to when it was set; null when clients need no certificate
 */
public record DomainName(
        String domainName,
        @Nullable String domainNameId,
        Settings settings,
        @Nullable String distributionDomainName,
        @Nullable String regionalDomainName,
        @Nullable Instant certificateUploadDate,
        String domainNameStatus,
        @Nullable String domainNameStatusMessage,
        Map<String, String> tags,
        @Nullable UploadedCertificate uploadedCertificate,
        @Nullable Truststore truststore) {

    public DomainName {
        tags = Copies.of(tags);
    }

    /**
     * What clients choose and UpdateDomainName changes (9.7). A policy is compact JSON, and only private domain names
     * have one.
     *
     * @param types {@code EDGE}, {@code REGIONAL} or {@code PRIVATE}; the first two together during a migration
     * @param ipAddressType {@code ipv4} or {@code dualstack}
     * @param certificateName a friendly name of an edge-optimized endpoint's certificate, or null
     * @param certificateArn of ACM, for an edge-optimized or private endpoint, or null
     * @param regionalCertificateName a friendly name of a Regional endpoint's certificate, or null
     * @param regionalCertificateArn of ACM, for a Regional endpoint, or null
     * @param securityPolicy a name of AWS's
     * @param endpointAccessMode {@code BASIC} or {@code STRICT}; null when never given (R7.20)
     * @param truststoreUri {@code s3://bucket/key}; null when clients need no certificate
     * @param truststoreVersion of the object in the bucket, or null
     * @param ownershipVerificationCertificateArn of ACM, or null
     * @param managementPolicy who may create access associations, or null
     * @param policy who may invoke, or null
     * @param routingMode what decides on the API: base path mappings, routing rules, or both
     */
    public record Settings(
            List<String> types,
            String ipAddressType,
            @Nullable String certificateName,
            @Nullable String certificateArn,
            @Nullable String regionalCertificateName,
            @Nullable String regionalCertificateArn,
            String securityPolicy,
            @Nullable String endpointAccessMode,
            @Nullable String truststoreUri,
            @Nullable String truststoreVersion,
            @Nullable String ownershipVerificationCertificateArn,
            @Nullable String managementPolicy,
            @Nullable String policy,
            String routingMode) {

        public Settings {
            types = List.copyOf(types);
        }

        /** Whether there is an endpoint of a type. */
        public boolean has(String type) {
            return types.contains(type);
        }
    }

    /**
     * A server certificate as PEM; for the data plane alone and never answered (R7.17).
     *
     * @param chain the certificates of the issuers, or null
     */
    public record UploadedCertificate(
            String body, String privateKey, @Nullable String chain) {

        /** Without the key, which must not reach a log. */
        @Override
        public String toString() {
            return "UploadedCertificate[]";
        }
    }

    /**
     * The certificates by which clients are trusted, kept because the object in the bucket may change or go.
     *
     * @param certificates as PEM; empty when nobody knows them, and then nobody is let in
     * @param warnings as they are answered
     */
    public record Truststore(String certificates, List<String> warnings) {

        public Truststore {
            warnings = List.copyOf(warnings);
        }
    }

    /** The id under which it is stored: private domain names of one name differ by their id (R17.7). */
    public String key() {
        return key(domainName, domainNameId);
    }

    /** @param domainNameId null for public domain names */
    public static String key(String domainName, @Nullable String domainNameId) {
        return domainNameId == null ? domainName : domainName + "+" + domainNameId;
    }

    /** The ARN in a scope; that of a private domain name tells its account and id. */
    public String arn(Scope scope) {
        return "arn:" + scope.partition() + ":apigateway:" + scope.region() + ":"
                + (domainNameId == null ? "" : scope.account()) + ":/domainnames/" + key();
    }

    /** The same domain name with other tags. */
    public DomainName withTags(Map<String, String> newTags) {
        return new DomainName(
                domainName,
                domainNameId,
                settings,
                distributionDomainName,
                regionalDomainName,
                certificateUploadDate,
                domainNameStatus,
                domainNameStatusMessage,
                newTags,
                uploadedCertificate,
                truststore);
    }
}
