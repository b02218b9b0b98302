package dev.sallyport.edge;

import dev.sallyport.http.RequestReader;
import java.util.List;
import java.util.Locale;

/**
 * Requests that look like calls of an API under a name that is none (any more). On AWS such a name leads nowhere or is
 * forbidden; here the control plane would answer in words that its own clients understand. Its clients sign, or call it by
 * an address, a bare host name or a name of AWS's; whatever does so is never taken for a stranger.
 */
final class ForeignHost {

    private static final List<String> AT_HOME =
            List.of(".amazonaws.com", ".amazonaws.com.cn", ".localstack.cloud", ".localhost", ".local", ".internal");

    private ForeignHost() {}

    static boolean isMet(RequestReader request) {
        String host = request.host().toLowerCase(Locale.ROOT);
        int end = host.endsWith("]") ? host.length() : host.lastIndexOf(':');
        String name = end < 0 ? host : host.substring(0, end);
        if (name.indexOf('.') < 0 || name.startsWith("[") || Character.isDigit(name.charAt(name.length() - 1))) {
            return false;
        }
        for (String suffix : AT_HOME) {
            if (name.endsWith(suffix)) {
                return false;
            }
        }
        String query = request.query();
        return !request.headers().contains("Authorization")
                && !request.headers().contains("X-Amz-Target")
                && (query == null || !query.contains("X-Amz-Credential="));
    }
}
