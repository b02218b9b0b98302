package dev.sallyport.control.metrics;

import dev.sallyport.control.ServiceException;

/** CloudWatch's errors by code (R9.5, R9.8); the texts are the same in all protocols. */
final class MetricsErrors {

    private MetricsErrors() {}

    static ServiceException invalidValue(String message) {
        return new ServiceException(400, "InvalidParameterValue", message);
    }

    static ServiceException invalidCombination(String message) {
        return new ServiceException(400, "InvalidParameterCombination", message);
    }

    static ServiceException missing(String message) {
        return new ServiceException(400, "MissingParameter", message);
    }

    /** How GetMetricData names its errors. */
    static ServiceException validation(String message) {
        return new ServiceException(400, "ValidationError", message);
    }

    static ServiceException invalidToken() {
        return new ServiceException(400, "InvalidNextToken", "The token is not one that this operation returned.");
    }
}
