package dev.sallyport.cli;

import dev.sallyport.config.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the gateway, says when it serves, and keeps it in the foreground. */
final class Up {

    private static final Logger log = LoggerFactory.getLogger(Up.class);

    private final GatewayStarter starter;
    private final String version;

    Up(GatewayStarter starter, String version) {
        this.starter = starter;
        this.version = version;
    }

    /** Returns only when the process is about to end. */
    int run(Settings settings) {
        log.info("Sallyport {} on Java {}", version, Runtime.version());
        if (settings.ephemeral()) {
            log.info("Ephemeral: everything is gone when this process stops");
        } else {
            log.info("Data folder {}", settings.dataFolder());
        }
        RunningGateway gateway = starter.start(settings);
        FirstCredentials made = gateway.firstCredentials();
        if (made != null) {
            made.tell();
        }
        for (RunningGateway.VpcEntry each : gateway.vpcEndpoints()) {
            log.info(
                    "VPC endpoint {} of {} at {}",
                    each.endpoint().id(),
                    each.endpoint().vpcId(),
                    Foreground.url(each.address()));
        }
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
