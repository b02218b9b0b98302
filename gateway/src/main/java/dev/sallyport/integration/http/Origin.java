package dev.sallyport.integration.http;

import dev.sallyport.http.HeaderLine;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Where a backend listens.
 *
 * @param host without brackets
 * @param hostHeader the value of {@code Host}: the port only when it is not the scheme's own
 * @param hostLine the header line of it
 * @param approach how it is approached
 */
public record Origin(boolean secure, String host, int port, String hostHeader, HeaderLine hostLine, Approach approach) {

    private Origin(boolean secure, String host, int port, String hostHeader) {
        this(secure, host, port, hostHeader, HeaderLine.of("Host", hostHeader), Approach.PLAIN);
    }

    /** The same origin, approached in this way as far as it can be without TLS. */
    Origin approached(Approach way) {
        Approach possible = secure ? way : way.withoutTls();
        return possible.equals(approach) ? this : new Origin(secure, host, port, hostHeader, hostLine, possible);
    }

    /** The host that connections go to: a name or an address. */
    String connectHost() {
        InetSocketAddress address = approach.address();
        return address == null ? host : address.getHostString();
    }

    /** The port that connections go to. */
    int connectPort() {
        InetSocketAddress address = approach.address();
        return address == null ? port : address.getPort();
    }

    /** Where connections go, for people. */
    String connectName() {
        return approach.address() == null ? hostHeader : hostHeader + " through " + connectHost() + ":" + connectPort();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Origin origin
                && origin.port == port
                && origin.secure == secure
                && origin.host.equals(host)
                && origin.approach.equals(approach);
    }

    @Override
    public int hashCode() {
        return host.hashCode() + port;
    }

    /** The same place under another name. */
    public Origin withHostHeader(String newHostHeader) {
        return new Origin(secure, host, port, newHostHeader).approached(approach);
    }

    /** A URI taken apart: the origin and what follows it, which starts with a slash. */
    public record Target(Origin origin, String pathAndQuery) {}

    /** Takes an absolute http or https URI apart; null when it is none (INT-5). */
    public static @Nullable Target parse(String uri) {
        return parse(uri, Approach.PLAIN);
    }

    /** Like {@link #parse(String)}, and tells how the origin is approached. */
    static @Nullable Target parse(String uri, Approach approach) {
        boolean secure = uri.regionMatches(true, 0, "https://", 0, 8);
        if (!secure && !uri.regionMatches(true, 0, "http://", 0, 7)) {
            return null;
        }
        int start = secure ? 8 : 7;
        int end = start;
        while (end < uri.length() && "/?#".indexOf(uri.charAt(end)) < 0) {
            end++;
        }
        Origin origin = authority(secure, uri.substring(start, end));
        int fragment = uri.indexOf('#', end);
        String rest = uri.substring(end, fragment < 0 ? uri.length() : fragment);
        if (origin == null || hasUnsafeCharacter(rest)) {
            return null;
        }
        return new Target(origin.approached(approach), rest.startsWith("/") ? rest : "/" + rest);
    }

    private static @Nullable Origin authority(boolean secure, String authority) {
        try {
            URI parsed = new URI("http://" + authority + "/");
            if (parsed.getHost() == null
                    || parsed.getUserInfo() != null
                    || parsed.getPort() == 0
                    || parsed.getPort() > 65535) {
                return null;
            }
            int standard = secure ? 443 : 80;
            int port = parsed.getPort() < 0 ? standard : parsed.getPort();
            String host = parsed.getHost();
            String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            return new Origin(secure, bare, port, port == standard ? host : host + ":" + port);
        } catch (URISyntaxException invalid) {
            return null;
        }
    }

    private static boolean hasUnsafeCharacter(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) >= 127) {
                return true;
            }
        }
        return false;
    }
}
