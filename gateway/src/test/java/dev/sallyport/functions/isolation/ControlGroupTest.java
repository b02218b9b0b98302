package dev.sallyport.functions.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlGroupTest {

    @TempDir
    Path proc;

    private void own(String mountInfo, String cgroup) throws IOException {
        Path self = Files.createDirectories(proc.resolve("self"));
        Files.writeString(self.resolve("mountinfo"), mountInfo);
        Files.writeString(self.resolve("cgroup"), cgroup);
    }

    @Test
    @DisplayName("6.6: says why there are no control groups: no Linux, not mounted, no controllers")
    void tellsWhyThereAreNone() throws IOException {
        assertThatThrownBy(() -> ControlGroups.open(proc)).hasMessage("this is not Linux");
        own("1 2 0:1 / /proc rw - proc proc rw\n", "0::/\n");
        assertThatThrownBy(() -> ControlGroups.open(proc)).hasMessage("cgroup v2 is not mounted");
        Path mounted = Files.createDirectories(proc.resolve("cgroup"));
        own("1 2 0:1 / " + mounted + " rw - cgroup2 none rw\n", "0::/\n");
        Files.writeString(mounted.resolve("cgroup.controllers"), "cpu hugetlb\n");
        assertThatThrownBy(() -> ControlGroups.open(proc))
                .isInstanceOf(ControlGroups.NotPermittedException.class)
                .hasMessage("cgroup v2 lacks the memory or pids controller here");
        assertThat(mounted.resolve("sallyport-gateway")).doesNotExist();
    }

    @Test
    @DisplayName("6.6: a process joins its group before it runs, and one word ends it with all descendants")
    void endsAllMembers() throws IOException, InterruptedException {
        CgroupFiles.Mount mount = CgroupFiles.mount(Files.readString(Path.of("/proc/self/mountinfo")));
        Path group = CgroupFiles.group(Files.readString(Path.of("/proc/self/cgroup")));
        Path own = mount == null || group == null ? null : CgroupFiles.folder(mount, group);
        assumeTrue(own != null && Files.isWritable(own.resolve("cgroup.procs")), "no writable cgroup v2 here");
        Path folder = Files.createDirectory(
                own.resolve("sallyport-test-" + ProcessHandle.current().pid()));
        ControlGroup tested = ControlGroup.existing(folder);
        try {
            Process process = new ProcessBuilder(ShellStage.command(
                            0,
                            512,
                            tested.members(),
                            Map.of(),
                            List.of("/bin/sh", "-c", "(setsid sleep 300 &) ; echo; exec sleep 300")))
                    .start();
            assertThat(process.getInputStream().read()).isEqualTo('\n');
            assertThat(CgroupFiles.processes(Files.readString(tested.members())))
                    .contains(process.pid());
            tested.kill();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(137);
        } finally {
            tested.kill();
            tested.remove();
        }
        assertThat(folder).doesNotExist();
    }
}
