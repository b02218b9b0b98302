package dev.sallyport.edge;

import dev.sallyport.http.Headers;
import dev.sallyport.iam.IpRange;
import dev.sallyport.pipeline.ClientAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that are believed when they say for whom they speak, by X-Forwarded-For, -Proto and -Port. The client is the
 * right-most address that is not a trusted proxy's: what stands further left may be anybody's invention. Of all other
 * peers these headers are passed on and mean nothing (HDR-34).
 */
public final class TrustedProxies {

    private static final String FOR = "X-Forwarded-For";
    private static final String PROTO = "X-Forwarded-Proto";
    private static final String PORT = "X-Forwarded-Port";

    /** Proxies in a row; more are nobody's network. */
    private static final int MAX_ELEMENTS = 64;

    private static final int MAX_PORT = 65_535;

    private final List<IpRange> ranges;

    /** @param ranges of the proxies' addresses, not empty */
    public TrustedProxies(List<IpRange> ranges) {
        this.ranges = List.copyOf(ranges);
    }

    /** Whether an address is a trusted proxy's. */
    boolean trusts(String address) {
        for (IpRange range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /**
     * For whom a trusted proxy speaks.
     *
     * @param proxy the peer
     * @return the peer itself when it names nobody; null when its X-Forwarded-For cannot be read as far as it matters
     */
    @Nullable
    ClientAddress client(ClientAddress proxy, Headers headers) {
        if (!headers.contains(FOR) && !headers.contains(PROTO)) {
            return proxy;
        }
        String address = address(proxy.remoteAddress(), headers);
        return address == null ? null : proxy.forwards(address, port(headers), secure(headers));
    }

    private @Nullable String address(String proxy, Headers headers) {
        String client = proxy;
        int elements = 0;
        for (int line = headers.size() - 1; line >= 0; line--) {
            if (!headers.isNamed(line, FOR)) {
                continue;
            }
            String value = headers.value(line);
            int end = value.length();
            while (end >= 0) {
                int comma = end == 0 ? -1 : value.lastIndexOf(',', end - 1);
                String element = withoutSpace(value, comma + 1, end);
                end = comma;
                if (++elements > MAX_ELEMENTS) {
                    return null;
                }
                if (element.isEmpty()) {
                    continue; // RFC 9110 5.6.1: elements of lists may be empty
                }
                String address = IpRange.canonical(withoutPort(element));
                if (address == null) {
                    return null;
                }
                client = address;
                if (!trusts(address)) {
                    return client;
                }
            }
        }
        return client;
    }

    private static String withoutSpace(String text, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    /** Some proxies write {@code 192.0.2.1:4711} and {@code [2001:db8::1]:4711}; what is neither stays as it is. */
    private static String withoutPort(String element) {
        int colon = element.lastIndexOf(':');
        if (element.charAt(0) == '[') {
            int bracket = element.indexOf(']');
            boolean isWhole = bracket == element.length() - 1;
            boolean isV6 = element.lastIndexOf(':', bracket) > 0;
            return isV6 && (isWhole || (colon == bracket + 1 && isPort(element, colon + 1)))
                    ? element.substring(1, bracket)
                    : element;
        }
        return colon > 0 && element.indexOf(':') == colon && isPort(element, colon + 1)
                ? element.substring(0, colon)
                : element;
    }

    private static boolean isPort(String text, int from) {
        return number(text.substring(from)) != null;
    }

    /** A port; null for a text that is none. */
    private static @Nullable Integer number(String text) {
        if (text.isEmpty() || text.length() > 5) {
            return null;
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return null;
            }
            number = 10 * number + c - '0';
        }
        return number > MAX_PORT ? null : number;
    }

    /** What the nearest proxy says, which wrote or passed the right-most value; null when it says nothing that is clear. */
    private static @Nullable String last(Headers headers, String name) {
        List<String> lines = headers.all(name);
        if (lines.isEmpty()) {
            return null;
        }
        String value = lines.getLast();
        return withoutSpace(value, value.lastIndexOf(',') + 1, value.length());
    }

    private static @Nullable Boolean secure(Headers headers) {
        String proto = last(headers, PROTO);
        if (proto == null) {
            return null;
        }
        // What is not plainly https is not secure: aws:SecureTransport may depend on it.
        return proto.equalsIgnoreCase("https");
    }

    private static @Nullable Integer port(Headers headers) {
        String port = last(headers, PORT);
        return port == null ? null : number(port);
    }
}
