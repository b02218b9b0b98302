package dev.sallyport.aws;

import org.jspecify.annotations.Nullable;

/**
 * Temporary credentials of the roles that integrations name, as API Gateway assumes them (INT-63). No role is passed across
 * accounts: one of another account than the API's is refused like one that is not there (R10.47).
 */
public interface RoleSessions {

    /**
     * Credentials that are at hand and stay valid for the length of a call, or null. Never blocks.
     *
     * @param account of the API
     */
    @Nullable
    AwsCredentials atHand(String account, String roleArn);

    /**
     * Assumes the role; may block.
     *
     * @param account of the API
     * @throws Refused when there is no such role or it does not trust API Gateway
     */
    AwsCredentials assume(String account, String roleArn) throws Refused;

    /**
     * Whether the policies of the role let its sessions do something (R3.47 of companion-services); may block.
     *
     * @param action for example {@code lambda:InvokeFunction}
     * @param resource an ARN
     */
    boolean permits(String roleArn, String action, String resource);

    /** Changes whenever an answer of {@link #permits} may change. Must be asked before the answer that is kept. */
    long revision();

    /** The role cannot be assumed. */
    final class Refused extends Exception {

        private static final long serialVersionUID = 1;

        /** @param message what is wrong, for the operator */
        public Refused(String message) {
            super(message, null, false, false);
        }
    }
}
