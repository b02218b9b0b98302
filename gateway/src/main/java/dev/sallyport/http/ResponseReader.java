package dev.sallyport.http;

/**
 * Reads the heads of a backend's responses. A backend is believed as little as a client: two lengths, a length beside a
 * transfer coding, an unknown coding or an impossible status are refused (HARDENING 2).
 */
public final class ResponseReader extends HeadReader {

    /** The body's length when it comes in chunks. */
    public static final long CHUNKED = RequestReader.CHUNKED;

    /** The body's length when the end of the connection ends it. */
    public static final long UNTIL_CLOSE = -4;

    private int status;
    private boolean http11;
    private long contentLength;
    private int lengths;
    private int codings;
    private boolean chunked;
    private boolean close;
    private boolean keepAlive;

    public ResponseReader(int maxLineBytes, int maxHeadBytes) {
        super(maxLineBytes, maxHeadBytes);
        reset();
    }

    @Override
    public void reset() {
        super.reset();
        status = 0;
        http11 = false;
        contentLength = UNTIL_CLOSE;
        lengths = 0;
        codings = 0;
        chunked = false;
        close = false;
        keepAlive = false;
    }

    @Override
    int startLine(byte[] bytes, int start, int end) {
        boolean version = end - start >= 12
                && Octets.startsWith(bytes, start, end, "HTTP/1.")
                && (bytes[start + 7] == '0' || bytes[start + 7] == '1')
                && bytes[start + 8] == ' ';
        if (!version || (end - start > 12 && bytes[start + 12] != ' ')) {
            return refused(400, "the status line is not valid HTTP/1");
        }
        http11 = bytes[start + 7] == '1';
        status = (int) digits(bytes, start + 9, start + 12);
        if (status < 100 || status > 599) {
            return refused(400, "the status is none of HTTP's");
        }
        for (int i = start + 12; i < end; i++) {
            if (!Octets.isValue(bytes[i])) {
                return refused(400, "the reason phrase has a control character");
            }
        }
        return MORE;
    }

    @Override
    void noted(byte[] bytes, int nameStart, int nameEnd, int line) {
        switch (nameEnd - nameStart) {
            case 10 -> {
                if (Octets.equalsIgnoreCase(bytes, nameStart, nameEnd, "connection")) {
                    close |= lists(bytes, headers.valueStart(line), headers.valueEnd(line), "close");
                    keepAlive |= lists(bytes, headers.valueStart(line), headers.valueEnd(line), "keep-alive");
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

    @Override
    int complete() {
        if (lengths > 1 || (lengths == 1 && (contentLength < 0 || codings > 0)) || codings > 1) {
            return refused(400, "the length of the body is not clear");
        }
        if (codings == 1) {
            if (!chunked || !http11) {
                return refused(400, "the transfer coding is unknown");
            }
            contentLength = CHUNKED;
        }
        return COMPLETE;
    }

    @Override
    int lineTooLong() {
        return 400;
    }

    @Override
    boolean skipsEmptyLine() {
        return false;
    }

    /** From 100 to 599. */
    public int status() {
        return status;
    }

    /** What the head says of the body: bytes, {@link #CHUNKED} or {@link #UNTIL_CLOSE}. */
    public long bodyLength() {
        return contentLength;
    }

    /** Whether the connection may carry another exchange. */
    public boolean isKeepAlive() {
        return !close && (http11 || keepAlive);
    }
}
