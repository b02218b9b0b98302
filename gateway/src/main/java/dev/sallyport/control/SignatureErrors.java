package dev.sallyport.control;

import dev.sallyport.aws.SignatureFailure;

/** What is wrong with a signature, in the words of each protocol (companion section 5.2). */
final class SignatureErrors {

    private SignatureErrors() {}

    static ServiceException of(SignatureFailure failure, ErrorForm form) {
        if (form != ErrorForm.QUERY) {
            return new ServiceException(403, failure.type().errorType(), failure.getMessage());
        }
        return switch (failure.type()) {
            case MISSING ->
                new ServiceException(403, "MissingAuthenticationToken", "Request is missing Authentication Token");
            case INCOMPLETE -> new ServiceException(400, "IncompleteSignature", failure.getMessage());
            case UNRECOGNIZED -> new ServiceException(403, "InvalidClientTokenId", failure.getMessage());
            case EXPIRED -> new ServiceException(403, "ExpiredToken", failure.getMessage());
            case INVALID -> new ServiceException(403, "SignatureDoesNotMatch", failure.getMessage());
        };
    }
}
