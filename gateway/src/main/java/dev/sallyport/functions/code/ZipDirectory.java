package dev.sallyport.functions.code;

import static dev.sallyport.functions.code.BadPackageException.Problem.EMPTY;
import static dev.sallyport.functions.code.BadPackageException.Problem.UNREADABLE;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the central directory of a zip file. Of our own because the JDK's stream reader does not see the central directory,
 * which holds the permission bits and the file types. Believes nothing that the file says about sizes.
 */
final class ZipDirectory {

    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int END64_LOCATOR_SIGNATURE = 0x07064b50;
    private static final int END64_LOCATOR_BYTES = 20;
    private static final int END64_SIGNATURE = 0x06064b50;
    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int ENTRY_BYTES = 46;
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int MAX_COMMENT_BYTES = 0xffff;
    private static final long IN_EXTRA = 0xffffffffL;
    private static final int ZIP64_EXTRA = 1;
    private static final int ENCRYPTED = 1;
    private static final int UNIX = 3;
    private static final int MAX_SEGMENT_BYTES = 255;
    private static final int MAX_NAME_BYTES = 2048;

    private final ByteBuffer zip;
    private final int maxEntries;

    private ZipDirectory(byte[] zip, int maxEntries) {
        this.zip = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        this.maxEntries = maxEntries;
    }

    static List<ZipEntryInfo> read(byte[] zip, int maxEntries) throws BadPackageException {
        try {
            return new ZipDirectory(zip, maxEntries).entries();
        } catch (IndexOutOfBoundsException truncated) {
            throw new BadPackageException(UNREADABLE, "the zip file is cut off");
        }
    }

    /** Where the bytes of an entry begin: behind its local header, whose lengths may differ from the directory's. */
    static int dataOffset(byte[] zip, ZipEntryInfo entry) throws BadPackageException {
        ByteBuffer buffer = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        long offset = entry.localHeaderOffset();
        if (offset < 0 || offset > zip.length - LOCAL_BYTES || buffer.getInt((int) offset) != LOCAL_SIGNATURE) {
            throw new BadPackageException(UNREADABLE, "no local header for " + entry.path());
        }
        int start = (int) offset;
        long data = start + LOCAL_BYTES + unsigned(buffer, start + 26) + (long) unsigned(buffer, start + 28);
        if (data > zip.length || entry.compressedBytes() < 0 || entry.compressedBytes() > zip.length - data) {
            throw new BadPackageException(UNREADABLE, "the data of " + entry.path() + " is cut off");
        }
        return (int) data;
    }

    private List<ZipEntryInfo> entries() throws BadPackageException {
        int end = findEnd();
        long count = unsigned(zip, end + 10);
        long offset = zip.getInt(end + 16) & IN_EXTRA;
        int locator = end - END64_LOCATOR_BYTES;
        if ((count == 0xffff || offset == IN_EXTRA) && locator >= 0 && zip.getInt(locator) == END64_LOCATOR_SIGNATURE) {
            int end64 = position(zip.getLong(locator + 8));
            if (zip.getInt(end64) != END64_SIGNATURE) {
                throw new BadPackageException(UNREADABLE, "no end record where its locator points");
            }
            count = zip.getLong(end64 + 32);
            offset = zip.getLong(end64 + 48);
        }
        if (count == 0) {
            throw new BadPackageException(EMPTY, "the zip file has no entries");
        }
        if (count < 0 || count > maxEntries) {
            throw new BadPackageException(UNREADABLE, "more than " + maxEntries + " entries: " + count);
        }
        List<ZipEntryInfo> entries = new ArrayList<>();
        int position = position(offset);
        for (long i = 0; i < count; i++) {
            position = entry(position, entries);
        }
        return entries;
    }

    private int position(long offset) throws BadPackageException {
        if (offset < 0 || offset >= zip.capacity()) {
            throw new BadPackageException(UNREADABLE, "the directory lies outside of the file");
        }
        return (int) offset;
    }

    private int findEnd() throws BadPackageException {
        int lowest = Math.max(0, zip.capacity() - END_BYTES - MAX_COMMENT_BYTES);
        for (int i = zip.capacity() - END_BYTES; i >= lowest; i--) {
            if (zip.getInt(i) == END_SIGNATURE) {
                return i;
            }
        }
        throw new BadPackageException(UNREADABLE, "not a zip file");
    }

    private int entry(int start, List<ZipEntryInfo> entries) throws BadPackageException {
        if (zip.getInt(start) != ENTRY_SIGNATURE) {
            throw new BadPackageException(UNREADABLE, "the directory is damaged");
        }
        int flags = unsigned(zip, start + 8);
        int nameBytes = unsigned(zip, start + 28);
        int extraBytes = unsigned(zip, start + 30);
        int commentBytes = unsigned(zip, start + 32);
        byte[] name = new byte[nameBytes];
        zip.get(start + ENTRY_BYTES, name);
        boolean unix = (unsigned(zip, start + 4) >> 8) == UNIX;
        int mode = unix ? zip.getInt(start + 38) >>> 16 : 0;
        long size = zip.getInt(start + 24) & IN_EXTRA;
        long compressed = zip.getInt(start + 20) & IN_EXTRA;
        long offset = zip.getInt(start + 42) & IN_EXTRA;
        if (compressed == IN_EXTRA || offset == IN_EXTRA) {
            int field = zip64Field(start + ENTRY_BYTES + nameBytes, extraBytes) + (size == IN_EXTRA ? Long.BYTES : 0);
            if (compressed == IN_EXTRA) {
                compressed = zip.getLong(field);
                field += Long.BYTES;
            }
            offset = offset == IN_EXTRA ? zip.getLong(field) : offset;
        }
        String path = new String(name, StandardCharsets.UTF_8).replace('\\', '/');
        if ((flags & ENCRYPTED) != 0) {
            throw new BadPackageException(UNREADABLE, "the zip file is encrypted");
        }
        List<String> segments = segments(path, nameBytes);
        // Some writers put the root itself into the archive ("./").
        if (!segments.isEmpty()) {
            entries.add(new ZipEntryInfo(
                    segments,
                    path.endsWith("/"),
                    mode,
                    unsigned(zip, start + 10),
                    zip.getInt(start + 16) & IN_EXTRA,
                    compressed,
                    offset));
        }
        return start + ENTRY_BYTES + nameBytes + extraBytes + commentBytes;
    }

    private int zip64Field(int extra, int extraBytes) throws BadPackageException {
        int position = extra;
        while (position + 4 <= extra + extraBytes) {
            if (unsigned(zip, position) == ZIP64_EXTRA) {
                return position + 4;
            }
            position += 4 + unsigned(zip, position + 2);
        }
        throw new BadPackageException(UNREADABLE, "a size is missing");
    }

    private static List<String> segments(String path, int nameBytes) throws BadPackageException {
        if (nameBytes > MAX_NAME_BYTES || path.startsWith("/") || path.indexOf('\0') >= 0) {
            throw new BadPackageException(UNREADABLE, "a name is absolute, too long or not a path: " + path);
        }
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..") || segment.getBytes(StandardCharsets.UTF_8).length > MAX_SEGMENT_BYTES) {
                throw new BadPackageException(UNREADABLE, "a name leaves the package or is too long: " + path);
            }
            if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        return segments;
    }

    private static int unsigned(ByteBuffer buffer, int position) {
        return Short.toUnsignedInt(buffer.getShort(position));
    }
}
