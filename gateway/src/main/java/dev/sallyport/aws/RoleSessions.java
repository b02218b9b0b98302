package dev.sallyport.aws;

import org.jspecify.annotations.Nullable;

/** Temporary credentials of the roles that integrations name, as API Gateway assumes them (INT-63). */
public interface RoleSessions {

    /** Credentials that are at hand and stay valid for the length of a call, or null. Never blocks. */
    @Nullable
    AwsCredentials atHand(String roleArn);

    /**
     * Assumes the role; may block.
     *
     * @throws Refused when there is no such role or it does not trust API Gateway
     */
    AwsCredentials assume(String roleArn) throws Refused;

    /** The role cannot be assumed. */
    final class Refused extends Exception {

        private static final long serialVersionUID = 1;

        /** @param message what is wrong, for the operator */
        public Refused(String message) {
            super(message, null, false, false);
        }
    }
}
