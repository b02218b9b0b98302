package dev.sallyport.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Builds streams of messages from parts, most of them valid, and breaks some of them: bytes flipped, inserted and removed,
 * lines doubled, ends of lines turned around, pieces of attacks put in. The same seed builds the same stream.
 */
final class MessageGenerator {

    private static final String[] METHODS = {"GET", "POST", "PUT", "HEAD", "DELETE", "PATCH", "OPTIONS", "X-y_z", "get"
    };
    private static final String[] TARGETS = {
        "/",
        "/p",
        "/p/q?a=b",
        "/?",
        "/%41?x=%7C",
        "/~u/:x;y=1,2",
        "http://a/p",
        "HTTP://A?q",
        "http://a",
        "https://a:80/?"
    };
    private static final String[] ODD_TARGETS = {
        "*",
        "a",
        "a:80",
        "http://b/",
        "http:///",
        "http://",
        "ftp://a/",
        "/#",
        "/p?{",
        "/p?%%",
        "/\u00e4",
        "",
        "?q",
        "//a/p"
    };
    private static final String[] ODD_VERSIONS = {
        "HTTP/1.2",
        "HTTP/2.0",
        "HTTP/0.9",
        "HTTP/1.1 ",
        "http/1.1",
        "HTTP/1.",
        "HTTP/11.1",
        "",
        "HTTP/1.1\t",
        "HTTP /1.1"
    };
    private static final String[] LINES = {
        "Accept: */*",
        "X-Empty:",
        "X-Blank: \t ",
        "x-tab:\ta\tb\t",
        "Connection: close",
        "Connection: keep-alive, X-A",
        "Cookie: a=b; c=\"d\"",
        "X-Text: caf\u00e9 \u00ff",
        "!#$%&'*+-.^_`|~9: x",
        "Expect: 100-continue",
        "Trailer: X-T",
        "Upgrade: websocket",
        "TE: trailers",
        "X-Long: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    };
    private static final String[] ODD_LINES = {
        "Host: a",
        "Host:",
        "Host: a b",
        "X : y",
        "X\t: y",
        ": y",
        "X",
        " folded",
        "\tfolded",
        "X: a\r\n b",
        "X: a\rb",
        "X: a\nb",
        "X: a\0b",
        "X: a\u007fb",
        "X\0: a",
        "X(: a",
        "X\u00e4: a",
        "Content-Length: 5",
        "Content-Length: +5",
        "Content-Length: -1",
        "Content-Length: 5, 5",
        "Content-Length: 5,6",
        "Content-Length: 0x5",
        "Content-Length:",
        "Content-Length: 5 5",
        "Content-Length: 05",
        "Content-Length: 99999999999999999999",
        "Content-Length: 9223372036854775807",
        "Content-Length: 18446744073709551621",
        "Content-Length : 5",
        "Transfer-Encoding: chunked",
        "Transfer-Encoding: Chunked",
        "Transfer-Encoding:",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked, xchunked",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: chunked,",
        "Transfer-Encoding: \u000bchunked",
        "Transfer-Encoding: chunked;q=1",
        "Transfer-Encoding:\tchunked\t",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding: \"chunked\"",
        "Expect: x"
    };
    private static final String[] EXTENSIONS = {";a", ";a=b", ";a=\"b c\"", ";", ";a=\"\\\"\"", " ;a", ";a =b", " "};
    private static final String[] ODD_EXTENSIONS = {
        ";a\n", ";a=\"\r\n\"", ";\0", ";a=\"b", "\r", ";a\rb", ";\\", "\t", ";a=\"\\\r\n\"", "g", ";\u007f", ";\u00e9"
    };
    private static final String[] ODD_SIZES = {
        "0x5",
        "+5",
        "-5",
        "",
        " 5",
        "5_",
        "7fffffff",
        "80000000",
        "ffffffff",
        "100000005",
        "ffffffffffffffff",
        "10000000000000005",
        "0000000000000000005",
        "00",
        "000000005",
        "G",
        "5 "
    };
    private static final String[] TRAILERS = {
        "X-T: a", "A:", "Content-Length: 5", "Transfer-Encoding: chunked", "Host: b"
    };
    private static final String[] ODD_TRAILERS = {
        " folded", ": a", "a", "a : b", "a: \0", "a: b\rc", "a: b\nc", "\u00e4: b"
    };
    private static final String[] SCRAPS = {
        "\r\n",
        "\n",
        "\r",
        "\r\n\r\n",
        "\n\n",
        "\r\r\n",
        "\n\r",
        "\0",
        "\u0001",
        "\u007f",
        "\u0080",
        "\u0085",
        "\u00a0",
        "\u00ff",
        " ",
        "\t",
        "\u000b",
        "\f",
        ":",
        ";",
        ",",
        "\"",
        "\\",
        "0",
        "5",
        "0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Content-Length: 3\r\n",
        "HTTP/1.1 200 OK\r\n",
        " HTTP/1.1",
        "chunked",
        ": "
    };
    private static final String[] STATUSES = {
        "200 OK",
        "404 Not Found",
        "204 No Content",
        "304 Not Modified",
        "100 Continue",
        "500 ",
        "599",
        "200 caf\u00e9",
        "205 x"
    };
    private static final String[] ODD_STATUSES = {
        "99 x",
        "099 x",
        "1000 x",
        "600 x",
        "2x0 x",
        "+20 x",
        "",
        "200\tOK",
        "200 a\0",
        "200 a\rb",
        "101 Switching",
        "-20 x",
        "20"
    };

    private final SplittableRandom random;
    private final StringBuilder out = new StringBuilder(1024);

    MessageGenerator(long seed) {
        random = new SplittableRandom(seed);
    }

    byte[] requests() {
        for (int rest = 1 + random.nextInt(3); rest > 0; rest--) {
            if (oneIn(12)) {
                out.append("\r\n");
            }
            out.append(pick(METHODS)).append(' ').append(usually(TARGETS, ODD_TARGETS));
            out.append(' ').append(oneIn(20) ? pick(ODD_VERSIONS) : oneIn(8) ? "HTTP/1.0" : "HTTP/1.1");
            end();
            out.append(oneIn(40) ? "" : oneIn(30) ? "host:a:80\r\n" : "Host: a\r\n");
            headersAndBody(false);
        }
        return mutated(Wire.bytes(out.toString()));
    }

    byte[] responses() {
        for (int rest = 1 + random.nextInt(3); rest > 0; rest--) {
            out.append(oneIn(30) ? pick(ODD_VERSIONS) : oneIn(10) ? "HTTP/1.0" : "HTTP/1.1");
            out.append(' ').append(usually(STATUSES, ODD_STATUSES));
            end();
            headersAndBody(true);
        }
        return mutated(Wire.bytes(out.toString()));
    }

    /** Only what follows a head whose body is chunked. */
    byte[] chunks() {
        chunkedBody();
        return mutated(Wire.bytes(out.toString()));
    }

    /** A stream cut at random places: mostly few, seldom at nearly every byte. */
    static List<byte[]> pieces(byte[] stream, long seed) {
        SplittableRandom random = new SplittableRandom(~seed);
        int kind = random.nextInt(16);
        List<byte[]> pieces = new ArrayList<>();
        int at = 0;
        while (at < stream.length) {
            int size = switch (kind) {
                case 0 -> 1 + random.nextInt(3);
                case 1, 2 -> 1 + random.nextInt(64);
                case 3, 4, 5, 6, 7 -> 1 + random.nextInt(stream.length);
                default -> stream.length;
            };
            int end = Math.min(stream.length, at + size);
            pieces.add(Arrays.copyOfRange(stream, at, end));
            at = end;
        }
        return pieces;
    }

    private void headersAndBody(boolean response) {
        for (int rest = random.nextInt(4); rest > 0; rest--) {
            out.append(pick(LINES));
            end();
        }
        int framing = random.nextInt(10);
        if (framing < 3) {
            int length = random.nextInt(30);
            out.append(oneIn(2) ? "Content-Length: " : "content-length:").append(length);
            end();
            oddLines();
            body(oneIn(20) ? random.nextInt(40) : length);
        } else if (framing < 7) {
            out.append(oneIn(2) ? "Transfer-Encoding: chunked" : "TRANSFER-ENCODING:CHUNKED");
            end();
            oddLines();
            chunkedBody();
        } else {
            oddLines();
            if (response && oneIn(4)) {
                body(random.nextInt(20));
            }
        }
    }

    /** Perhaps lines that do not belong there, and the empty line. */
    private void oddLines() {
        if (oneIn(7)) {
            out.append(pick(ODD_LINES));
            end();
        }
        if (oneIn(300)) {
            out.append("X-Huge: ").append("h".repeat(random.nextInt(12_000)));
            end();
        }
        if (oneIn(300)) {
            out.append("a:\r\n".repeat(random.nextInt(1100)));
        }
        end();
    }

    private void chunkedBody() {
        for (int rest = random.nextInt(4); rest > 0; rest--) {
            int size = 1 + random.nextInt(40);
            out.append(oneIn(25) ? pick(ODD_SIZES) : oneIn(4) ? "00" + Integer.toHexString(size) : hex(size));
            extension();
            end();
            body(oneIn(40) ? random.nextInt(50) : size);
            end();
        }
        out.append(oneIn(40) ? "000000" : "0");
        extension();
        end();
        for (int rest = oneIn(3) ? random.nextInt(3) : 0; rest > 0; rest--) {
            out.append(usually(TRAILERS, ODD_TRAILERS));
            end();
        }
        end();
    }

    private void extension() {
        if (oneIn(8)) {
            for (int rest = 1 + random.nextInt(3); rest > 0; rest--) {
                out.append(usually(EXTENSIONS, ODD_EXTENSIONS));
            }
        } else if (oneIn(400)) {
            out.append(";e=").append("x".repeat(random.nextInt(12_000)));
        }
    }

    private static String hex(int size) {
        return Integer.toHexString(size).toUpperCase(Locale.ROOT);
    }

    private void body(int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.append((char) ('a' + random.nextInt(26)));
        }
    }

