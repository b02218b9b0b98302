package dev.sallyport.config;

import java.io.Serial;

/** A setting is wrong. The message names the setting, its value, where it came from, and what is expected. */
public final class SettingsException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public SettingsException(String message) {
        super(message);
    }

    public SettingsException(String message, Throwable cause) {
        super(message, cause);
    }
}
