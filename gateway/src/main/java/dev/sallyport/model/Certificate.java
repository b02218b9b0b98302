package dev.sallyport.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A certificate of ACM.
 *
 * @param domainNames the name it was requested for or its common name, then the others
 * @param type {@code AMAZON_ISSUED} or {@code IMPORTED}
 * @param keyAlgorithm as requests write it, for example {@code RSA_2048}
 * @param request what was requested; null for imported certificates
 * @param shownAt when the records that validate the domains were first shown; null before
 * @param issuedAt when it was issued; null before, and for imported certificates
 * @param importedAt when it was imported last; null for requested certificates
 * @param material certificate and key; null until it is issued
 * @param transparencyLogging {@code ENABLED} or {@code DISABLED}
 * @param export {@code ENABLED} or {@code DISABLED}
 */
public record Certificate(
        String arn,
        List<String> domainNames,
        String type,
        String keyAlgorithm,
        @Nullable Request request,
        Instant createdAt,
        @Nullable Instant shownAt,
        @Nullable Instant issuedAt,
        @Nullable Instant importedAt,
        @Nullable Material material,
        String transparencyLogging,
        String export,
        SortedMap<String, String> tags) {

    public Certificate {
        domainNames = List.copyOf(domainNames);
        tags = Copies.of(tags);
    }

    /**
     * What was requested.
     *
     * @param validationMethod {@code DNS} or {@code EMAIL}
     * @param validationDomains by domain name, where they differ from it
     * @param idempotencyToken or null
     */
    public record Request(
            String validationMethod,
            Map<String, String> validationDomains,
            @Nullable String idempotencyToken) {

        public Request {
            validationDomains = Copies.of(validationDomains);
        }
    }

    /** Certificate, chain and private key as PEM; the chain is null for a certificate that signed itself. */
    public record Material(String certificate, @Nullable String chain, String privateKey) {

        /** Without the key, which must not reach a log. */
        @Override
        public String toString() {
            return "Material[]";
        }
    }

    /** The same certificate after its validation records were shown. */
    public Certificate shown(Instant now) {
        return new Certificate(
                arn,
                domainNames,
                type,
                keyAlgorithm,
                request,
                createdAt,
                now,
                issuedAt,
                importedAt,
                material,
                transparencyLogging,
                export,
                tags);
    }

    /** The same certificate, issued. */
    public Certificate issued(Material newMaterial, Instant now) {
        return new Certificate(
                arn,
                domainNames,
                type,
                keyAlgorithm,
                request,
                createdAt,
                shownAt,
                now,
                importedAt,
                newMaterial,
                transparencyLogging,
                export,
                tags);
    }

    /** The same certificate with other options. */
    public Certificate withOptions(String newTransparencyLogging, String newExport) {
        return new Certificate(
                arn,
                domainNames,
                type,
                keyAlgorithm,
                request,
                createdAt,
                shownAt,
                issuedAt,
                importedAt,
                material,
                newTransparencyLogging,
                newExport,
                tags);
    }

    /** The same certificate with other tags. */
    public Certificate withTags(SortedMap<String, String> newTags) {
        return new Certificate(
                arn,
                domainNames,
                type,
                keyAlgorithm,
                request,
                createdAt,
                shownAt,
                issuedAt,
                importedAt,
                material,
                transparencyLogging,
                export,
                newTags);
    }
}
