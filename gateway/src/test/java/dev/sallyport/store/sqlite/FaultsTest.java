package dev.sallyport.store.sqlite;

import static dev.sallyport.store.Samples.SCOPE;
import static dev.sallyport.store.Samples.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.Stage;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Full disks, failed writes and folders that cannot be used. */
@Timeout(60)
class FaultsTest {

    private static final int BIG = 12 * 1024 * 1024;

    @TempDir
    private Path folder;

    @Test
    void aFullDiskRefusesTheWriteAndTheNextOneWorksWhenThereIsSpace() {
        try (SqliteStore store = SqliteStore.open(folder)) {
            put(store, "before");
            store.limitPages(40);

            assertThatThrownBy(() -> putBlob(store, "big", 1_000_000))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("No space left")
                    .hasMessageContaining("no restart is needed");
            assertThat(names(store)).containsExactly("before");
            put(store, "small");

            store.limitPages(1_000_000);
            putBlob(store, "big", 1_000_000);
            assertThat(names(store)).containsExactly("before", "small");
            assertThat(store.<Optional<byte[]>>read(tx -> Optional.ofNullable(tx.blob("big"))))
                    .hasValueSatisfying(bytes -> assertThat(bytes).hasSize(1_000_000));
        }
    }

    @Test
    void workThatSwallowsAFailureIsNotCommitted() {
        try (SqliteStore store = SqliteStore.open(folder)) {
            store.limitPages(40);

            assertThatThrownBy(() -> store.<Boolean>write(tx -> {
                        tx.put(Kind.STAGE, SCOPE, "api1", "half", stage("half"));
                        List<StoreException> swallowed = new ArrayList<>();
                        try {
                            tx.putBlob("big", new byte[1_000_000]);
                        } catch (StoreException e) {
                            swallowed.add(e);
                        }
                        return swallowed.isEmpty();
                    }))
                    .isInstanceOf(StoreException.class);

            assertThat(names(store)).isEmpty();
        }
    }

    /** A file-size limit of the operating system makes the write of the log fail in the middle of the commit. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aCommitThatFailsHalfWayIsNotStoredAndDoesNotComeBack() throws Exception {
        List<String> limited = List.of("bash", "-c", "ulimit -f 8192 && exec \"$0\" \"$@\"");
        try (ChildProcess child = ChildProcess.start(limited, FailingCommit.class, folder.toString())) {
            assertThat(child.output().lines().toList())
                    .containsExactly("put before", "refused", "[before]", "put after", "[before, after]", "killed");
        }

        try (Store store = SqliteStore.open(folder)) {
            assertThat(names(store)).containsExactly("before", "after");
            assertThat(store.<Boolean>read(tx -> tx.blob("big") == null)).isTrue();
        }
    }

    @Test
    void aFolderThatCannotBeMadeSaysWhichAndWhatToDo() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");

        for (Path unusable : List.of(file, file.resolve("below"))) {
            assertThatThrownBy(() -> SqliteStore.open(unusable))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("The data folder " + unusable + " cannot be used")
                    .hasMessageContaining("--data FOLDER");
        }
    }

    @Test
    void foldersWithStrangeNamesWork() {
        Path strange = folder.resolve("a b?c#d%41 ü").resolve("deep");

        try (Store store = SqliteStore.open(strange)) {
            put(store, "dev");
        }

        assertThat(strange.resolve("sallyport.db")).isNotEmptyFile();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aNewFolderIsTheOwnersOnly() throws Exception {
        Path fresh = folder.resolve("fresh");

        SqliteStore.open(fresh).close();

        assertThat(Files.getPosixFilePermissions(fresh)).hasToString("[OWNER_READ, OWNER_WRITE, OWNER_EXECUTE]");
    }

    private static void put(Store store, String name) {
        store.<Boolean>write(tx -> {
            tx.put(Kind.STAGE, SCOPE, "api1", name, stage(name));
            return true;
        });
    }

    private static void putBlob(Store store, String digest, int size) {
        store.<Boolean>write(tx -> {
            tx.putBlob(digest, new byte[size]);
            return true;
        });
    }

    private static List<String> names(Store store) {
        return store.read(tx -> tx.list(Kind.STAGE, SCOPE, "api1").stream()
                .map(Stage::stageName)
                .toList());
    }

    /** Writes more than its limit allows, then something small, and dies without closing. */
    static final class FailingCommit {

        private FailingCommit() {}

        public static void main(String[] arguments) {
            SqliteStore store = SqliteStore.open(Path.of(arguments[0]));
            put(store, "before");
            System.out.println("put before");
            try {
                store.<Boolean>write(tx -> {
                    tx.put(Kind.STAGE, SCOPE, "api1", "refused", stage("refused"));
                    tx.putBlob("big", new byte[BIG]);
                    return true;
                });
                System.out.println("accepted");
            } catch (StoreException e) {
                System.out.println(e.toString().contains("nothing was stored") ? "refused" : e.toString());
            }
            System.out.println(names(store));
            put(store, "after");
            System.out.println("put after");
            System.out.println(names(store));
            System.out.println("killed");
            Runtime.getRuntime().halt(1);
        }
    }
}
