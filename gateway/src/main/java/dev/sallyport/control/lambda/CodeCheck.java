package dev.sallyport.control.lambda;

/** Looks into an uploaded package before it is stored. */
@FunctionalInterface
public interface CodeCheck {

    /** Reads the whole package, without unpacking it to disk. */
    Result check(byte[] zip);

    /** What a package is. */
    sealed interface Result {

        /**
         * The package can be unpacked.
         *
         * @param unzippedBytes the sum of its files' sizes
         * @param files how many files it has
         */
        record Readable(long unzippedBytes, int files) implements Result {}

        /**
         * The package cannot be unpacked, or unpacking it would be dangerous.
         *
         * @param reason for the log; AWS's answer names none
         */
        record Unreadable(String reason) implements Result {}
    }
}
