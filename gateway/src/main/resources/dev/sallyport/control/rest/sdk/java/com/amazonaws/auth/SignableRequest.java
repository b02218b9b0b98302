package com.amazonaws.auth;

import java.net.URI;
import java.util.Map;

/** A request that is about to leave. */
public interface SignableRequest<T> {

    URI getEndpoint();

    Map<String, String> getHeaders();

    void addHeader(String name, String value);
}
