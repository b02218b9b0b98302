package dev.sallyport.model;

import java.time.Instant;

/**
 * An access key of a user of IAM, or of the root of an account.
 *
 * @param id {@code AKIA…}
 * @param userName whose key it is; empty for the root
 * @param secret 40 characters
 * @param active whether it may be used
 */
public record AccessKey(String id, String userName, String secret, boolean active, Instant createDate) {

    /** Whether this is the root's. */
    public boolean isRoots() {
        return userName.isEmpty();
    }

    /** Names the key and keeps the secret. */
    @Override
    public String toString() {
        return "AccessKey[" + id + " of " + (isRoots() ? "root" : userName) + "]";
    }

    /** The same key, active or not. */
    public AccessKey withActive(boolean nowActive) {
        return new AccessKey(id, userName, secret, nowActive, createDate);
    }

    /** The same key after its user was renamed. */
    public AccessKey withUserName(String newUserName) {
        return new AccessKey(id, newUserName, secret, active, createDate);
    }
}
