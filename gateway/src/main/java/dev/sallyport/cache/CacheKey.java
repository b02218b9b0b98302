package dev.sallyport.cache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The key of an entry as bytes, compared whole. Hashes begin with a number that nobody outside knows, and keys have an
 * order, so that a map of keys that clients chose stays fast.
 */
final class CacheKey implements Comparable<CacheKey> {

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    private final long seed;
    private byte[] bytes = {};
    private int length;
    private int hash;

    CacheKey(long seed) {
        this.seed = seed;
    }

    /** Points to bytes that do not change while this is in use. */
    CacheKey at(byte[] newBytes, int newLength) {
        bytes = newBytes;
        length = newLength;
        hash = hash(newBytes, newLength, seed);
        return this;
    }

    /** The same key with bytes of its own. */
    CacheKey copy() {
        CacheKey copy = new CacheKey(seed);
        copy.bytes = Arrays.copyOf(bytes, length);
        copy.length = length;
        copy.hash = hash;
        return copy;
    }

    int length() {
        return length;
    }

    private static int hash(byte[] bytes, int length, long seed) {
        long hash = seed ^ length * MIX;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            hash = mixed(hash ^ (long) EIGHT.get(bytes, i));
        }
        for (; i < length; i++) {
            hash = mixed(hash ^ bytes[i]);
        }
        return (int) (hash ^ hash >>> 32);
    }

    private static long mixed(long value) {
        long product = value * MIX;
        return product ^ product >>> 29;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CacheKey key
                && key.hash == hash
                && Arrays.equals(bytes, 0, length, key.bytes, 0, key.length);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public int compareTo(CacheKey other) {
        return Arrays.compare(bytes, 0, length, other.bytes, 0, other.length);
    }
}
