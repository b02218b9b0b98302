package dev.sallyport.functions.code;

import static dev.sallyport.functions.code.BadPackageException.Problem.TOO_LARGE;
import static dev.sallyport.functions.code.BadPackageException.Problem.UNREADABLE;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A zip file that has been found safe to unpack: names stay inside, no name stands for two things, nothing goes through a
 * link, links point inside, all data is there, has the right checksum and stays below the limit. Sizes are counted while
 * unpacking and never taken from the file.
 */
public final class ZipPackage {

    private static final int MAX_ENTRIES = 100_000;
    private static final int MAX_LINK_BYTES = 1024;
    private static final int CHUNK_BYTES = 65_536;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    private static final Set<PosixFilePermission> PLAIN = PosixFilePermissions.fromString("r--r--r--");
    private static final Set<PosixFilePermission> EXECUTABLE = PosixFilePermissions.fromString("r-xr-xr-x");

    private final byte[] zip;
    private final List<ZipEntryInfo> entries;
    private final long unzippedBytes;

    private ZipPackage(byte[] zip, List<ZipEntryInfo> entries, long unzippedBytes) {
        this.zip = zip;
        this.entries = entries;
        this.unzippedBytes = unzippedBytes;
    }

    /** Where the bytes of an entry go. */
    private interface Sink {
        void write(byte[] bytes, int offset, int length) throws IOException;
    }

    /**
     * Checks a zip file; decompresses all of it to do so.
     *
     * @param maxUnzippedBytes the limit of the sum of all files
     * @throws BadPackageException tells the reason
     */
    public static ZipPackage read(byte[] zip, long maxUnzippedBytes) throws BadPackageException {
        List<ZipEntryInfo> entries = ZipDirectory.read(zip, MAX_ENTRIES);
        checkNames(entries);
        long total = 0;
        for (ZipEntryInfo entry : entries) {
            if (entry.symbolicLink()) {
                checkLink(entry, linkTarget(zip, entry));
            }
            if (!entry.folder()) {
                total += extract(zip, entry, maxUnzippedBytes - total, (bytes, offset, length) -> {});
            }
        }
        return new ZipPackage(zip, entries, total);
    }

    /** The sum of the sizes of all files. */
    public long unzippedBytes() {
        return unzippedBytes;
    }

    /**
     * Writes all files below an empty folder: read-only, executable where the archive says so; links last, so that
     * nothing can be written through one.
     */
    void unpack(Path root) throws IOException, BadPackageException {
        for (ZipEntryInfo entry : entries) {
            Path target = root.resolve(entry.path());
            if (entry.folder()) {
                Files.createDirectories(target);
            } else if (!entry.symbolicLink()) {
                Files.createDirectories(parent(target));
                try (OutputStream file = Files.newOutputStream(target)) {
                    extract(zip, entry, Long.MAX_VALUE, file::write);
                }
                Files.setPosixFilePermissions(target, entry.executable() ? EXECUTABLE : PLAIN);
            }
        }
        for (ZipEntryInfo entry : entries) {
            if (entry.symbolicLink()) {
                Path link = root.resolve(entry.path());
                Files.createDirectories(parent(link));
                Files.createSymbolicLink(link, Path.of(linkTarget(zip, entry)));
            }
        }
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("an entry always lies below a folder: " + path);
        }
        return parent;
    }

    /** A name stands for one thing, and what others lie below is a folder. */
    private static void checkNames(List<ZipEntryInfo> entries) throws BadPackageException {
        Map<String, Boolean> isFolder = new HashMap<>();
        for (ZipEntryInfo entry : entries) {
            if (entry.special() || (entry.method() != STORED && entry.method() != DEFLATED)) {
                throw new BadPackageException(UNREADABLE, "not a file, folder or link: " + entry.path());
            }
            StringBuilder parent = new StringBuilder();
            for (String segment : entry.segments().subList(0, entry.segments().size() - 1)) {
                parent.append(parent.isEmpty() ? "" : "/").append(segment);
                if (Boolean.FALSE.equals(isFolder.put(parent.toString(), true))) {
                    throw new BadPackageException(UNREADABLE, "both a file and a folder: " + parent);
                }
            }
            Boolean before = isFolder.put(entry.path(), entry.folder());
            if (before != null && !(before && entry.folder())) {
                throw new BadPackageException(UNREADABLE, "the name stands there twice: " + entry.path());
            }
        }
    }

    /**
     * A link may climb at its beginning only, and not above the root. Climbing later could start from wherever another
     * link leads, which the text does not tell.
     */
    private static void checkLink(ZipEntryInfo entry, String target) throws BadPackageException {
        int depth = entry.segments().size() - 1;
        boolean descended = false;
        boolean bad = target.isEmpty() || target.startsWith("/") || target.indexOf('\0') >= 0;
        for (String segment : target.split("/", -1)) {
            if (segment.equals("..")) {
                depth--;
                bad |= descended || depth < 0;
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                descended = true;
            }
        }
        if (bad) {
            throw new BadPackageException(UNREADABLE, "a link leaves the package: " + entry.path());
        }
    }

    private static String linkTarget(byte[] zip, ZipEntryInfo entry) throws BadPackageException {
        StringBuilder target = new StringBuilder();
        extract(
                zip,
                entry,
                MAX_LINK_BYTES,
                (bytes, offset, length) ->
                        target.append(new String(bytes, offset, length, StandardCharsets.ISO_8859_1)));
        return new String(target.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static long extract(byte[] zip, ZipEntryInfo entry, long limitBytes, Sink sink) throws BadPackageException {
        int offset = ZipDirectory.dataOffset(zip, entry);
        int length = (int) entry.compressedBytes();
        CRC32 crc = new CRC32();
        try {
            long size = entry.method() == STORED
                    ? copy(zip, offset, length, limitBytes, crc, sink)
                    : inflate(zip, offset, length, limitBytes, crc, sink);
            if (crc.getValue() != entry.crc()) {
                throw new BadPackageException(UNREADABLE, "wrong checksum: " + entry.path());
            }
            return size;
        } catch (DataFormatException damaged) {
            throw new BadPackageException(UNREADABLE, "damaged: " + entry.path());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static long copy(byte[] zip, int offset, int length, long limitBytes, CRC32 crc, Sink sink)
            throws IOException, BadPackageException {
        checkLimit(length, limitBytes);
        crc.update(zip, offset, length);
        sink.write(zip, offset, length);
        return length;
    }

    private static long inflate(byte[] zip, int offset, int length, long limitBytes, CRC32 crc, Sink sink)
            throws IOException, DataFormatException, BadPackageException {
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(zip, offset, length);
            byte[] chunk = new byte[CHUNK_BYTES];
            long size = 0;
            while (!inflater.finished()) {
                int count = inflater.inflate(chunk);
                if (count == 0 && !inflater.finished() && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new DataFormatException("cut off");
                }
                size += count;
                checkLimit(size, limitBytes);
                crc.update(chunk, 0, count);
                sink.write(chunk, 0, count);
            }
            return size;
        }
    }

    private static void checkLimit(long size, long limitBytes) throws BadPackageException {
        if (size > limitBytes) {
            throw new BadPackageException(TOO_LARGE, "more bytes than allowed");
        }
    }
}
