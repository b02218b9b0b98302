package com.amazonaws;

import com.amazonaws.opensdk.SdkErrorHttpMetadata;

/** Whatever goes wrong in a client. */
public class SdkBaseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient SdkErrorHttpMetadata metadata;

    /** An answer that is no success. */
    public SdkBaseException(SdkErrorHttpMetadata metadata) {
        super("the API answered " + metadata.httpStatusCode());
        this.metadata = metadata;
    }

    /** There was no answer. */
    public SdkBaseException(String message, Throwable cause) {
        super(message, cause);
        this.metadata = null;
    }

    /** Status, headers and body of the answer; null when there was none. */
    public SdkErrorHttpMetadata sdkHttpMetadata() {
        return metadata;
    }
}
