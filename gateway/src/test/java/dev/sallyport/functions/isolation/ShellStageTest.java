package dev.sallyport.functions.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellStageTest {

    @TempDir
    Path folder;

    private static String run(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        return new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("6.6: the command line for a process with bounds, group and variables")
    void buildsTheCommand() {
        assertThat(ShellStage.command(
                        2176,
                        512,
                        Path.of("/g/cgroup.procs"),
                        Map.of("LD_X", "a b"),
                        List.of("/usr/bin/node", "x.cjs")))
                .containsExactly(
                        "/bin/sh",
                        "-c",
                        "umask 022; trap '' XFSZ; { ulimit -c 0; ulimit -n 1024; ulimit -f 1048576; ulimit -d 2228224; }"
                                + " 2>/dev/null; echo 0 >\"$1\" || exit 125; shift; while [ \"$1\" != -- ]; do export"
                                + " \"$1\"; shift; done; shift; exec \"$@\"",
                        "sh",
                        "/g/cgroup.procs",
                        "LD_X=a b",
                        "--",
                        "/usr/bin/node",
                        "x.cjs");
        assertThat(ShellStage.command(0, 1, null, Map.of(), List.of("p")))
                .containsExactly(
                        "/bin/sh",
                        "-c",
                        "umask 022; trap '' XFSZ; { ulimit -c 0; ulimit -n 1024; ulimit -f 2048; } 2>/dev/null; exec \"$@\"",
                        "sh",
                        "p");
    }

    @Test
    @DisplayName("6.6: the shell joins the group, sets the bounds, and gives words and variables on as they are")
    void runs() throws IOException {
        Path members = Files.createFile(folder.resolve("members"));
        String script = "ulimit -c; ulimit -n; ulimit -d; umask; echo \"$LD_X\"; for word; do echo \"<$word>\"; done";
        assertThat(run(ShellStage.command(
                        2176,
                        512,
                        members,
                        Map.of("LD_X", "$(false) 'q' \"d\""),
                        List.of("/bin/sh", "-c", script, "sh", "--", "a b", "", "$HOME;`x`"))))
                .isEqualTo("0\n1024\n2228224\n0022\n$(false) 'q' \"d\"\n<-->\n<a b>\n<>\n<$HOME;`x`>\n");
        assertThat(members).hasContent("0\n");
    }

    @Test
    @DisplayName("6.6: who cannot join its group does not run")
    void failsWithoutItsGroup() throws IOException {
        Path missing = folder.resolve("missing/cgroup.procs");
        assertThat(run(ShellStage.command(0, 512, missing, Map.of(), List.of("/bin/echo", "ran"))))
                .contains(missing.toString())
                .doesNotContain("ran\n");
    }
}
