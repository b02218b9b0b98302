package com.amazonaws.opensdk.config;

/** How long a client waits, in milliseconds; 0 is for ever. */
public class TimeoutConfiguration {

    private int httpRequestTimeout;
    private int totalExecutionTimeout;
    private int socketTimeout = 50_000;

    /** For one attempt. */
    public TimeoutConfiguration httpRequestTimeout(int millis) {
        httpRequestTimeout = millis;
        return this;
    }

    /** For all attempts together. */
    public TimeoutConfiguration totalExecutionTimeout(int millis) {
        totalExecutionTimeout = millis;
        return this;
    }

    /** For the next bytes of an answer. */
    public TimeoutConfiguration socketTimeout(int millis) {
        socketTimeout = millis;
        return this;
    }

    public int getHttpRequestTimeout() {
        return httpRequestTimeout;
    }

    public int getTotalExecutionTimeout() {
        return totalExecutionTimeout;
    }

    public int getSocketTimeout() {
        return socketTimeout;
    }
}
