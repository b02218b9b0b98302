package dev.sallyport.control.iam;

import dev.sallyport.iam.Identity;
import dev.sallyport.iam.Permissions;
import dev.sallyport.iam.Policy;
import dev.sallyport.iam.PolicyException;
import dev.sallyport.iam.Requester;
import dev.sallyport.model.AccessKey;
import dev.sallyport.model.IamGroup;
import dev.sallyport.model.IamPolicies;
import dev.sallyport.model.IamRole;
import dev.sallyport.model.IamUser;
import dev.sallyport.model.ManagedPolicy;
import dev.sallyport.model.Scope;
import dev.sallyport.model.SecuritySession;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads who somebody with credentials is and what policies he brings with him (R5.12), within one transaction. */
final class PrincipalReader {

    private final Store.Reader store;
    private final Scope owner;
    private @Nullable String unreadable;

    /** @param owner account of the credentials, with a Region of its partition */
    PrincipalReader(Store.Reader store, Scope owner) {
        this.store = store;
        this.owner = owner;
    }

    /** The user of a key, or the root; null when there is no such user. */
    @Nullable
    Identity ofKey(AccessKey key) {
        if (key.isRoots()) {
            Requester root = new Requester(
                    Requester.Type.ROOT,
                    owner.account(),
                    IamScope.arn(owner, "root"),
                    null,
                    owner.account(),
                    null,
                    Map.of(),
                    false);
            return new Identity(key.id(), key.secret(), null, null, root, Permissions.ROOT);
        }
        IamUser user = store.find(Kind.IAM_USER, IamScope.of(owner), "", key.userName());
        return user == null
                ? null
                : new Identity(key.id(), key.secret(), null, null, requester(user, false), permissions(user, null));
    }

    /** Whoever took a session; null when he is gone. */
    @Nullable
    Identity ofSession(SecuritySession session) {
        if (session.roleName() != null) {
            return ofRole(session, session.roleName());
        }
        boolean isFederated = session.arn().contains(":federated-user/");
        List<Policy> narrowing = isFederated ? narrowing(session) : null;
        if (session.userName() == null) {
            Requester root = isFederated
                    ? federated(session)
                    : new Requester(
                            Requester.Type.ROOT,
                            owner.account(),
                            session.arn(),
                            null,
                            session.userId(),
                            null,
                            Map.of(),
                            true);
            return identity(session, root, new Permissions(null, null, narrowing, unreadable));
        }
        IamUser user = store.find(Kind.IAM_USER, IamScope.of(owner), "", session.userName());
        if (user == null || (!isFederated && !user.id().equals(session.userId()))) {
            return null;
        }
        return identity(
                session, isFederated ? federated(session) : requester(user, true), permissions(user, narrowing));
    }

    private @Nullable Identity ofRole(SecuritySession session, String roleName) {
        IamRole role = store.find(Kind.IAM_ROLE, IamScope.of(owner), "", roleName);
        // A role that was made anew under the name is another.
        if (role == null || !session.userId().startsWith(role.id() + ":")) {
            return null;
        }
        boolean isNarrowed = session.policy() != null || !session.policyArns().isEmpty();
        return identity(
                session,
                requester(role, session.arn(), session.userId(), session.tags()),
                permissions(role, isNarrowed ? narrowing(session) : null));
    }

    /** A service that works as a role. */
    Requester requester(IamRole role, String sessionName) {
        String arn = "arn:" + owner.partition() + ":sts::" + owner.account() + ":assumed-role/" + role.name() + '/'
                + sessionName;
        return requester(role, arn, role.id() + ':' + sessionName, Map.of());
    }

    private Requester requester(IamRole role, String arn, String userId, Map<String, String> sessionTags) {
        Map<String, String> tags = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        tags.putAll(role.tags());
        tags.putAll(sessionTags);
        return new Requester(
                Requester.Type.ASSUMED_ROLE,
                owner.account(),
                arn,
                IamScope.arn(owner, "role" + role.path() + role.name()),
                userId,
                null,
                tags,
                true);
    }

    /** @param narrowing the session's policies, or null */
    Permissions permissions(IamRole role, @Nullable List<Policy> narrowing) {
        List<Policy> own = new ArrayList<>();
        add(own, role.policies());
        Policy boundary = boundary(role.permissionsBoundary());
        return new Permissions(own, boundary, narrowing, unreadable);
    }

    private static Identity identity(SecuritySession session, Requester requester, Permissions permissions) {
        return new Identity(
                session.accessKeyId(), session.secret(), session.token(), session.expiration(), requester, permissions);
    }

    private Requester requester(IamUser user, boolean temporary) {
        return new Requester(
                Requester.Type.USER,
                owner.account(),
                IamScope.arn(owner, "user" + user.path() + user.name()),
                null,
                user.id(),
                user.name(),
                user.tags(),
                temporary);
    }

    private Requester federated(SecuritySession session) {
        return new Requester(
                Requester.Type.FEDERATED_USER,
                owner.account(),
                session.arn(),
                null,
                session.userId(),
                null,
                session.tags(),
                true);
    }

    private Permissions permissions(IamUser user, @Nullable List<Policy> narrowing) {
        List<Policy> own = new ArrayList<>();
        add(own, user.policies());
        for (String name : user.groups()) {
            IamGroup group = store.find(Kind.IAM_GROUP, IamScope.of(owner), "", name);
            if (group != null) {
                add(own, group.policies());
            }
        }
        Policy boundary = boundary(user.permissionsBoundary());
        return new Permissions(own, boundary, narrowing, unreadable);
    }

    /** AWS: a federated user whom no policy was given may do nothing but what resource policies allow him. */
    private List<Policy> narrowing(SecuritySession session) {
        List<Policy> policies = new ArrayList<>();
        if (session.policy() != null) {
            add(policies, "the session policy", session.policy());
        }
        session.policyArns().forEach(arn -> addManaged(policies, arn));
        return policies;
    }

    private @Nullable Policy boundary(@Nullable String arn) {
        if (arn == null) {
            return null;
        }
        List<Policy> policies = new ArrayList<>();
        addManaged(policies, arn);
        return policies.isEmpty() ? null : policies.getFirst();
    }

    private void add(List<Policy> to, IamPolicies held) {
        held.inline().forEach((name, document) -> add(to, "the policy " + name, document));
        held.attached().forEach(arn -> addManaged(to, arn));
    }

    private void addManaged(List<Policy> to, String arn) {
        ManagedPolicy policy = ManagedPolicies.find(store, owner, arn);
        if (policy == null) {
            unreadable = "there is no policy " + arn;
            return;
        }
        policy.versions().stream()
                .filter(version -> version.number() == policy.defaultVersion())
                .findFirst()
                .ifPresentOrElse(
                        version -> add(to, "the policy " + arn, version.document()),
                        () -> unreadable = "the policy " + arn + " has no version in force");
    }

    private void add(List<Policy> to, String what, String document) {
        try {
            to.add(Policy.compile(document, Policy.Use.IDENTITY));
        } catch (PolicyException e) {
            unreadable = what + ": " + e.getMessage();
        }
    }
}
