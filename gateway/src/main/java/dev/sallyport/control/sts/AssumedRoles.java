package dev.sallyport.control.sts;

import static java.util.Objects.requireNonNull;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.iam.Caller;
import dev.sallyport.control.iam.IamScope;
import dev.sallyport.model.IamRole;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.sts.AssumeRoleRequest;
import dev.sallyport.wire.sts.AssumeRoleResponse;
import dev.sallyport.wire.sts.AssumedRoleUser;
import dev.sallyport.wire.sts.Credentials;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** AssumeRole (companion R6.1 to R6.3). */
final class AssumedRoles {

    private static final int DEFAULT_SECONDS = 3600;
    /** Partition, account, path with its slashes, and name. */
    static final Pattern ROLE_ARN = Pattern.compile("arn:([a-z-]+):iam::(\\d{12}):role(/(?:\\S+/)?)([^/\\s]+)");

    private final Store store;
    private final Sessions sessions;

    AssumedRoles(Store store, Sessions sessions) {
        this.store = store;
        this.sessions = sessions;
    }

    AssumeRoleResponse assume(Call call, AssumeRoleRequest in) {
        String arn = requireNonNull(in.roleArn());
        String sessionName = requireNonNull(in.roleSessionName());
        Matcher parts = ROLE_ARN.matcher(arn);
        if (!parts.matches() || !parts.group(1).equals(call.scope().partition())) {
            throw validation(arn + " is invalid");
        }
        SortedMap<String, String> tags = SessionTags.of(in.tags(), in.transitiveTagKeys());
        SessionPolicies.check(in.policy());
        List<String> policyArns = SessionPolicies.arns(in.policyArns());
        Scope owner = new Scope(parts.group(2), call.scope().region());
        return store.write(writer -> {
            Caller caller = Caller.of(writer, call);
            IamRole role = writer.find(Kind.IAM_ROLE, IamScope.of(owner), "", parts.group(4));
            if (role == null
                    || !role.path().equals(parts.group(3))
                    || !TrustPolicy.of(role)
                            .permits(caller.requester(writer, call.scope()), in.externalId(), !tags.isEmpty())) {
                throw new ServiceException(
                        403,
                        "AccessDenied",
                        "User: " + caller.arn() + " is not authorized to perform: sts:AssumeRole on resource: " + arn);
            }
            int seconds = in.durationSeconds() == null ? DEFAULT_SECONDS : in.durationSeconds();
            requireDuration(caller, role, seconds);
            Sessions.Identity identity = new Sessions.Identity(
                    "arn:" + owner.partition() + ":sts::" + owner.account() + ":assumed-role/" + role.name() + '/'
                            + sessionName,
                    role.id() + ':' + sessionName,
                    role.name(),
                    null,
                    in.policy(),
                    policyArns,
                    tags);
            Credentials credentials = sessions.create(writer, owner, identity, seconds);
            boolean narrowed = in.policy() != null || !policyArns.isEmpty();
            return AssumeRoleResponse.builder()
                    .credentials(credentials)
                    .assumedRoleUser(AssumedRoleUser.builder()
                            .arn(identity.arn())
                            .assumedRoleId(identity.userId())
                            .build())
                    .packedPolicySize(narrowed ? SessionPolicies.packedSize(in.policy(), policyArns) : null)
                    .sourceIdentity(in.sourceIdentity())
                    .build();
        });
    }

    private static void requireDuration(Caller caller, IamRole role, int seconds) {
        if (caller.roleName() != null && seconds > DEFAULT_SECONDS) {
            throw validation("The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
                    + " chaining.");
        }
        Integer max = role.maxSessionSeconds();
        if (seconds > (max == null ? DEFAULT_SECONDS : max)) {
            throw validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }
    }

    private static ServiceException validation(String text) {
        return new ServiceException(400, "ValidationError", text);
    }
}
