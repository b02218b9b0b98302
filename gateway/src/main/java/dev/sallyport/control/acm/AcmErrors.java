package dev.sallyport.control.acm;

import dev.sallyport.control.ServiceException;

/** ACM's errors, all of them with status 400 (companion R2.8). */
final class AcmErrors {

    private AcmErrors() {}

    static ServiceException notFound(String arn) {
        return error("ResourceNotFoundException", "Could not find certificate " + arn + ".");
    }

    static ServiceException validation(String text) {
        return error("ValidationException", text);
    }

    static ServiceException invalidState(String text) {
        return error("InvalidStateException", text);
    }

    static ServiceException error(String code, String text) {
        return new ServiceException(400, code, text);
    }
}
