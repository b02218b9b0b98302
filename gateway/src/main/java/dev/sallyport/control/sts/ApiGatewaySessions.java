package dev.sallyport.control.sts;

import static java.util.Objects.requireNonNull;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.aws.RoleSessions;
import dev.sallyport.control.iam.CredentialIds;
import dev.sallyport.control.iam.RolePermissions;
import dev.sallyport.model.IamRole;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.sts.Credentials;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of the embedded IAM's roles for API Gateway itself (INT-63): the role must exist and trust {@code
 * apigateway.amazonaws.com}. A session serves all calls until it is about to expire, so a change of the trust takes effect
 * with the next one, as on AWS.
 */
public final class ApiGatewaySessions implements RoleSessions {

    private static final String SESSION_NAME = "BackplaneAssumeRoleSession";
    private static final int SECONDS = 3600;

    /** How long a session that is used must stay valid: longer than any call takes. */
    private static final Duration LEFT = Duration.ofMinutes(16);

    /** Roles that integrations name; a session costs some hundred bytes. */
    private static final int MAX_HELD = 10_000;

    private final Store store;
    private final Sessions sessions;
    private final InstantSource clock;
    private final Map<String, Held> held = new ConcurrentHashMap<>();
    private final AtomicLong revision = new AtomicLong();

    private record Held(String account, AwsCredentials credentials, Instant until) {}

    /** @param random makes ids and secrets */
    public ApiGatewaySessions(Store store, RandomGenerator random, InstantSource clock) {
        this.store = store;
        this.sessions = new Sessions(new CredentialIds(random), clock);
        this.clock = clock;
        store.subscribe(changes -> {
            if (changes.stream().anyMatch(ApiGatewaySessions::mayMatter)) {
                revision.incrementAndGet();
            }
        });
    }

    private static boolean mayMatter(Store.Change change) {
        return change.kind().equals(Kind.IAM_ROLE) || change.kind().equals(Kind.MANAGED_POLICY);
    }

    @Override
    public @Nullable AwsCredentials atHand(String account, String roleArn) {
        Held session = held.get(roleArn);
        return session != null
                        && session.account().equals(account)
                        && clock.instant().isBefore(session.until())
                ? session.credentials()
                : null;
    }

    @Override
    public AwsCredentials assume(String account, String roleArn) throws Refused {
        Matcher parts = AssumedRoles.ROLE_ARN.matcher(roleArn);
        if (!parts.matches()) {
            throw new Refused(roleArn + " is no ARN of a role");
        }
        if (!parts.group(2).equals(account)) {
            throw new Refused("The role " + roleArn + " is of another account than the API, which is of " + account);
        }
        Scope owner = new Scope(account, "");
        Credentials made = store.write(writer -> {
            IamRole role = ServiceRoles.forApiGateway(writer, owner, parts);
            return role == null
                    ? null
                    : sessions.create(writer, owner, identity(parts.group(1), account, role), SECONDS);
        });
        if (made == null) {
            held.remove(roleArn);
            throw new Refused("There is no role " + roleArn + " whose trust policy lets " + ServiceRoles.API_GATEWAY
                    + " call sts:AssumeRole; see aws iam create-role and update-assume-role-policy");
        }
        AwsCredentials credentials = new AwsCredentials(
                requireNonNull(made.accessKeyId()), requireNonNull(made.secretAccessKey()), made.sessionToken());
        if (held.size() >= MAX_HELD) {
            held.clear();
        }
        held.put(
                roleArn,
                new Held(account, credentials, requireNonNull(made.expiration()).minus(LEFT)));
        return credentials;
    }

    @Override
    public boolean permits(String roleArn, String action, String resource) {
        Matcher parts = AssumedRoles.ROLE_ARN.matcher(roleArn);
        if (!parts.matches()) {
            return false;
        }
        Scope owner = new Scope(parts.group(2), "");
        return store.read(reader -> {
            IamRole role = ServiceRoles.find(reader, owner, parts);
            return role != null && RolePermissions.permit(reader, owner, role, SESSION_NAME, action, resource);
        });
    }

    @Override
    public long revision() {
        return revision.get();
    }

    private static Sessions.Identity identity(String partition, String account, IamRole role) {
        return new Sessions.Identity(
                "arn:" + partition + ":sts::" + account + ":assumed-role/" + role.name() + '/' + SESSION_NAME,
                role.id() + ':' + SESSION_NAME,
                role.name(),
                null,
                null,
                List.of(),
                new TreeMap<>());
    }
}
