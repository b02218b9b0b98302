package dev.sallyport.edge;

import dev.sallyport.pipeline.Headers;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The strict reading of request heads behind Netty's decoder: what two servers could understand in two ways is refused
 * (HARDENING, section 2).
 */
final class HeadAdmission {

    private static final Pattern HOST = Pattern.compile("(?:[A-Za-z0-9._~-]+|\\[[0-9A-Fa-f:.]+])(?::\\d{0,5})?");

    private HeadAdmission() {}

    /** The verdict on a head. */
    sealed interface Verdict {}

    /**
     * A head that may pass.
     *
     * @param bodyLength bytes, -1 when chunked
     */
    record Admitted(
            String method,
            String path,
            @Nullable String query,
            Headers headers,
            String host,
            long bodyLength,
            boolean http11,
            boolean keepAlive,
            boolean expectsContinue,
            int urlBytes,
            int headerBytes)
            implements Verdict {}

    /** A head that is refused; the connection ends. */
    record Refused(int status, String reason) implements Verdict {}

    static Verdict examine(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return malformed(request.decoderResult().cause());
        }
        boolean http11 = request.protocolVersion().equals(HttpVersion.HTTP_1_1);
        if (!http11 && !request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            return new Refused(505, "only HTTP/1.1 and HTTP/1.0 are spoken here");
        }
        Headers headers = new Headers(request.headers().size());
        int headerBytes = 0;
        Iterator<Map.Entry<CharSequence, CharSequence>> lines =
                request.headers().iteratorCharSequence();
        while (lines.hasNext()) {
            Map.Entry<CharSequence, CharSequence> line = lines.next();
            String name = line.getKey().toString();
            String value = line.getValue().toString();
            headerBytes += name.length() + value.length() + 4;
            headers.add(name, value);
        }
        String host = host(headers, http11);
        if (host == null) {
            return new Refused(400, "exactly one valid Host header is required");
        }
        long length = bodyLength(headers, http11);
        if (length == INVALID) {
            return new Refused(400, "the length of the body is not clear");
        }
        if (length == UNKNOWN_CODING) {
            return new Refused(501, "only the transfer coding chunked is supported");
        }
        return target(request, headers, host, length, http11, headerBytes);
    }

    private static Verdict target(
            HttpRequest request, Headers headers, String host, long length, boolean http11, int headerBytes) {
        String target = originForm(request.uri(), host);
        if (target == null || !hasOnlyUrlCharacters(target)) {
            return new Refused(400, "the request target must be a path of URL characters");
        }
        String expect = headers.first("Expect");
        boolean expectsContinue = expect != null && http11;
        if (expect != null && !expect.equalsIgnoreCase("100-continue")) {
            return new Refused(417, "the only expectation understood is 100-continue");
        }
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        String query = question < 0 ? null : target.substring(question + 1);
        return new Admitted(
                request.method().name(),
                path,
                query,
                headers,
                host,
                length,
                http11,
                isKeepAlive(headers, http11),
                expectsContinue,
                target.length(),
                headerBytes);
    }

    /** Path and query of a target in origin form or, for the same host, in absolute form; null for any other. */
    private static @Nullable String originForm(String target, String host) {
        if (target.startsWith("/")) {
            return target;
        }
        int start = target.regionMatches(true, 0, "http://", 0, 7) ? 7 : 8;
        if (start == 8 && !target.regionMatches(true, 0, "https://", 0, 8)) {
            return null;
        }
        int end = start;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        if (end == start || !target.substring(start, end).equalsIgnoreCase(host)) {
            return null;
        }
        String rest = target.substring(end);
        return rest.startsWith("/") ? rest : "/" + rest;
    }

    private static Refused malformed(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new Refused(414, "the request line is too long");
        }
        if (cause instanceof TooLongHttpHeaderException || cause instanceof TooLongFrameException) {
            return new Refused(431, "the request headers are too long");
        }
        boolean known = cause instanceof DecoderException || cause instanceof IllegalArgumentException;
        return new Refused(400, known ? "the request is not valid HTTP" : "the request cannot be read");
    }

    /** The common form is checked character by character; only IPv6 addresses take the way of the pattern. */
    private static boolean isHost(String host) {
        int i = 0;
        while (i < host.length() && isHostCharacter(host.charAt(i))) {
            i++;
        }
        int digits = i + 1;
        while (digits < host.length() && Character.digit(host.charAt(digits), 10) >= 0 && host.charAt(digits) < 128) {
            digits++;
        }
        boolean plain = i == host.length() || (host.charAt(i) == ':' && digits == host.length() && digits - i <= 6);
        return (plain && i > 0) || HOST.matcher(host).matches();
    }

    private static boolean isHostCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    }

    private static @Nullable String host(Headers headers, boolean http11) {
        List<String> hosts = headers.all("Host");
        if (hosts.isEmpty()) {
            return http11 ? null : "";
        }
        String host = hosts.getFirst();
        return hosts.size() == 1 && isHost(host) ? host : null;
    }

    private static final long CHUNKED = -1;
    private static final long INVALID = -2;
    private static final long UNKNOWN_CODING = -3;

    /** RFC 9112 6.3, without its leniency: one length or one coding, never both. */
    private static long bodyLength(Headers headers, boolean http11) {
        List<String> codings = headers.all("Transfer-Encoding");
        List<String> lengths = headers.all("Content-Length");
        if (!codings.isEmpty()) {
            if (codings.size() > 1 || !lengths.isEmpty() || !http11) {
                return INVALID;
            }
            return codings.getFirst().equalsIgnoreCase("chunked") ? CHUNKED : UNKNOWN_CODING;
        }
        if (lengths.isEmpty()) {
            return 0;
        }
        String length = lengths.getFirst();
        if (lengths.size() > 1 || length.isEmpty() || length.length() > 18) {
            return INVALID;
        }
        for (int i = 0; i < length.length(); i++) {
            if (length.charAt(i) < '0' || length.charAt(i) > '9') {
                return INVALID;
            }
        }
        return Long.parseLong(length);
    }

    /** INV-25, INV-26: nothing but visible ASCII, and in a query none of the characters that AWS refuses. */
    private static boolean hasOnlyUrlCharacters(String target) {
        boolean inQuery = false;
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c >= 127 || c == '#') {
                return false;
            }
            if (inQuery && (c == '|' || c == '{' || c == '}' || (c == '%' && target.startsWith("%%", i)))) {
                return false;
            }
            inQuery |= c == '?';
        }
        return true;
    }

    private static boolean isKeepAlive(Headers headers, boolean http11) {
        boolean keepAlive = http11;
        for (String line : headers.all("Connection")) {
            for (String option : line.split(",")) {
                if (option.strip().equalsIgnoreCase("close")) {
                    return false;
                }
                keepAlive |= option.strip().equalsIgnoreCase("keep-alive");
            }
        }
        return keepAlive;
    }
}
