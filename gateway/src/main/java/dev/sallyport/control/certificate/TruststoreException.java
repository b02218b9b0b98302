package dev.sallyport.control.certificate;

import java.io.Serial;

/** A truststore that cannot be used; the message says why, for the caller who named it. */
public final class TruststoreException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    public TruststoreException(String message) {
        super(message);
    }
}
