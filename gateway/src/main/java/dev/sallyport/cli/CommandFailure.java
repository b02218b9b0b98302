package dev.sallyport.cli;

import java.io.Serial;

/** A command cannot go on. The message tells the operator why and what to do; no stack trace is shown. */
public final class CommandFailure extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public CommandFailure(String message) {
        super(message);
    }

    public CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
