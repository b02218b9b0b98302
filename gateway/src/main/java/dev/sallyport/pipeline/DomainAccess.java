package dev.sallyport.pipeline;

/**
 * What a custom domain name demands of the connections that its requests come by.
 *
 * @param securityPolicy AWS's name of the protocols and ciphers that its own connections may use (TLS-2)
 * @param strict whether the name of the handshake and the Host have to be the same (TLS-4)
 * @param mutualTls whether clients have to show a certificate (AUT-80)
 */
public record DomainAccess(String securityPolicy, boolean strict, boolean mutualTls) {

    /** Whether connections without TLS may carry its requests. */
    public boolean allowsPlain() {
        return !strict && !mutualTls;
    }
}
