package dev.sallyport.functions.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One folder with unpacked code for each digest, shared by all environments that run it, made at the first use. A folder
 * gets its name when it is whole, so a crash leaves none that is half; and it is believed only as long as the machine has
 * not been restarted since, because nothing forces its bytes to the disk. All methods block.
 */
public final class CodeFolders {

    private static final Logger LOG = LoggerFactory.getLogger(CodeFolders.class);
    private static final String UNFINISHED = ".unpacking-";
    private static final String BOOT_SUFFIX = ".boot";

    private final Path root;
    private final Blobs blobs;
    private final long maxUnzippedBytes;
    private final String bootId = bootId();
    private final Map<String, Object> locks = new HashMap<>(); // guarded by itself

    /** Where zip files come from. */
    @FunctionalInterface
    public interface Blobs {

        /** The bytes of a digest, or null. May block. */
        byte @Nullable [] find(String digest);
    }

    /**
     * Makes the folder if it is missing.
     *
     * @param root belongs to this object; holds one folder per digest
     */
    public CodeFolders(Path root, Blobs blobs, long maxUnzippedBytes) {
        this.root = root;
        this.blobs = blobs;
        this.maxUnzippedBytes = maxUnzippedBytes;
    }

    /**
     * The folder of a digest; unpacks it when that has not happened. Several threads may ask at the same time.
     *
     * @param digest SHA-256 in lower-case hex
     * @throws BadPackageException when the zip file must not be unpacked
     * @throws IOException when there is no such blob or the disk refuses
     */
    public Path folderOf(String digest) throws IOException, BadPackageException {
        if (!digest.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not a SHA-256 in hex: " + digest);
        }
        Path folder = root.resolve(digest);
        Object lock;
        synchronized (locks) {
            lock = locks.computeIfAbsent(digest, key -> new Object());
        }
        synchronized (lock) {
            if (!isWhole(folder)) {
                unpack(digest, folder);
            }
        }
        return folder;
    }

    private boolean isWhole(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try {
            return Files.readString(bootFile(folder)).equals(bootId);
        } catch (IOException missing) {
            return false;
        }
    }

    private void unpack(String digest, Path folder) throws IOException, BadPackageException {
        byte[] zip = blobs.find(digest);
        if (zip == null) {
            throw new NoSuchFileException(digest, null, "the code of the function is not in the store");
        }
        ZipPackage code = ZipPackage.read(zip, maxUnzippedBytes);
        Files.createDirectories(root);
        Path unfinished = Files.createTempDirectory(root, UNFINISHED);
        try {
            code.unpack(unfinished);
            closeFolders(unfinished);
            delete(folder);
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
            Files.writeString(bootFile(folder), bootId);
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        } finally {
            delete(unfinished);
        }
    }

    private static Path bootFile(Path folder) {
        return folder.resolveSibling(folder.getFileName() + BOOT_SUFFIX);
    }

    /** Folders become read-only too, so that a function cannot change what others run (unless it runs as root). */
    private static void closeFolders(Path unfinished) throws IOException {
        Files.walkFileTree(unfinished, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                Files.setPosixFilePermissions(
                        folder, PosixFilePermissions.fromString(folder.equals(unfinished) ? "rwxr-xr-x" : "r-xr-xr-x"));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Deletes what a crash left half and the folders of all other digests. */
    public void retain(Set<String> digests) throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        List<Path> children;
        try (Stream<Path> listed = Files.list(root)) {
            children = listed.toList();
        }
        for (Path child : children) {
            String name = child.getFileName().toString();
            String digest = name.endsWith(BOOT_SUFFIX) ? name.substring(0, name.length() - BOOT_SUFFIX.length()) : name;
            boolean ours = digest.matches("[0-9a-f]{64}");
            if (name.startsWith(UNFINISHED) || (ours && !digests.contains(digest))) {
                delete(child);
                LOG.info("Deleted the unpacked code {}: no function uses it", name);
            }
        }
    }

    /** Deletes a file or a folder with all that is in it, also read-only folders; links are not followed. */
    public static void delete(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) throws IOException {
                // A process that is being ended may still tidy up here.
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static String bootId() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim();
        } catch (IOException notLinux) {
            // Believed for the life of this gateway only.
            ProcessHandle self = ProcessHandle.current();
            return self.pid() + "-"
                    + self.info().startInstant().map(Object::toString).orElse("");
        }
    }
}
