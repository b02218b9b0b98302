package dev.sallyport.integration.http;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * What {@code tlsConfig.insecureSkipVerification} leaves of verification (INT-7): a chain may end at any root or be a root
 * alone, but it must hold its root, be signed throughout and be in date. The name is checked by the JDK, which does so for
 * trust managers of this plain kind.
 */
final class PrivateChains implements X509TrustManager {

    static final PrivateChains INSTANCE = new PrivateChains();

    private final X509TrustManager known = knownAuthorities();

    private PrivateChains() {}

    private static X509TrustManager knownAuthorities() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager found) {
                    return found;
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no trust store", e);
        }
        throw new IllegalStateException("the JDK has no trust manager for X.509");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        if (chain.length == 0) {
            throw new CertificateException("the backend shows no certificate");
        }
        if (!isPublic(chain, authType)) {
            checkPrivate(chain);
        }
    }

    /** Servers whose authority everybody knows rarely send its root. */
    private boolean isPublic(X509Certificate[] chain, String authType) {
        try {
            known.checkServerTrusted(chain, authType);
            return true;
        } catch (CertificateException unknown) {
            return false;
        }
    }

    private static void checkPrivate(X509Certificate[] chain) throws CertificateException {
        X509Certificate root = chain[chain.length - 1];
        try {
            root.verify(root.getPublicKey());
            root.checkValidity();
            if (chain.length > 1) {
                List<X509Certificate> path = Arrays.asList(chain).subList(0, chain.length - 1);
                PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
                parameters.setRevocationEnabled(false);
                CertPathValidator.getInstance("PKIX")
                        .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
            }
        } catch (CertificateException invalid) {
            throw invalid;
        } catch (GeneralSecurityException unsound) {
            throw new CertificateException(
                    "the chain of the backend's certificate does not end at a root: " + unsound.getMessage(), unsound);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("backends are no clients");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
