package com.amazonaws.opensdk;

import java.util.List;
import java.util.Map;

/** An answer that is no success. */
public class SdkErrorHttpMetadata extends SdkResponseMetadata {

    private final String body;

    public SdkErrorHttpMetadata(int status, Map<String, List<String>> headers, String body) {
        super(status, headers);
        this.body = body;
    }

    /** The body as text. */
    public String responseContent() {
        return body;
    }
}
