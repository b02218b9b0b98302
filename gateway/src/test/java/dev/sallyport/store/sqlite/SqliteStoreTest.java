package dev.sallyport.store.sqlite;

import static dev.sallyport.store.Samples.SCOPE;
import static dev.sallyport.store.Samples.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.Scope;
import dev.sallyport.model.Stage;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.store.Store.Change;
import dev.sallyport.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store does, on disk and in memory, and what only the one on disk does. */
class SqliteStoreTest {

    /** The contract of {@link Store}. */
    abstract static class Contract {

        private Store store;

        abstract Store open();

        @BeforeEach
        void openStore() {
            store = open();
        }

        @AfterEach
        void closeStore() {
            store.close();
        }

        @Test
        void findsWhatWasPutAndNothingElse() {
            put("dev");

            assertThat(find("dev")).contains(stage("dev"));
            assertThat(find("prod")).isEmpty();
            assertThat(find(new Scope("123456789012", "eu-west-1"), "dev")).isEmpty();
            assertThat(find(new Scope("000000000000", "us-east-1"), "dev")).isEmpty();
        }

        @Test
        void listsInOrderOfCreationEvenAfterAReplacement() {
            put("zeta");
            put("alpha");
            put("zeta");

            assertThat(names()).containsExactly("zeta", "alpha");
        }

        @Test
        void slicesAListInBothOrders() {
            for (String name : List.of("a", "b", "c", "d")) {
                put(name);
            }
            write(tx -> tx.put(Kind.STAGE, SCOPE, "api2", "other", stage("other")));
            write(tx -> tx.delete(Kind.STAGE, SCOPE, "api1", "b"));
            put("a");
            put("b");

            List<Store.Placed<Stage>> oldest = slice(Store.Order.OLDEST_FIRST, null, 2);
            assertThat(oldest).extracting(Store.Placed::entity).containsExactly(stage("a"), stage("c"));
            assertThat(slice(Store.Order.OLDEST_FIRST, oldest.getLast().place(), 9))
                    .extracting(Store.Placed::entity)
                    .containsExactly(stage("d"), stage("b"));
            List<Store.Placed<Stage>> newest = slice(Store.Order.NEWEST_FIRST, null, 1);
            assertThat(newest).extracting(Store.Placed::entity).containsExactly(stage("b"));
            assertThat(slice(Store.Order.NEWEST_FIRST, newest.getLast().place(), 2))
                    .extracting(Store.Placed::entity)
                    .containsExactly(stage("d"), stage("c"));
            assertThat(slice(Store.Order.OLDEST_FIRST, Long.MAX_VALUE, 2)).isEmpty();
        }

        private List<Store.Placed<Stage>> slice(Store.Order order, @Nullable Long after, int limit) {
            return store.read(tx -> tx.slice(Kind.STAGE, SCOPE, "api1", order, after, limit));
        }

        @Test
        void findsAnIdInAnyScope() {
            Scope other = new Scope("000000000000", "eu-west-1");
            write(tx -> tx.put(Kind.STAGE, other, "api2", "two", stage("two")));

            assertThat(store.<Boolean>read(tx -> tx.exists(Kind.STAGE, "two"))).isTrue();
            assertThat(store.<Boolean>read(tx -> tx.exists(Kind.STAGE, "one"))).isFalse();
            assertThat(store.<Boolean>read(tx -> tx.exists(Kind.RESOURCE, "two")))
                    .isFalse();
        }

        @Test
        void listsAllScopesAndParentsInOrderOfCreation() {
            Scope other = new Scope("000000000000", "eu-west-1");
            put("one");
            write(tx -> tx.put(Kind.STAGE, other, "api2", "two", stage("two")));

            assertThat(store.<List<Store.Entry<Stage>>>read(tx -> tx.listAll(Kind.STAGE)))
                    .containsExactly(
                            new Store.Entry<>(SCOPE, "api1", "one", stage("one")),
                            new Store.Entry<>(other, "api2", "two", stage("two")));
        }

        @Test
        void aTransactionReadsItsOwnWrites() {
            List<String> seen = store.write(tx -> {
                tx.put(Kind.STAGE, SCOPE, "api1", "dev", stage("dev"));
                tx.put(Kind.STAGE, SCOPE, "api1", "prod", stage("prod"));
                tx.delete(Kind.STAGE, SCOPE, "api1", "dev");
                return tx.list(Kind.STAGE, SCOPE, "api1").stream()
                        .map(Stage::stageName)
                        .toList();
            });

            assertThat(seen).containsExactly("prod");
        }

