package dev.sallyport.iam;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a policy.
 *
 * @param principals null in policies of identities
 * @param resources null in trust policies, which are about the role that holds them
 */
record Statement(
        boolean denies,
        @Nullable Principals principals,
        List<Glob> actions,
        boolean isNotAction,
        @Nullable List<PolicyText> resources,
        boolean isNotResource,
        List<Condition> conditions) {

    /** Whether it is about the request, whoever makes it (AUT-65). */
    boolean isAbout(AccessRequest request) {
        return hasAction(request.action()) != isNotAction && hasResource(request) && holds(request);
    }

    private boolean hasAction(String action) {
        for (Glob pattern : actions) {
            if (pattern.matches(action)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasResource(AccessRequest request) {
        if (resources == null) {
            return true;
        }
        boolean isUnknown = false;
        for (PolicyText resource : resources) {
            Glob pattern = resource.glob(request);
            isUnknown |= pattern == null;
            if (pattern != null && pattern.matches(request.resource())) {
                return !isNotResource;
            }
        }
        // (inferred) What "all but this" allows is not known as long as this is not.
        return isNotResource && (denies || !isUnknown);
    }

    private boolean holds(AccessRequest request) {
        for (Condition condition : conditions) {
            if (condition.isKnown(request) ? !condition.holds(request) : !denies) {
                return false;
            }
        }
        return true;
    }
}
