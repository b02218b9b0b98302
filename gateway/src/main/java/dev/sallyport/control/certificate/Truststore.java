package dev.sallyport.control.certificate;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that the clients of a custom domain name are trusted by (AUT-81, R16.27). Certificates that signed
 * themselves are the anchors; the others help to get there. Revocation is not looked at, as on AWS.
 */
public final class Truststore {

    /** AUT-81. */
    public static final int MAX_BYTES = 1_048_576;

    private static final int MAX_CERTIFICATES = 1_000;

    /** The client's certificate, two issuers in between and the anchor. */
    private static final int MAX_DEPTH = 4;

    private static final int MIN_RSA_BITS = 2_048;
    private static final int MIN_EC_BITS = 256;
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----");
    private static final Pattern STRONG =
            Pattern.compile("(?i)SHA(?:3-)?(?:256|384|512)with.+|RSASSA-PSS|Ed25519|Ed448|EdDSA");
    private static final Set<String> CLIENTS = Set.of("1.3.6.1.5.5.7.3.2", "2.5.29.37.0");

    private final List<X509Certificate> certificates;
    private final List<String> warnings;
    private final Set<TrustAnchor> anchors;

    private Truststore(List<X509Certificate> certificates, List<String> warnings) {
        this.certificates = List.copyOf(certificates);
        this.warnings = List.copyOf(warnings);
        this.anchors = certificates.stream()
                .filter(Truststore::isSelfSigned)
                .map(certificate -> new TrustAnchor(certificate, null))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Reads a truststore. A certificate that lets nobody in is no error but a warning; the wording of both is inferred.
     *
     * @throws TruststoreException when it is no truststore at all
     */
    public static Truststore of(String pem, Instant now) throws TruststoreException {
        if (pem.length() > MAX_BYTES) {
            throw new TruststoreException("The truststore is larger than 1 MB");
        }
        List<X509Certificate> certificates = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        Matcher matcher = CERTIFICATE.matcher(pem);
        int position = 0;
        while (matcher.find()) {
            position++;
            if (position > MAX_CERTIFICATES) {
                throw new TruststoreException("The truststore has more than 1000 certificates");
            }
            X509Certificate certificate = read(matcher.group());
            if (certificate == null) {
                warnings.add("Certificate " + position + " of the truststore cannot be read");
            } else {
                certificates.add(certificate);
                warn(position, certificate, now, warnings);
            }
        }
        if (certificates.isEmpty()) {
            throw new TruststoreException("The truststore has no certificate that can be read");
        }
        requireOneIssuer(certificates);
        Truststore store = new Truststore(certificates, warnings);
        return new Truststore(certificates, store.warningsOfChains(now));
    }

    private static @Nullable X509Certificate read(String pem) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException unreadable) {
            return null;
        }
    }

    private static void warn(int position, X509Certificate certificate, Instant now, List<String> warnings) {
        String subject = "Certificate " + position + " of the truststore (" + subject(certificate) + ") ";
        if (certificate.getNotAfter().toInstant().isBefore(now)) {
            warnings.add(subject + "has expired");
        } else if (certificate.getNotBefore().toInstant().isAfter(now)) {
            warnings.add(subject + "is not valid yet");
        }
        if (!isStrong(certificate.getPublicKey())) {
            warnings.add(subject + "has a key that is too weak");
        }
        if (!isSelfSigned(certificate)
                && !STRONG.matcher(certificate.getSigAlgName()).matches()) {
            warnings.add(subject + "uses an insecure signature algorithm: " + certificate.getSigAlgName());
        }
    }

    /** R16.31. */
    private static void requireOneIssuer(List<X509Certificate> certificates) throws TruststoreException {
        Map<String, String> issuers = new HashMap<>();
        for (X509Certificate certificate : certificates) {
            String issuer = certificate.getIssuerX500Principal().getName();
            String before = issuers.putIfAbsent(subject(certificate), issuer);
            if (before != null && !before.equals(issuer)) {
                throw new TruststoreException("The certificate subject " + subject(certificate)
                        + " conflicts with an existing certificate from a different issuer.");
            }
        }
    }

    /** Issuers that lead to no anchor are of no use. */
    private List<String> warningsOfChains(Instant now) {
        List<String> all = new ArrayList<>(warnings);
        for (int i = 0; i < certificates.size(); i++) {
            X509Certificate certificate = certificates.get(i);
            if (!isSelfSigned(certificate)
                    && certificate.getNotAfter().toInstant().isAfter(now)
                    && path(List.of(certificate), now) == null) {
                all.add("Certificate " + (i + 1) + " of the truststore (" + subject(certificate)
                        + ") has no issuer in the truststore that leads to a root");
            }
        }
        return all;
    }

    /** What AWS shows as {@code truststoreWarnings}. */
    public List<String> warnings() {
        return warnings;
    }

    /** All certificates. */
    public List<X509Certificate> certificates() {
        return certificates;
    }

    /**
     * Why a client is not let in, in AWS's words where they are known (AUT-82); null when it is.
     *
     * @param shown by the client, its own certificate first
     */
    public @Nullable String refusal(List<X509Certificate> shown, Instant now) {
        X509Certificate client = shown.getFirst();
        if (client.getVersion() != 3) {
            return "Client cert is not an X.509v3 certificate";
        }
        if (!STRONG.matcher(client.getSigAlgName()).matches()) {
            return "Client cert using an insecure Signature Algorithm";
        }
        if (client.getNotAfter().toInstant().isBefore(now)
                || client.getNotBefore().toInstant().isAfter(now)) {
            return "Client cert is expired or not valid yet";
        }
        if (!isForClients(client)) {
            return "Client cert is not for the authentication of clients";
        }
        if (isSelfSigned(client)) {
            if (!certificates.contains(client)) {
                return "self signed certificate";
            }
            return isStrong(client.getPublicKey()) ? null : "Client cert has a key that is too weak";
        }
        List<X509Certificate> path = path(shown, now);
        if (path == null) {
            return "Could not find issuer for certificate";
        }
        return weakness(path);
    }

    private static @Nullable String weakness(List<X509Certificate> path) {
        for (int i = 0; i < path.size(); i++) {
            X509Certificate each = path.get(i);
            boolean anchor = i == path.size() - 1;
            if (!anchor && !STRONG.matcher(each.getSigAlgName()).matches()) {
                return "Client cert using an insecure Signature Algorithm";
            }
            if (!isStrong(each.getPublicKey())) {
                return "Client cert has a key that is too weak";
            }
        }
        return null;
    }

    /** From the first certificate to an anchor, both included; null when there is no way. */
    private @Nullable List<X509Certificate> path(List<X509Certificate> shown, Instant now) {
        if (anchors.isEmpty()) {
            return null;
        }
        try {
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(shown.getFirst());
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
            List<X509Certificate> known = new ArrayList<>(certificates);
            known.addAll(shown);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(known)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            parameters.setMaxPathLength(MAX_DEPTH - 2);
            PKIXCertPathBuilderResult result = (PKIXCertPathBuilderResult)
                    CertPathBuilder.getInstance("PKIX").build(parameters);
            List<X509Certificate> path = new ArrayList<>();
            result.getCertPath().getCertificates().forEach(each -> path.add((X509Certificate) each));
            path.add(result.getTrustAnchor().getTrustedCert());
            X509Certificate root = path.getLast();
            boolean rootIsValid = !root.getNotAfter().toInstant().isBefore(now)
                    && !root.getNotBefore().toInstant().isAfter(now);
            return path.size() <= MAX_DEPTH && rootIsValid ? path : null;
        } catch (CertPathBuilderException none) {
            return null;
        } catch (InvalidAlgorithmParameterException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has PKIX", e);
        }
    }

    private static boolean isForClients(X509Certificate certificate) {
        try {
            List<String> uses = certificate.getExtendedKeyUsage();
            return uses == null || uses.stream().anyMatch(CLIENTS::contains);
        } catch (CertificateParsingException unreadable) {
            return false;
        }
    }

    private static boolean isStrong(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> rsa.getModulus().bitLength() >= MIN_RSA_BITS;
            case ECPublicKey ec -> ec.getParams().getCurve().getField().getFieldSize() >= MIN_EC_BITS;
            default -> key.getAlgorithm().startsWith("Ed");
        };
    }

    private static boolean isSelfSigned(X509Certificate certificate) {
        if (!certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            certificate.verify(certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException other) {
            return false;
        }
    }

    private static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }
}
