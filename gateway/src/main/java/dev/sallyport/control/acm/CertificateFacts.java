package dev.sallyport.control.acm;

import dev.sallyport.control.certificate.InvalidCertificateException;
import dev.sallyport.control.certificate.PemCertificate;
import dev.sallyport.model.Certificate;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What ACM tells of an X.509 certificate. */
final class CertificateFacts {

    private static final int DNS_NAME = 2;
    private static final List<String> KEY_USAGES = List.of(
            "DIGITAL_SIGNATURE",
            "NON_REPUDIATION",
            "KEY_ENCIPHERMENT",
            "DATA_ENCIPHERMENT",
            "KEY_AGREEMENT",
            "CERTIFICATE_SIGNING",
            "CRL_SIGNING",
            "ENCIPHER_ONLY",
            "DECIPHER_ONLY");
    private static final Map<String, String> EXTENDED_KEY_USAGES = Map.of(
            "1.3.6.1.5.5.7.3.1", "TLS_WEB_SERVER_AUTHENTICATION",
            "1.3.6.1.5.5.7.3.2", "TLS_WEB_CLIENT_AUTHENTICATION",
            "1.3.6.1.5.5.7.3.3", "CODE_SIGNING",
            "1.3.6.1.5.5.7.3.4", "EMAIL_PROTECTION",
            "1.3.6.1.5.5.7.3.5", "IPSEC_END_SYSTEM",
            "1.3.6.1.5.5.7.3.6", "IPSEC_TUNNEL",
            "1.3.6.1.5.5.7.3.7", "IPSEC_USER",
            "1.3.6.1.5.5.7.3.8", "TIME_STAMPING",
            "1.3.6.1.5.5.7.3.9", "OCSP_SIGNING",
            "2.5.29.37.0", "ANY");

    private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=((?:\\\\.|[^,\\\\])*)");
    private static final Pattern ORGANIZATION = Pattern.compile("(?:^|,)O=((?:\\\\.|[^,\\\\])*)");

    private CertificateFacts() {}

    /** The certificate of stored material, which was checked when it was stored. */
    static X509Certificate certificate(Certificate.Material material) {
        try {
            return PemCertificate.one(material.certificate());
        } catch (InvalidCertificateException e) {
            throw new IllegalStateException("a stored certificate cannot be read", e);
        }
    }

    /** The common name, then the alternative names. */
    static List<String> domainNames(X509Certificate certificate) {
        Set<String> names = new LinkedHashSet<>();
        String common = part(certificate.getSubjectX500Principal().getName(), COMMON_NAME);
        if (common != null) {
            names.add(common);
        }
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            for (List<?> each : alternatives == null ? List.<List<?>>of() : alternatives) {
                if (each.getFirst().equals(DNS_NAME)) {
                    names.add(String.valueOf(each.get(1)));
                }
            }
        } catch (CertificateParsingException e) {
            throw AcmErrors.validation("The certificate has alternative names that cannot be read.");
        }
        return List.copyOf(names);
    }

    /** As requests write it, for example {@code RSA_2048}; null for kinds that ACM does not take. */
    static @Nullable String keyAlgorithm(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa ->
                switch (rsa.getModulus().bitLength()) {
                    case 1024, 2048, 3072, 4096 -> "RSA_" + rsa.getModulus().bitLength();
                    default -> null;
                };
            case ECPublicKey ec ->
                switch (ec.getParams().getCurve().getField().getFieldSize()) {
                    case 256 -> "EC_prime256v1";
                    case 384 -> "EC_secp384r1";
                    case 521 -> "EC_secp521r1";
                    default -> null;
                };
            default -> null;
        };
    }

    /** Who issued it, in the fewest words. */
    static String issuer(X509Certificate certificate) {
        String name = certificate.getIssuerX500Principal().getName();
        String organization = part(name, ORGANIZATION);
        if (organization != null) {
            return organization;
        }
        String common = part(name, COMMON_NAME);
        return common == null ? name : common;
    }

    /** Pairs of hex digits with colons. */
    static String serial(X509Certificate certificate) {
        byte[] bytes = certificate.getSerialNumber().toByteArray();
        return HexFormat.ofDelimiter(":").formatHex(bytes);
    }

    /** For example {@code SHA256WITHRSA}. */
    static String signatureAlgorithm(X509Certificate certificate) {
        return certificate.getSigAlgName().toUpperCase(Locale.ROOT);
    }

    /** A certificate that does not limit its key may be used for anything. */
    static List<String> keyUsages(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        if (usage == null) {
            return List.of("ANY");
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < Math.min(usage.length, KEY_USAGES.size()); i++) {
            if (usage[i]) {
                names.add(KEY_USAGES.get(i));
            }
        }
        return names;
    }

    /** Names by object identifiers. */
    static Map<String, String> extendedKeyUsages(X509Certificate certificate) {
        try {
            List<String> oids = certificate.getExtendedKeyUsage();
            Map<String, String> usages = new LinkedHashMap<>();
            for (String oid : oids == null ? List.<String>of() : oids) {
                usages.put(oid, EXTENDED_KEY_USAGES.getOrDefault(oid, "CUSTOM"));
            }
            return usages;
        } catch (CertificateParsingException e) {
            throw AcmErrors.validation("The certificate has an extended key usage that cannot be read.");
        }
    }

    private static @Nullable String part(String distinguishedName, Pattern pattern) {
        Matcher matcher = pattern.matcher(distinguishedName);
        return matcher.find() ? matcher.group(1).replaceAll("\\\\(.)", "$1") : null;
    }
}
