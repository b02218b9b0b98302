package dev.sallyport.http;

import java.nio.charset.StandardCharsets;

/**
 * A name of bytes as the key of a map. One that is pointed to other bytes again and again looks keys up without making
 * anything; one that is a key never moves.
 */
public final class ByteName {

    private static final byte[] NOTHING = {};

    private byte[] bytes = NOTHING;
    private int start;
    private int end;
    private int hash;

    /** The key of a name, its characters being Latin-1. */
    public static ByteName of(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        return new ByteName().at(bytes, 0, bytes.length);
    }

    /** Points to other bytes, which must not change while this is in use. */
    public ByteName at(byte[] newBytes, int newStart, int newEnd) {
        bytes = newBytes;
        start = newStart;
        end = newEnd;
        int sum = 0;
        for (int i = newStart; i < newEnd; i++) {
            sum = 31 * sum + newBytes[i];
        }
        hash = sum;
        return this;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof ByteName name) || name.hash != hash || name.end - name.start != end - start) {
            return false;
        }
        for (int i = start, j = name.start; i < end; i++, j++) {
            if (bytes[i] != name.bytes[j]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return Octets.string(bytes, start, end);
    }
}
