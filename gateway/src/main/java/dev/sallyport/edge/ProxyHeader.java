package dev.sallyport.edge;

import dev.sallyport.iam.IpRange;
import io.netty.buffer.ByteBuf;
import java.io.Serial;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy says at the beginning of a connection by the PROXY protocol, version 1 (a line) or 2 (binary). Stricter than
 * the protocol's text where that lets a receiver choose: only streams over IP, only addresses in their usual form, and
 * nothing that does not add up.
 *
 * @param client the client's IP address; null when the proxy speaks for itself or does not know
 * @param port that the client connected to; -1 without a client
 * @param secure whether the client speaks TLS to the proxy
 * @param vpcEndpointId by which VPC endpoint the client came to the proxy; null when the proxy does not say
 */
record ProxyHeader(
        @Nullable String client,
        int port,
        boolean secure,
        @Nullable String vpcEndpointId) {

    /** Of version 1, the end of the line included. */
    static final int MAX_LINE_BYTES = 107;

    /** Of version 2; the protocol allows 65,551, and what load balancers send has some hundreds. */
    static final int MAX_BINARY_BYTES = 4096;

    private static final byte[] LINE = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BINARY = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};
    private static final int FIXED_BYTES = 16;
    private static final int V4_BYTES = 12;
    private static final int V6_BYTES = 36;
    private static final int MAX_PORT = 65_535;

    private static final int TLV_HEAD_BYTES = 3;
    private static final int CHECKSUM = 0x03;
    private static final int TLS = 0x20;
    private static final int AWS = 0xEA;
    private static final int AWS_VPC_ENDPOINT = 0x01;
    private static final int CLIENT_SPEAKS_TLS = 0x01;

    private static final ProxyHeader OF_PROXY = new ProxyHeader(null, -1, false, null);

    /** The bytes are no header that is understood; the message says what is wrong. */
    static final class Malformed extends Exception {
        @Serial
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Reads a header from the start of what is readable, which is consumed when the header is complete.
     *
     * @return null when more bytes are needed
     */
    static @Nullable ProxyHeader read(ByteBuf bytes) throws Malformed {
        if (!bytes.isReadable()) {
            return null;
        }
        byte first = bytes.getByte(bytes.readerIndex());
        if (first == BINARY[0]) {
            return startsWith(bytes, BINARY) ? readBinary(bytes) : null;
        }
        if (first == LINE[0]) {
            return startsWith(bytes, LINE) ? readLine(bytes) : null;
        }
        throw new Malformed("no PROXY header");
    }

    /** Whether all of a prefix has come; what has come of it must fit. */
    private static boolean startsWith(ByteBuf bytes, byte[] prefix) throws Malformed {
        int count = Math.min(bytes.readableBytes(), prefix.length);
        for (int i = 0; i < count; i++) {
            if (bytes.getByte(bytes.readerIndex() + i) != prefix[i]) {
                throw new Malformed("no PROXY header");
            }
        }
        return count == prefix.length;
    }

    // ---- version 1

    private static @Nullable ProxyHeader readLine(ByteBuf bytes) throws Malformed {
        int start = bytes.readerIndex();
        int searched = Math.min(bytes.readableBytes(), MAX_LINE_BYTES);
        int end = bytes.indexOf(start, start + searched, (byte) '\n');
        if (end < 0) {
            if (searched == MAX_LINE_BYTES) {
                throw new Malformed("a line of more than " + MAX_LINE_BYTES + " bytes");
            }
            return null;
        }
        if (bytes.getByte(end - 1) != '\r') {
            throw new Malformed("a line that does not end with CR LF");
        }
        String line = bytes.toString(start, end - 1 - start, StandardCharsets.ISO_8859_1);
        bytes.readerIndex(end + 1);
        String[] words = line.split(" ", -1);
        if (words[1].equals("UNKNOWN")) {
            return OF_PROXY; // whatever follows says nothing
        }
        boolean isV6 = words[1].equals("TCP6");
        if ((!isV6 && !words[1].equals("TCP4")) || words.length != 6) {
            throw new Malformed("a line of another form than PROXY TCP4|TCP6 source destination port port");
        }
        String client = address(words[2], isV6);
        address(words[3], isV6);
        port(words[4]);
        return new ProxyHeader(client, port(words[5]), false, null);
    }

    private static String address(String text, boolean isV6) throws Malformed {
        String address = (text.indexOf(':') >= 0) == isV6 ? IpRange.canonical(text) : null;
        if (address == null) {
            throw new Malformed("an address that is none of its family");
        }
        return address;
    }

    private static int port(String text) throws Malformed {
        int port = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            port = c < '0' || c > '9' || port > MAX_PORT ? MAX_PORT + 1 : 10 * port + c - '0';
        }
        boolean padded = text.length() > 1 && text.charAt(0) == '0';
        if (text.isEmpty() || padded || port > MAX_PORT) {
            throw new Malformed("a port that is none");
        }
        return port;
    }

    // ---- version 2

    private static @Nullable ProxyHeader readBinary(ByteBuf bytes) throws Malformed {
        if (bytes.readableBytes() < FIXED_BYTES) {
            return null;
        }
        int start = bytes.readerIndex();
        int command = bytes.getUnsignedByte(start + 12);
        int family = bytes.getUnsignedByte(start + 13);
        int length = bytes.getUnsignedShort(start + 14);
        if (command != 0x20 && command != 0x21) {
            throw new Malformed("a version or command that is none");
        }
        if (FIXED_BYTES + length > MAX_BINARY_BYTES) {
            throw new Malformed("a header of more than " + MAX_BINARY_BYTES + " bytes");
        }
        boolean isLocal = command == 0x20;
        int addresses = addressBytes(family, isLocal, length);
        if (bytes.readableBytes() < FIXED_BYTES + length) {
            return null;
        }
        byte[] header = new byte[FIXED_BYTES + length];
        bytes.readBytes(header);
        if (isLocal || family == 0) {
            return OF_PROXY;
        }
        int ip = addresses == V4_BYTES ? 4 : 16;
        String client = address(header, ip);
        int port = unsignedShort(header, FIXED_BYTES + addresses - 2);
        return withDetails(client, port, header, FIXED_BYTES + addresses);
    }

    /** How long the addresses are; of unspecified ones nothing is read. */
    private static int addressBytes(int family, boolean isLocal, int length) throws Malformed {
        int addresses = switch (family) {
            case 0x00 -> 0;
            case 0x11 -> V4_BYTES;
            case 0x21 -> V6_BYTES;
            default -> -1;
        };
        if (addresses < 0 && isLocal) {
            return 0;
        }
        if (addresses < 0) {
            throw new Malformed("another family of addresses than streams over IPv4 and IPv6");
        }
        if (!isLocal && length < addresses) {
            throw new Malformed("a length that its addresses exceed");
        }
        return addresses;
    }

    private static String address(byte[] header, int length) {
        byte[] address = new byte[length];
        System.arraycopy(header, FIXED_BYTES, address, 0, length);
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address of " + length + " bytes", impossible);
        }
    }

    /** The fields behind the addresses, which have to fill the header to its last byte. */
    private static ProxyHeader withDetails(String client, int port, byte[] header, int from) throws Malformed {
        boolean secure = false;
        String vpcEndpointId = null;
        int at = from;
        while (at < header.length) {
            if (header.length - at < TLV_HEAD_BYTES) {
                throw new Malformed("a field that ends early");
            }
            int type = header[at] & 0xFF;
            int length = unsignedShort(header, at + 1);
            int value = at + TLV_HEAD_BYTES;
            if (length > header.length - value) {
                throw new Malformed("a field that is longer than the header");
            }
            switch (type) {
                case CHECKSUM -> verify(header, value, length);
                case TLS -> {
                    if (length < 5) {
                        throw new Malformed("a field of TLS that is too short");
                    }
                    secure = (header[value] & CLIENT_SPEAKS_TLS) != 0;
                }
                case AWS -> {
                    if (length > 1 && header[value] == AWS_VPC_ENDPOINT) {
                        vpcEndpointId = new String(header, value + 1, length - 1, StandardCharsets.ISO_8859_1);
                    }
                }
                default -> {}
            }
            at = value + length;
        }
        return new ProxyHeader(client, port, secure, vpcEndpointId);
    }

    /** The checksum of the whole header with its own bytes zero. */
    private static void verify(byte[] header, int value, int length) throws Malformed {
        if (length != 4) {
            throw new Malformed("a checksum of another length than 4");
        }
        CRC32C sum = new CRC32C();
        sum.update(header, 0, value);
        sum.update(new byte[4]);
        sum.update(header, value + length, header.length - value - length);
        long said = ((long) unsignedShort(header, value) << 16) | unsignedShort(header, value + 2);
        if (sum.getValue() != said) {
            throw new Malformed("a wrong checksum");
        }
    }

    private static int unsignedShort(byte[] bytes, int at) {
        return ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
    }
}
