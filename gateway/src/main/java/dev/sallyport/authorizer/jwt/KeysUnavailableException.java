package dev.sallyport.authorizer.jwt;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The keys of an issuer cannot be had now; the message says why. */
final class KeysUnavailableException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    KeysUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
