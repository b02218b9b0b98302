package dev.sallyport.limits;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.random.RandomGenerator;

/** SipHash-2-4: a hash that nobody can foresee who does not know its key. */
final class SipHash {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long k0;
    private final long k1;

    SipHash(RandomGenerator random) {
        this(random.nextLong(), random.nextLong());
    }

    SipHash(long k0, long k1) {
        this.k0 = k0;
        this.k1 = k1;
    }

    long hash(byte[] bytes, int from, int to) {
        long v0 = k0 ^ 0x736f6d6570736575L;
        long v1 = k1 ^ 0x646f72616e646f6dL;
        long v2 = k0 ^ 0x6c7967656e657261L;
        long v3 = k1 ^ 0x7465646279746573L;
        int length = to - from;
        int words = length / Long.BYTES;
        // One word more: what is left over, with the length; then one that ends the message.
        for (int i = 0; i <= words + 1; i++) {
            boolean isEnd = i > words;
            long word = isEnd ? 0 : i < words ? (long) LONGS.get(bytes, from + i * Long.BYTES) : rest(bytes, from, to);
            v3 ^= word;
            v2 ^= isEnd ? 0xff : 0;
            for (int round = isEnd ? 4 : 2; round > 0; round--) {
                v0 += v1;
                v2 += v3;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v1;
                v0 += v3;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= word;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private static long rest(byte[] bytes, int from, int to) {
        int length = to - from;
        long word = (long) length << 56;
        int start = to - length % Long.BYTES;
        for (int i = start; i < to; i++) {
            word |= (bytes[i] & 0xffL) << (8 * (i - start));
        }
        return word;
    }
}
