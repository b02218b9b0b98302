package dev.sallyport;

import dev.sallyport.cli.Cli;
import dev.sallyport.cli.OperationsFormat;
import dev.sallyport.cli.RunningGateway;
import dev.sallyport.config.Settings;
import dev.sallyport.control.OperationsReport;
import java.nio.file.Path;

/** The program: hands the command line what it needs to start a gateway. */
public final class Main {

    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        Cli cli = new Cli(version(), Main::start, Main::operations, System.getenv(), Path.of(""));
        System.exit(cli.run(arguments));
    }

    /** The version in the jar's manifest; classes that come from no jar have none. */
    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "(development)" : version;
    }

    private static RunningGateway start(Settings settings) {
        return Gateway.start(settings);
    }

    private static String operations(OperationsFormat format) {
        OperationsReport report = Gateway.operations();
        return switch (format) {
            case TEXT -> report.text();
            case JSON -> report.json();
            case MARKDOWN -> report.markdown();
        };
    }
}
