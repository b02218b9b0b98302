package dev.sallyport.functions;

import dev.sallyport.functions.code.BadPackageException;
import dev.sallyport.functions.code.ZipPackage;
import org.jspecify.annotations.Nullable;

/** Whether a deployment package can be run, asked by the control plane before it stores one. */
public final class CodePackages {

    private CodePackages() {}

    /**
     * What a check found.
     *
     * @param unzippedBytes the real size of all files; 0 when there is a problem
     * @param problem AWS's text for {@code InvalidParameterValueException} (400), or null when the package is fine
     * @param detail what is wrong in our words, for the gateway's own log; null when the package is fine
     */
    public record Check(
            long unzippedBytes,
            @Nullable String problem,
            @Nullable String detail) {}

    /**
     * Checks a zip file (R3.11, R3.12). Decompresses all of it, so never call it on an event loop.
     *
     * <p>Refused are: what is no zip file or is damaged or encrypted; absolute names, names with {@code ..}, names that
     * stand for two things; links that lead outside; devices; more than 100 000 entries; more than 262 144 000 bytes.
     */
    public static Check check(byte[] zip) {
        try {
            return new Check(
                    ZipPackage.read(zip, FunctionLimits.MAX_UNZIPPED_BYTES).unzippedBytes(), null, null);
        } catch (BadPackageException bad) {
            String problem = switch (bad.problem()) {
                case UNREADABLE -> "Could not unzip uploaded file. Please check your file, then try to upload again.";
                case EMPTY -> "Uploaded file must be a non-empty zip";
                case TOO_LARGE -> "Unzipped size must be smaller than " + FunctionLimits.MAX_UNZIPPED_BYTES + " bytes";
            };
            return new Check(0, problem, bad.getMessage());
        }
    }
}
