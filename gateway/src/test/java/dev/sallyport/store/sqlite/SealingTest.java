package dev.sallyport.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.AccessKey;
import dev.sallyport.model.ApiKey;
import dev.sallyport.model.ApiKeyValue;
import dev.sallyport.model.FunctionVersion;
import dev.sallyport.model.Scope;
import dev.sallyport.store.EntityJson;
import dev.sallyport.store.Kind;
import dev.sallyport.store.SecretsKey;
import dev.sallyport.store.Store;
import dev.sallyport.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets at rest (issue 6, point 4). */
class SealingTest {

    private static final String SECRET = "wJalrXUtnFEMIK7MDENGbPxRfiCYSECRETSECRET";
    private static final Scope IAM = new Scope("123456789012", "aws-global");
    private static final AccessKey KEY =
            new AccessKey("AKIAONE", "ann", SECRET, true, Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    private Path temporary;

    private Path folder;
    private Path keyFile;

    @BeforeEach
    void place() {
        folder = temporary.resolve("data");
        keyFile = folder.resolve("secrets.key");
    }

    private static void put(Store store, AccessKey key) {
        store.write(writer -> {
            writer.put(Kind.ACCESS_KEY, IAM, "", key.id(), key);
            return key;
        });
    }

    private static void requireReadable(Store store, AccessKey... keys) {
        assertThat(store.<Optional<AccessKey>>read(
                        reader -> Optional.ofNullable(reader.find(Kind.ACCESS_KEY, IAM, "", keys[0].id()))))
                .contains(keys[0]);
        assertThat(store.<List<AccessKey>>read(reader -> reader.list(Kind.ACCESS_KEY, IAM, "")))
                .containsExactly(keys);
        assertThat(store.<List<Store.Entry<AccessKey>>>read(reader -> reader.listAll(Kind.ACCESS_KEY)))
                .hasSize(keys.length);
        assertThat(store.<List<Store.Placed<AccessKey>>>read(
                        reader -> reader.slice(Kind.ACCESS_KEY, IAM, "", Store.Order.NEWEST_FIRST, null, 10)))
                .hasSize(keys.length);
    }

    private boolean isInData(String text) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(it -> !it.equals(keyFile)).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    @DisplayName("secrets are encrypted in the data file, and read back after a restart")
    void secretsAreEncrypted() throws IOException {
        try (Store store = SqliteStore.open(folder, keyFile, true)) {
            put(store, KEY);
            assertThat(isInData(SECRET)).isFalse();
        }
        assertThat(isInData(SECRET)).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)))
                .isEqualTo("rw-------");
        try (Store store = SqliteStore.open(folder, keyFile, false)) {
            requireReadable(store, KEY);
        }
    }

    @Test
    @DisplayName(
            "without a key everything stays as it was; with the first key what is there is encrypted, and no trace stays")
    void plainTextIsEncryptedLater() throws IOException {
        AccessKey other = new AccessKey("AKIATWO", "bob", "other" + SECRET, true, KEY.createDate());
        try (Store store = SqliteStore.open(folder, keyFile, false)) {
            put(store, KEY);
            put(store, other);
        }
        assertThat(keyFile).doesNotExist();
        assertThat(isInData(SECRET)).isTrue();

        try (Store store = SqliteStore.open(folder, keyFile, true)) {
            requireReadable(store, KEY, other);
            assertThat(isInData(SECRET)).isFalse();
        }
        assertThat(isInData(SECRET)).isFalse();
    }

    private static final Scope HERE = new Scope("123456789012", "us-east-1");
    private static final String VALUE = "value-of-an-api-key-0123456789";
    private static final String VARIABLE = "value-of-a-variable-0123456789";
    private static final ApiKey API_KEY = new ApiKey(
            "k1", VALUE, "partner", null, null, true, List.of(), Map.of(), KEY.createDate(), KEY.createDate());

    private static void putApiKeyAndFunction(Store store) {
        store.write(writer -> {
            writer.put(Kind.API_KEY, HERE, "", API_KEY.id(), API_KEY);
            writer.put(Kind.API_KEY_VALUE, HERE, "", VALUE, new ApiKeyValue(API_KEY.id()));
            writer.put(Kind.API_KEY_VALUE, HERE, "", VALUE + "-gone", new ApiKeyValue("gone"));
            writer.delete(Kind.API_KEY_VALUE, HERE, "", VALUE + "-gone");
            writer.put(Kind.FUNCTION_VERSION, HERE, "f", "$LATEST", function());
            return API_KEY;
        });
    }

    private static FunctionVersion function() {
        return EntityJson.read("""
                {"scope":{"account":"123456789012","region":"us-east-1"},"name":"f","version":"$LATEST",
                 "runtime":"nodejs20.x","handler":"index.handler","role":"arn:aws:iam::123456789012:role/r",
                 "memoryMegabytes":128,"timeoutSeconds":3,"environment":{"PASSWORD":"%s"}}""".formatted(VARIABLE), FunctionVersion.class);
    }

    private static void requireFound(Store store) {
        assertThat(store.<Optional<ApiKeyValue>>read(
                        reader -> Optional.ofNullable(reader.find(Kind.API_KEY_VALUE, HERE, "", VALUE))))
                .contains(new ApiKeyValue(API_KEY.id()));
        assertThat(store.<Optional<ApiKeyValue>>read(
                        reader -> Optional.ofNullable(reader.find(Kind.API_KEY_VALUE, HERE, "", VALUE + "-gone"))))
                .isEmpty();
        assertThat(store.<Boolean>read(reader -> reader.exists(Kind.API_KEY_VALUE, VALUE)))
                .isTrue();
        assertThat(store.<List<ApiKey>>read(reader -> reader.list(Kind.API_KEY, HERE, "")))
                .containsExactly(API_KEY);
        assertThat(store.<List<FunctionVersion>>read(reader -> reader.list(Kind.FUNCTION_VERSION, HERE, "f")))
                .containsExactly(function());
    }

    @Test
    @DisplayName(
            "values of API keys and variables of functions are nowhere in the data file; keys are found by their value")
    void apiKeysAndVariables() throws IOException {
        try (Store store = SqliteStore.open(folder, keyFile, true)) {
            putApiKeyAndFunction(store);
            requireFound(store);
            assertThat(isInData(VALUE)).isFalse();
            assertThat(isInData(VARIABLE)).isFalse();
        }
        try (Store store = SqliteStore.open(folder, keyFile, false)) {
            requireFound(store);
            store.write(writer -> writer.delete(Kind.API_KEY_VALUE, HERE, "", VALUE));
            assertThat(store.<Boolean>read(reader -> reader.exists(Kind.API_KEY_VALUE, VALUE)))
                    .isFalse();
        }
        assertThat(isInData(VALUE)).isFalse();
    }

    @Test
    @DisplayName("those that were stored in plain text are encrypted with the first key, in the log of changes too")
    void apiKeysAndVariablesLater() throws IOException {
        try (Store store = SqliteStore.open(folder, keyFile, false)) {
            putApiKeyAndFunction(store);
            requireFound(store);
        }
        assertThat(isInData(VALUE)).isTrue();
        assertThat(isInData(VARIABLE)).isTrue();
        for (int start = 0; start < 2; start++) {
            try (Store store = SqliteStore.open(folder, keyFile, true)) {
                requireFound(store);
                assertThat(isInData(VALUE)).isFalse();
                assertThat(isInData(VARIABLE)).isFalse();
            }
        }
    }

    @Test
    @DisplayName("a data folder whose other secrets have been encrypted by an earlier release is completed")
    void apiKeysAfterAnEarlierRelease() throws Exception {
        try (Store store = SqliteStore.open(folder, keyFile, true)) {
            put(store, KEY);
        }
        Path aside = temporary.resolve("aside");
        try (Store store = SqliteStore.open(aside, aside.resolve("none"), false)) {
            putApiKeyAndFunction(store);
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("sallyport.db"));
                var statement = connection.createStatement()) {
            statement.execute("ATTACH '" + aside.resolve("sallyport.db") + "' AS aside");
            String columns = "kind, account, region, parent, id, version, body";
            statement.execute("INSERT INTO entity (" + columns + ") SELECT " + columns + " FROM aside.entity");
        }
        assertThat(isInData(VALUE)).isTrue();
        try (Store store = SqliteStore.open(folder, keyFile, true)) {
            requireReadable(store, KEY);
            requireFound(store);
        }
        assertThat(isInData(VALUE)).isFalse();
        assertThat(isInData(VARIABLE)).isFalse();
    }

    @Test
    @DisplayName("a lost key, another key and a key that others may read are refused at start, and nothing is changed")
    void wrongKeysAreRefused() throws IOException {
        try (Store store = SqliteStore.open(folder, keyFile, true)) {
            put(store, KEY);
        }
        Path kept = temporary.resolve("kept");
        Files.move(keyFile, kept);
        for (boolean wanted : List.of(true, false)) {
            assertThatThrownBy(() -> SqliteStore.open(folder, keyFile, wanted))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("is missing");
        }
        assertThat(keyFile).doesNotExist();

        Path another = temporary.resolve("another");
        SecretsKey.of(another);
        assertThatThrownBy(() -> SqliteStore.open(folder, another, true))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("cannot be decrypted with the key in " + another);

        Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> SqliteStore.open(folder, kept, true))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("chmod 600");

        Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rw-------"));
        try (Store store = SqliteStore.open(folder, kept, true)) {
            requireReadable(store, KEY);
        }
    }

    @Test
    @DisplayName("what is encrypted is bound to its place, never the same twice, and cannot be changed")
    void sealedTextIsBound() {
        SecretsKey key = SecretsKey.of(temporary.resolve("key"));
        String sealed = key.seal(SECRET, "here");

        assertThat(key.open(sealed, "here")).isEqualTo(SECRET);
        assertThat(key.seal(SECRET, "here")).isNotEqualTo(sealed);
        assertThatThrownBy(() -> key.open(sealed, "there")).isInstanceOf(StoreException.class);
        String changed = (sealed.charAt(20) == 'A' ? "B" : "A");
        assertThatThrownBy(() -> key.open(sealed.substring(0, 20) + changed + sealed.substring(21), "here"))
                .isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> key.open("", "here")).isInstanceOf(StoreException.class);
    }
}