    private void end() {
        out.append(oneIn(250) ? pick(SCRAPS) : "\r\n");
    }

    private byte[] mutated(byte[] stream) {
        byte[] result = stream;
        int mutations = oneIn(2) ? 0 : 1 + random.nextInt(3);
        for (int i = 0; i < mutations && result.length > 0; i++) {
            result = mutation(result);
        }
        return result;
    }

    private byte[] mutation(byte[] stream) {
        int at = random.nextInt(stream.length);
        int end = at + 1 + random.nextInt(Math.min(12, stream.length - at));
        return switch (random.nextInt(9)) {
            case 0 -> spliced(stream, at, at + 1, new byte[] {(byte) (stream[at] ^ 1 << random.nextInt(8))});
            case 1 -> spliced(stream, at, at + 1, new byte[] {(byte) random.nextInt(256)});
            case 2 -> spliced(stream, at, at, Wire.bytes(pick(SCRAPS)));
            case 3 -> spliced(stream, at, end, Wire.bytes(pick(SCRAPS)));
            case 4 -> spliced(stream, at, end, new byte[0]);
            case 5 -> spliced(stream, at, at, Arrays.copyOfRange(stream, at, end));
            case 6 -> lineDoubled(stream, at);
            case 7 -> lineEndChanged(stream, at);
            default -> Arrays.copyOf(stream, at);
        };
    }

