package dev.sallyport.integration.aws;

/** A parameter of a service's call has no value, or none that the call can have (http-api R6.6). */
final class UnusableParameterException extends Exception {

    private static final long serialVersionUID = 1;

    UnusableParameterException(String message) {
        super(message, null, false, false);
    }
}
