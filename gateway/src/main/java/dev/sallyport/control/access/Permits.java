package dev.sallyport.control.access;

import dev.sallyport.control.Attempt;
import dev.sallyport.iam.Access;
import dev.sallyport.iam.AccessRequest;
import dev.sallyport.iam.Decision;
import dev.sallyport.iam.Facts;
import dev.sallyport.iam.Identity;
import dev.sallyport.iam.Policy;
import dev.sallyport.iam.PolicyException;
import dev.sallyport.model.IamRole;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether policies let somebody make a call. */
final class Permits {

    private static final Pattern ROLE = Pattern.compile("arn:(aws[a-z-]*):iam::(\\d{12}):role/(?:.*/)?([^/]+)");

    /** The keys of which it is known here whether a call has them; statements that ask for others fail closed. */
    private static final Set<String> KNOWN = Set.of(
            "aws:currenttime",
            "aws:epochtime",
            "aws:securetransport",
            "aws:sourceip",
            "aws:useragent",
            "aws:referer",
            "aws:requestedregion",
            "aws:principalaccount",
            "aws:principalarn",
            "aws:principaltype",
            "aws:principalorgid",
            "aws:principalorgpaths",
            "aws:userid",
            "aws:username",
            "aws:multifactorauthpresent",
            "aws:multifactorauthage",
            "aws:sourcearn",
            "aws:sourceaccount",
            "aws:sourcevpc",
            "aws:sourcevpce",
            "aws:vpcsourceip",
            "aws:viaawsservice");

    private final Demands demands;
    private final Store store;
    private final InstantSource clock;
    private final TaggedThings things;
    private final FunctionPolicies functionPolicies;

    Permits(Demands demands, Store store, InstantSource clock) {
        this.demands = demands;
        this.store = store;
        this.clock = clock;
        this.things = new TaggedThings(store);
        this.functionPolicies = new FunctionPolicies(store);
    }

    List<Demand> demands(Identity caller, Attempt attempt) {
        return demands.of(attempt, caller.requester().userName());
    }

    /** The end of the sentence that refuses; null when the call may be made. */
    @Nullable
    String refusal(Identity caller, Demand demand, Attempt attempt) {
        AccessRequest request =
                new AccessRequest(demand.action(), demand.resource(), caller.requester(), facts(attempt, demand));
        String refusal = Access.refusal(caller.permissions(), request);
        if (refusal != null && demand.action().startsWith("lambda:")) {
            return isGrantedByFunction(caller, request) ? null : refusal;
        }
        if (refusal == null || !demand.action().equals("sts:AssumeRole")) {
            return refusal;
        }
        // A trust policy that names the caller needs no policy of the caller; AssumeRole itself asks the trust policy
        // again.
        Matcher role = ROLE.matcher(demand.resource());
        Policy trust = role.matches() ? trust(role) : null;
        return trust != null && Access.decide(caller.permissions(), trust, request, role.group(2)) == Decision.ALLOWED
                ? null
                : refusal;
    }

    /** R3.42, R5.11: a function's own policy may let somebody do what no policy of his does. */
    private boolean isGrantedByFunction(Identity caller, AccessRequest request) {
        String owner = FunctionPolicies.owner(request.resource());
        Policy policy = owner == null ? null : functionPolicies.find(request.resource());
        return owner != null
                && policy != null
                && Access.decide(caller.permissions(), policy, request, owner) == Decision.ALLOWED;
    }

    private @Nullable Policy trust(Matcher role) {
        Scope iam = new Scope(role.group(2), role.group(1) + "-global");
        IamRole found = store.read(reader -> reader.find(Kind.IAM_ROLE, iam, "", role.group(3)));
        try {
            return found == null ? null : Policy.compile(found.trustPolicy(), Policy.Use.TRUST);
        } catch (PolicyException unreadable) {
            return null;
        }
    }

    private Facts facts(Attempt attempt, Demand demand) {
        Instant now = clock.instant();
        TagFacts tags = new TagFacts(attempt, demand.resource(), things);
        return new Facts() {
            @Override
            public @Nullable List<String> values(String key) {
                if (TagFacts.isKey(key)) {
                    return tags.values(key);
                }
                String value = switch (key) {
                    case "aws:currenttime" -> now.toString();
                    case "aws:epochtime" -> Long.toString(now.getEpochSecond());
                    case "aws:securetransport", "aws:viaawsservice" -> "false";
                    case "aws:sourceip" -> attempt.request().remoteAddress();
                    case "aws:useragent" -> attempt.request().header("User-Agent");
                    case "aws:referer" -> attempt.request().header("Referer");
                    case "aws:requestedregion" -> attempt.scope().region();
                    default -> null;
                };
                return value == null ? null : List.of(value);
            }

            @Override
            public boolean knows(String key) {
                return KNOWN.contains(key) || key.startsWith("aws:principaltag/") || TagFacts.isKey(key);
            }
        };
    }
}
