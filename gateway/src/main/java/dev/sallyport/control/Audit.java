package dev.sallyport.control;

import dev.sallyport.iam.Identity;
import org.jspecify.annotations.Nullable;

/** Keeps who called what. Thread-safe; may block. */
@FunctionalInterface
public interface Audit {

    /** Keeps nothing. */
    Audit NONE = entry -> {};

    /** A call has ended; its answer goes out after this returns. */
    void ended(Entry entry);

    /**
     * A call.
     *
     * @param service the service's key, or what the call named
     * @param operation empty when none was found
     * @param accessKeyId as the call says; empty when it names none
     * @param caller whose signature was verified; null when none was
     * @param account for which the call was made; empty when it was refused before that was known
     * @param region likewise
     * @param resource the ARN of what the call is about, or empty
     * @param errorCode of a call that failed; null after success
     */
    record Entry(
            String requestId,
            String remoteAddress,
            String service,
            String operation,
            String accessKeyId,
            @Nullable Identity caller,
            String account,
            String region,
            String resource,
            int status,
            @Nullable String errorCode) {}
}