        @Test
        void nothingIsStoredWhenTheWorkThrows() {
            List<Change> told = new ArrayList<>();
            store.subscribe(told::addAll);

            assertThatThrownBy(() -> write(tx -> {
                        tx.put(Kind.STAGE, SCOPE, "api1", "dev", stage("dev"));
                        tx.putBlob("d1", new byte[] {1});
                        throw new IllegalArgumentException("no");
                    }))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no");

            assertThat(names()).isEmpty();
            assertThat(blob("d1")).isEmpty();
            assertThat(told).isEmpty();
            put("next");
            assertThat(names()).containsExactly("next");
        }

        @Test
        void deleteTellsWhetherThereWasOne() {
            put("dev");

            assertThat(store.<Boolean>write(tx -> tx.delete(Kind.STAGE, SCOPE, "api1", "dev")))
                    .isTrue();
            assertThat(store.<Boolean>write(tx -> tx.delete(Kind.STAGE, SCOPE, "api1", "dev")))
                    .isFalse();
        }

        @Test
        void deleteAllLeavesOtherParents() {
            put("dev");
            put("prod");
            write(tx -> tx.put(Kind.STAGE, SCOPE, "api2", "dev", stage("dev")));

            write(tx -> tx.deleteAll(Kind.STAGE, SCOPE, "api1"));

            assertThat(names()).isEmpty();
            assertThat(store.<List<Stage>>read(tx -> tx.list(Kind.STAGE, SCOPE, "api2")))
                    .hasSize(1);
        }

        @Test
        void subscribersHearCommittedChangesInOrderBeforeWriteReturns() {
            List<Change> told = new ArrayList<>();
            store.subscribe(told::addAll);

            write(tx -> {
                tx.put(Kind.STAGE, SCOPE, "api1", "a", stage("a"));
                tx.put(Kind.STAGE, SCOPE, "api1", "b", stage("b"));
            });
            write(tx -> tx.deleteAll(Kind.STAGE, SCOPE, "api1"));

            assertThat(told).extracting(Change::id).containsExactly("a", "b", "a", "b");
            assertThat(told).extracting(Change::deleted).containsExactly(false, false, true, true);
            assertThat(told).extracting(Change::sequence).isSorted().doesNotHaveDuplicates();
            assertThat(told).allSatisfy(change -> assertThat(change.kind()).isSameAs(Kind.STAGE));
        }

        @Test
        void aThrowingSubscriberDoesNotStopOthersOrUndoTheCommit() {
            List<Change> told = new ArrayList<>();
            store.subscribe(changes -> {
                throw new IllegalStateException("broken subscriber");
            });
            store.subscribe(told::addAll);

            put("dev");

            assertThat(told).hasSize(1);
            assertThat(names()).containsExactly("dev");
        }

        @Test
        void aSubscriberMayReadTheNewStateButNotWrite() {
            List<String> seen = new ArrayList<>();
            List<RuntimeException> refused = new ArrayList<>();
            store.subscribe(changes -> {
                seen.addAll(names());
                try {
                    put("from-the-subscriber");
                } catch (IllegalStateException e) {
                    refused.add(e);
                }
            });

            put("dev");

            assertThat(seen).containsExactly("dev");
            assertThat(refused).hasSize(1);
            assertThat(names()).containsExactly("dev");
        }

        @Test
        void subscribersHearConcurrentWritersInCommitOrder() throws Exception {
            List<Long> sequences = new ArrayList<>();
            store.subscribe(changes -> changes.forEach(change -> sequences.add(change.sequence())));

            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> writers = new ArrayList<>();
                for (int i = 0; i < 40; i++) {
                    String name = "stage" + i;
                    writers.add(threads.submit(() -> put(name)));
                }
                for (Future<?> writer : writers) {
                    writer.get(30, TimeUnit.SECONDS);
                }
            }

            assertThat(sequences).hasSize(40).isSorted().doesNotHaveDuplicates();
            assertThat(names()).hasSize(40);
        }

