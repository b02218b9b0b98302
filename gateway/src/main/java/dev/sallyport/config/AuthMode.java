package dev.sallyport.config;

/** Whose calls of the control plane are answered (R5.10 of companion-services). */
public enum AuthMode {
    /** Everybody's: credentials name an account and prove nothing. */
    LOCAL,
    /** Those with a valid signature of a known access key, within the permissions of IAM. */
    ENFORCE
}
