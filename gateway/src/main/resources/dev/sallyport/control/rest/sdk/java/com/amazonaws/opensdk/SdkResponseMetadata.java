package com.amazonaws.opensdk;

import java.util.List;
import java.util.Map;

/** Status and headers of an answer. */
public class SdkResponseMetadata {

    private final int status;
    private final Map<String, List<String>> headers;

    public SdkResponseMetadata(int status, Map<String, List<String>> headers) {
        this.status = status;
        this.headers = headers;
    }

    public int httpStatusCode() {
        return status;
    }

    /** All headers; names are in lower case. */
    public Map<String, List<String>> headers() {
        return headers;
    }

    /** The id that the API gave the request, or null. */
    public String requestId() {
        List<String> ids = headers.get("x-amzn-requestid");
        return ids == null || ids.isEmpty() ? null : ids.get(0);
    }
}
