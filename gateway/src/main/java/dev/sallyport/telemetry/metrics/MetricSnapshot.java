package dev.sallyport.telemetry.metrics;

import dev.sallyport.model.Scope;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file that keeps metrics over a restart. It is replaced as a whole; one that cannot be read is left out. */
final class MetricSnapshot {

    private static final Logger LOG = LoggerFactory.getLogger(MetricSnapshot.class);

    /** "SPM" and the version of the format. */
    private static final int MAGIC = 0x53504D01;

    private final Path file;

    MetricSnapshot(Path file) {
        this.file = file;
    }

    static byte[] encode(List<Series> all) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeInt(all.size());
            for (Series series : all) {
                write(out, series);
            }
            CRC32 crc = new CRC32();
            crc.update(bytes.toByteArray());
            out.writeLong(crc.getValue());
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory takes all that is written to it", impossible);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, Series series) throws IOException {
        MetricId metric = series.metric;
        out.writeUTF(metric.scope().account());
        out.writeUTF(metric.scope().region());
        out.writeUTF(metric.namespace());
        out.writeUTF(metric.name());
        out.writeInt(metric.dimensions().size());
        for (Map.Entry<String, String> dimension : metric.dimensions().entrySet()) {
            out.writeUTF(dimension.getKey());
            out.writeUTF(dimension.getValue());
        }
        out.writeUTF(series.unit);
        out.writeInt(series.size());
        for (Map.Entry<Long, Aggregate> bucket : series.buckets().entrySet()) {
            Aggregate samples = bucket.getValue();
            out.writeLong(bucket.getKey());
            out.writeDouble(samples.count());
            out.writeDouble(samples.sum());
            out.writeDouble(samples.minimum());
            out.writeDouble(samples.maximum());
            out.writeBoolean(samples.opaque());
            ValueCounts values = samples.values();
            out.writeInt(values.size());
            for (int i = 0; i < values.size(); i++) {
                out.writeDouble(values.value(i));
                out.writeDouble(values.count(i));
            }
        }
    }

    void write(byte[] bytes) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(fresh, bytes);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What the last snapshot holds; nothing when there is none or it is broken. */
    List<Series> read() {
        try {
            return decode(Files.readAllBytes(file));
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException | RuntimeException broken) {
            LOG.warn("The metrics in {} cannot be read and begin anew: {}", file, broken.toString());
            return List.of();
        }
    }

    private static List<Series> decode(byte[] bytes) throws IOException {
        int length = bytes.length - Long.BYTES;
        if (length < 2 * Integer.BYTES) {
            throw new IOException("only " + bytes.length + " bytes");
        }
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        if (crc.getValue() != ByteBuffer.wrap(bytes, length, Long.BYTES).getLong()) {
            throw new IOException("the checksum is wrong");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, length));
        int magic = in.readInt();
        if (magic != MAGIC) {
            throw new IOException("unknown format " + Integer.toHexString(magic));
        }
        List<Series> all = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            all.add(readSeries(in));
        }
        return all;
    }

    private static Series readSeries(DataInputStream in) throws IOException {
        Scope scope = new Scope(in.readUTF(), in.readUTF());
        String namespace = in.readUTF();
        String name = in.readUTF();
        Map<String, String> dimensions = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            dimensions.put(in.readUTF(), in.readUTF());
        }
        Series series = new Series(new MetricId(scope, namespace, name, dimensions), in.readUTF());
        for (int left = in.readInt(); left > 0; left--) {
            long second = in.readLong();
            Aggregate samples = Aggregate.restored(
                    in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble(), in.readBoolean());
            for (int values = in.readInt(); values > 0; values--) {
                samples.restoreValue(in.readDouble(), in.readDouble());
            }
            series.buckets().put(second, samples);
            series.lastSecond = Math.max(series.lastSecond, second);
        }
        return series;
    }
}
