package dev.sallyport.aws;

/** Why a request is not taken for signed (AUT-11 to AUT-14). */
public final class SignatureFailure extends Exception {

    private static final long serialVersionUID = 1;

    /** The kinds of failures, by the names that AWS gives them on the wire. */
    public enum Type {
        MISSING("MissingAuthenticationTokenException"),
        INCOMPLETE("IncompleteSignatureException"),
        UNRECOGNIZED("UnrecognizedClientException"),
        EXPIRED("ExpiredTokenException"),
        INVALID("InvalidSignatureException");

        private final String errorType;

        Type(String errorType) {
            this.errorType = errorType;
        }

        /** The value of {@code x-amzn-ErrorType}. */
        public String errorType() {
            return errorType;
        }
    }

    private final Type type;

    SignatureFailure(Type type, String message) {
        super(message, null, false, false);
        this.type = type;
    }

    /** AUT-12: no active key of that name, or not with that session token. */
    public static SignatureFailure unrecognized() {
        return new SignatureFailure(Type.UNRECOGNIZED, "The security token included in the request is invalid.");
    }

    static SignatureFailure incomplete(String message) {
        return new SignatureFailure(Type.INCOMPLETE, message);
    }

    static SignatureFailure invalid(String message) {
        return new SignatureFailure(Type.INVALID, message);
    }

    /** AUT-12: the signature differs. */
    public static SignatureFailure differs() {
        return invalid("The request signature we calculated does not match the signature you provided. Check your AWS"
                + " Secret Access Key and signing method. Consult the service documentation for details.");
    }

    public Type type() {
        return type;
    }

    /** The sentence that the client sees. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
