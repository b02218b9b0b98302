package com.amazonaws.mobileconnectors.apigateway;

public class ApiClientException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    public ApiClientException(int status, String body) {
        super(body);
        this.status = status;
    }

    public int getStatusCode() {
        return status;
    }
}
