package dev.sallyport.control.acm;

import dev.sallyport.model.Certificate;
import dev.sallyport.store.EntityJson;
import dev.sallyport.wire.acm.CertificateDetail;
import dev.sallyport.wire.acm.CertificateOptions;
import dev.sallyport.wire.acm.CertificateSummary;
import dev.sallyport.wire.acm.DomainValidation;
import dev.sallyport.wire.acm.ExtendedKeyUsage;
import dev.sallyport.wire.acm.KeyUsage;
import dev.sallyport.wire.acm.ResourceRecord;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What clients see of certificates (companion R7.3 to R7.8, R7.13). */
final class CertificateViews {

    static final String IMPORTED = "IMPORTED";
    private static final String EMAIL = "EMAIL";
    private static final int RECORD_CHARACTERS = 32;
    private static final List<String> MAILBOXES =
            List.of("admin", "administrator", "hostmaster", "postmaster", "webmaster");

    private CertificateViews() {}

    /** {@code PENDING_VALIDATION}, {@code ISSUED} or {@code EXPIRED}. */
    static String status(Certificate certificate, Instant now) {
        Certificate.Material material = certificate.material();
        if (material == null) {
            return "PENDING_VALIDATION";
        }
        Instant end = CertificateFacts.certificate(material).getNotAfter().toInstant();
        return end.isBefore(now) ? "EXPIRED" : "ISSUED";
    }

    static CertificateDetail detail(Certificate certificate, List<String> inUseBy, Instant now) {
        boolean imported = certificate.type().equals(IMPORTED);
        CertificateDetail.Builder detail = CertificateDetail.builder()
                .certificateArn(certificate.arn())
                .domainName(certificate.domainNames().getFirst())
                .subjectAlternativeNames(certificate.domainNames())
                .domainValidationOptions(validations(certificate))
                .subject("CN=" + certificate.domainNames().getFirst())
                .issuer("Amazon")
                .createdAt(certificate.createdAt())
                .issuedAt(certificate.issuedAt())
                .importedAt(certificate.importedAt())
                .status(status(certificate, now))
                .keyAlgorithm(keyAlgorithm(certificate))
                .signatureAlgorithm("SHA256WITHRSA")
                .inUseBy(inUseBy)
                .type(certificate.type())
                .keyUsages(List.of())
                .extendedKeyUsages(List.of())
                .renewalEligibility(renewal(certificate, inUseBy))
                .options(CertificateOptions.builder()
                        .certificateTransparencyLoggingPreference(certificate.transparencyLogging())
                        .export(imported ? null : certificate.export())
                        .build());
        Certificate.Material material = certificate.material();
        if (material == null) {
            return detail.build();
        }
        X509Certificate x509 = CertificateFacts.certificate(material);
        return detail.serial(CertificateFacts.serial(x509))
                .subject(
                        imported
                                ? x509.getSubjectX500Principal().getName()
                                : "CN=" + certificate.domainNames().getFirst())
                .issuer(imported ? CertificateFacts.issuer(x509) : "Amazon")
                .notBefore(x509.getNotBefore().toInstant())
                .notAfter(x509.getNotAfter().toInstant())
                .signatureAlgorithm(CertificateFacts.signatureAlgorithm(x509))
                .keyUsages(CertificateFacts.keyUsages(x509).stream()
                        .map(KeyUsage::new)
                        .toList())
                .extendedKeyUsages(extended(CertificateFacts.extendedKeyUsages(x509)))
                .build();
    }

