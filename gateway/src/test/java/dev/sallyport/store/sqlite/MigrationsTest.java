package dev.sallyport.store.sqlite;

import static dev.sallyport.store.Samples.SCOPE;
import static dev.sallyport.store.Samples.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sallyport.model.Model;
import dev.sallyport.model.Stage;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.store.StoreException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {

    private static final String FIRST = Migrations.resource("0001-initial.sql");
    private static final String SECOND = Migrations.resource("0002-default-models.sql");
    private static final String THIRD = Migrations.resource("0003-indexes.sql");
    private static final String LATER =
            "ALTER TABLE entity ADD COLUMN note TEXT;\nUPDATE entity SET note = 'migrated';\n";

    @TempDir
    private Path folder;

    @Test
    void aFolderOfFormat1OpensWithTheSameContent() throws Exception {
        restoreFormat1();

        try (Store store = SqliteStore.open(folder)) {
            assertThat(store.<List<Stage>>read(tx -> tx.list(Kind.STAGE, SCOPE, "api1")))
                    .containsExactly(stage("dev"), stage("prod"));
            assertThat(store.<Optional<byte[]>>read(tx -> Optional.ofNullable(tx.blob("d1"))))
                    .hasValueSatisfying(bytes -> assertThat(bytes).containsExactly(1, 2, 3));
            store.<Boolean>write(tx -> tx.delete(Kind.STAGE, SCOPE, "api1", "dev"));
        }
    }

    @Test
    @DisplayName("R7.5: APIs of format 1 get the default models, as a new API has them")
    void apisOfFormat1GetTheDefaultModels() throws Exception {
        restoreFormat1();
        try (SqliteSession session = SqliteSession.open(url())) {
            for (String id : List.of("api1", "api2")) {
                session.execute("INSERT INTO entity (kind, account, region, parent, id, version, body) VALUES"
                        + " ('rest-api', '123456789012', 'us-east-1', '', '" + id + "', 1, '{}')");
            }
        }

        try (Store store = SqliteStore.open(folder)) {
            for (String id : List.of("api1", "api2")) {
                List<Model> models = store.read(tx -> tx.list(Kind.MODEL, SCOPE, id));
                assertThat(models)
                        .extracting(Model::name, Model::contentType, Model::description)
                        .containsExactly(
                                tuple("Empty", "application/json", "This is a default empty schema model"),
                                tuple("Error", "application/json", "This is a default error schema model"));
                assertThat(models).allSatisfy(model -> assertThat(model.id()).matches("[a-z0-9]{6}"));
                assertThat(models).extracting(Model::id).doesNotHaveDuplicates();
                assertThat(models.getLast().schema()).isEqualTo("""
                                {
                                  "$schema" : "http://json-schema.org/draft-04/schema#",
                                  "title" : "Error Schema",
                                  "type" : "object",
                                  "properties" : {
                                    "message" : { "type" : "string" }
                                  }
                                }""");
            }
        }
    }

    @Test
    void listsAndIdsAreReadByIndexes() throws Exception {
        SqliteStore.open(folder).close();
        try (SqliteSession session = SqliteSession.open(url())) {
            String list = "SELECT body FROM entity WHERE kind = ? AND account = ? AND region = ? AND parent = ?";
            assertThat(plan(session, list + " ORDER BY ordinal"))
                    .contains("USING INDEX entity_by_age")
                    .doesNotContain("TEMP B-TREE");
            assertThat(plan(session, list + " AND id = ?")).contains("sqlite_autoindex_entity_1");
            assertThat(plan(session, "SELECT 1 FROM entity WHERE kind = ? AND id = ? LIMIT 1"))
                    .contains("entity_by_id");
        }
    }

    private static String plan(SqliteSession session, String sql) throws Exception {
        StringBuilder plan = new StringBuilder();
        try (ResultSet rows = session.prepared("EXPLAIN QUERY PLAN " + sql).executeQuery()) {
            while (rows.next()) {
                plan.append(rows.getString("detail")).append('\n');
            }
        }
        return plan.toString();
    }

    @Test
    void laterMigrationsRunOnceAndInOrder() throws Exception {
        restoreFormat1();

        SqliteStore.open(folder, Migrations.of(List.of(FIRST, SECOND, THIRD, LATER)))
                .close();
        SqliteStore.open(folder, Migrations.of(List.of(FIRST, SECOND, THIRD, LATER)))
                .close();

        try (SqliteSession session = SqliteSession.open(url())) {
            assertThat(Migrations.version(session)).isEqualTo(4);
            session.execute("SELECT note FROM entity");
        }
    }

    @Test
    void aFailedMigrationLeavesTheFormatBefore() throws Exception {
        restoreFormat1();
        String broken = "ALTER TABLE entity ADD COLUMN note TEXT;\nUPDATE nowhere SET note = 1;\n";

        assertThatThrownBy(() -> SqliteStore.open(folder, Migrations.of(List.of(FIRST, SECOND, broken))))
                .isInstanceOf(StoreException.class);

        try (SqliteSession session = SqliteSession.open(url())) {
            assertThat(Migrations.version(session)).isEqualTo(2);
        }
        SqliteStore.open(folder).close();
    }

    @Test
    void aNewerFormatIsRefusedAndLeftAlone() throws Exception {
        SqliteStore.open(folder, Migrations.of(List.of(FIRST, SECOND, THIRD, LATER)))
                .close();

        assertThatThrownBy(() -> SqliteStore.open(folder))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("was written by a newer version of Sallyport (format 4; this version knows"
                        + " formats up to 3)")
                .hasMessageContaining(folder.toRealPath().toString());
        SqliteStore.open(folder, Migrations.of(List.of(FIRST, SECOND, THIRD, LATER)))
                .close();
    }

    @Test
    void aFileThatIsNoStoreIsRefused() throws Exception {
        Files.writeString(folder.resolve("sallyport.db"), "this is a letter to a friend, not a database. ".repeat(100));

        assertThatThrownBy(() -> SqliteStore.open(folder))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("damaged or not a Sallyport store");
    }

    private void restoreFormat1() throws Exception {
        try (SqliteSession session = SqliteSession.open(url());
                InputStream dump = MigrationsTest.class.getResourceAsStream("format-1.sql")) {
            for (String statement : new String(dump.readAllBytes(), StandardCharsets.UTF_8).split(";\n")) {
                session.execute(statement);
            }
        }
    }

    private String url() {
        return "jdbc:sqlite:" + folder.resolve("sallyport.db").toUri();
    }
}
