package dev.sallyport.functions;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes deployment packages. */
final class Zips {

    static final int EXECUTABLE = 0100755;
    static final int PLAIN = 0100644;
    static final int LINK = 0120777;

    private Zips() {}

    /** Plain files by name. */
    static byte[] of(String... namesAndTexts) {
        Builder builder = new Builder();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            builder.add(namesAndTexts[i], namesAndTexts[i + 1], PLAIN);
        }
        return builder.toBytes();
    }

    /** A package with an executable {@code bootstrap}. */
    static byte[] bootstrap(String script) {
        return new Builder().add("bootstrap", script, EXECUTABLE).toBytes();
    }

    /** The JDK writes no Unix modes, so they are put into the central directory afterwards. */
    static final class Builder {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final ZipOutputStream zip = new ZipOutputStream(bytes);
        private final Map<String, Integer> modes = new java.util.LinkedHashMap<>();

        Builder add(String name, String text, int mode) {
            return add(name, text.getBytes(StandardCharsets.UTF_8), mode);
        }

        Builder add(String name, byte[] content, int mode) {
            try {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(content);
                zip.closeEntry();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            modes.put(name, mode);
            return this;
        }

        byte[] toBytes() {
            try {
                zip.close();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            byte[] all = bytes.toByteArray();
            java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(all).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            int at = buffer.getInt(all.length - 22 + 16);
            for (int mode : modes.values()) {
                buffer.putShort(at + 4, (short) (3 << 8 | 20));
                buffer.putInt(at + 38, mode << 16);
                at += 46 + buffer.getShort(at + 28) + buffer.getShort(at + 30) + buffer.getShort(at + 32);
            }
            return all;
        }
    }
}
