package dev.sallyport.control.http;

/** Whether an issuer of tokens can be asked what its keys are. */
@FunctionalInterface
public interface IssuerCheck {

    /**
     * Whether the issuer's OpenID configuration can be read. May block for as long as an issuer may take.
     *
     * @param issuer an absolute URL
     */
    boolean hasDiscovery(String issuer);
}
