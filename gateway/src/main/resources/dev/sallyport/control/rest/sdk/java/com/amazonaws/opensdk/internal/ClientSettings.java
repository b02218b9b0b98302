package com.amazonaws.opensdk.internal;

import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.auth.RequestSigner;
import com.amazonaws.opensdk.config.ConnectionConfiguration;
import com.amazonaws.opensdk.config.TimeoutConfiguration;

/** What a builder gathers. */
public final class ClientSettings {

    public ConnectionConfiguration connection = new ConnectionConfiguration();
    public TimeoutConfiguration timeout = new TimeoutConfiguration();
    public AWSCredentialsProvider credentials;
    public RequestSigner signer;
    public String region;
    public String apiKey;
    public String endpoint;

    public ClientSettings(String endpoint, String region) {
        this.endpoint = endpoint;
        this.region = region;
    }

    /** The settings as they are now. */
    public ClientSettings copy() {
        ClientSettings copy = new ClientSettings(endpoint, region);
        copy.connection = connection;
        copy.timeout = timeout;
        copy.credentials = credentials;
        copy.signer = signer;
        copy.apiKey = apiKey;
        return copy;
    }
}
