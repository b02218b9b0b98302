package dev.sallyport.model;

import java.time.Instant;

/**
 * A group of IAM; its users name it.
 *
 * @param id {@code AGPA…}, never given again
 * @param path begins and ends with a slash
 */
public record IamGroup(String name, String id, String path, Instant createDate, IamPolicies policies) {

    /** The same group under another name or path. */
    public IamGroup renamed(String newName, String newPath) {
        return new IamGroup(newName, id, newPath, createDate, policies);
    }

    /** The same group with other policies. */
    public IamGroup withPolicies(IamPolicies newPolicies) {
        return new IamGroup(name, id, path, createDate, newPolicies);
    }
}
