package dev.sallyport.functions.code;

import java.io.Serial;

/** A deployment package that must not be unpacked. */
public final class BadPackageException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    /** What is wrong, in the classes that AWS's control plane tells apart. */
    public enum Problem {
        /** R3.11: not a zip file, damaged, or with entries that would leave the folder. */
        UNREADABLE,
        /** There is no entry in it. */
        EMPTY,
        /** R3.12. */
        TOO_LARGE
    }

    private final Problem problem;

    BadPackageException(Problem problem, String detail) {
        super(detail);
        this.problem = problem;
    }

    /** What AWS would say. */
    public Problem problem() {
        return problem;
    }
}
