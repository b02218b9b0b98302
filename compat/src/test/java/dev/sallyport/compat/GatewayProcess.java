package dev.sallyport.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * A gateway in a process of its own with a data folder of its own. As an extension in a static field it runs for a test
 * class; a test that kills gateways makes its own one.
 *
 * <p>At its end it stops the gateway as an operator would, and holds what must hold after every run: an orderly exit, no
 * process of a function left, no buffer leaked, no stack trace in the log.
 */
public final class GatewayProcess implements BeforeAllCallback, AfterAllCallback, AutoCloseable {

    /** The account in the recorded answers. */
    public static final String ACCOUNT = "111111111111";

    private static final Pattern READY = Pattern.compile("Ready\\. http://127\\.0\\.0\\.1:([0-9]+)");
    private static final Pattern STACK_TRACE =
            Pattern.compile("(?m)^(\\s+at [\\w.$/@]+\\(.*\\)|Caused by: .*|Exception in thread .*)$");
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(20);

    private final List<String> arguments;
    private final Map<String, String> variables = new HashMap<>();
    private final Path folder;
    private final Clients clients = new Clients(this::endpoint);
    private final Map<AwsCredentialsIdentity, Clients> callers = new ConcurrentHashMap<>();

    private @Nullable Process process;
    private int runs;
    private int port;

    private GatewayProcess(List<String> arguments) {
        this.arguments = arguments;
        try {
            folder = Files.createTempDirectory("sallyport-compat").toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Not started yet; the arguments come after {@code up --listen … --data …}. */
    public static GatewayProcess with(String... arguments) {
        return new GatewayProcess(List.of(arguments));
    }

    /** Says where a service of AWS is, before the start. */
    GatewayProcess withUpstream(String service, URI url) {
        variables.put("SALLYPORT_UPSTREAM_" + service, url.toString());
        return this;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    /** Starts it and waits until it serves; the second start works on the same data. */
    public GatewayProcess start() {
        runs++;
        Process started = launch(folder.resolve("data"), log(runs));
        process = started;
        await("a ready gateway").atMost(START).pollInterval(POLL).until(() -> {
            assertThat(started.isAlive())
                    .as(() -> "the gateway runs; its log: " + log())
                    .isTrue();
            Matcher ready = READY.matcher(log());
            if (ready.find()) {
                port = Integer.parseInt(ready.group(1));
                return true;
            }
            return false;
        });
        return this;
    }

    /** Another gateway process on the same data folder, with its output in the given file. */
    Process launch(Path data, Path output) {
        List<String> command = command(data);
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SALLYPORT_"));
        builder.environment().putAll(variables);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command that starts a gateway on a data folder and a free port. */
    static List<String> command(Path data) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-Dio.netty.leakDetection.level=paranoid",
                "-Dio.netty.leakDetection.targetRecords=16",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.sallyport.Main",
                "up",
                "--listen",
                "127.0.0.1:0",
                "--data",
                data.toString(),
                "--account-id",
                ACCOUNT));
        return command;
    }

    /** kill -9, and waits until the process is gone. */
    public GatewayProcess kill() {
        Process running = running();
        running.toHandle().destroyForcibly();
        running.onExit().join();
        process = null;
        return this;
    }

    /** SIGTERM without waiting for the end. */
    public void beginStop() {
        running().destroy();
    }

    /** SIGTERM, and waits for the orderly end. */
    public GatewayProcess stop() {
        Process running = running();
        running.destroy();
        return awaitStop();
    }

    /** Waits for the end that {@link #beginStop} asked for. */
    public GatewayProcess awaitStop() {
        Process running = running();
        try {
            assertThat(running.waitFor(STOP.toSeconds(), TimeUnit.SECONDS))
                    .as(() -> "the gateway stops after SIGTERM; its log: " + log())
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        assertThat(running.exitValue()).as(() -> "exit code; the log: " + log()).isZero();
        process = null;
        return this;
    }

    @Override
    public void close() {
        try {
            if (process != null) {
                stop();
            }
            assertNoFunctionProcessLeft();
            for (int run = 1; run <= runs; run++) {
                assertCleanLog(log(run));
            }
        } finally {
            if (process != null) {
                kill();
            }
            clients.close();
            callers.values().forEach(Clients::close);
            delete(folder);
        }
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public int port() {
        return port;
    }

    public long pid() {
        return running().pid();
    }

    public Path dataFolder() {
        return folder.resolve("data");
    }

    /** What the current or last run has printed. */
    public String log() {
        try {
            return Files.readString(log(runs), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ApiGatewayClient apiGateway() {
        return clients.apiGateway(ACCOUNT);
    }

    /** The client of another account. */
    public ApiGatewayClient apiGateway(String account) {
        return clients.apiGateway(account);
    }

    public ApiGatewayV2Client apiGatewayV2() {
        return clients.apiGatewayV2(ACCOUNT);
    }

    /** The client of another account. */
    public ApiGatewayV2Client apiGatewayV2(String account) {
        return clients.apiGatewayV2(account);
    }

    /** The clients of a caller. */
    Clients as(AwsCredentialsIdentity caller) {
        return callers.computeIfAbsent(caller, any -> Clients.of(this::endpoint, caller));
    }

    /** The root of a gateway that asks who calls: its access key lies in a file after the first start. */
    Caller root() {
        Properties told = new Properties();
        try (Reader file = Files.newBufferedReader(dataFolder().resolve("root-credentials"))) {
            told.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Caller.of(
                endpoint(),
                Objects.requireNonNull(told.getProperty("aws_access_key_id")),
                Objects.requireNonNull(told.getProperty("aws_secret_access_key")),
                null);
    }

    public LambdaClient lambda() {
        return clients.lambda(ACCOUNT);
    }

    public CloudWatchLogsClient logs() {
        return clients.logs(ACCOUNT);
    }

    public CloudWatchClient cloudWatch() {
        return clients.cloudWatch(ACCOUNT);
    }

    /** Processes of functions: those whose environment names the data folder, besides the gateway itself. */
    public List<String> functionProcesses() {
        List<String> found = new ArrayList<>();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path entry : (Iterable<Path>) processes::iterator) {
                if (entry.getFileName().toString().matches("[0-9]+") && belongsToData(entry)) {
                    found.add(entry.getFileName() + " "
                            + read(entry.resolve("cmdline")).replace('\0', ' '));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** Functions end with the gateway, also with one that was killed. */
    public void assertNoFunctionProcessLeft() {
        await("the end of the functions' processes")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(POLL)
                .untilAsserted(() -> assertThat(functionProcesses()).isEmpty());
    }

    private boolean belongsToData(Path entry) {
        String data = dataFolder().toString();
        if (read(entry.resolve("environ")).contains(data)) {
            return true;
        }
        try {
            return Files.readSymbolicLink(entry.resolve("cwd")).startsWith(dataFolder());
        } catch (IOException | SecurityException e) {
            return false; // it has ended, or it is none of ours
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException | SecurityException e) {
            return "";
        }
    }

    private static void assertCleanLog(Path file) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(text).as("buffers leaked").doesNotContain("LEAK:");
        assertThat(STACK_TRACE.matcher(text).find())
                .as(() -> "a stack trace in the log: " + text)
                .isFalse();
        assertThat(text).as("defects in the log").doesNotContain(" defect in ");
    }

    private Path log(int run) {
        return folder.resolve("gateway-" + run + ".log");
    }

    private Process running() {
        return Objects.requireNonNull(process, "the gateway is not running");
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
