package dev.sallyport.control.lambda;

import dev.sallyport.control.ServiceException;
import java.util.Map;

/** Lambda's exceptions by name. The renderer adds the member {@code Type} (R2.12). */
final class LambdaErrors {

    private LambdaErrors() {}

    static ServiceException invalidParameter(String message) {
        return new ServiceException(400, "InvalidParameterValueException", message);
    }

    /** @param problem what follows AWS's fixed beginning, for one violated constraint */
    static ServiceException validation(String problem) {
        return new ServiceException(400, "ValidationException", "1 validation error detected: " + problem);
    }

    static ServiceException resourceNotFound(String message) {
        return new ServiceException(404, "ResourceNotFoundException", message);
    }

    /** R3.32: the function, or the version or alias that the ARN's qualifier names, does not exist. */
    static ServiceException functionNotFound(String arn) {
        return resourceNotFound("Function not found: " + arn);
    }

    static ServiceException conflict(String message) {
        return new ServiceException(409, "ResourceConflictException", message);
    }

    /** R3.34: the caller's revision id is not the current one. */
    static ServiceException staleRevision() {
        return staleRevision("GetFunction/GetAlias");
    }

    /** @param operation where the caller learns the current revision id */
    static ServiceException staleRevision(String operation) {
        return new ServiceException(
                412,
                "PreconditionFailedException",
                "The Revision Id provided does not match the latest Revision Id. Call the " + operation
                        + " API to retrieve the latest Revision Id");
    }

    /** R3.51: no capacity for an invocation. */
    static ServiceException tooManyRequests(String reason) {
        return new ServiceException(429, "TooManyRequestsException", "Rate Exceeded.", Map.of("Reason", reason));
    }

    /** 500: the function could not be run, and not by its own fault. */
    static ServiceException service(String message) {
        return new ServiceException(500, "ServiceException", message);
    }
}
