package dev.sallyport.control.logs.filter;

import java.io.Serial;

/** A text is no filter pattern; the message says what was met where. */
public final class InvalidPatternException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    InvalidPatternException(String message) {
        super(message);
    }
}
