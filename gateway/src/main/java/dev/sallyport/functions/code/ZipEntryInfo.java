package dev.sallyport.functions.code;

import java.util.List;

/**
 * One entry of the central directory.
 *
 * @param segments the path, at least one segment, none of them empty, {@code .} or {@code ..}
 * @param unixMode type and permission bits, 0 when the archive was not made on Unix
 * @param method 0 stored, 8 deflated
 */
record ZipEntryInfo(
        List<String> segments,
        boolean folder,
        int unixMode,
        int method,
        long crc,
        long compressedBytes,
        long localHeaderOffset) {

    private static final int TYPE_MASK = 0170000;
    private static final int SYMBOLIC_LINK = 0120000;
    private static final int REGULAR_FILE = 0100000;
    private static final int OWNER_MAY_EXECUTE = 0100;

    boolean symbolicLink() {
        return (unixMode & TYPE_MASK) == SYMBOLIC_LINK;
    }

    /** Devices, pipes and sockets have no place in a package. */
    boolean special() {
        int type = unixMode & TYPE_MASK;
        return !folder && type != 0 && type != REGULAR_FILE && type != SYMBOLIC_LINK;
    }

    boolean executable() {
        return (unixMode & OWNER_MAY_EXECUTE) != 0;
    }

    String path() {
        return String.join("/", segments);
    }
}
