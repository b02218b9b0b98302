package dev.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.config.Setting;
import dev.sallyport.config.Settings;
import dev.sallyport.config.SettingsReference;
import dev.sallyport.store.StoreException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> environment = new HashMap<>();
    private final List<Settings> started = new ArrayList<>();
    private RuntimeException startFailure = new StoreException("The data folder /x is in use by process 1.");

    private int run(String... arguments) {
        GatewayStarter starter = settings -> {
            started.add(settings);
            throw startFailure;
        };
        return new Cli("1.2.3", starter, format -> "operations as " + format, environment, folder)
                .printingTo(new PrintWriter(out, true), new PrintWriter(err, true))
                .run(arguments);
    }

    @Test
    void withoutACommandItSaysWhatThereIs() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("name a command", "up", "demo", "operations");
    }

    @Test
    void helpAndVersion() {
        assertThat(run("--help")).isZero();
        assertThat(run("--version")).isZero();
        assertThat(out.toString())
                .contains("Usage: sallyport", "sallyport 1.2.3")
                .doesNotContain("train");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "demo"})
    void theHelpOfACommandHasEverySetting(String command) {
        assertThat(run(command, "--help")).isZero();
        for (Setting<?> setting : Setting.ALL) {
            // Lines are wrapped at hyphens too.
            assertThat(out.toString()).contains(setting.flag()).contains(setting.variable());
        }
    }

    @ParameterizedTest
    @CsvSource({"upp, sallyport up", "operation, sallyport operations", "demmo, sallyport demo"})
    void anUnknownCommandGetsASuggestion(String typed, String suggestion) {
        assertThat(run(typed)).isEqualTo(2);
        assertThat(err.toString()).contains("Did you mean").contains(suggestion);
    }

    @Test
    void anUnknownFlagGetsASuggestion() {
        assertThat(run("up", "--listn", "127.0.0.1:1")).isEqualTo(2);
        assertThat(err.toString()).contains("--listn").contains("--listen");
        assertThat(started).isEmpty();
    }

    @Test
    void aWrongSettingEndsWithCode2AndOneLine() {
        assertThat(run("up", "--listen", "0.0.0.0:4566")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("sallyport: The setting \"listen\" cannot be \"0.0.0.0:4566\"")
                .hasLineCount(1);
        assertThat(started).isEmpty();
    }

    @Test
    void flagsAndEnvironmentReachTheGateway() {
        environment.put("SALLYPORT_REGION", "eu-west-1");

        run("up", "--listen=127.0.0.1:0", "--ephemeral", "--drain-seconds", "5");
        run("demo", "--listen=127.0.0.1:0");

        assertThat(started).extracting(Settings::region).containsOnly("eu-west-1");
        assertThat(started).extracting(Settings::ephemeral).containsExactly(true, true);
        assertThat(started.getFirst().drainSeconds()).isEqualTo(5);
    }

    @Test
    void anEphemeralSwitchMayBeTurnedOff() {
        environment.put("SALLYPORT_EPHEMERAL", "true");

        run("up", "--ephemeral=false");
        run("up");

        assertThat(started).extracting(Settings::ephemeral).containsExactly(false, true);
    }

    @Test
    void aFailedStartEndsWithCode1AndTheReason() {
        assertThat(run("up")).isEqualTo(1);
        assertThat(err.toString()).isEqualToIgnoringNewLines("sallyport: The data folder /x is in use by process 1.");
    }

    @Test
    void aTakenPortSaysWhatToDo() {
        startFailure = new UncheckedIOException(new BindException("Address already in use: /127.0.0.1:4566"));

        assertThat(run("up")).isEqualTo(1);
        assertThat(err.toString())
                .contains("Address already in use: /127.0.0.1:4566", "choose another port with --listen")
                .hasLineCount(1);
    }

    @Test
    void anErrorThatShouldNotHappenShowsItsTrace() {
        startFailure = new IllegalStateException("broken");

        assertThat(run("up")).isEqualTo(1);
        assertThat(err.toString()).contains("should not happen", "broken", "at dev.sallyport.cli.CliTest");
    }

    @Test
    void operationsInEachFormat() {
        assertThat(run("operations")).isZero();
        assertThat(run("operations", "--json")).isZero();
        assertThat(run("operations", "--markdown")).isZero();
        assertThat(out.toString().lines())
                .containsExactly("operations as TEXT", "operations as JSON", "operations as MARKDOWN");
        assertThat(run("operations", "--json", "--markdown")).isEqualTo(2);
    }

    @Test
    void settingsPrintsTheDocumentation() {
        assertThat(run("settings")).isZero();
        assertThat(out).hasToString(SettingsReference.markdown());
    }
}
