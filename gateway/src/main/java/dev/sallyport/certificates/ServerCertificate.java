package dev.sallyport.certificates;

import dev.sallyport.control.certificate.InvalidCertificateException;
import dev.sallyport.control.certificate.PemCertificate;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A certificate with the chain of its issuers and its key.
 *
 * @param chain the certificate itself first
 */
public record ServerCertificate(List<X509Certificate> chain, PrivateKey key) {

    private static final int DNS_NAME = 2;

    public ServerCertificate {
        chain = List.copyOf(chain);
    }

    /**
     * Reads a certificate with its key.
     *
     * @param certificatePem the certificate, and behind it its chain if that is not given apart
     * @throws InvalidCertificateException when something cannot be read or does not belong together
     */
    public static ServerCertificate of(String certificatePem, @Nullable String chainPem, String keyPem)
            throws InvalidCertificateException {
        List<X509Certificate> chain = new ArrayList<>(PemCertificate.chain(certificatePem));
        if (chainPem != null) {
            chain.addAll(PemCertificate.chain(chainPem));
        }
        return new ServerCertificate(chain, PemCertificate.key(chain.getFirst(), keyPem));
    }

    /** The names that the certificate is for, in lower case. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = chain.getFirst().getSubjectAlternativeNames();
            if (all != null) {
                for (List<?> each : all) {
                    if (each.getFirst().equals(DNS_NAME)) {
                        names.add(each.get(1).toString().toLowerCase(Locale.ROOT));
                    }
                }
            }
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
        return names;
    }

    /** Whether the certificate is for a name, or for the same wildcard. */
    public boolean covers(String name) {
        int dot = name.indexOf('.');
        String wildcard = dot < 0 ? name : "*" + name.substring(dot);
        List<String> names = names();
        return names.contains(name) || names.contains(wildcard);
    }

    /** Without the key, which must not reach a log. */
    @Override
    public String toString() {
        return "ServerCertificate" + names();
    }
}
