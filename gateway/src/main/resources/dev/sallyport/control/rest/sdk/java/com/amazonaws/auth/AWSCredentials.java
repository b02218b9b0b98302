package com.amazonaws.auth;

/** An access key. */
public interface AWSCredentials {

    String getAWSAccessKeyId();

    String getAWSSecretKey();

    /** The token of temporary credentials, or null. */
    default String getSessionToken() {
        return null;
    }
}
