package dev.sallyport.control.lambda;

import dev.sallyport.control.ServiceException;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A package that has passed the checks (R3.11 to R3.13, R3.23).
 *
 * @param digest lower-case hex of the SHA-256; names the blob
 * @param sha256 the same in base64, as clients compare it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record UploadedCode(byte[] zip, String digest, String sha256) {

    private static final Logger LOG = LoggerFactory.getLogger(UploadedCode.class);

    /** AWS's bound on a package sent within the request. */
    static final int ZIPPED_BYTES = 52_428_800;

    /** AWS's bound on a package once unpacked. */
    static final int UNZIPPED_BYTES = 262_144_000;

    /**
     * Where the caller says the code is; {@code CreateFunction} and {@code UpdateFunctionCode} write it alike.
     *
     * @param storageMode one of two ways to keep a package that lies in S3
     * @param keyArn the customer's key for the package
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Source(
            byte @Nullable [] zipFile,
            @Nullable String bucket,
            @Nullable String storageMode,
            @Nullable String keyArn) {}

    /**
     * Checks a package.
     *
     * @throws ServiceException 400 or 413 as AWS refuses packages, 501 when the code lies where it cannot be fetched
     */
    static UploadedCode of(Source source, CodeCheck check) {
        if (source.bucket() != null) {
            throw ServiceException.notSupported(
                    "Code in S3 (S3Bucket " + source.bucket() + "); send it as ZipFile, it");
        }
        Unsupported.refuse(source.storageMode() != null, "S3ObjectStorageMode " + source.storageMode());
        Unsupported.refuse(source.keyArn() != null, "SourceKMSKeyArn");
        byte[] zip = source.zipFile();
        if (zip == null) {
            throw LambdaErrors.invalidParameter("Please provide a source for function code.");
        }
        if (zip.length == 0) {
            throw LambdaErrors.invalidParameter("Uploaded file must be a non-empty zip");
        }
        if (zip.length > ZIPPED_BYTES) {
            throw new ServiceException(
                    413, "RequestEntityTooLargeException", "Zipped size must be smaller than 52428800 bytes");
        }
        requireRunnable(check.check(zip));
        byte[] hash = Digests.sha256(zip);
        return new UploadedCode(
                zip, HexFormat.of().formatHex(hash), Base64.getEncoder().encodeToString(hash));
    }

    private static void requireRunnable(CodeCheck.Result result) {
        if (result.problem() != null) {
            LOG.info("refused a package of code: {}", result.detail());
            throw LambdaErrors.invalidParameter(result.problem());
        }
        if (result.unzippedBytes() > UNZIPPED_BYTES) {
            throw LambdaErrors.invalidParameter("Unzipped size must be smaller than 262144000 bytes");
        }
    }
}
