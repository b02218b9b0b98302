package dev.sallyport.authorizer.jwt;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The keys of an issuer cannot be had now; the message says why. */
final class KeysUnavailableException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean isAnswered;

    /** The issuer cannot be asked. */
    KeysUnavailableException(String message, @Nullable Throwable cause) {
        this(message, false, cause);
    }

    /** @param isAnswered whether the issuer has answered, with what are no keys */
    KeysUnavailableException(String message, boolean isAnswered, @Nullable Throwable cause) {
        super(message, cause);
        this.isAnswered = isAnswered;
    }

    /** Whether the issuer has answered. */
    boolean isAnswered() {
        return isAnswered;
    }
}
