package dev.sallyport.integration.http;

import dev.sallyport.http.HeaderLine;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a backend listens.
 *
 * @param host without brackets
 * @param hostHeader the value of {@code Host}: the port only when it is not the scheme's own
 * @param hostLine the header line of it
 * @param identity what is shown to a secure backend that asks, or null
 */
public record Origin(
        boolean secure,
        String host,
        int port,
        String hostHeader,
        HeaderLine hostLine,
        @Nullable ClientIdentity identity) {

    private Origin(boolean secure, String host, int port, String hostHeader) {
        this(secure, host, port, hostHeader, HeaderLine.of("Host", hostHeader), null);
    }

    /** The same origin, that is shown an identity; without TLS nothing can be shown, so that it stays what it is. */
    Origin showing(@Nullable ClientIdentity shown) {
        return secure && shown != null ? new Origin(true, host, port, hostHeader, hostLine, shown) : this;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Origin origin
                && origin.port == port
                && origin.secure == secure
                && origin.host.equals(host)
                && Objects.equals(origin.identity, identity);
    }

    @Override
    public int hashCode() {
        return host.hashCode() + port;
    }

    /** The same place under another name. */
    public Origin withHostHeader(String newHostHeader) {
        return new Origin(secure, host, port, newHostHeader).showing(identity);
    }

    /** A URI taken apart: the origin and what follows it, which starts with a slash. */
    public record Target(Origin origin, String pathAndQuery) {}

    /** Takes an absolute http or https URI apart; null when it is none (INT-5). */
    public static @Nullable Target parse(String uri) {
        return parse(uri, null);
    }

    /** Like {@link #parse(String)}, and tells what a secure origin is shown. */
    static @Nullable Target parse(String uri, @Nullable ClientIdentity identity) {
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
        return new Target(origin.showing(identity), rest.startsWith("/") ? rest : "/" + rest);
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
