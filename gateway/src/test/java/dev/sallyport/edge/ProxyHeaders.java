package dev.sallyport.edge;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** PROXY headers of version 2, made byte by byte. */
final class ProxyHeaders {

    private static final byte[] SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};

    private final ByteArrayOutputStream fields = new ByteArrayOutputStream();

    /** One field behind the addresses. */
    ProxyHeaders field(int type, byte[] value) {
        fields.write(type);
        fields.write(value.length >> 8);
        fields.write(value.length);
        fields.writeBytes(value);
        return this;
    }

    /** Amazon's field with the id of a VPC endpoint. */
    ProxyHeaders vpce(String id) {
        return field(0xEA, ("\u0001" + id).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** From a client to port 443 of an address of the same family. */
    byte[] from(String client) throws Exception {
        byte[] source = InetAddress.getByName(client).getAddress();
        ByteBuffer addresses = ByteBuffer.allocate(2 * source.length + 4);
        addresses.put(source).put(source).putShort((short) 50_000).putShort((short) 443);
        return header(0x21, source.length == 4 ? 0x11 : 0x21, addresses.array());
    }

    /** The same with a checksum. */
    byte[] fromWithChecksum(String client) throws Exception {
        byte[] all = field(0x03, new byte[4]).from(client);
        CRC32C sum = new CRC32C();
        sum.update(all);
        ByteBuffer.wrap(all).putInt(all.length - 4, (int) sum.getValue());
        return all;
    }

    /** Any header. */
    byte[] header(int command, int family, byte[] addresses) {
        int length = addresses.length + fields.size();
        return ByteBuffer.allocate(16 + length)
                .put(SIGNATURE)
                .put((byte) command)
                .put((byte) family)
                .putShort((short) length)
                .put(addresses)
                .put(fields.toByteArray())
                .array();
    }
}
