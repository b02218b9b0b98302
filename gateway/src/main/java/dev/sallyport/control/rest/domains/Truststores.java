package dev.sallyport.control.rest.domains;

import dev.sallyport.control.certificate.TruststoreException;
import org.jspecify.annotations.Nullable;

/** Where truststores are read from (AUT-81). May block, so it is never asked inside a transaction. */
@FunctionalInterface
public interface Truststores {

    /** Knows no bucket. */
    Truststores NONE = (uri, version, region) -> null;

    /**
     * The text of an object.
     *
     * @param uri {@code s3://bucket/key}
     * @param version of the object, or null for the newest
     * @param region of the domain name
     * @return null when nobody has said where buckets are
     * @throws TruststoreException when the object cannot be read
     */
    @Nullable
    String read(String uri, @Nullable String version, String region) throws TruststoreException;
}
