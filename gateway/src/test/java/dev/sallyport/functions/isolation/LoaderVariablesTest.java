package dev.sallyport.functions.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LoaderVariablesTest {

    @Test
    @DisplayName("6.6: what loads code into any program is kept from the programs that lock a function up")
    void takesWhatLoadsCode() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "LD_PRELOAD", "/var/task/evil.so",
                "LD_LIBRARY_PATH", "/var/task",
                "GCONV_PATH", "/var/task",
                "ENV", "/var/task/x",
                "BASH_FUNC_echo%%", "() { evil; }",
                "PATH", "/usr/bin",
                "_HANDLER", "index.handler",
                "AWS_SECRET_ACCESS_KEY", "secret"));
        assertThat(LoaderVariables.takeFrom(environment))
                .containsOnlyKeys("LD_PRELOAD", "LD_LIBRARY_PATH", "GCONV_PATH", "ENV", "BASH_FUNC_echo%%");
        assertThat(environment).containsOnlyKeys("PATH", "_HANDLER", "AWS_SECRET_ACCESS_KEY");
    }
}
