package dev.sallyport.control.sts;

import static java.util.Objects.requireNonNull;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.control.iam.CredentialIds;
import dev.sallyport.model.IamRole;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Store;
import dev.sallyport.wire.sts.Credentials;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Sessions of functions' execution roles: what code in a function may do in the embedded services (R4.22). */
public final class FunctionSessions {

    private static final String LAMBDA = "lambda.amazonaws.com";

    /** A process gets its credentials once, so they must outlive it. */
    private static final Duration VALID = Duration.ofDays(7);

    private final Store store;
    private final Sessions sessions;

    /** @param random makes ids and secrets */
    public FunctionSessions(Store store, RandomGenerator random, InstantSource clock) {
        this.store = store;
        this.sessions = new Sessions(new CredentialIds(random), clock);
    }

    /**
     * Begins a session.
     *
     * @param owner of the function
     * @return null when the account has no such role, or it does not trust Lambda
     */
    public @Nullable AwsCredentials begin(Scope owner, String roleArn, String functionName) {
        Matcher parts = AssumedRoles.ROLE_ARN.matcher(roleArn);
        if (!parts.matches() || !parts.group(2).equals(owner.account())) {
            return null;
        }
        Credentials made = store.write(writer -> {
            IamRole role = ServiceRoles.find(writer, owner, parts);
            return role == null || !TrustPolicy.of(role).permitsService(LAMBDA)
                    ? null
                    : sessions.create(writer, owner, identity(parts, role, functionName), (int) VALID.toSeconds());
        });
        return made == null
                ? null
                : new AwsCredentials(
                        requireNonNull(made.accessKeyId()),
                        requireNonNull(made.secretAccessKey()),
                        made.sessionToken());
    }

    private static Sessions.Identity identity(Matcher arn, IamRole role, String session) {
        return new Sessions.Identity(
                "arn:" + arn.group(1) + ":sts::" + arn.group(2) + ":assumed-role/" + role.name() + '/' + session,
                role.id() + ':' + session,
                role.name(),
                null,
                null,
                List.of(),
                new TreeMap<>());
    }
}
