package dev.sallyport.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One version of a Lambda function: configuration and code, {@code $LATEST} or a published, immutable number.
 *
 * @param version {@code $LATEST} or a decimal number
 * @param ephemeralStorageMegabytes informative: a process may use the disk of its host as it finds it
 * @param environment null when the request had none (an empty map is echoed)
 * @param codeSha256 base64 of the SHA-256 of the zip; {@code codeDigest} is the same in lower-case hex and names the blob
 * @param revisionId a UUID that changes with every change
 */
public record FunctionVersion(
        Scope scope,
        String name,
        String version,
        String runtime,
        String handler,
        String role,
        @Nullable String description,
        int timeoutSeconds,
        int memoryMegabytes,
        int ephemeralStorageMegabytes,
        @Nullable Map<String, String> environment,
        List<String> architectures,
        String codeSha256,
        String codeDigest,
        long codeSizeBytes,
        String logGroup,
        Instant lastModified,
        String revisionId) {

    public FunctionVersion {
        environment = environment == null ? null : Copies.of(environment);
        architectures = List.copyOf(architectures);
    }

    /** The version text of the mutable version. */
    public static final String LATEST = "$LATEST";

    /** The function's ARN without a qualifier. */
    public String functionArn() {
        return "arn:" + scope.partition() + ":lambda:" + scope.region() + ":" + scope.account() + ":function:" + name;
    }

    /** The same version under another revision id. */
    public FunctionVersion withRevisionId(String newRevisionId) {
        return as(version, description, newRevisionId);
    }

    /** This version's configuration and code under the number of a published version. */
    public FunctionVersion as(String newVersion, @Nullable String newDescription, String newRevisionId) {
        return new FunctionVersion(
                scope,
                name,
                newVersion,
                runtime,
                handler,
                role,
                newDescription,
                timeoutSeconds,
                memoryMegabytes,
                ephemeralStorageMegabytes,
                environment,
                architectures,
                codeSha256,
                codeDigest,
                codeSizeBytes,
                logGroup,
                lastModified,
                newRevisionId);
    }

    /** The same configuration with other code. */
    public FunctionVersion withCode(
            List<String> newArchitectures,
            String newCodeSha256,
            String newCodeDigest,
            long newCodeSizeBytes,
            Instant modified,
            String newRevisionId) {
        return new FunctionVersion(
                scope,
                name,
                version,
                runtime,
                handler,
                role,
                description,
                timeoutSeconds,
                memoryMegabytes,
                ephemeralStorageMegabytes,
                environment,
                newArchitectures,
                newCodeSha256,
                newCodeDigest,
                newCodeSizeBytes,
                logGroup,
                modified,
                newRevisionId);
    }
}
