package dev.sallyport.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The policies of a user, group or role of IAM.
 *
 * @param inline policy documents as submitted, by name
 * @param attached the ARNs of managed policies, in the order of attachment
 */
public record IamPolicies(SortedMap<String, String> inline, List<String> attached) {

    /** No policies. */
    public static final IamPolicies NONE = new IamPolicies(new TreeMap<>(), List.of());

    public IamPolicies {
        inline = Copies.of(inline);
        attached = List.copyOf(attached);
    }

    /** With an inline policy set or replaced. */
    public IamPolicies withInline(String name, String document) {
        SortedMap<String, String> changed = new TreeMap<>(inline);
        changed.put(name, document);
        return new IamPolicies(changed, attached);
    }

    /** Without an inline policy. */
    public IamPolicies withoutInline(String name) {
        SortedMap<String, String> changed = new TreeMap<>(inline);
        changed.remove(name);
        return new IamPolicies(changed, attached);
    }

    /** With a managed policy attached; one that is attached already stays where it is. */
    public IamPolicies withAttached(String arn) {
        if (attached.contains(arn)) {
            return this;
        }
        List<String> changed = new ArrayList<>(attached);
        changed.add(arn);
        return new IamPolicies(inline, changed);
    }

    /** With a managed policy detached. */
    public IamPolicies withoutAttached(String arn) {
        return new IamPolicies(
                inline, attached.stream().filter(it -> !it.equals(arn)).toList());
    }
}
