package com.amazonaws.auth;

/** Puts into a request what proves who sends it. */
public interface RequestSigner {

    void sign(SignableRequest<?> request);
}