        @Test
        void transactionsDoNotNest() {
            assertThatThrownBy(() -> write(tx -> put("inner")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("inside a transaction");
            assertThat(names()).isEmpty();
        }

        @Test
        void anEndedTransactionRefusesToGoOn() {
            Store.Reader leaked = store.read(tx -> tx);

            assertThatThrownBy(() -> leaked.list(Kind.STAGE, SCOPE, "api1"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has ended");
        }

        @Test
        void blobsAreKeptOnce() {
            write(tx -> tx.putBlob("d1", new byte[] {1, 2, 3}));
            write(tx -> tx.putBlob("d1", new byte[] {9}));

            assertThat(blob("d1")).hasValueSatisfying(bytes -> assertThat(bytes).containsExactly(1, 2, 3));
            assertThat(blob("d2")).isEmpty();
        }

        @Test
        void aClosedStoreSaysSo() {
            store.close();

            assertThatThrownBy(this::names).isInstanceOf(StoreException.class).hasMessageContaining("closed");
            assertThatThrownBy(() -> put("dev"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("closed");
        }

        final Store store() {
            return store;
        }

        final void put(String name) {
            write(tx -> tx.put(Kind.STAGE, SCOPE, "api1", name, stage(name)));
        }

        final void write(java.util.function.Consumer<Store.Writer> work) {
            store.<Boolean>write(tx -> {
                work.accept(tx);
                return true;
            });
        }

        final Optional<Stage> find(String name) {
            return find(SCOPE, name);
        }

        private Optional<Stage> find(Scope scope, String name) {
            return store.read(tx -> Optional.ofNullable(tx.find(Kind.STAGE, scope, "api1", name)));
        }

        private Optional<byte[]> blob(String digest) {
            return store.read(tx -> Optional.ofNullable(tx.blob(digest)));
        }

        final List<String> names() {
            return store.read(tx -> tx.list(Kind.STAGE, SCOPE, "api1").stream()
                    .map(Stage::stageName)
                    .toList());
        }
    }

    /** A store in memory. */
    @Nested
    class InMemory extends Contract {
        @Override
        Store open() {
            return SqliteStore.inMemory();
        }
    }

    /** A store on disk. */
    @Nested
    class OnDisk extends Contract {

        @TempDir
        private Path folder;

        @Override
        Store open() {
            return SqliteStore.open(folder);
        }

        @Test
        void aReaderKeepsItsStateWhileTheWriterCommits() throws Exception {
            put("before");
            CountDownLatch reading = new CountDownLatch(1);
            CountDownLatch written = new CountDownLatch(1);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<List<Integer>> sizes = threads.submit(() -> store().<List<Integer>>read(tx -> {
                    int first = tx.list(Kind.STAGE, SCOPE, "api1").size();
                    reading.countDown();
                    await(written);
                    return List.of(first, tx.list(Kind.STAGE, SCOPE, "api1").size());
                }));
                await(reading);
                put("after");
                written.countDown();

                assertThat(sizes.get(30, TimeUnit.SECONDS)).containsExactly(1, 1);
            }
            assertThat(names()).containsExactly("before", "after");
        }

        @Test
        void manyReadersAndOneWriterGetAlongOnVirtualThreads() throws Exception {
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    String name = "stage" + i % 20;
                    all.add(i % 4 == 0 ? threads.submit(() -> put(name)) : threads.submit(this::names));
                }
                for (Future<?> one : all) {
                    one.get(30, TimeUnit.SECONDS);
                }
            }
        }

        @Test
        void everythingIsThereAfterReopening() {
            put("dev");
            put("prod");
            write(tx -> tx.putBlob("d1", new byte[] {7}));
            store().close();

            try (Store again = SqliteStore.open(folder)) {
                assertThat(again.<List<Stage>>read(tx -> tx.list(Kind.STAGE, SCOPE, "api1")))
                        .containsExactly(stage("dev"), stage("prod"));
            }
        }

        @Test
        void sequencesGrowAcrossRestarts() {
            List<Long> sequences = new ArrayList<>();
            store().subscribe(changes -> changes.forEach(change -> sequences.add(change.sequence())));
            put("dev");
            store().close();

            try (Store again = SqliteStore.open(folder)) {
                again.subscribe(changes -> changes.forEach(change -> sequences.add(change.sequence())));
                again.<Boolean>write(tx -> tx.delete(Kind.STAGE, SCOPE, "api1", "dev"));
            }

            assertThat(sequences).hasSize(2).isSorted().doesNotHaveDuplicates();
        }

        @Test
        void theWriteAheadLogIsEmptyAfterAClose() throws Exception {
            put("dev");
            store().close();

            assertThat(folder.resolve("sallyport.db-wal")).doesNotExist();
            assertThat(Files.readString(folder.resolve("sallyport.lock")).strip())
                    .isEqualTo(Long.toString(ProcessHandle.current().pid()));
        }

        private static void await(CountDownLatch latch) {
            try {
                assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
