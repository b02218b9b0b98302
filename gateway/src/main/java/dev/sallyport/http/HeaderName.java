package dev.sallyport.http;

import java.nio.charset.StandardCharsets;

/** The name of a header line that is known beforehand, as the bytes that go out. */
public final class HeaderName {

    /** With colon and blank. */
    final byte[] bytes;

    final boolean framing;
    private final String name;

    private HeaderName(String name) {
        this.name = name;
        this.bytes = (name + ": ").getBytes(StandardCharsets.ISO_8859_1);
        this.framing = Headers.FRAMING.contains(name);
    }

    /**
     * A name.
     *
     * @throws IllegalArgumentException when it could not be sent
     */
    public static HeaderName of(String name) {
        if (!Headers.isLegal(name, "")) {
            throw new IllegalArgumentException("an illegal header name: " + name);
        }
        return new HeaderName(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
