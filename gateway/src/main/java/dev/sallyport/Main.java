package dev.sallyport;

import dev.sallyport.cli.Cli;
import dev.sallyport.cli.OperationsFormat;
import dev.sallyport.cli.RunningGateway;
import dev.sallyport.config.Settings;
import java.net.InetSocketAddress;
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
        Gateway gateway = Gateway.start(settings);
        return new RunningGateway() {
            @Override
            public InetSocketAddress address() {
                return gateway.address();
            }

            @Override
            public void drain() {
                gateway.drain();
            }

            @Override
            public void close() {
                gateway.close();
            }
        };
    }

    private static String operations(OperationsFormat format) {
        return "The report of operations in " + format + " is not wired up";
    }
}
