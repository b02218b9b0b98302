package dev.sallyport.integration.http;

import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway shows over TLS to backends that ask for it (INT-9): a certificate with its key. Two of the same
 * certificate are equal, so that connections outlive a new deployment.
 */
public final class ClientIdentity {

    private final String certificate;
    private final String privateKey;
    private volatile @Nullable SslContext context;
    private volatile @Nullable SslContext contextOfPrivateChains;

    /**
     * @param certificate as PEM
     * @param privateKey of the certificate, as PEM of PKCS #8
     */
    public ClientIdentity(String certificate, String privateKey) {
        this.certificate = certificate;
        this.privateKey = privateKey;
    }

    String certificate() {
        return certificate;
    }

    String privateKey() {
        return privateKey;
    }

    /**
     * What has been made of it, or null.
     *
     * @param verifying whether backends' certificates must chain to an authority that everybody knows
     */
    @Nullable
    SslContext context(boolean verifying) {
        return verifying ? context : contextOfPrivateChains;
    }

    void context(boolean verifying, SslContext made) {
        if (verifying) {
            context = made;
        } else {
            contextOfPrivateChains = made;
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ClientIdentity identity && identity.certificate.equals(certificate);
    }

    @Override
    public int hashCode() {
        return certificate.hashCode();
    }

    /** Without the key, which must not reach a log. */
    @Override
    public String toString() {
        return "ClientIdentity";
    }
}
