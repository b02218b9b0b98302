package dev.sallyport.cli;

import dev.sallyport.config.SettingsException;
import dev.sallyport.store.StoreException;
import java.io.PrintWriter;
import java.net.BindException;
import org.jspecify.annotations.Nullable;

/** Tells the operator why a command failed, and gives the exit code. */
final class Failures {

    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private Failures() {}

    static int report(Exception failure, PrintWriter err) {
        if (failure instanceof SettingsException) {
            err.println("sallyport: " + failure.getMessage());
            return USAGE;
        }
        BindException bind = bindException(failure);
        if (bind != null) {
            err.println("sallyport: " + bind.getMessage()
                    + ". If another program listens there, stop it or choose another port with --listen HOST:PORT"
                    + " (port 0 takes a free one).");
        } else if (failure instanceof StoreException || failure instanceof CommandFailure) {
            err.println("sallyport: " + failure.getMessage());
        } else {
            err.println("sallyport: an error that should not happen: " + failure);
            failure.printStackTrace(err);
        }
        return FAILED;
    }

    private static @Nullable BindException bindException(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException bind) {
                return bind;
            }
        }
        return null;
    }
}
