package dev.sallyport.control.certificate;

import java.io.Serial;

/** A certificate, chain or key that cannot be read or that does not belong to the others. */
public final class InvalidCertificateException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Reason {
        /** No certificate can be read. */
        UNREADABLE_CERTIFICATE,
        /** More than one certificate where one is wanted. */
        MORE_THAN_ONE,
        /** No private key can be read, or one of a kind that is not supported. */
        UNREADABLE_KEY,
        /** The key belongs to another certificate. */
        OTHER_KEY,
        /** No certificate of the chain can be read. */
        UNREADABLE_CHAIN,
        /** The chain is not that of the certificate. */
        OTHER_CHAIN
    }

    private final Reason reason;

    InvalidCertificateException(Reason reason) {
        super(reason.name());
        this.reason = reason;
    }

    InvalidCertificateException(Reason reason, Throwable cause) {
        super(reason.name(), cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
