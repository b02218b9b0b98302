package dev.sallyport.cache;

import dev.sallyport.http.ByteText;

/**
 * Writes the keys of the requests of one event loop, one after the other. Every part says how long it is before it says
 * what it is, so that no two different sequences of parts have the same bytes, whatever is in them.
 */
final class KeyWriter extends ByteText {

    private static final int FIRST_BYTES = 512;

    private final CacheKey key;

    KeyWriter(long seed) {
        super(FIRST_BYTES);
        key = new CacheKey(seed);
    }

    /** Adds how many there are of what follows, or how long it is. */
    KeyWriter count(int number) {
        octet((char) (number >>> 24))
                .octet((char) (number >>> 16))
                .octet((char) (number >>> 8))
                .octet((char) number);
        return this;
    }

    /** Adds bytes with their length. */
    KeyWriter part(byte[] from, int start, int end) {
        count(end - start);
        bytes(from, start, end);
        return this;
    }

    /** Adds text with its length: two bytes a character, because an encoding would make the same of different ones. */
    KeyWriter part(String text) {
        count(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            octet((char) (c >>> 8)).octet(c);
        }
        return this;
    }

    /** The key that was written; good until the next one is begun. */
    CacheKey key() {
        return key.at(array(), length());
    }
}
