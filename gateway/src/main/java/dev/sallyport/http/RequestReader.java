package dev.sallyport.http;

import org.jspecify.annotations.Nullable;

/**
 * Reads the heads of requests, one after the other, and admits only what cannot be misunderstood: one Host, one clear
 * length, a known version, a target of URL characters (HARDENING 2; RFC 9112 3, 6.3). What it tells holds until the next
 * {@link #reset}.
 */
public sealed class RequestReader extends HeadReader permits FieldHeadReader {

    /** The body's length when it comes in chunks. */
    public static final long CHUNKED = -1;

    private static final long UNCLEAR = -2;
    private static final long UNKNOWN_CODING = -3;
    private static final int MAX_METHOD_BYTES = 32;

    private String method = "";
    private int targetStart;
    private int targetEnd;
    private int question;
    private boolean http11;
    private int hostLine;
    private int hosts;
    private long contentLength;
    private int lengths;
    private int codings;
    private boolean chunked;
    private boolean close;
    private boolean keepAlive;
    private boolean namesHopHeaders;
    private boolean expects;
    private boolean expectsOther;

    public RequestReader(int maxLineBytes, int maxHeadBytes) {
        super(maxLineBytes, maxHeadBytes);
        reset();
    }

    @Override
    public void reset() {
        super.reset();
        method = "";
        targetStart = 0;
        targetEnd = 0;
        question = -1;
        http11 = false;
        hostLine = -1;
        hosts = 0;
        contentLength = 0;
        codings = 0;
        chunked = false;
        close = false;
        keepAlive = false;
        namesHopHeaders = false;
        expects = false;
        expectsOther = false;
        lengths = 0;
    }

    @Override
    int startLine(byte[] bytes, int start, int end) {
        int methodEnd = Octets.indexOf(bytes, start, end, ' ');
        int targetStop = methodEnd < 0 ? -1 : Octets.indexOf(bytes, methodEnd + 1, end, ' ');
        if (targetStop < 0 || !isMethod(bytes, start, methodEnd)) {
            return refused(400, "the request line is not valid HTTP");
        }
        method = method(bytes, start, methodEnd);
        targetStart = methodEnd + 1;
        targetEnd = targetStop;
        return version(bytes, targetStop + 1, end);
    }

    private int version(byte[] bytes, int start, int end) {
        if (end - start != 8
                || !Octets.startsWith(bytes, start, end, "HTTP/")
                || !Octets.isDigit(bytes[start + 5])
                || bytes[start + 6] != '.'
                || !Octets.isDigit(bytes[start + 7])) {
            return refused(400, "the request line ends with no HTTP version");
        }
        if (bytes[start + 5] != '1' || bytes[start + 7] > '1') {
            return refused(505, "only HTTP/1.1 and HTTP/1.0 are spoken here");
        }
        http11 = bytes[start + 7] == '1';
        return MORE;
    }

