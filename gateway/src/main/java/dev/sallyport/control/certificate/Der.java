package dev.sallyport.control.certificate;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes the values of ASN.1 that a certificate consists of, in the distinguished encoding (X.690). */
final class Der {

    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Der() {}

    static byte[] sequence(byte[]... elements) {
        return value(0x30, concatenated(elements));
    }

    static byte[] set(byte[] element) {
        return value(0x31, element);
    }

    static byte[] integer(BigInteger number) {
        return value(0x02, number.toByteArray());
    }

    static byte[] bool(boolean truth) {
        return value(0x01, new byte[] {(byte) (truth ? 0xff : 0)});
    }

    static byte[] none() {
        return value(0x05);
    }

    static byte[] octets(byte[] content) {
        return value(0x04, content);
    }

    /** Bits whose number is a multiple of eight. */
    static byte[] bits(byte[] content) {
        return value(0x03, new byte[] {0}, content);
    }

    static byte[] printable(String text) {
        return value(0x13, text.getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] utf8(String text) {
        return value(0x0c, text.getBytes(StandardCharsets.UTF_8));
    }

    /** An implicitly tagged text of ASCII. */
    static byte[] taggedText(int number, String text) {
        return value(0x80 | number, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Bits of which the last ones are not used. */
    static byte[] bits(int unused, byte... content) {
        return value(0x03, new byte[] {(byte) unused}, content);
    }

    /** A time of the years 1950 to 2049, in whole seconds. */
    static byte[] utcTime(Instant time) {
        return value(0x17, UTC_TIME.format(time).getBytes(StandardCharsets.US_ASCII));
    }

    /** An explicitly tagged element of a structure. */
    static byte[] tagged(int number, byte[] element) {
        return value(0xa0 | number, element);
    }

    /** @param dotted for example {@code 2.5.4.3} */
    static byte[] oid(String dotted) {
        String[] arcs = dotted.split("\\.");
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]));
        for (int i = 2; i < arcs.length; i++) {
            int arc = Integer.parseInt(arcs[i]);
            int groups = Math.max(1, (38 - Integer.numberOfLeadingZeros(arc)) / 7);
            for (int group = groups - 1; group >= 0; group--) {
                content.write((arc >> (7 * group) & 0x7f) | (group == 0 ? 0 : 0x80));
            }
        }
        return value(0x06, content.toByteArray());
    }

    private static byte[] value(int tag, byte[]... content) {
        byte[] bytes = concatenated(content);
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        value.write(tag);
        if (bytes.length < 0x80) {
            value.write(bytes.length);
        } else {
            byte[] length = BigInteger.valueOf(bytes.length).toByteArray();
            int skip = length[0] == 0 ? 1 : 0;
            value.write(0x80 | (length.length - skip));
            value.write(length, skip, length.length - skip);
        }
        value.writeBytes(bytes);
        return value.toByteArray();
    }

    private static byte[] concatenated(byte[][] parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