    private static byte[] spliced(byte[] stream, int from, int to, byte[] middle) {
        byte[] result = new byte[stream.length - (to - from) + middle.length];
        System.arraycopy(stream, 0, result, 0, from);
        System.arraycopy(middle, 0, result, from, middle.length);
        System.arraycopy(stream, to, result, from + middle.length, stream.length - to);
        return result;
    }

    private byte[] lineDoubled(byte[] stream, int at) {
        int end = Octets.indexOf(stream, at, stream.length, '\n') + 1;
        int start = at;
        while (start > 0 && stream[start - 1] != '\n') {
            start--;
        }
        byte[] line = Arrays.copyOfRange(stream, start, Math.max(end, at));
        return spliced(stream, start, start, line);
    }

    /** CR LF becomes LF, CR, LF CR or CR CR LF. */
    private byte[] lineEndChanged(byte[] stream, int at) {
        int cr = Octets.indexOf(stream, at, stream.length, '\r');
        if (cr < 0 || cr + 1 == stream.length) {
            return stream;
        }
        return spliced(stream, cr, cr + 2, Wire.bytes(pick("\n", "\r", "\n\r", "\r\r\n", "\r\n\n", "", "\r\n ")));
    }

    private boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    private String usually(String[] valid, String[] odd) {
        return pick(oneIn(12) ? odd : valid);
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