    static boolean isMethod(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!Octets.isToken(bytes[i])) {
                return false;
            }
        }
        return end > start && end - start <= MAX_METHOD_BYTES;
    }

    static String method(byte[] bytes, int start, int end) {
        String known = switch (bytes[start]) {
            case 'G' -> "GET";
            case 'P' -> end - start == 4 ? "POST" : end - start == 3 ? "PUT" : "PATCH";
            case 'D' -> "DELETE";
            case 'H' -> "HEAD";
            case 'O' -> "OPTIONS";
            default -> "";
        };
        return Octets.equals(bytes, start, end, known) ? known : Octets.string(bytes, start, end);
    }

    @Override
    void noted(byte[] bytes, int nameStart, int nameEnd, int line) {
        switch (nameEnd - nameStart) {
            case 4 -> {
                if (Octets.equalsIgnoreCase(bytes, nameStart, nameEnd, "host")) {
                    hosts++;
                    hostLine = line;
                }
            }
            case 6 -> {
                if (Octets.equalsIgnoreCase(bytes, nameStart, nameEnd, "expect")) {
                    expects = true;
                    expectsOther |= !headers.hasValue(line, "100-continue");
                }
            }
            case 10 -> {
                if (Octets.equalsIgnoreCase(bytes, nameStart, nameEnd, "connection")) {
                    connection(bytes, headers.valueStart(line), headers.valueEnd(line));
                }
            }
            case 14 -> {
                if (Octets.equalsIgnoreCase(bytes, nameStart, nameEnd, "content-length")) {
                    contentLength = digits(bytes, headers.valueStart(line), headers.valueEnd(line));
                    lengths++;
                }
            }
            case 17 -> {
                if (Octets.equalsIgnoreCase(bytes, nameStart, nameEnd, "transfer-encoding")) {
                    codings++;
                    chunked = headers.hasValue(line, "chunked");
                }
            }
            default -> {}
        }
    }

    private void connection(byte[] bytes, int start, int end) {
        boolean closes = lists(bytes, start, end, "close");
        boolean keeps = lists(bytes, start, end, "keep-alive");
        close |= closes;
        keepAlive |= keeps;
        namesHopHeaders |= end - start != (closes ? 5 : keeps ? 10 : 0);
    }

    @Override
    int complete() {
        if (hosts > 1 || (hosts == 0 && http11) || (hosts == 1 && !isHost())) {
            return refused(400, "exactly one valid Host header is required");
        }
        long body = clearLength();
        if (body == UNCLEAR) {
            return refused(400, "the length of the body is not clear");
        }
        if (body == UNKNOWN_CODING) {
            return refused(501, "only the transfer coding chunked is supported");
        }
        contentLength = body;
        if (!isOriginForm() || !hasOnlyUrlCharacters()) {
            return refused(400, "the request target must be a path of URL characters");
        }
        if (expectsOther) {
            return refused(417, "the only expectation understood is 100-continue");
        }
        return COMPLETE;
    }

    /** RFC 9112 6.3, without its leniency: one length or one coding, never both. */
    private long clearLength() {
        if (codings > 0) {
            if (codings > 1 || lengths > 0 || !http11) {
                return UNCLEAR;
            }
            return chunked ? CHUNKED : UNKNOWN_CODING;
        }
        if (lengths == 0) {
            return 0;
        }
        return lengths > 1 || contentLength < 0 ? UNCLEAR : contentLength;
    }

    /** A registered name or an IP address, perhaps with a port. */
    private boolean isHost() {
        byte[] bytes = headers.bytes();
        int end = headers.valueEnd(hostLine);
        int start = headers.valueStart(hostLine);
        int at = start;
        if (at < end && bytes[at] == '[') {
            at++;
            while (at < end && (Octets.hex(bytes[at]) >= 0 || bytes[at] == ':' || bytes[at] == '.')) {
                at++;
            }
            if (at == end || bytes[at] != ']' || at == start + 1) {
                return false;
            }
            at++;
        } else {
            while (at < end && isNameCharacter(bytes[at])) {
                at++;
            }
            if (at == start) {
                return false;
            }
        }
        if (at == end) {
            return true;
        }
        int portStart = at + 1;
        boolean port = bytes[at] == ':' && end - portStart <= 5;
        for (int i = portStart; i < end; i++) {
            port &= Octets.isDigit(bytes[i]);
        }
        return port;
    }

    private static boolean isNameCharacter(byte octet) {
        int folded = octet | 0x20;
        return (folded >= 'a' && folded <= 'z')
                || Octets.isDigit(octet)
                || octet == '.'
                || octet == '-'
                || octet == '_'
                || octet == '~';
    }

    /** Makes the target one in origin form; the absolute form is taken for the same host only. */
    private boolean isOriginForm() {
        byte[] bytes = headers.bytes();
        if (targetStart == targetEnd) {
            return false;
        }
        if (bytes[targetStart] == '/') {
            return true;
        }
        int start = schemeEnd(bytes);
        if (start < 0) {
            return false;
        }
        int end = start;
        while (end < targetEnd && bytes[end] != '/' && bytes[end] != '?') {
            end++;
        }
        if (end == start || hostLine < 0 || !headers.hasValue(hostLine, Octets.string(bytes, start, end))) {
            return false;
        }
        if (end < targetEnd && bytes[end] == '/') {
            targetStart = end;
        } else {
            // The host's last byte becomes the slash that the path lacks: the target is not needed as it came.
            targetStart = end - 1;
            bytes[targetStart] = '/';
        }
        return true;
    }

    private int schemeEnd(byte[] bytes) {
        if (Octets.equalsIgnoreCase(bytes, targetStart, Math.min(targetStart + 7, targetEnd), "http://")) {
            return targetStart + 7;
        }
        return Octets.equalsIgnoreCase(bytes, targetStart, Math.min(targetStart + 8, targetEnd), "https://")
                ? targetStart + 8
                : -1;
    }

    /** INV-25, INV-26: nothing but visible ASCII, and in a query none of the characters that AWS refuses. */
    private boolean hasOnlyUrlCharacters() {
        byte[] bytes = headers.bytes();
        question = -1;
        for (int i = targetStart; i < targetEnd; i++) {
            byte octet = bytes[i];
            if (!Octets.isTarget(octet)) {
                return false;
            }
            if (octet == '?' && question < 0) {
                question = i;
            } else if (question >= 0
                    && (octet == '|'
                            || octet == '{'
                            || octet == '}'
                            || (octet == '%' && i + 1 < targetEnd && bytes[i + 1] == '%'))) {
                return false;
            }
        }
        return true;
    }

    /** What fields say in the place of a request line (RFC 9113 8.3.1); they are judged by the rules of HTTP/1.1. */
    final void requestLine(String newMethod, int newTargetStart, int newTargetEnd) {
        method = newMethod;
        targetStart = newTargetStart;
        targetEnd = newTargetEnd;
        http11 = true;
    }

    /** Whether a length was announced. */
    final boolean hasLength() {
        return lengths > 0;
    }

    /** The end of the stream will tell how long the body is. */
    final void lengthIsUnknown() {
        contentLength = CHUNKED;
    }

    @Override
    int lineTooLong() {
        return 414;
    }

    @Override
    boolean skipsEmptyLine() {
        return true;
    }

    // ---- what has been read

    /** As it came; methods are case-sensitive. */
    public String method() {
        return method;
    }

    /** The bytes of the head, which all bounds refer to. */
    public byte[] bytes() {
        return headers.bytes();
    }

    /** Where the path begins. */
    public int pathStart() {
        return targetStart;
    }

    /** Where the path ends. */
    public int pathEnd() {
        return question < 0 ? targetEnd : question;
    }

    /** Where the query begins, without its question mark; -1 without one. */
    public int queryStart() {
        return question < 0 ? -1 : question + 1;
    }

    /** Where the target ends. */
    public int targetEnd() {
        return targetEnd;
    }

    /** The line of Host, or -1 in HTTP/1.0. */
    public int hostLine() {
        return hostLine;
    }

    /** Where the value of Host begins. */
    public int hostStart() {
        return hostLine < 0 ? 0 : headers.valueStart(hostLine);
    }

    /** Where the value of Host ends. */
    public int hostEnd() {
        return hostLine < 0 ? 0 : headers.valueEnd(hostLine);
    }

    /** Bytes of the body, {@link #CHUNKED} when unknown. */
    public long bodyLength() {
        return contentLength;
    }

    /** Whether the client speaks HTTP/1.1 and not 1.0. */
    public boolean isHttp11() {
        return http11;
    }

    /** Whether the client wants to go on using the connection. */
    public boolean isKeepAlive() {
        return !close && (http11 || keepAlive);
    }

    /** Whether Connection names headers that are meant for the next hop only. */
    public boolean namesHopHeaders() {
        return namesHopHeaders;
    }

    /** Whether the client waits to be told to send its body. */
    public boolean expectsContinue() {
        return expects && http11;
    }

    /** The value of Host, {@code ""} in HTTP/1.0 without one. */
    public String host() {
        return hostLine < 0 ? "" : headers.value(hostLine);
    }

    /** The path as it came. */
    public String path() {
        return Octets.string(bytes(), pathStart(), pathEnd());
    }

    /** The query as it came, or null. */
    public @Nullable String query() {
        return question < 0 ? null : Octets.string(bytes(), question + 1, targetEnd);
    }
}
