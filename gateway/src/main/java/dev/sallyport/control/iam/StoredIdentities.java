package dev.sallyport.control.iam;

import dev.sallyport.iam.Identities;
import dev.sallyport.iam.Identity;
import dev.sallyport.model.AccessKey;
import dev.sallyport.model.Scope;
import dev.sallyport.model.SecuritySession;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who has which access key, as IAM and STS have stored it. What has been asked for is kept until something changes that it
 * was made of: a key that is deleted, or a policy that is detached, counts from the moment the call is answered.
 */
public final class StoredIdentities implements Identities {

    private static final Logger LOG = LoggerFactory.getLogger(StoredIdentities.class);
    private static final int MAX_KEPT = 10_000;

    /** A Region of each partition, to tell it by. */
    private static final List<String> REGIONS = List.of("us-east-1", "cn-north-1", "us-gov-west-1");

    private static final Set<Kind<?>> OF_ONE_KEY = Set.of(Kind.ACCESS_KEY, Kind.SECURITY_SESSION);
    private static final Set<Kind<?>> OF_MANY =
            Set.of(Kind.IAM_USER, Kind.IAM_GROUP, Kind.IAM_ROLE, Kind.MANAGED_POLICY);

    private final Store store;
    private final Map<String, Identity> kept = new ConcurrentHashMap<>();
    private final UnknownKeys unknown;
    private final AtomicLong changes = new AtomicLong();

    private StoredIdentities(Store store, InstantSource clock) {
        this.store = store;
        this.unknown = new UnknownKeys(clock);
    }

    /**
     * Follows a store from now on.
     *
     * @param clock says how long a key is taken for unknown without asking again
     */
    public static StoredIdentities following(Store store, InstantSource clock) {
        StoredIdentities identities = new StoredIdentities(store, clock);
        store.subscribe(identities::changed);
        return identities;
    }

    private synchronized void changed(List<Store.Change> committed) {
        for (Store.Change change : committed) {
            if (OF_ONE_KEY.contains(change.kind())) {
                changes.incrementAndGet();
                kept.remove(change.id());
                unknown.remove(change.id());
            } else if (OF_MANY.contains(change.kind())) {
                changes.incrementAndGet();
                kept.clear();
                unknown.clear();
            }
        }
    }

    private synchronized void keepUnknown(String accessKeyId, long changesBefore) {
        if (changes.get() == changesBefore) {
            unknown.add(accessKeyId);
        }
    }

    /** Keeps what was read when nothing has changed since before it was. */
    private synchronized void keep(Identity identity, long changesBefore) {
        String unreadable = identity.permissions().unreadable();
        if (unreadable != null) {
            LOG.warn(
                    "{} may do nothing, because a policy cannot be read: {}",
                    identity.requester().arn(),
                    unreadable);
        }
        if (changes.get() == changesBefore) {
            if (kept.size() >= MAX_KEPT) {
                kept.clear();
            }
            kept.put(identity.accessKeyId(), identity);
        }
    }

    @Override
    public @Nullable Identity atHand(String accessKeyId) {
        return kept.get(accessKeyId);
    }

    /** What is not written as the ids of access keys are is none. */
    @Override
    public boolean isUnknown(String accessKeyId) {
        return unknown.contains(accessKeyId) || CredentialIds.account(accessKeyId) == null;
    }

    @Override
    public @Nullable Identity find(String accessKeyId) {
        String account = CredentialIds.account(accessKeyId);
        if (account == null || unknown.contains(accessKeyId)) {
            return null;
        }
        long before = changes.get();
        Optional<Identity> found = store.read(reader -> {
            for (String region : REGIONS) {
                Identity identity = read(reader, new Scope(account, region), accessKeyId);
                if (identity != null) {
                    return Optional.of(identity);
                }
            }
            return Optional.empty();
        });
        found.ifPresentOrElse(identity -> keep(identity, before), () -> keepUnknown(accessKeyId, before));
        return found.orElse(null);
    }

    private static @Nullable Identity read(Store.Reader store, Scope owner, String accessKeyId) {
        Scope iam = IamScope.of(owner);
        PrincipalReader principals = new PrincipalReader(store, owner);
        if (accessKeyId.startsWith("ASIA")) {
            SecuritySession session = store.find(Kind.SECURITY_SESSION, iam, "", accessKeyId);
            return session == null ? null : principals.ofSession(session);
        }
        AccessKey key = store.find(Kind.ACCESS_KEY, iam, "", accessKeyId);
        return key == null || !key.active() ? null : principals.ofKey(key);
    }
}
