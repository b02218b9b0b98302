package dev.sallyport.observe.metrics;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the process takes of its machine, under the names that Prometheus's client libraries give it. */
public final class ProcessFamilies {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;
    private static final long KILOBYTE = 1024;

    private ProcessFamilies() {}

    /** The families, with the numbers of now. What the machine does not tell is left out. */
    public static List<MetricFamily> read() {
        List<MetricFamily> families = new ArrayList<>();
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long cpuNanos = system.getProcessCpuTime();
        if (cpuNanos >= 0) {
            families.add(MetricFamily.single(
                    "process_cpu_seconds_total",
                    MetricFamily.Type.COUNTER,
                    "s",
                    "Time of processors that the gateway has used, without its functions",
                    cpuNanos / NANOS));
        }
        long resident = residentBytes();
        if (resident > 0) {
            families.add(MetricFamily.single(
                    "process_resident_memory_bytes",
                    MetricFamily.Type.GAUGE,
                    "By",
                    "Memory of the gateway that is in use, without its functions",
                    (double) resident));
        }
        if (system instanceof UnixOperatingSystemMXBean unix) {
            families.add(MetricFamily.single(
                    "process_open_fds", MetricFamily.Type.GAUGE, "1", "Open files and sockets", (double)
                            unix.getOpenFileDescriptorCount()));
            families.add(MetricFamily.single(
                    "process_max_fds", MetricFamily.Type.GAUGE, "1", "How many may be open", (double)
                            unix.getMaxFileDescriptorCount()));
        }
        families.add(MetricFamily.single(
                "process_start_time_seconds",
                MetricFamily.Type.GAUGE,
                "s",
                "When the gateway was started, in seconds since 1970",
                ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS));
        Runtime java = Runtime.getRuntime();
        families.add(MetricFamily.single(
                "jvm_memory_used_bytes",
                MetricFamily.Type.GAUGE,
                "By",
                "The part of Java's heap that is in use",
                (double) (java.totalMemory() - java.freeMemory())));
        return families;
    }

    private static long residentBytes() {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KILOBYTE)
                    .findFirst()
                    .orElse(0);
        } catch (IOException unreadable) {
            return 0; // as on machines that have no such file
        }
    }
}
