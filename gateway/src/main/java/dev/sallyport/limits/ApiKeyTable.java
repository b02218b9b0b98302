package dev.sallyport.limits;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The API keys of one account and Region by their values, read without a lock and without making strings.
 *
 * <p>What a look-up takes tells nothing of a key that the caller does not know. Keys stand where a hash puts them that is
 * keyed anew at each start, so nobody can tell which guesses come near; the bytes of a candidate with an equal hash are
 * compared to the last one whatever they are. A table of plain hashes would compare, and end early, with whatever key
 * shares the guess's place, which can be computed from the guess.
 */
public final class ApiKeyTable {

    private static final @Nullable KnownKey[] EMPTY = new KnownKey[1];

    private final SipHash hashing;
    /** Open addressing with linear probing, a power of two long and at most half full. */
    private volatile @Nullable KnownKey[] slots = EMPTY;

    ApiKeyTable(SipHash hashing) {
        this.hashing = hashing;
    }

    SipHash hashing() {
        return hashing;
    }

    /** Replaces all keys. */
    void keys(Collection<KnownKey> keys) {
        @Nullable KnownKey[] next = new KnownKey[Integer.highestOneBit(keys.size() * 2 + 1) * 2];
        for (KnownKey key : keys) {
            int i = (int) key.hash & (next.length - 1);
            while (next[i] != null) {
                i = (i + 1) & (next.length - 1);
            }
            next[i] = key;
        }
        slots = next;
    }

    /** The key of this value, or null. */
    public @Nullable KnownKey find(byte[] bytes, int from, int to) {
        @Nullable KnownKey[] all = slots;
        long hash = hashing.hash(bytes, from, to);
        int i = (int) hash & (all.length - 1);
        for (KnownKey key = all[i]; key != null; key = all[i]) {
            if (key.hash == hash && equals(key.octets, bytes, from, to)) {
                return key;
            }
            i = (i + 1) & (all.length - 1);
        }
        return null;
    }

    /** The key of this value, or null. */
    public @Nullable KnownKey find(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return find(bytes, 0, bytes.length);
    }

    private static boolean equals(byte[] key, byte[] bytes, int from, int to) {
        if (key.length != to - from) {
            return false;
        }
        int difference = 0;
        for (int i = 0; i < key.length; i++) {
            difference |= key[i] ^ bytes[from + i];
        }
        return difference == 0;
    }
}
