package dev.sallyport.edge;

import org.jspecify.annotations.Nullable;

/** The gateway's own pages: health, explanations of requests, and what the control plane's answers point to. May block. */
@FunctionalInterface
public interface OwnPages {

    /** Answers a request for a path; 404 for a page that does not exist. */
    Page answer(String method, String path, @Nullable String query);

    /** An answer. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Page(int status, String contentType, byte[] body) {}
}
