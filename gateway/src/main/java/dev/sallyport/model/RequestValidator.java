package dev.sallyport.model;

import org.jspecify.annotations.Nullable;

/** What of a request is validated before the integration is called (rest-control-plane 7.7). */
public record RequestValidator(
        String id, @Nullable String name, boolean validateRequestBody, boolean validateRequestParameters) {}
