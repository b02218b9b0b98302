package dev.sallyport.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.functions.code.BadPackageException;
import dev.sallyport.functions.code.CodeFolders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R3.11, R3.12: hostile and damaged packages. */
class CodePackagesTest {

    private static final String UNREADABLE =
            "Could not unzip uploaded file. Please check your file, then try to upload again.";

    private static void assertUnreadable(byte[] zip) {
        assertThat(CodePackages.check(zip).problem()).isEqualTo(UNREADABLE);
        assertThat(CodePackages.check(zip).unzippedBytes()).isZero();
    }

    /** R3.12: the size of what is in it. */
    @Test
    void tellsTheUnzippedSize() {
        byte[] zip = Zips.of("a.txt", "12345", "b/c.txt", "6789", "empty", "");
        assertThat(CodePackages.check(zip)).isEqualTo(new CodePackages.Check(9, null, null));
    }

    /** R3.11: names that leave the package. */
    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "/etc/evil", "a/..", "..\\evil", "\\evil", "a\0b"})
    void refusesNamesThatLeaveThePackage(String name) {
        assertUnreadable(Zips.of("fine", "x", name, "x"));
    }

    /** R3.11: one name for two things. */
    @Test
    void refusesNamesThatStandForTwoThings() {
        assertUnreadable(new Zips.Builder()
                .add("a", "x", Zips.PLAIN)
                .add("./a", "y", Zips.PLAIN)
                .toBytes());
        assertUnreadable(Zips.of("a", "x", "a/b", "y"));
        assertUnreadable(Zips.of("a/b", "x", "a", "y"));
    }

    /** R3.11: links that lead outside, or through which files would be written. */
    @ParameterizedTest
    @ValueSource(strings = {"/etc", "..", "../..", "sub/../../..", "x/..", ""})
    void refusesLinksThatLeadOutside(String target) {
        assertUnreadable(new Zips.Builder().add("link", target, Zips.LINK).toBytes());
    }

    @Test
    void refusesFilesBelowALink() {
        assertUnreadable(new Zips.Builder()
                .add("link", "sub", Zips.LINK)
                .add("link/file", "x", Zips.PLAIN)
                .toBytes());
    }

    /** R3.12: a bomb is stopped where the limit is, and by its real bytes. */
    @Test
    void refusesABomb() {
        byte[] zeros = new byte[90_000_000];
        byte[] zip = new Zips.Builder()
                .add("a", zeros, Zips.PLAIN)
                .add("b", zeros, Zips.PLAIN)
                .add("c", zeros, Zips.PLAIN)
                .toBytes();
        assertThat(zip.length).isLessThan(300_000);
        assertThat(CodePackages.check(zip).problem()).isEqualTo("Unzipped size must be smaller than 262144000 bytes");
    }

    /** R3.11: anything but a whole zip file. */
    @Test
    void refusesDamagedFiles() {
        assertUnreadable("not a zip file, but long enough to be one".getBytes(StandardCharsets.UTF_8));
        assertUnreadable(new byte[0]);
        byte[] zip = Zips.of("a.txt", "some text that is compressed, compressed, compressed");
        for (int cut = 1; cut < zip.length; cut++) {
            assertUnreadable(java.util.Arrays.copyOf(zip, cut));
        }
        byte[] flipped = zip.clone();
        flipped[40] ^= 1;
        assertUnreadable(flipped);
    }

    /** Every single damaged byte is either refused or harmless: nothing but the two outcomes. */
    @Test
    void neverFailsOtherwise() {
        byte[] zip = new Zips.Builder()
                .add("a.txt", "text", Zips.PLAIN)
                .add("b", "a.txt", Zips.LINK)
                .toBytes();
        for (int i = 0; i < zip.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = zip.clone();
                damaged[i] ^= (byte) (1 << bit);
                assertThat(CodePackages.check(damaged).unzippedBytes()).isBetween(0L, 1000L);
            }
        }
    }

    @Test
    void refusesAPackageWithoutEntries() {
        byte[] empty = new byte[22];
        empty[0] = 'P';
        empty[1] = 'K';
        empty[2] = 5;
        empty[3] = 6;
        assertThat(CodePackages.check(empty).problem()).isEqualTo("Uploaded file must be a non-empty zip");
    }

    /** 4.4: unpacked once for all, read-only, with the executable bit and inner links. */
    @Test
    void unpacksOnceForConcurrentUsers(@TempDir Path folder) throws IOException, BadPackageException {
        byte[] zip = new Zips.Builder()
                .add("bootstrap", "#!/bin/sh\n", Zips.EXECUTABLE)
                .add("lib/data.txt", "data", Zips.PLAIN)
                .add("lib/link", "../bootstrap", Zips.LINK)
                .toBytes();
        String digest = HexFormat.of().formatHex(HostFixture.sha256(zip));
        AtomicInteger fetched = new AtomicInteger();
        CodeFolders folders = new CodeFolders(
                folder.resolve("code"),
                wanted -> {
                    fetched.incrementAndGet();
                    return zip;
                },
                FunctionLimits.MAX_UNZIPPED_BYTES);
        List<CompletableFuture<Path>> users = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            users.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return folders.folderOf(digest);
                } catch (IOException | BadPackageException failed) {
                    throw new IllegalStateException(failed);
                }
            }));
        }
        Path code = users.getFirst().join();
        users.forEach(user -> assertThat(user.join()).isEqualTo(code));
        assertThat(fetched).hasValue(1);
        assertThat(code.resolve("bootstrap")).isExecutable();
        assertThat(Files.getPosixFilePermissions(code.resolve("lib/data.txt"))).hasSize(3);
        assertThat(code.resolve("lib/link")).isSymbolicLink().hasContent("#!/bin/sh\n");

        Files.createDirectories(folder.resolve("code/.unpacking-123"));
        folders.retain(Set.of(digest));
        assertThat(code).isDirectory();
        folders.retain(Set.of());
        assertThat(folder.resolve("code")).isEmptyDirectory();
    }

    @Test
    void tellsThatTheCodeIsGone(@TempDir Path folder) {
        CodeFolders folders = new CodeFolders(folder, digest -> null, 1);
        assertThatThrownBy(() -> folders.folderOf("0".repeat(64))).isInstanceOf(IOException.class);
    }
}
