package dev.sallyport.store.sqlite;

import static dev.sallyport.store.Samples.SCOPE;
import static dev.sallyport.store.Samples.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.Stage;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.store.StoreException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a killed process leaves behind, and who may use a folder. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
class DurabilityTest {

    private static final String PARENT = "api1";

    /** One folder for all rounds: each round goes on from what the kill before left. */
    @TempDir
    private static Path folder;

    private final Set<String> answered = new HashSet<>();
    private final Set<String> deleted = new HashSet<>();

    /** What the writer deletes next, when its last answer was that it put it. */
    private String deletedNext = "";

    @RepeatedTest(6)
    void aKilledProcessLosesNothingItAnswered(RepetitionInfo round) throws Exception {
        int answers = 20 + new Random(round.getCurrentRepetition()).nextInt(150);
        try (ChildProcess child =
                ChildProcess.start(EndlessWriter.class, folder.toString(), "r" + round.getCurrentRepetition())) {
            BufferedReader output = child.output();
            for (int i = 0; i < answers; i++) {
                note(output.readLine());
            }
            child.kill();
            // What was still in the pipe had been answered too.
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                note(line);
            }
        }

        assertThat(integrityCheck()).isEqualTo("ok");
        try (Store store = SqliteStore.open(folder)) {
            Set<String> stored = new HashSet<>();
            List<Stage> stages = store.read(tx -> tx.list(Kind.STAGE, SCOPE, PARENT));
            stages.forEach(stage -> stored.add(stage.stageName()));
            if (!stored.contains(deletedNext)) {
                // Its deletion was durable before the kill came between that and the answer.
                answered.remove(deletedNext);
            }
            assertThat(stored).containsAll(answered).doesNotContainAnyElementsOf(deleted);
            store.<Boolean>write(tx -> {
                tx.put(Kind.STAGE, SCOPE, PARENT, "after-the-kill", stage("after-the-kill"));
                return true;
            });
        }
    }

    private void note(String line) {
        assertThat(line).as("a line of the child").matches("(put|deleted) \\S+");
        String name = line.substring(line.indexOf(' ') + 1);
        deletedNext = "";
        if (line.startsWith("put")) {
            answered.add(name);
            if (EndlessWriter.deletes(Integer.parseInt(name.substring(name.indexOf('-') + 1)))) {
                deletedNext = name;
            }
        } else {
            answered.remove(name);
            deleted.add(name);
        }
    }

    private String integrityCheck() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("sallyport.db"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA integrity_check")) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void aSecondProcessIsRefusedByTheFirstOnesPid(@TempDir Path shared) throws Exception {
        try (ChildProcess child = ChildProcess.start(EndlessWriter.class, shared.toString(), "x")) {
            child.output().readLine();

            assertThatThrownBy(() -> SqliteStore.open(shared))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(shared.toRealPath().toString())
                    .hasMessageContaining("process " + child.pid())
                    .hasMessageContaining("--data FOLDER");
        }
        SqliteStore.open(shared).close();
    }

    @Test
    void aSecondStoreInTheSameProcessIsRefusedAndDoesNotBreakTheLock(@TempDir Path shared) throws Exception {
        try (Store first = SqliteStore.open(shared)) {
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> SqliteStore.open(shared))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining(
                                "process " + ProcessHandle.current().pid());
            }
            try (ChildProcess child = ChildProcess.start(EndlessWriter.class, shared.toString(), "x")) {
                assertThat(child.output().readLine())
                        .contains("in use by process " + ProcessHandle.current().pid());
            }
            assertThat(first.<List<Stage>>read(tx -> tx.list(Kind.STAGE, SCOPE, PARENT)))
                    .isEmpty();
        }
    }

    /** Writes numbered entities, deletes every fifth again, and prints each once the store has answered. */
    static final class EndlessWriter {

        private EndlessWriter() {}

        public static void main(String[] arguments) throws IOException {
            try (Store store = SqliteStore.open(Path.of(arguments[0]))) {
                for (int i = 0; ; i++) {
                    String name = arguments[1] + "-" + i;
                    store.<Boolean>write(tx -> {
                        tx.put(Kind.STAGE, SCOPE, PARENT, name, stage(name));
                        return true;
                    });
                    answer("put " + name);
                    if (deletes(i)) {
                        store.<Boolean>write(tx -> tx.delete(Kind.STAGE, SCOPE, PARENT, name));
                        answer("deleted " + name);
                    }
                }
            } catch (StoreException e) {
                answer(e.toString());
            }
        }

        static boolean deletes(int i) {
            return i % 5 == 0;
        }

        private static void answer(String line) throws IOException {
            System.out.write((line + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
            System.out.flush();
        }
    }
}
