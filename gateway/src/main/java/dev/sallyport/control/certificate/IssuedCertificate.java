package dev.sallyport.control.certificate;

/**
 * A certificate that the gateway issued.
 *
 * @param certificate as PEM
 * @param chain the authority's certificate as PEM
 * @param privateKey as PEM, PKCS #8
 */
public record IssuedCertificate(String certificate, String chain, String privateKey) {

    /** Without the key, which must not reach a log. */
    @Override
    public String toString() {
        return "IssuedCertificate[]";
    }
}
