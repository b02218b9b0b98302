package dev.sallyport.http;

import java.nio.charset.StandardCharsets;

/**
 * Reads the head of a request that comes field by field, as in HTTP/2 (RFC 9113 8.2, 8.3). What is malformed there is told
 * apart from what a server of HTTP/1.1 answers in words: host, target, lengths and bounds are judged by the very rules of
 * {@link RequestReader}, so that a request means the same whichever way it came.
 */
public final class FieldHeadReader extends RequestReader {

    /** The stream has to be reset (RFC 9113 8.1.1). */
    public static final int MALFORMED = -1;

    private static final int METHOD = 1;
    private static final int SCHEME = 2;
    private static final int PATH = 4;
    private static final int AUTHORITY = 8;
    private static final int ALL_BUT_AUTHORITY = METHOD | SCHEME | PATH;

    /** AWS's own services write it so, whatever the client wrote. */
    private static final byte[] HOST = "Host".getBytes(StandardCharsets.US_ASCII);

    private int pseudoFields;
    private boolean fieldsBegun;
    private boolean malformed;
    private int refusal;
    private int hostFields;
    private int cookies;
    private int lineBytes;
    private String verb = "";
    private int pathStart;
    private int pathEnd;

    public FieldHeadReader(int maxLineBytes, int maxHeadBytes) {
        super(maxLineBytes, maxHeadBytes);
    }

    @Override
    public void reset() {
        super.reset();
        pseudoFields = 0;
        fieldsBegun = false;
        malformed = false;
        refusal = 0;
        hostFields = 0;
        cookies = 0;
        lineBytes = 0;
        verb = "";
        pathStart = 0;
        pathEnd = 0;
    }

    @Override
    public int headerBytes() {
        return lineBytes;
    }

    @Override
    public boolean hasBegun() {
        return fieldsBegun || pseudoFields != 0;
    }

    /** Whether a field may come in a trailer section: a legal one of a lower-case name, and no pseudo-header. */
    public static boolean isTrailer(byte[] name, int nameStart, int nameEnd, byte[] value, int start, int end) {
        return isName(name, nameStart, nameEnd)
                && isFieldValue(value, start, end)
                && !isOfConnection(name, nameStart, nameEnd, value, start, end);
    }

    /** Takes the next field. */
    public void field(byte[] name, int nameStart, int nameEnd, byte[] value, int start, int end) {
        if (malformed) {
            return;
        }
        if (nameStart == nameEnd || !isFieldValue(value, start, end)) {
            malformed = true;
        } else if (name[nameStart] == ':') {
            malformed = fieldsBegun || !pseudo(name, nameStart, nameEnd, value, start, end);
        } else if (!isName(name, nameStart, nameEnd) || isOfConnection(name, nameStart, nameEnd, value, start, end)) {
            malformed = true;
        } else {
            fieldsBegun = true;
            regular(name, nameStart, nameEnd, value, start, end);
        }
    }

    /** No more fields are kept: there are more than may be, or the decoder has dropped some. */
    public void tooLarge() {
        if (refusal == 0) {
            refusal = refused(431, "the headers are too long");
        }
    }

    private boolean pseudo(byte[] name, int nameStart, int nameEnd, byte[] value, int start, int end) {
        int which = switch (nameEnd - nameStart) {
            case 5 -> Octets.equals(name, nameStart, nameEnd, ":path") ? PATH : 0;
            case 7 ->
                Octets.equals(name, nameStart, nameEnd, ":method")
                        ? METHOD
                        : Octets.equals(name, nameStart, nameEnd, ":scheme") ? SCHEME : 0;
            case 10 -> Octets.equals(name, nameStart, nameEnd, ":authority") ? AUTHORITY : 0;
            default -> 0;
        };
        if (which == 0 || (pseudoFields & which) != 0) {
            return false;
        }
        pseudoFields |= which;
        switch (which) {
            case METHOD -> {
                if (!isMethod(value, start, end)) {
                    return false;
                }
                verb = method(value, start, end);
            }
            case SCHEME -> {
                // It names no place that a request is sent to, so either may be said.
                return Octets.equalsIgnoreCase(value, start, end, "https")
                        || Octets.equalsIgnoreCase(value, start, end, "http");
            }
            case PATH -> {
                return path(value, start, end);
            }
            default -> line(HOST, 0, HOST.length, value, start, end);
        }
        return true;
    }

    private boolean path(byte[] value, int start, int end) {
        if (end - start > maxLineBytes) {
            refusal = refused(lineTooLong(), "the first line is too long");
            return true;
        }
        if (start == end || (value[start] != '/' && !Octets.equals(value, start, end, "*"))) {
            return false;
        }
        pathStart = put(value, start, end);
        pathEnd = headers.length();
        return true;
    }

    private void regular(byte[] name, int nameStart, int nameEnd, byte[] value, int start, int end) {
        int length = nameEnd - nameStart;
        if (length == 4 && Octets.equals(name, nameStart, nameEnd, "host")) {
            host(value, start, end);
            return;
        }
        if (length == 6 && Octets.equals(name, nameStart, nameEnd, "cookie")) {
            cookies++;
        }
        line(name, nameStart, nameEnd, value, start, end);
    }

