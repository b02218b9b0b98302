package dev.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainFlagsTest {

    private static List<String> words(String line) {
        return line.isEmpty() ? List.of() : List.of(line.split(" ", -1));
    }

    @Test
    void knownFlagsInBothForms() {
        assertThat(PlainFlags.parse(words("--listen 127.0.0.1:0 --ephemeral --region=eu-west-1 --config a.yaml")))
                .contains(Map.of(
                        "--listen", "127.0.0.1:0",
                        "--ephemeral", "true",
                        "--region", "eu-west-1",
                        "--config", "a.yaml"));
        assertThat(PlainFlags.parse(words("--ephemeral=false"))).contains(Map.of("--ephemeral", "false"));
        assertThat(PlainFlags.parse(words(""))).contains(Map.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "-h",
                "--version",
                "--listn x",
                "--listen",
                "--listen --ephemeral",
                "--listen=",
                "--region a --region b",
                "--ephemeral false",
                "extra",
                "--region=eu-west-1 extra",
                "--data \"quoted\"",
                "@file",
                "--",
            })
    void everythingElseIsForPicocli(String line) {
        assertThat(PlainFlags.parse(words(line))).isEmpty();
    }
}
