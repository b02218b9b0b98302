package dev.sallyport.iam;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    /** A character that stands in no policy. */
    private static final String UNHEARD_OF = "\uFFFF";

    private static final Pattern ANYTHING = Pattern.compile("\\{[^}]*}");

    /** Whether it is about the request, whoever makes it (AUT-65). */
    boolean isAbout(AccessRequest request) {
        return hasAction(request.action()) != isNotAction && hasResource(request) && holds(request);
    }

    /** Whether it may be about some of the resources that the template of an ARN describes, under its conditions. */
    boolean maybeAbout(String action, String arn) {
        if (hasAction(action) == isNotAction) {
            return false;
        }
        return resources == null || (isNotResource ? !covers(arn) : meets(arn));
    }

    /** Whether it is about all resources that the template of an ARN describes, under its conditions. */
    boolean isAboutAll(String action, String arn) {
        if (hasAction(action) == isNotAction) {
            return false;
        }
        return resources == null || (isNotResource ? !meets(arn) : covers(arn));
    }

    private boolean meets(String arn) {
        Glob asked = Glob.ofTemplate(arn);
        return resources != null
                && resources.stream().map(Statement::pattern).anyMatch(known -> known == null || known.meets(asked));
    }

    /** What fits whatever stands for a parameter, be it short or long, has a star there itself. */
    private boolean covers(String arn) {
        String brief = ANYTHING.matcher(arn).replaceAll(UNHEARD_OF);
        String extended = ANYTHING.matcher(arn).replaceAll(UNHEARD_OF.repeat(3));
        return resources != null
                && resources.stream()
                        .map(Statement::pattern)
                        .anyMatch(known -> known != null && known.matches(brief) && known.matches(extended));
    }

    /** The pattern of a resource, null when it depends on the request. */
    private static @Nullable Glob pattern(PolicyText resource) {
        return resource.glob(new AccessRequest("", "", Requester.ANONYMOUS, Facts.NONE));
    }

    /** For people: whom it allows or denies, and by which conditions. */
    String summary() {
        String whom = principals == null ? "" : " " + principals.summary();
        String when = conditions.stream().map(Condition::summary).collect(Collectors.joining(" and "));
        return (denies ? "Deny" : "Allow") + whom + (when.isEmpty() ? "" : " if " + when);
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

    /** Whether a condition is known not to hold. */
    boolean neverHolds(AccessRequest request) {
        return conditions.stream().anyMatch(each -> each.isDecided(request) && !each.holds(request));
    }

    /** Whether all conditions are known to hold. */
    boolean alwaysHolds(AccessRequest request) {
        return conditions.stream().allMatch(each -> each.isDecided(request) && each.holds(request));
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
