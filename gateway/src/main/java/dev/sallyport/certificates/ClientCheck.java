package dev.sallyport.certificates;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whom a truststore lets in (AUT-81). Two checks by the same truststore are equal. */
public interface ClientCheck {

    /**
     * Why a client is not let in, in AWS's words; null when it is.
     *
     * @param chain what the client has shown, its own certificate first
     */
    @Nullable
    String refusal(List<X509Certificate> chain);

    /** The issuers that are told to clients, so that they can choose; empty when there are too many. */
    List<X509Certificate> issuers();
}
