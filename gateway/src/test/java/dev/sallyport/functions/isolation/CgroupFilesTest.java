package dev.sallyport.functions.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CgroupFilesTest {

    private static final String UNIFIED = """
            24 30 0:22 / /proc rw,nosuid,nodev,noexec,relatime shared:14 - proc proc rw
            29 23 0:26 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:9 - cgroup2 cgroup2 rw,nsdelegate,memory_recursiveprot
            """;
    private static final String HYBRID = """
            33 25 0:28 / /sys/fs/cgroup ro,nosuid,nodev,noexec shared:9 - tmpfs tmpfs ro,mode=755
            34 33 0:29 / /sys/fs/cgroup/unified rw,relatime shared:10 - cgroup2 cgroup2 rw
            35 33 0:30 / /sys/fs/cgroup/memory rw,relatime shared:11 - cgroup cgroup rw,memory
            """;

    @Test
    @DisplayName("6.6: finds where control groups are mounted, also beside version 1 and with blanks in the path")
    void findsTheMount() {
        assertThat(CgroupFiles.mount(UNIFIED))
                .isEqualTo(new CgroupFiles.Mount(Path.of("/"), Path.of("/sys/fs/cgroup")));
        assertThat(CgroupFiles.mount(HYBRID))
                .isEqualTo(new CgroupFiles.Mount(Path.of("/"), Path.of("/sys/fs/cgroup/unified")));
        assertThat(CgroupFiles.mount("1 2 0:1 /a\\040b /mnt/c\\040d\\134e rw - cgroup2 none rw\n"))
                .isEqualTo(new CgroupFiles.Mount(Path.of("/a b"), Path.of("/mnt/c d\\e")));
        assertThat(CgroupFiles.mount("1 2 0:1 / /proc rw - proc proc rw\nnonsense\n\n"))
                .isNull();
        assertThat(CgroupFiles.mount("1 2 - cgroup2 none rw\n")).isNull();
    }

    @Test
    @DisplayName("6.6: finds the gateway's own group, and its folder when the mount shows it")
    void findsTheOwnGroup() {
        assertThat(CgroupFiles.group("0::/user.slice/run-1.scope\n")).isEqualTo(Path.of("/user.slice/run-1.scope"));
        assertThat(CgroupFiles.group("8:pids:/\n4:memory:/x\n0::/\n")).isEqualTo(Path.of("/"));
        assertThat(CgroupFiles.group("8:pids:/\n4:memory:/x\n")).isNull();
        CgroupFiles.Mount all = new CgroupFiles.Mount(Path.of("/"), Path.of("/sys/fs/cgroup"));
        assertThat(CgroupFiles.folder(all, Path.of("/"))).isEqualTo(Path.of("/sys/fs/cgroup"));
        assertThat(CgroupFiles.folder(all, Path.of("/a/b"))).isEqualTo(Path.of("/sys/fs/cgroup/a/b"));
        CgroupFiles.Mount container = new CgroupFiles.Mount(Path.of("/docker/1"), Path.of("/sys/fs/cgroup"));
        assertThat(CgroupFiles.folder(container, Path.of("/docker/1/app"))).isEqualTo(Path.of("/sys/fs/cgroup/app"));
        assertThat(CgroupFiles.folder(container, Path.of("/docker/10"))).isNull();
        assertThat(CgroupFiles.folder(container, Path.of("/../other"))).isNull();
    }

    @Test
    @DisplayName("6.6: reads controllers, members and counters")
    void readsTheFiles() {
        assertThat(CgroupFiles.controllers("cpuset cpu io memory pids\n"))
                .contains("memory", "pids")
                .hasSize(5);
        assertThat(CgroupFiles.controllers("\n")).doesNotContain("memory");
        assertThat(CgroupFiles.processes("12\n0\n3456\n")).containsExactly(12L, 0L, 3456L);
        assertThat(CgroupFiles.processes("")).isEmpty();
        String events = "low 0\nhigh 0\nmax 31\noom 1\noom_kill 2\noom_group_kill 1\n";
        assertThat(CgroupFiles.event(events, "oom_kill")).isEqualTo(2);
        assertThat(CgroupFiles.event(events, "oom")).isEqualTo(1);
        assertThat(CgroupFiles.event("low 0\n", "oom_kill")).isZero();
    }
}
