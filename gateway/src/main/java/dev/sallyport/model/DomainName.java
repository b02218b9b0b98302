package dev.sallyport.model;

import dev.sallyport.model.RestApi.EndpointConfiguration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A custom domain name (rest-control-plane 7.13). During a migration it has an edge and a regional endpoint at a time.
 *
 * @param domainName in lower case, perhaps with the wildcard label {@code *}
 * @param domainNameId ten characters of {@code [a-z0-9]}; null for public domain names
 * @param edge the endpoint of the types {@code EDGE} and {@code PRIVATE}, or null
 * @param regional the endpoint of type {@code REGIONAL}, or null
 * @param domainNameStatus {@code AVAILABLE}, {@code PENDING_OWNERSHIP_VERIFICATION} and so on (R7.16)
 * @param domainNameStatusMessage null when there is nothing to say
 * @param securityPolicy a name of AWS's
 * @param endpointAccessMode {@code BASIC} or {@code STRICT}; null when never given (R7.20)
 * @param mutualTlsAuthentication null when clients need no certificate
 * @param ownershipVerificationCertificateArn null when never given
 * @param managementPolicy of a private domain name as compact JSON: who may create access associations; or null
 * @param policy of a private domain name as compact JSON: who may invoke; or null
 * @param routingMode what decides on the API: base path mappings, routing rules or both
 * @param uploadedCertificate null unless the certificate was given in PEM
 */
public record DomainName(
        String domainName,
        @Nullable String domainNameId,
        EndpointConfiguration endpointConfiguration,
        @Nullable Endpoint edge,
        @Nullable Endpoint regional,
        String domainNameStatus,
        @Nullable String domainNameStatusMessage,
        String securityPolicy,
        @Nullable String endpointAccessMode,
        @Nullable MutualTls mutualTlsAuthentication,
        @Nullable String ownershipVerificationCertificateArn,
        @Nullable String managementPolicy,
        @Nullable String policy,
        String routingMode,
        Map<String, String> tags,
        @Nullable UploadedCertificate uploadedCertificate) {

    public DomainName {
        tags = Copies.of(tags);
    }

    /**
     * What a domain name has for one of its endpoint types.
     *
     * @param certificateName a friendly name, or null
     * @param certificateArn of ACM, or null when there is an uploaded certificate
     * @param certificateUploadDate when the certificate was last set
     * @param targetDomainName where a DNS record has to point; null for private domain names
     */
    public record Endpoint(
            @Nullable String certificateName,
            @Nullable String certificateArn,
            Instant certificateUploadDate,
            @Nullable String targetDomainName) {}

    /**
     * The certificates that clients must have been issued by.
     *
     * @param truststoreUri {@code s3://bucket/key}
     * @param truststoreVersion of the object in the bucket, or null
     */
    public record MutualTls(
            String truststoreUri, @Nullable String truststoreVersion) {}

    /**
     * A server certificate in PEM; for the data plane alone and never answered (R7.17).
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

    /** Whether only callers with an access association reach it, which makes it a private domain name. */
    public boolean reachedPrivately() {
        return domainNameId != null;
    }

    /** The id under which it is stored: private domain names of one name differ by their id (R17.7). */
    public String key() {
        return key(domainName, domainNameId);
    }

    /** @param domainNameId null for public domain names */
    public static String key(String domainName, @Nullable String domainNameId) {
        return domainNameId == null ? domainName : domainName + "+" + domainNameId;
    }

    /** The same domain name with other tags. */
    public DomainName withTags(Map<String, String> newTags) {
        return new DomainName(
                domainName,
                domainNameId,
                endpointConfiguration,
                edge,
                regional,
                domainNameStatus,
                domainNameStatusMessage,
                securityPolicy,
                endpointAccessMode,
                mutualTlsAuthentication,
                ownershipVerificationCertificateArn,
                managementPolicy,
                policy,
                routingMode,
                newTags,
                uploadedCertificate);
    }
}
