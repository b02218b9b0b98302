package dev.sallyport.http;

import io.netty.buffer.ByteBuf;

/**
 * Reads heads strictly: lines end with CR LF and nothing else, there is no folding, no blank before a colon and no
 * control character (RFC 9112 2.2, 5; HARDENING 1.4). What two readers could understand in two ways is refused.
 *
 * <p>The bytes of a head are copied once, into the {@link Headers} that its lines stay in. A head may come in any number
 * of pieces; each byte is looked at a bounded number of times.
 */
abstract class HeadReader {

    /** The head is not complete yet. */
    public static final int MORE = 0;

    /** The head has been read. */
    public static final int COMPLETE = 1;

    /** Hardly a head is longer; what was copied in vain is given back. */
    private static final int COPY_BYTES = 1024;

    static final int MAX_LINES = 1000;

    final Headers headers = new Headers();
    final int maxLineBytes;
    final int maxHeadBytes;

    private boolean startLineRead;
    private int lineStart;
    private int scanned;
    private int headStart;

    /** What is wrong with a head that was refused; for people. */
    private String reason = "";

    /**
     * @param maxLineBytes of the start line
     * @param maxHeadBytes of all header lines
     */
    HeadReader(int maxLineBytes, int maxHeadBytes) {
        this.maxLineBytes = maxLineBytes;
        this.maxHeadBytes = maxHeadBytes;
    }

    /** Begins with a new message. */
    public void reset() {
        headers.clear();
        startLineRead = false;
        lineStart = 0;
        scanned = 0;
        headStart = 0;
        reason = "";
    }

    /** The header lines of the head that has been read. */
    public Headers headers() {
        return headers;
    }

    /** Why the head was refused. */
    public String reason() {
        return reason;
    }

    /** Whether any byte of the head has come. */
    public boolean hasBegun() {
        return headers.length() > 0;
    }

    /** How many bytes the header lines have, with their ends but without the empty line. */
    public int headerBytes() {
        return headers.length() - headStart - 2;
    }

    /**
     * Takes bytes, up to the end of the head and no further.
     *
     * @return {@link #MORE}, {@link #COMPLETE}, or the status code that the head is refused with
     */
    public final int read(ByteBuf in) {
        while (in.isReadable()) {
            int count = Math.min(in.readableBytes(), COPY_BYTES);
            int before = headers.length();
            byte[] bytes = headers.ensure(count);
            in.readBytes(bytes, before, count);
            headers.length(before + count);
            int verdict = lines(bytes, before + count);
            if (verdict != MORE) {
                if (verdict == COMPLETE) {
                    in.readerIndex(in.readerIndex() - (before + count - lineStart));
                    headers.length(lineStart);
                    return complete();
                }
                return verdict;
            }
        }
        return MORE;
    }

    private int lines(byte[] bytes, int end) {
        while (true) {
            int lineEnd = Octets.indexOf(bytes, scanned, end, '\n');
            scanned = lineEnd < 0 ? end : lineEnd + 1;
            if (!startLineRead && scanned - lineStart > maxLineBytes) {
                return refused(lineTooLong(), "the first line is too long");
            }
            if (startLineRead && scanned - headStart > maxHeadBytes) {
                return refused(431, "the headers are too long");
            }
            if (lineEnd < 0) {
                return MORE;
            }
            if (lineEnd == lineStart || bytes[lineEnd - 1] != '\r') {
                return refused(400, "a line does not end with CR LF");
            }
            int verdict = line(bytes, lineStart, lineEnd - 1);
            lineStart = lineEnd + 1;
            if (verdict != MORE) {
                return verdict;
            }
        }
    }

    private int line(byte[] bytes, int start, int end) {
        if (startLineRead) {
            return end == start ? COMPLETE : headerLine(bytes, start, end);
        }
        if (end == start) {
            // RFC 9112 2.2: empty lines before a message are skipped, here at most one.
            return start == 0 && skipsEmptyLine() ? MORE : refused(400, "the first line is empty");
        }
        startLineRead = true;
        headStart = end + 2;
        return startLine(bytes, start, end);
    }

    private int headerLine(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && Octets.isToken(bytes[at])) {
            at++;
        }
        int nameEnd = at;
        if (nameEnd == start || at == end || bytes[at] != ':') {
            return refused(400, "a header line has no valid name");
        }
        at++;
        while (at < end && isBlank(bytes[at])) {
            at++;
        }
        int valueStart = at;
        int valueEnd = at;
        while (at < end) {
            byte octet = bytes[at++];
            if (!Octets.isValue(octet)) {
                return refused(400, "a header value has a control character");
            }
            if (!isBlank(octet)) {
                valueEnd = at;
            }
        }
        if (headers.size() == MAX_LINES) {
            return refused(431, "there are too many header lines");
        }
        headers.line(start, nameEnd, valueStart, valueEnd);
        noted(bytes, start, nameEnd, headers.size() - 1);
        return MORE;
    }

    static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    final int refused(int status, String why) {
        reason = why;
        return status;
    }

    /** Takes the start line; a status code when it is refused. */
    abstract int startLine(byte[] bytes, int start, int end);

    /** Sees a header line. */
    abstract void noted(byte[] bytes, int nameStart, int nameEnd, int line);

    /** Judges the head as a whole. */
    abstract int complete();

    /** The status for a start line that is too long. */
    abstract int lineTooLong();

    abstract boolean skipsEmptyLine();

    // ---- what requests and responses share

    /** A length of digits alone that fits, else -1 (RFC 9110 8.6). */
    static long digits(byte[] bytes, int start, int end) {
        if (start == end || end - start > 18) {
            return -1;
        }
        long length = 0;
        for (int i = start; i < end; i++) {
            if (!Octets.isDigit(bytes[i])) {
                return -1;
            }
            length = 10 * length + bytes[i] - '0';
        }
        return length;
    }

    /** Whether a comma-separated list has an element, compared without case. */
    static boolean lists(byte[] bytes, int start, int end, String element) {
        int from = start;
        while (from <= end) {
            int comma = Octets.indexOf(bytes, from, end, ',');
            int to = comma < 0 ? end : comma;
            int first = from;
            int last = to;
            while (first < last && isBlank(bytes[first])) {
                first++;
            }
            while (last > first && isBlank(bytes[last - 1])) {
                last--;
            }
            if (Octets.equalsIgnoreCase(bytes, first, last, element)) {
                return true;
            }
            from = to + 1;
        }
        return false;
    }
}
