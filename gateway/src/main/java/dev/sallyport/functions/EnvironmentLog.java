package dev.sallyport.functions;

import dev.sallyport.functions.log.FunctionLog;
import dev.sallyport.functions.log.LogTail;
import dev.sallyport.functions.process.LineSink;
import dev.sallyport.model.FunctionVersion;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;

/**
 * The log stream of one environment: the lines of the process (from the thread that drains it) and the platform's lines
 * (from the event loop) in one order, and the tail of the invocation that runs.
 */
final class EnvironmentLog implements LineSink {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final long BYTES_PER_MEGABYTE = 1024 * 1024;

    private final FunctionVersion function;
    private final String stream;
    private final FunctionLog log;
    private final InstantSource clock;
    private final LogTail tail = new LogTail(FunctionLimits.LOG_TAIL_BYTES); // guarded by this

    EnvironmentLog(FunctionVersion function, String environmentId, FunctionLog log, InstantSource clock) {
        this.function = function;
        this.log = log;
        this.clock = clock;
        ZonedDateTime now = clock.instant().atZone(ZoneOffset.UTC);
        this.stream = String.format(
                Locale.ROOT,
                "%04d/%02d/%02d/[%s]%s",
                now.getYear(),
                now.getMonthValue(),
                now.getDayOfMonth(),
                function.version(),
                environmentId);
    }

    /** {@code YYYY/MM/DD/[version]hex}; no other environment ever has the same. */
    String stream() {
        return stream;
    }

    @Override
    public synchronized void line(byte[] bytes, int length) {
        tail.line(bytes, length);
        append(new String(bytes, 0, length, StandardCharsets.UTF_8));
    }

    /** A line of the platform. */
    synchronized void platform(String text) {
        tail.line(text);
        append(text);
    }

    synchronized void start(String requestId) {
        tail.clear();
        platform("START RequestId: " + requestId + " Version: " + function.version());
    }

    /**
     * The last lines of an invocation; the tail is complete with them.
     *
     * @param initNanos how long the start of the process took when this invocation caused it, else negative
     */
    synchronized byte[] end(String requestId, long durationNanos, long memoryBytes, long initNanos) {
        platform("END RequestId: " + requestId);
        long billed = Math.ceilDiv(durationNanos, (long) NANOS_PER_MILLI);
        StringBuilder report = new StringBuilder("REPORT RequestId: ")
                .append(requestId)
                .append("\tDuration: ")
                .append(millis(durationNanos))
                .append(" ms\tBilled Duration: ")
                .append(billed)
                .append(" ms\tMemory Size: ")
                .append(function.memoryMegabytes())
                .append(" MB\tMax Memory Used: ")
                .append(Math.ceilDiv(memoryBytes, BYTES_PER_MEGABYTE))
                .append(" MB\t");
        if (initNanos >= 0) {
            report.append("Init Duration: ").append(millis(initNanos)).append(" ms\t");
        }
        platform(report.toString());
        return tail.toBytes();
    }

    static String millis(long nanos) {
        long hundredths = Math.round(nanos / NANOS_PER_MILLI * 100);
        long fraction = hundredths % 100;
        return hundredths / 100 + (fraction < 10 ? ".0" : ".") + fraction;
    }

    private void append(String message) {
        log.append(function.scope(), function.logGroup(), stream, clock.millis(), message);
    }
}
