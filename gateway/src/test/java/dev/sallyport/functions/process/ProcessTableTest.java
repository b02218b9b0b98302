package dev.sallyport.functions.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ProcessTableTest {

    @Test
    @DisplayName("reads fields of the kernel's tables, also absent ones")
    void readsFields() {
        String status =
                "Name:\tx RssAnon: 7\nVmRSS:\t 4096 kB\nRssAnon:\t     128 kB\nRssShmem:\t       0 kB\nLast:\t9";
        assertThat(ProcessTable.field(status, "RssAnon:")).isEqualTo(128);
        assertThat(ProcessTable.field(status, "RssShmem:")).isZero();
        assertThat(ProcessTable.field(status, "Last:")).isEqualTo(9);
        assertThat(ProcessTable.field(status, "Absent:")).isZero();
    }

    @Test
    @DisplayName("a tree has the descendants in other sessions and the members of the session whose parent has gone")
    void findsTheTree() throws IOException {
        Process root = new ProcessBuilder(
                        "setsid", "/bin/sh", "-c", "(sleep 300 &); setsid sleep 300 & sleep 300 & wait")
                .start();
        try {
            await().untilAsserted(() -> assertThat(ProcessTable.usage(Map.of(root.pid(), Long.MAX_VALUE))
                            .get(root.pid()))
                    .satisfies(usage -> assertThat(usage.processes()).isEqualTo(4))
                    .satisfies(usage -> assertThat(usage.bytes()).isPositive()));
            // A limit that is exceeded makes shared pages count once.
            assertThat(Objects.requireNonNull(
                                    ProcessTable.usage(Map.of(root.pid(), 1L)).get(root.pid()))
                            .bytes())
                    .isBetween(1L, 16L << 20);
            assertThat(ProcessTable.usage(Map.of(root.pid(), 1L))).containsOnlyKeys(root.pid());
        } finally {
            root.descendants().forEach(ProcessHandle::destroyForcibly);
            Signals.toGroup(root.pid(), Signals.KILL);
        }
    }
}
