package dev.sallyport.control.rest.sdk;

import dev.sallyport.control.ServiceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The files of a package, sorted, as a zip archive. */
final class Archive {

    private final Map<String, String> files = new TreeMap<>();
    private final String root;

    /** @param root the folder that holds everything, with a slash at its end */
    Archive(String root) {
        this.root = root;
    }

    /** Adds a file; its path begins below the root. */
    void add(String path, String text) {
        if (files.put(root + path, text) != null) {
            throw ServiceException.badRequest("The SDK would have two files called " + path);
        }
    }

    /** Adds a file that is the same in every package. */
    void copy(String path, String resource) {
        add(path, Template.text(resource));
    }

    /** The texts by path. */
    Map<String, String> files() {
        return files;
    }

    /** @param time of all files */
    byte[] zip(Instant time) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setTimeLocal(time.atOffset(ZoneOffset.UTC).toLocalDateTime());
                zip.putNextEntry(entry);
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
