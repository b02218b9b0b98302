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
    private static final int REPORT_CHARACTERS = 192;

    private final FunctionVersion function;
    private final String name;
    private final FunctionLog.Stream stream;
    private final InstantSource clock;
    private final LogTail tail = new LogTail(FunctionLimits.LOG_TAIL_BYTES); // guarded by this
    private boolean tailWanted = true; // guarded by this

    EnvironmentLog(FunctionVersion function, String environmentId, FunctionLog log, InstantSource clock) {
        this.function = function;
        this.clock = clock;
        ZonedDateTime now = clock.instant().atZone(ZoneOffset.UTC);
        this.name = String.format(
                Locale.ROOT,
                "%04d/%02d/%02d/[%s]%s",
                now.getYear(),
                now.getMonthValue(),
                now.getDayOfMonth(),
                function.version(),
                environmentId);
        this.stream = log.stream(function.scope(), function.logGroup(), name);
    }

    /** {@code YYYY/MM/DD/[version]hex}; no other environment ever has the same. */
    String stream() {
        return name;
    }

    @Override
    public synchronized void line(byte[] bytes, int length) {
        if (tailWanted) {
            tail.line(bytes, length);
        }
        stream.append(clock.millis(), new String(bytes, 0, length, StandardCharsets.UTF_8));
    }

    /** A line of the platform. */
    synchronized void platform(String text) {
        if (tailWanted) {
            tail.line(text);
        }
        stream.append(clock.millis(), text);
    }

    /** The first line of an invocation; its tail is only gathered when somebody will ask for it. */
    synchronized void start(String requestId, boolean withTail) {
        tail.clear();
        tailWanted = withTail;
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
        StringBuilder report = new StringBuilder(REPORT_CHARACTERS)
                .append("REPORT RequestId: ")
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
}
