package dev.sallyport.cli.demo;

import dev.sallyport.cli.FirstCredentials;
import dev.sallyport.cli.Foreground;
import dev.sallyport.cli.GatewayStarter;
import dev.sallyport.cli.Logging;
import dev.sallyport.cli.RunningGateway;
import dev.sallyport.config.LogLevel;
import dev.sallyport.config.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The demonstration: a gateway, a backend, a pet store, and what to try with them. */
public final class Demo {

    private static final int PROBE_SECONDS = 10;

    private Demo() {}

    /**
     * Runs the demonstration until the process is told to stop.
     *
     * @param settings ephemeral ones
     * @throws dev.sallyport.cli.CommandFailure when the pet store cannot be made
     */
    public static void run(GatewayStarter starter, Settings settings, PrintWriter out) {
        RunningGateway gateway = starter.start(settings);
        DemoBackend backend = DemoBackend.start();
        try {
            String endpoint = Foreground.url(gateway.address());
            FirstCredentials root = gateway.firstCredentials();
            AwsClient aws = new AwsClient(endpoint, settings.region(), root);
            PetStore store = createQuietly(aws, settings, backend.url());
            explain(out, endpoint, store, settings, root);
        } catch (RuntimeException e) {
            backend.close();
            gateway.close();
            throw e;
        }
        Foreground.serve(gateway, settings.drainSeconds());
    }

    /** Without a log line for each of the forty calls, unless the log is to be detailed anyway. */
    private static PetStore createQuietly(AwsClient aws, Settings settings, String backendUrl) {
        if (settings.logLevel() == LogLevel.INFO) {
            Logging.setLevel(LogLevel.WARN);
        }
        try {
            return PetStore.create(aws, settings, backendUrl);
        } finally {
            Logging.setLevel(settings.logLevel());
        }
    }

    private static void explain(
            PrintWriter out, String endpoint, PetStore store, Settings settings, @Nullable FirstCredentials root) {
        out.println("""

                The pet store is ready: REST API %s, two stages, two functions, one backend.

                  stage dev    alias dev  -> version $LATEST of the functions
                  stage prod   alias prod -> version 1, published before $LATEST changed
                """.formatted(store.apiId()));
        for (String stage : PetStore.STAGES) {
            String base = store.invokeUrl(endpoint, stage);
            out.println("Try stage " + stage + ":");
            out.println("  curl " + base + "/pets                  # a Node.js function");
            out.println("  curl -X POST " + base + "/pets -d '{\"name\":\"Rex\"}'");
            out.println("  curl " + base + "/pets/2                # a Python function");
            out.println("  curl " + base + "/health                # a mock: no backend at all");
            out.println("  curl '" + base + "/backend/hello?from=curl'   # an HTTP backend behind a proxy path");
            out.println();
        }
        out.println("Look at it with the AWS CLI (" + (root == null ? "any" : "only known") + " credentials will do):");
        out.println("  " + signedAs(root) + " aws --endpoint-url " + endpoint + " --region " + settings.region()
                + " apigateway get-stages --rest-api-id " + store.apiId());
        out.println();
        warnWhenMissing(out, settings.nodeCommand(), "Node.js", "/pets", "--node");
        warnWhenMissing(out, settings.pythonCommand(), "Python", "/pets/{petId}", "--python");
        out.println("Ctrl-C stops it; nothing is kept. \"sallyport up\" starts a gateway that keeps what you make.");
        out.flush();
    }

    /** What makes the AWS CLI sign so that the gateway answers. The root's secret is told apart, not on the standard output. */
    private static String signedAs(@Nullable FirstCredentials root) {
        if (root == null) {
            return "AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test";
        }
        Path file = root.tell();
        return file == null
                ? "AWS_ACCESS_KEY_ID=" + root.credentials().accessKeyId() + " AWS_SECRET_ACCESS_KEY=..."
                : "AWS_SHARED_CREDENTIALS_FILE=" + file;
    }

    private static void warnWhenMissing(PrintWriter out, String command, String name, String path, String flag) {
        if (!runs(command)) {
            out.println("Note: \"" + command + "\" does not run here, so " + path + " will answer an error. Install "
                    + name + ", or name it with " + flag + " COMMAND.");
            out.println();
        }
    }

    private static boolean runs(String command) {
        try {
            Process process = new ProcessBuilder(command, "--version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
