package dev.sallyport.functions.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.functions.process.Interpreter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BubblewrapTest {

    @TempDir
    Path root;

    private Path make(String path) throws IOException {
        Path file = root.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "");
    }

    @Test
    @DisplayName("6.6: mounts programs, libraries and what they look up, and nothing that only root may read")
    void mountsTheSystem() throws IOException {
        make("/usr/bin/env");
        make("/lib64/ld.so");
        Files.createSymbolicLink(root.resolve("bin"), Path.of("usr/bin"));
        make("/etc/passwd");
        make("/etc/shadow");
        make("/etc/ssl/private/key.pem");
        make("/etc/ssl/certs/ca.pem");
        make("/root/.ssh/id");
        make("/home/me/x");
        assertThat(Bubblewrap.mounts(root, List.of(), List.of()))
                .containsExactly(
                        "--ro-bind",
                        root + "/usr",
                        "/usr",
                        "--symlink",
                        "usr/bin",
                        "/bin",
                        "--ro-bind",
                        root + "/lib64",
                        "/lib64",
                        "--ro-bind",
                        root + "/etc/passwd",
                        "/etc/passwd",
                        "--ro-bind",
                        root + "/etc/ssl/certs",
                        "/etc/ssl/certs");
    }

    @Test
    @DisplayName("6.6: of an interpreter in a home folder only the program and its library are mounted")
    void mountsInterpreters() throws IOException {
        make("/usr/bin/node");
        make("/home/me/bin/python3");
        make("/home/me/lib/python3.12/os.py");
        make("/home/me/secret");
        assertThat(Bubblewrap.mounts(
                        root,
                        List.of(
                                new Interpreter(Path.of("/usr/bin/node"), "20", List.of(), List.of()),
                                new Interpreter(
                                        Path.of("/home/me/bin/python3"),
                                        "3.12",
                                        List.of(Path.of("/home/me")),
                                        List.of())),
                        List.of()))
                .containsExactly(
                        "--ro-bind",
                        root + "/usr",
                        "/usr",
                        "--ro-bind",
                        root + "/home/me/bin/python3",
                        "/home/me/bin/python3",
                        "--ro-bind",
                        root + "/home/me/lib",
                        "/home/me/lib");
    }

    @Test
    @DisplayName("6.6: a data folder inside of what is mounted is covered")
    void hidesTheDataFolder() throws IOException {
        make("/usr/share/sallyport/data/secrets.key");
        Path data = root.resolve("usr/share/sallyport/data");
        assertThat(Bubblewrap.mounts(root, List.of(), List.of(data)))
                .containsExactly("--ro-bind", root + "/usr", "/usr", "--tmpfs", "/usr/share/sallyport/data");
    }

    @Test
    @DisplayName("6.6: a bubblewrap that does not work here is told with its own words")
    void tellsWhyItDoesNotWork() throws IOException {
        Path program = Files.writeString(
                root.resolve("bwrap"), "#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThatThrownBy(() -> Bubblewrap.open(program, List.of(), List.of()))
                .isInstanceOf(Bubblewrap.NotUsableException.class)
                .hasMessage("bubblewrap is installed but does not work here (bwrap: No permissions to create new"
                        + " namespace)");
    }
}
