package dev.sallyport.edge;

import dev.sallyport.pipeline.DomainAccess;
import dev.sallyport.pipeline.DomainRoutes;
import dev.sallyport.pipeline.RequestHead;
import dev.sallyport.pipeline.TlsFacts;

/**
 * Whether a request for a custom domain name has come by a connection that this name allows. A client chooses the name of
 * the handshake and the Host apart, so what one of them demands must not be got round by the other.
 */
enum Admission {
    FINE,

    /** TLS-4, AUT-82. */
    FORBIDDEN,

    /** RFC 9110 15.5.20: the connection was made by the rules of another name; the client may make another one. */
    MISDIRECTED;

    static Admission of(RequestHead head, DomainRoutes routes) {
        DomainAccess access = routes.access();
        TlsFacts tls = head.tls();
        if (tls == null) {
            return access.allowsPlain() ? FINE : FORBIDDEN;
        }
        if (routes.name().equals(tls.domain())) {
            boolean sameName =
                    !access.strict() || String.valueOf(tls.serverName()).equals(head.host());
            // A domain name that began to ask for certificates after the handshake has not seen this client's.
            boolean known = !access.mutualTls()
                    || (tls.refusal() == null && !tls.clientCertificate().isEmpty());
            return sameName && known && access.securityPolicy().equals(tls.securityPolicy()) ? FINE : refused(access);
        }
        return access.allowsPlain() && access.securityPolicy().equals(tls.securityPolicy()) ? FINE : refused(access);
    }

    private static Admission refused(DomainAccess access) {
        return access.allowsPlain() ? MISDIRECTED : FORBIDDEN;
    }
}
