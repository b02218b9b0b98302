package dev.sallyport.http;

import java.nio.charset.StandardCharsets;

/** A header line that is known beforehand, as the bytes that go out. */
public final class HeaderLine {

    final byte[] bytes;
    final int nameLength;
    final boolean framing;

    private HeaderLine(byte[] bytes, int nameLength) {
        this.bytes = bytes;
        this.nameLength = nameLength;
        this.framing = Headers.FRAMING.contains(bytes, 0, nameLength);
    }

    /**
     * A line.
     *
     * @throws IllegalArgumentException when it could not be sent
     */
    public static HeaderLine of(String name, String value) {
        if (!Headers.isLegal(name, value)) {
            throw new IllegalArgumentException("an illegal header line: " + name);
        }
        return new HeaderLine((name + ": " + value + "\r\n").getBytes(StandardCharsets.ISO_8859_1), name.length());
    }
}
