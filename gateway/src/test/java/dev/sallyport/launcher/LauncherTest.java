package dev.sallyport.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's search for a JDK, with folders that only look like one. */
@Timeout(60)
@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherTest {

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();

    /** How the launcher ended and what it said. */
    private record Ending(int code, String out, String err) {}

    @BeforeEach
    void noJdkAnywhere() throws IOException {
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("HOME", folder.toString());
        environment.put("SALLYPORT_JDK_FOLDERS", folder.resolve("jvm").toString());
        // Hides a JDK that the real PATH may lead to.
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Files.writeString(bin.resolve("java"), "#!/bin/sh\n");
        assertThat(bin.resolve("java").toFile().setExecutable(true)).isTrue();
        environment.put("PATH", bin + ":/usr/bin:/bin");
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve("jvm").resolve(name);
        Path bin = Files.createDirectories(home.resolve("bin"));
        for (String command : new String[] {"java", "javac"}) {
            Files.writeString(bin.resolve(command), "#!/bin/sh\n");
            assertThat(bin.resolve(command).toFile().setExecutable(true)).isTrue();
        }
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private Ending launch(Path script, String... arguments) throws Exception {
        String[] command = new String[arguments.length + 2];
        command[0] = "bash";
        command[1] = script.toString();
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Path err = folder.resolve("stderr");
        Process process = builder.redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        return new Ending(process.waitFor(), out.strip(), Files.readString(err));
    }

    private static Path script() {
        Path workingFolder = Path.of("").toAbsolutePath();
        for (Path folder = workingFolder; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("sallyport"))) {
                return folder.resolve("sallyport");
            }
        }
        throw new AssertionError("No folder above " + workingFolder + " has the launcher");
    }

    private Ending whichJdk() throws Exception {
        return launch(script(), "--which-jdk");
    }

    @Test
    void withoutAJdkItSaysWhatToInstall() throws Exception {
        Ending ending = whichJdk();

        assertThat(ending.code()).isEqualTo(2);
        assertThat(ending.err())
                .contains("Java 25 is needed", "apt-get install", "temurin", "SALLYPORT_JAVA_HOME")
                .doesNotContain("Too old");
    }

    @Test
    void jdksThatAreTooOldAreNamed() throws Exception {
        Path old = jdk("java-17-openjdk", "17.0.9");
        jdk("java-8", "1.8.0_402");

        Ending ending = whichJdk();

        assertThat(ending.code()).isEqualTo(2);
        assertThat(ending.err()).contains(old + " (JDK 17)", "(JDK 8)");
    }

    @Test
    void itTakesOneThatIsNewEnough() throws Exception {
        jdk("java-17-openjdk", "17.0.9");
        Path good = jdk("temurin-25", "25.0.3");

        assertThat(whichJdk()).isEqualTo(new Ending(0, good.toString(), ""));
    }

    @Test
    void earlyAccessAndNewerVersionsCount() throws Exception {
        Path good = jdk("ea", "26-ea");

        assertThat(whichJdk().out()).isEqualTo(good.toString());
    }

    @Test
    void javaHomeComesBeforeTheFolders() throws Exception {
        jdk("a-25", "25");
        Path chosen = jdk("b 27", "27");
        environment.put("JAVA_HOME", chosen.toString());

        assertThat(whichJdk().out()).isEqualTo(chosen.toString());
    }

    @Test
    void aJavaHomeThatIsTooOldIsPassedOver() throws Exception {
        environment.put("JAVA_HOME", jdk("java-17", "17.0.9").toString());
        Path good = jdk("java-25", "25.0.1");

        assertThat(whichJdk().out()).isEqualTo(good.toString());
    }

    @Test
    void theJavaOnThePathIsFollowedToItsFolder() throws Exception {
        Path good = jdk("hidden", "25.0.1");
        environment.put("SALLYPORT_JDK_FOLDERS", "");
        Path java = folder.resolve("bin").resolve("java");
        Files.delete(java);
        Files.createSymbolicLink(java, good.resolve("bin").resolve("java"));

        assertThat(whichJdk().out()).isEqualTo(good.toRealPath().toString());
    }

    @Test
    void aRuntimeWithoutCompilerIsNoJdk() throws Exception {
        Path runtime = jdk("jre", "25.0.1");
        Files.delete(runtime.resolve("bin").resolve("javac"));

        assertThat(whichJdk().code()).isEqualTo(2);
    }

    @Test
    void aNamedJdkIsTakenOrRefusedButNeverReplaced() throws Exception {
        jdk("java-25", "25");
        Path old = jdk("java-21", "21.0.1");
        environment.put("SALLYPORT_JAVA_HOME", old.toString());

        Ending ending = whichJdk();

        assertThat(ending.code()).isEqualTo(2);
        assertThat(ending.err()).contains("SALLYPORT_JAVA_HOME=" + old, "it is a JDK 21");
    }

    @Test
    void withoutMavenItSaysWhatToInstall() throws Exception {
        jdk("java-25", "25");
        Path copy = Files.createDirectories(folder.resolve("pro ject"));
        Files.copy(script(), copy.resolve("sallyport"));
        for (String path : new String[] {".mvn", "wire", "gateway"}) {
            Files.createDirectories(copy.resolve(path));
        }
        Files.writeString(copy.resolve("pom.xml"), "<project/>");
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool :
                new String[] {"bash", "cat", "cksum", "dirname", "find", "mkdir", "readlink", "rm", "sort", "stat", "tr"
                }) {
            String real = Files.exists(Path.of("/usr/bin", tool)) ? "/usr/bin/" : "/bin/";
            Files.writeString(tools.resolve(tool), "#!/bin/sh\nexec " + real + tool + " \"$@\"\n");
            assertThat(tools.resolve(tool).toFile().setExecutable(true)).isTrue();
        }
        environment.put("PATH", tools.toString());
        Path link = Files.createSymbolicLink(folder.resolve("link"), copy.resolve("sallyport"));

        Ending ending = launch(link, "up");

        assertThat(ending.code()).isEqualTo(2);
        assertThat(ending.err()).contains("Maven 3.8 or newer is needed", "apt-get install maven");
        assertThat(copy.resolve(".sallyport/build.lock")).doesNotExist();
    }
}