    /** RFC 9113 8.3.1: Host may repeat what :authority says, or stand in its place. */
    private void host(byte[] value, int start, int end) {
        hostFields++;
        int known = hostLine();
        if (hostFields > 1 || (known >= 0 && !headers.hasValue(known, Octets.string(value, start, end)))) {
            malformed = true;
        } else if (known < 0) {
            line(HOST, 0, HOST.length, value, start, end);
        }
    }

    private void line(byte[] name, int nameStart, int nameEnd, byte[] value, int start, int end) {
        int bytes = nameEnd - nameStart + end - start + 4;
        if (headers.size() == MAX_LINES || lineBytes + bytes > maxHeadBytes) {
            tooLarge();
        }
        if (refusal != 0) {
            return;
        }
        lineBytes += bytes;
        int nameAt = put(name, nameStart, nameEnd);
        put(": ");
        int valueAt = put(value, start, end);
        int valueEnd = headers.length();
        put("\r\n");
        headers.line(nameAt, nameAt + nameEnd - nameStart, valueAt, valueEnd);
        noted(headers.bytes(), nameAt, nameAt + nameEnd - nameStart, headers.size() - 1);
    }

    private int put(byte[] text, int start, int end) {
        int at = headers.length();
        System.arraycopy(text, start, headers.ensure(end - start), at, end - start);
        headers.length(at + end - start);
        return at;
    }

    private void put(String text) {
        int at = headers.length();
        byte[] into = headers.ensure(text.length());
        for (int i = 0; i < text.length(); i++) {
            into[at + i] = (byte) text.charAt(i);
        }
        headers.length(at + text.length());
    }

    /**
     * Judges the head as a whole.
     *
     * @param bodyFollows whether the stream goes on behind the head
     * @return {@link #COMPLETE}, {@link #MALFORMED}, or the status code that the request is refused with
     */
    public int end(boolean bodyFollows) {
        boolean isConnect = verb.equals("CONNECT");
        int expected = isConnect ? METHOD | AUTHORITY : ALL_BUT_AUTHORITY;
        if (malformed || (pseudoFields & (isConnect ? ~0 : ALL_BUT_AUTHORITY)) != expected) {
            return MALFORMED;
        }
        if (refusal != 0) {
            requestLine(verb, 0, 0);
            return refusal;
        }
        if (cookies > 1) {
            joinCookies();
        }
        requestLine(verb, pathStart, pathEnd);
        int verdict = complete();
        if (verdict != COMPLETE) {
            return verdict;
        }
        if (!bodyFollows && bodyLength() > 0) {
            return MALFORMED;
        }
        if (bodyFollows && !hasLength()) {
            lengthIsUnknown();
        }
        return COMPLETE;
    }

    /** RFC 9113 8.2.3: a client may split its cookies; whoever is behind knows one line. */
    private void joinCookies() {
        int first = headers.find("cookie");
        int nameAt = headers.length();
        put("cookie: ");
        int valueAt = headers.length();
        for (int i = first; i < headers.size(); i++) {
            if (headers.isNamed(i, "cookie")) {
                if (i > first) {
                    put("; ");
                }
                put(headers.bytes(), headers.valueStart(i), headers.valueEnd(i));
            }
        }
        int end = headers.length();
        put("\r\n");
        for (int i = headers.size() - 1; i > first; i--) {
            if (headers.isNamed(i, "cookie")) {
                headers.drop(i);
            }
        }
        headers.move(first, nameAt, nameAt + 6, valueAt, end);
    }

    /** RFC 9113 8.2.1, and nothing that HTTP/1.1 knows no name of. */
    private static boolean isName(byte[] name, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!Octets.isToken(name[i]) || (name[i] >= 'A' && name[i] <= 'Z')) {
                return false;
            }
        }
        return end > start;
    }

    private static boolean isFieldValue(byte[] value, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!Octets.isValue(value[i])) {
                return false;
            }
        }
        return start == end || !(isBlank(value[start]) || isBlank(value[end - 1]));
    }

    /** RFC 9113 8.2.2: a field that speaks of the connection has no place in a stream. */
    private static boolean isOfConnection(byte[] name, int nameStart, int nameEnd, byte[] value, int start, int end) {
        return switch (nameEnd - nameStart) {
            case 2 ->
                Octets.equals(name, nameStart, nameEnd, "te")
                        && !Octets.equalsIgnoreCase(value, start, end, "trailers");
            case 7 -> Octets.equals(name, nameStart, nameEnd, "upgrade");
            case 10 ->
                Octets.equals(name, nameStart, nameEnd, "connection")
                        || Octets.equals(name, nameStart, nameEnd, "keep-alive");
            case 16 -> Octets.equals(name, nameStart, nameEnd, "proxy-connection");
            case 17 -> Octets.equals(name, nameStart, nameEnd, "transfer-encoding");
            default -> false;
        };
    }
}
