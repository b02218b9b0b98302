package dev.sallyport.iam;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A range of IP addresses of either family in CIDR notation; a single address is a range of itself. Asks no name server. */
public final class IpRange {

    /** An octet of IPv4 with a leading zero. */
    private static final Pattern AMBIGUOUS = Pattern.compile("(?:^|[.:])0\\d+(?=\\.)|\\.0\\d");

    private static final int V4 = 4;
    private static final int V6 = 16;

    private final byte[] address;
    private final int prefixBits;

    private IpRange(byte[] address, int prefixBits) {
        this.address = address;
        this.prefixBits = prefixBits;
    }

    /** Reads a range; null for a text that is none. */
    public static @Nullable IpRange parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = address(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        int bits = slash < 0 ? address.length * 8 : number(text.substring(slash + 1), 3);
        return bits < 0 || bits > address.length * 8 ? null : new IpRange(address, bits);
    }

    /** Whether an address is within; a text that is no address is not. */
    public boolean contains(String text) {
        byte[] other = address(text);
        return other != null && contains(other);
    }

    /** Whether an address is within. */
    private boolean contains(byte[] other) {
        if (other.length != address.length) {
            return false;
        }
        int whole = prefixBits / 8;
        if (!Arrays.equals(address, 0, whole, other, 0, whole)) {
            return false;
        }
        int rest = prefixBits % 8;
        return rest == 0 || ((address[whole] ^ other[whole]) & 0xFF) >>> (8 - rest) == 0;
    }

    /**
     * An address in the one form that all other parts of the gateway write it in; null for a text that is none, or that
     * some read otherwise (octets with leading zeros are octal to some).
     */
    public static @Nullable String canonical(String text) {
        if (AMBIGUOUS.matcher(text).find()) {
            return null;
        }
        byte[] bytes = address(text);
        try {
            return bytes == null ? null : InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address of " + text + " has an odd length", impossible);
        }
    }

    /** The bytes of an address; one of IPv4 in the clothes of IPv6 is of IPv4. */
    private static byte @Nullable [] address(String text) {
        return text.indexOf(':') < 0 ? v4(text) : v4Mapped(v6(text));
    }

    private static byte @Nullable [] v4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != V4) {
            return null;
        }
        byte[] bytes = new byte[V4];
        for (int i = 0; i < V4; i++) {
            int number = number(parts[i], 3);
            if (number < 0 || number > 255) {
                return null;
            }
            bytes[i] = (byte) number;
        }
        return bytes;
    }

    private static byte @Nullable [] v6(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return null;
        }
        byte[] head = groups(gap < 0 ? text : text.substring(0, gap));
        byte[] tail = gap < 0 ? new byte[0] : groups(text.substring(gap + 2));
        if (head == null || tail == null) {
            return null;
        }
        int length = head.length + tail.length;
        if (gap < 0 ? length != V6 : length > V6 - 2) {
            return null;
        }
        byte[] bytes = Arrays.copyOf(head, V6);
        System.arraycopy(tail, 0, bytes, V6 - tail.length, tail.length);
        return bytes;
    }

    /** Groups of hexadecimal digits between colons, the last of which may be an address of IPv4. */
    private static byte @Nullable [] groups(String text) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        String[] groups = text.split(":", -1);
        byte[] bytes = new byte[0];
        for (int i = 0; i < groups.length; i++) {
            boolean dotted = i == groups.length - 1 && groups[i].indexOf('.') > 0;
            byte[] group = dotted ? v4(groups[i]) : hex(groups[i]);
            if (group == null || bytes.length + group.length > V6) {
                return null;
            }
            bytes = Arrays.copyOf(bytes, bytes.length + group.length);
            System.arraycopy(group, 0, bytes, bytes.length - group.length, group.length);
        }
        return bytes;
    }

    private static byte @Nullable [] hex(String group) {
        if (group.isEmpty() || group.length() > 4) {
            return null;
        }
        int value = 0;
        for (int i = 0; i < group.length(); i++) {
            int digit = group.charAt(i) > 127 ? -1 : Character.digit(group.charAt(i), 16);
            if (digit < 0) {
                return null;
            }
            value = value << 4 | digit;
        }
        return new byte[] {(byte) (value >> 8), (byte) value};
    }

    private static byte @Nullable [] v4Mapped(byte @Nullable [] bytes) {
        if (bytes == null || bytes[10] != -1 || bytes[11] != -1) {
            return bytes;
        }
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return bytes;
            }
        }
        return Arrays.copyOfRange(bytes, V6 - V4, V6);
    }

    /** A decimal number, or -1. */
    private static int number(String text, int maxDigits) {
        if (text.isEmpty() || text.length() > maxDigits) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }
}
