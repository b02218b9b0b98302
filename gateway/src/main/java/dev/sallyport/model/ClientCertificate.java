package dev.sallyport.model;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that the gateway presents to HTTP backends, with its key (rest-control-plane 7.14, 19).
 *
 * @param clientCertificateId six characters of {@code [a-z0-9]}
 * @param description null when never given
 * @param pemEncodedCertificate the self-signed certificate
 * @param pemEncodedPrivateKey its key as PKCS #8; for the data plane alone and never answered (R19.1)
 */
public record ClientCertificate(
        String clientCertificateId,
        @Nullable String description,
        String pemEncodedCertificate,
        String pemEncodedPrivateKey,
        Instant createdDate,
        Instant expirationDate,
        Map<String, String> tags) {

    public ClientCertificate {
        tags = Copies.of(tags);
    }

    /** The same certificate with other tags. */
    public ClientCertificate withTags(Map<String, String> newTags) {
        return new ClientCertificate(
                clientCertificateId,
                description,
                pemEncodedCertificate,
                pemEncodedPrivateKey,
                createdDate,
                expirationDate,
                newTags);
    }

    /** Without the key, which must not reach a log. */
    @Override
    public String toString() {
        return "ClientCertificate[" + clientCertificateId + "]";
    }
}
