package com.amazonaws.opensdk.config;

/** How connections are kept. The transport keeps as many as are in use. */
public class ConnectionConfiguration {

    private int maxConnections = 50;
    private long connectionMaxIdleMillis = 60_000;

    public ConnectionConfiguration maxConnections(int connections) {
        maxConnections = connections;
        return this;
    }

    public ConnectionConfiguration connectionMaxIdleMillis(long millis) {
        connectionMaxIdleMillis = millis;
        return this;
    }

    public int getMaxConnections() {
        return maxConnections;
    }

    public long getConnectionMaxIdleMillis() {
        return connectionMaxIdleMillis;
    }
}
