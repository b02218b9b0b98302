package dev.sallyport;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.config.SettingsException;
import dev.sallyport.config.SettingsLoader;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a gateway from starting is told in words that help, and not as a defect. */
class StartFailuresTest {

    @TempDir
    private Path folder;

    @Test
    @DisplayName("a port that another program has, on every transport")
    void takenPort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            for (String transport : new String[] {"auto", "nio"}) {
                assertThatThrownBy(() -> start("--listen", address, "--transport", transport))
                        .cause()
                        .isInstanceOf(BindException.class)
                        .hasMessageContaining("cannot listen on " + address)
                        .hasMessageContaining("Address already in use");
            }
            assertThatThrownBy(() -> start("--tls-listen", address))
                    .cause()
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("cannot listen on " + address);
        }
    }

    @Test
    @DisplayName("a certificate that is not there, and a file that holds none")
    void certificates() throws Exception {
        Path missing = folder.resolve("missing.pem");
        assertThatThrownBy(() -> start("--tls-listen", "127.0.0.1:0", "--tls-certificates", missing.toString()))
                .isInstanceOf(SettingsException.class)
                .hasMessage("The setting \"tls-certificates\": the file " + missing
                        + " cannot be read: it does not exist.");
        Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing");
        assertThatThrownBy(() -> start("--tls-listen", "127.0.0.1:0", "--tls-certificates", empty.toString()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(empty + " has no private key");
    }

    private void start(String... flags) {
        Map<String, String> all = new HashMap<>(Map.of("--listen", "127.0.0.1:0", "--ephemeral", "true"));
        for (int i = 0; i < flags.length; i += 2) {
            all.put(flags[i], flags[i + 1]);
        }
        Gateway.start(SettingsLoader.load(all, Map.of(), folder)).close();
    }
}
