package dev.sallyport.control.logs;

import dev.sallyport.control.ServiceException;

/** The exceptions of CloudWatch Logs by name; all of them are 400 (companion R2.8). */
final class LogsErrors {

    private LogsErrors() {}

    static ServiceException invalidParameter(String message) {
        return new ServiceException(400, "InvalidParameterException", message);
    }

    static ServiceException validation(String message) {
        return new ServiceException(400, "ValidationException", message);
    }

    /** R8.3: without a period at its end, other than {@link #noGroup()}. */
    static ServiceException groupExists() {
        return new ServiceException(400, "ResourceAlreadyExistsException", "The specified log group already exists");
    }

    static ServiceException streamExists() {
        return new ServiceException(400, "ResourceAlreadyExistsException", "The specified log stream already exists");
    }

    /** R8.4. */
    static ServiceException noGroup() {
        return notFound("The specified log group does not exist.");
    }

    static ServiceException noStream() {
        return notFound("The specified log stream does not exist.");
    }

    /** An ARN that is none of a log group that exists (inferred). */
    static ServiceException noResource() {
        return notFound("The specified resource does not exist.");
    }

    /** R8.7. */
    static ServiceException invalidToken() {
        return invalidParameter("The specified nextToken is invalid.");
    }

    private static ServiceException notFound(String message) {
        return new ServiceException(400, "ResourceNotFoundException", message);
    }
}
