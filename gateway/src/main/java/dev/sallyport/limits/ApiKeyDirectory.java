package dev.sallyport.limits;

import dev.sallyport.model.Scope;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** The API keys that requests may come with, in memory. */
public final class ApiKeyDirectory {

    private final SipHash hashing;
    private final ConcurrentHashMap<Scope, ApiKeyTable> tables = new ConcurrentHashMap<>();

    /** @param random makes the key of the hash; unforeseeable in production */
    public ApiKeyDirectory(RandomGenerator random) {
        this.hashing = new SipHash(random);
    }

    /** The keys of an account in a Region, now and later: the table is always the same. */
    public ApiKeyTable of(Scope owner) {
        return tables.computeIfAbsent(owner, scope -> new ApiKeyTable(hashing));
    }
}
