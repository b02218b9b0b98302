package dev.sallyport.control.sts;

import dev.sallyport.control.iam.CredentialIds;
import dev.sallyport.control.iam.IamScope;
import dev.sallyport.model.Scope;
import dev.sallyport.model.SecuritySession;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.sts.Credentials;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Makes and stores temporary credentials, and forgets those that have expired. */
final class Sessions {

    private static final Duration SWEEP_INTERVAL = Duration.ofMinutes(1);

    private final CredentialIds ids;
    private final InstantSource clock;
    private Instant nextSweep = Instant.MIN;

    Sessions(CredentialIds ids, InstantSource clock) {
        this.ids = ids;
        this.clock = clock;
    }

    /** Who a session will be, and what narrows it. */
    record Identity(
            String arn,
            String userId,
            @Nullable String roleName,
            @Nullable String userName,
            @Nullable String policy,
            List<String> policyArns,
            SortedMap<String, String> tags) {}

    /**
     * Stores a new session.
     *
     * @param owner the account to which the session belongs
     */
    Credentials create(Store.Writer store, Scope owner, Identity identity, int durationSeconds) {
        Instant now = clock.instant();
        Scope iam = IamScope.of(owner);
        sweep(store, iam, now);
        SecuritySession session = new SecuritySession(
                ids.accessKey("ASIA", owner.account()),
                ids.secret(),
                ids.token(),
                now.truncatedTo(ChronoUnit.SECONDS).plusSeconds(durationSeconds),
                identity.arn(),
                identity.userId(),
                identity.roleName(),
                identity.userName(),
                identity.policy(),
                identity.policyArns(),
                identity.tags());
        store.put(Kind.SECURITY_SESSION, iam, "", session.accessKeyId(), session);
        return Credentials.builder()
                .accessKeyId(session.accessKeyId())
                .secretAccessKey(session.secret())
                .sessionToken(session.token())
                .expiration(session.expiration())
                .build();
    }

    private void sweep(Store.Writer store, Scope iam, Instant now) {
        if (!due(now)) {
            return;
        }
        for (SecuritySession session : store.list(Kind.SECURITY_SESSION, iam, "")) {
            if (session.expiration().isBefore(now)) {
                store.delete(Kind.SECURITY_SESSION, iam, "", session.accessKeyId());
            }
        }
    }

    private synchronized boolean due(Instant now) {
        if (now.isBefore(nextSweep)) {
            return false;
        }
        nextSweep = now.plus(SWEEP_INTERVAL);
        return true;
    }
}
