package dev.sallyport.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a gateway running until a signal asks the process to stop (SIGTERM, SIGINT), then drains it. The exit code is 0
 * after an orderly stop, whichever signal asked for it, because supervisors take anything else for a crash; it is 1 when
 * draining failed.
 */
public final class Foreground {

    private static final Logger log = LoggerFactory.getLogger(Foreground.class);

    /** On top of the drain deadline: the end of function processes and of the store. */
    private static final Duration CLOSE_GRACE = Duration.ofSeconds(10);

    private Foreground() {}

    /** Does not return before the process is to stop; it ends in the shutdown hook that this method installs. */
    public static void serve(RunningGateway gateway, int drainSeconds) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(gateway, drainSeconds), "shutdown"));
        waitForEver();
    }

    /** The URL under which a gateway is reached. */
    public static String url(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        String text = host.getHostAddress();
        return "http://" + (text.contains(":") ? "[" + text + "]" : text) + ":" + address.getPort();
    }

    private static void stop(RunningGateway gateway, int drainSeconds) {
        startWatchdog(Duration.ofSeconds(drainSeconds).plus(CLOSE_GRACE));
        int code = 1;
        try (gateway) {
            log.info("Stopping: requests in flight have up to {} s to finish", drainSeconds);
            gateway.drain();
            code = 0;
        } catch (RuntimeException e) {
            log.error("Stopping failed", e);
            code = 1;
        } finally {
            log.info("Stopped");
            Runtime.getRuntime().halt(code);
        }
    }

    private static void startWatchdog(Duration patience) {
        Thread watchdog = new Thread(
                () -> {
                    try {
                        Thread.sleep(patience);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    log.error("Stopping took longer than {} s; the process ends at once", patience.toSeconds());
                    Runtime.getRuntime().halt(1);
                },
                "shutdown-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
    }

    private static void waitForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            // Whoever interrupts the main thread wants the process to stop; returning does that.
            Thread.currentThread().interrupt();
        }
    }
}
