package dev.sallyport.cli;

import dev.sallyport.config.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** Starts the gateway and keeps it in the foreground. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Start the gateway and keep it in the foreground until Ctrl-C or SIGTERM.",
            "",
            "A flag comes before the environment variable in brackets, that before the file, that before the default."
        },
        footer = {
            "",
            "It prints \"Ready.\" with its URL when it serves. On SIGTERM or Ctrl-C requests in flight may finish; the exit"
                    + " code is 0 then, 1 after a failure, 2 when a flag or setting is wrong."
        })
final class UpCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(UpCommand.class);

    private final SettingsOptions options;
    private final GatewayStarter starter;
    private final String version;

    UpCommand(SettingsOptions options, GatewayStarter starter, String version) {
        this.options = options;
        this.starter = starter;
        this.version = version;
    }

    @Override
    public Integer call() {
        Settings settings = options.load(Map.of());
        log.info("Sallyport {} on Java {}", version, Runtime.version());
        if (settings.ephemeral()) {
            log.info("Ephemeral: everything is gone when this process stops");
        } else {
            log.info("Data folder {}", settings.dataFolder());
        }
        RunningGateway gateway = starter.start(settings);
        log.info("Ready. {} ({} s)", Foreground.url(gateway.address()), secondsSinceStart());
        Foreground.serve(gateway, settings.drainSeconds());
        return 0;
    }

    /** Since the start of the process, so that it includes what the Java virtual machine took. */
    private static String secondsSinceStart() {
        Instant now = InstantSource.system().instant();
        Instant start = ProcessHandle.current().info().startInstant().orElse(now);
        return String.format(Locale.ROOT, "%.2f", Duration.between(start, now).toMillis() / 1_000.0);
    }
}
