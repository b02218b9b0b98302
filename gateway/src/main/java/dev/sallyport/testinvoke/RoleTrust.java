package dev.sallyport.testinvoke;

import dev.sallyport.model.Scope;

/** Whether API Gateway can be a role, as the embedded IAM has it. */
@FunctionalInterface
public interface RoleTrust {

    /**
     * Whether a role is there and lets API Gateway assume it.
     *
     * @param owner of the API; a role of another account is never let through (no role is passed across accounts)
     * @param roleArn as a user wrote it
     */
    boolean letsApiGateway(Scope owner, String roleArn);
}
