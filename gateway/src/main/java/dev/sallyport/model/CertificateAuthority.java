package dev.sallyport.model;

/**
 * The gateway's own certificate authority, which signs what clients request of ACM.
 *
 * @param certificate as PEM
 * @param privateKey as PEM, PKCS #8
 */
public record CertificateAuthority(String certificate, String privateKey) {

    /** Without the key, which must not reach a log. */
    @Override
    public String toString() {
        return "CertificateAuthority[]";
    }
}
