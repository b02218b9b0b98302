package dev.sallyport.telemetry.logs;

import dev.sallyport.model.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All streams' events, in files {@code <folder>/<digest of the group>/<digest of the stream>/<first sequence>.events}, or
 * in memory. Names of groups and streams are their users' text and longer than names of files may be; so files go by
 * digests, and which digest means which name is known from the store. Thread-safe.
 */
final class Segments {

    private static final Logger LOG = LoggerFactory.getLogger(Segments.class);
    private static final int DIGEST_CHARACTERS = 32;

    /** The least that a segment takes of a disk. */
    private static final long PAGE_BYTES = 4096;

    /** How much of the bound is used after old segments have gone, so that they do not go one by one. */
    private static final double LOW_WATER = 0.9;

    private final @Nullable Path folder;
    private final LogBounds bounds;
    private final Map<String, Map<String, StreamLog>> groups = new ConcurrentHashMap<>();

    Segments(@Nullable Path folder, LogBounds bounds) {
        this.folder = folder;
        this.bounds = bounds;
    }

    /** Finds what an earlier process has left. What cannot be read is left out, with a warning. */
    void load() {
        if (folder == null || !Files.isDirectory(folder)) {
            return;
        }
        for (Path group : list(folder)) {
            for (Path stream : list(group)) {
                List<Path> files =
                        list(stream).stream().filter(Segment.InFile::isSegment).toList();
                if (!files.isEmpty()) {
                    load(group.getFileName().toString(), stream, files);
                }
            }
        }
    }

    private void load(String group, Path stream, List<Path> files) {
        StreamLog log = new StreamLog(stream, bounds);
        for (Path file : files) {
            try {
                log.existing(Segment.InFile.existing(file));
            } catch (IOException unreadable) {
                LOG.warn("Log events in {} are left out: {}", file, unreadable.toString());
            }
        }
        group(group).put(stream.getFileName().toString(), log);
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (NotDirectoryException strange) {
            return List.of();
        } catch (IOException unreadable) {
            LOG.warn("Log events in {} are left out: {}", folder, unreadable.toString());
            return List.of();
        }
    }

    /** The events of a stream, which may have none yet. */
    StreamLog of(StreamName stream) {
        String group = groupKey(stream.scope(), stream.group());
        String name = digest(stream.name());
        return group(group)
                .computeIfAbsent(
                        name,
                        key -> new StreamLog(
                                folder == null ? null : folder.resolve(group).resolve(name), bounds));
    }

    /** The events of a stream; null when it never had any. */
    @Nullable
    StreamLog find(StreamName stream) {
        Map<String, StreamLog> group = groups.get(groupKey(stream.scope(), stream.group()));
        return group == null ? null : group.get(digest(stream.name()));
    }

    /** The events of all streams of a group. */
    List<StreamLog> ofGroup(Scope scope, String group) {
        Map<String, StreamLog> streams = groups.get(groupKey(scope, group));
        return streams == null ? List.of() : List.copyOf(streams.values());
    }

    void delete(StreamName stream) {
        String groupKey = groupKey(stream.scope(), stream.group());
        Map<String, StreamLog> group = groups.get(groupKey);
        StreamLog log = group == null ? null : group.remove(digest(stream.name()));
        if (log != null) {
            log.deleteAll();
            deleteFolder(groupKey, digest(stream.name()));
        }
    }

    void deleteGroup(Scope scope, String group) {
        String key = groupKey(scope, group);
        Map<String, StreamLog> streams = groups.remove(key);
        if (streams != null) {
            streams.forEach((name, log) -> {
                log.deleteAll();
                deleteFolder(key, name);
            });
            deleteFolder(key, "");
        }
    }

    private void deleteFolder(String group, String stream) {
        try {
            if (folder != null) {
                Files.deleteIfExists(folder.resolve(group).resolve(stream));
            }
        } catch (IOException inUse) {
            LOG.debug("A folder of log events stays: {}", inUse.toString());
        }
    }

    /** Deletes the oldest segments of all when they are more than the bound. */
    void enforceTotal() {
        record Owned(StreamLog log, Segment segment) {}
        List<Owned> all = new ArrayList<>();
        long total = 0;
        for (Map<String, StreamLog> group : groups.values()) {
            for (StreamLog log : group.values()) {
                for (Segment segment : log.segments()) {
                    all.add(new Owned(log, segment));
                    total += Math.max(PAGE_BYTES, segment.bytes());
                }
            }
        }
        if (total <= bounds.totalBytes()) {
            return;
        }
        all.sort(Comparator.comparingLong(owned -> owned.segment().firstSequence()));
        for (Owned owned : all) {
            if (total <= bounds.totalBytes() * LOW_WATER) {
                break;
            }
            total -= Math.max(PAGE_BYTES, owned.segment().bytes());
            owned.log().delete(owned.segment());
        }
    }

    private Map<String, StreamLog> group(String key) {
        return groups.computeIfAbsent(key, absent -> new ConcurrentHashMap<>());
    }

    private static String groupKey(Scope scope, String group) {
        return digest(scope.account() + '\n' + scope.region() + '\n' + group);
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGEST_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
