package dev.sallyport.iam;

import org.jspecify.annotations.Nullable;

/** Whether an identity may do something: all kinds of policies put together as AWS does it (AUT-60, R5.11 to R5.13). */
public final class Access {

    private Access() {}

    /**
     * Decides.
     *
     * @param permissions of the identity that makes the request
     * @param resourcePolicy of what the request is about, or null
     * @param owner the account of what the request is about
     */
    public static Decision decide(
            Permissions permissions, @Nullable Policy resourcePolicy, AccessRequest request, String owner) {
        Decision granted = permissions.granted(request);
        Decision limited = permissions.limited(request);
        Grant grant = resourcePolicy == null ? Grant.NONE : resourcePolicy.grant(request);
        if (granted == Decision.EXPLICIT_DENY || limited == Decision.EXPLICIT_DENY || grant == Grant.DENIED) {
            return Decision.EXPLICIT_DENY;
        }
        if (!request.requester().account().equals(owner)) {
            return Decision.acrossAccounts(granted.and(limited), grant.decision());
        }
        return switch (grant) {
            case NONE, ACCOUNT, DENIED -> granted.and(limited);
            case EVERYBODY, ROLE ->
                Decision.inOneAccount(granted, grant.decision()).and(limited);
            case DIRECT -> Decision.inOneAccount(granted, grant.decision());
        };
    }

    /**
     * Why an identity may not do something in its own account where no resource policy has a say, as the end of AWS's
     * sentence; null when it may (R3.4 of rest-control-plane).
     */
    public static @Nullable String refusal(Permissions permissions, AccessRequest request) {
        Decision[] decisions = {
            permissions.granted(request), permissions.bounded(request), permissions.narrowed(request)
        };
        String[] policies = {"identity-based policy", "permissions boundary", "session policy"};
        for (int i = 0; i < decisions.length; i++) {
            if (decisions[i] == Decision.EXPLICIT_DENY) {
                return " with an explicit deny in " + (i == 0 ? "an " : "a ") + policies[i];
            }
        }
        for (int i = 0; i < decisions.length; i++) {
            if (decisions[i] != Decision.ALLOWED) {
                return " because no " + policies[i] + " allows the " + request.action() + " action";
            }
        }
        return null;
    }
}
