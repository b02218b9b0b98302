package dev.sallyport.iam;

/** A policy that cannot be read as a whole; nothing of it holds then. */
public final class PolicyException extends Exception {

    private static final long serialVersionUID = 1;

    /** @param message what is wrong, for people; holds the value met */
    public PolicyException(String message) {
        super(message, null, false, false);
    }
}
