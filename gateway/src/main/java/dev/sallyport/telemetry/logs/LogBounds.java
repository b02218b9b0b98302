package dev.sallyport.telemetry.logs;

/**
 * How much is kept. The oldest events go first.
 *
 * @param segmentBytes a segment is ended beyond this; events go by whole segments
 * @param streamBytes kept of one stream
 * @param totalBytes kept of all streams together; a segment counts as a page of a file system at least
 * @param pendingBytes waiting to be written, per stream; what a flood brings beyond that is dropped and counted
 * @param automaticStreams streams per group that the platform made; the oldest go with their events
 */
public record LogBounds(int segmentBytes, long streamBytes, long totalBytes, int pendingBytes, int automaticStreams) {

    private static final int KIBIBYTE = 1024;
    private static final int MEBIBYTE = 1024 * KIBIBYTE;

    /** In files: 16 MB of a stream, 1 GB in total, 256 KB waiting, 1,000 streams. */
    public static final LogBounds FILES =
            new LogBounds(2 * MEBIBYTE, 16L * MEBIBYTE, 1024L * MEBIBYTE, 256 * KIBIBYTE, 1000);

    /** In memory: 2 MB of a stream, 64 MB in total, 256 KB waiting, 250 streams. */
    public static final LogBounds MEMORY =
            new LogBounds(256 * KIBIBYTE, 2L * MEBIBYTE, 64L * MEBIBYTE, 256 * KIBIBYTE, 250);
}