    static CertificateSummary summary(Certificate certificate, boolean inUse, Instant now) {
        boolean imported = certificate.type().equals(IMPORTED);
        CertificateSummary.Builder summary = CertificateSummary.builder()
                .certificateArn(certificate.arn())
                .domainName(certificate.domainNames().getFirst())
                .subjectAlternativeNameSummaries(certificate.domainNames())
                .hasAdditionalSubjectAlternativeNames(false)
                .status(status(certificate, now))
                .type(certificate.type())
                .keyAlgorithm(keyAlgorithm(certificate))
                .keyUsages(List.of())
                .extendedKeyUsages(List.of())
                .exportOption(imported ? null : certificate.export())
                .inUse(inUse)
                .exported(imported ? null : false)
                .renewalEligibility(renewal(certificate, inUse ? List.of(certificate.arn()) : List.of()))
                .createdAt(certificate.createdAt())
                .issuedAt(certificate.issuedAt())
                .importedAt(certificate.importedAt());
        Certificate.Material material = certificate.material();
        if (material == null) {
            return summary.build();
        }
        X509Certificate x509 = CertificateFacts.certificate(material);
        return summary.notBefore(x509.getNotBefore().toInstant())
                .notAfter(x509.getNotAfter().toInstant())
                .keyUsages(CertificateFacts.keyUsages(x509))
                .extendedKeyUsages(extendedNames(x509))
                .build();
    }

    static List<String> extendedNames(X509Certificate x509) {
        List<String> names =
                List.copyOf(CertificateFacts.extendedKeyUsages(x509).values());
        return names.isEmpty() ? List.of("NONE") : names;
    }

    /** Requests write RSA_2048, answers RSA-2048 (R7.8). */
    private static String keyAlgorithm(Certificate certificate) {
        return certificate.keyAlgorithm().replaceFirst("_", "-");
    }

    /** Amazon renews what it issued and somebody uses. */
    private static String renewal(Certificate certificate, List<String> inUseBy) {
        return certificate.issuedAt() == null || inUseBy.isEmpty() ? "INELIGIBLE" : "ELIGIBLE";
    }

    private static List<ExtendedKeyUsage> extended(Map<String, String> usages) {
        if (usages.isEmpty()) {
            return List.of(ExtendedKeyUsage.builder().name("NONE").build());
        }
        return usages.entrySet().stream()
                .map(it -> ExtendedKeyUsage.builder()
                        .name(it.getValue())
                        .oid(it.getKey())
                        .build())
                .toList();
    }

    private static List<DomainValidation> validations(Certificate certificate) {
        return certificate.domainNames().stream()
                .map(domain -> validation(certificate, domain))
                .toList();
    }

    private static DomainValidation validation(Certificate certificate, String domain) {
        Certificate.Request request = certificate.request();
        DomainValidation.Builder validation = DomainValidation.builder().domainName(domain);
        if (request == null) {
            return validation.build();
        }
        String validationDomain = request.validationDomains().getOrDefault(domain, domain);
        boolean email = request.validationMethod().equals(EMAIL);
        return validation
                .validationDomain(validationDomain)
                .validationStatus(certificate.issuedAt() == null ? "PENDING_VALIDATION" : "SUCCESS")
                .validationMethod(request.validationMethod())
                .validationEmails(email ? mailboxes(validationDomain) : null)
                .resourceRecord(email ? null : record(certificate, domain))
                .build();
    }

    private static List<String> mailboxes(String domain) {
        return MAILBOXES.stream().map(it -> it + '@' + base(domain)).toList();
    }

    /** The same for a wildcard and its base (R7.7), and for every request of the account. */
    private static ResourceRecord record(Certificate certificate, String domain) {
        String account = certificate.arn().split(":", 6)[4];
        String digest = EntityJson.digest(account + ' ' + base(domain));
        return ResourceRecord.builder()
                .name('_' + digest.substring(0, RECORD_CHARACTERS) + '.' + base(domain) + '.')
                .type("CNAME")
                .value('_' + digest.substring(RECORD_CHARACTERS) + ".acm-validations.aws.")
                .build();
    }

    private static String base(String domain) {
        return domain.startsWith("*.") ? domain.substring(2) : domain;
    }

    /** Whether a list of the wanted values is absent or has one of these. */
    static boolean anyOf(@Nullable List<String> wanted, List<String> values) {
        return wanted == null || wanted.isEmpty() || values.stream().anyMatch(wanted::contains);
    }
}
