package com.amazonaws.auth;

/** Says with which credentials to sign. */
public interface AWSCredentialsProvider {

    AWSCredentials getCredentials();

    /** Forgets what is known. */
    void refresh();
}
