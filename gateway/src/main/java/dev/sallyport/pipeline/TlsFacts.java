package dev.sallyport.pipeline;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the handshake of a client's connection has told.
 *
 * @param version {@code TLSv1.2} or {@code TLSv1.3} (TLS-5)
 * @param cipherSuite as OpenSSL names it
 * @param serverName what the client asked for, in lower case, or null
 * @param domain the custom domain name whose certificate the client got, as it is stored; null for none
 * @param securityPolicy AWS's name of the rules by which the handshake was made
 * @param clientCertificate the variables below {@code identity.clientCert} (AUT-83); empty without a certificate
 * @param refusal why the client's certificate lets nobody in; null when it does, and when none was asked for
 */
public record TlsFacts(
        String version,
        String cipherSuite,
        @Nullable String serverName,
        @Nullable String domain,
        String securityPolicy,
        Map<String, String> clientCertificate,
        @Nullable String refusal) {

    public TlsFacts {
        clientCertificate = Map.copyOf(clientCertificate);
    }
}
