package dev.sallyport.control.lambda;

import org.jspecify.annotations.Nullable;

/** Looks into an uploaded package before it is stored. */
@FunctionalInterface
public interface CodeCheck {

    /** Reads the whole package, without unpacking it to disk. */
    Result check(byte[] zip);

    /**
     * What a package is.
     *
     * @param unzippedBytes the sum of its files' sizes; 0 when there is a problem
     * @param problem AWS's text for {@code InvalidParameterValueException}, or null when the package can be run
     * @param detail what is wrong in the gateway's own words, for the log; null when nothing is
     */
    record Result(
            long unzippedBytes,
            @Nullable String problem,
            @Nullable String detail) {}
}
