package dev.sallyport.pipeline.step;

import dev.sallyport.http.Octets;
import dev.sallyport.mapping.QueryString;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.MethodPlan;
import dev.sallyport.pipeline.SocketFacts;
import dev.sallyport.pipeline.StageSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ARN by which policies know a request (AUT-1), made of the verb and the bytes of the path that found its method.
 *
 * @param text for example {@code arn:aws:execute-api:eu-west-1:123456789012:abc123/test/GET/pets/5}
 * @param plain the same of the path as a backend may read it, without escapes, empty and dot segments and path parameters;
 *     null when that changes nothing
 * @param isUnusual whether the path has what no honest client writes: dot segments, empty ones, path parameters, or
 *     escapes of what needs none
 */
record InvokeArn(String text, @Nullable String plain, boolean isUnusual) {

    /** AUT-5: longer ones are refused. */
    private static final int MAX_CHARACTERS = 1600;

    private static final int MAX_DECODINGS = 3;
    private static final int SHOWN_DIGITS = 4;

    static InvokeArn of(Exchange exchange) {
        SocketFacts socket = exchange.head().socket();
        if (socket != null) {
            return new InvokeArn(arn(exchange.stage(), socket.resource(exchange)), null, false);
        }
        String api = arn(exchange.stage(), exchange.head().routedVerb());
        String path = exchange.head().routedPath();
        String plain = plain(path);
        return new InvokeArn(api + path, plain.equals(path) ? null : api + plain, isUnusual(path));
    }

    /** The template of the ARNs of all requests of a method: {@code {name}} for what they bring. */
    static String pattern(StageSnapshot stage, MethodPlan method) {
        String verb = method.httpMethod().equals("ANY") ? "{verb}" : method.httpMethod();
        return arn(stage, verb) + method.resourcePath();
    }

    /** Without a path; made at once, because requests need one. */
    private static String arn(StageSnapshot stage, String verb) {
        return "arn:" + stage.owner().partition() + ":execute-api:"
                + stage.owner().region() + ":" + stage.owner().account() + ":" + stage.apiId() + "/" + stage.stageName()
                + "/" + verb;
    }

    boolean isTooLong() {
        return text.length() > MAX_CHARACTERS;
    }

    /** With all but the last digits of the account hidden, as answers show it. */
    String masked() {
        String[] parts = text.split(":", 6);
        String account = parts[4];
        int hidden = Math.max(0, account.length() - SHOWN_DIGITS);
        parts[4] = "*".repeat(hidden) + account.substring(hidden);
        return String.join(":", parts);
    }

    private static boolean isUnusual(String path) {
        if (path.indexOf(';') >= 0 || path.indexOf('\\') >= 0 || path.contains("//") || path.contains("/.")) {
            return true;
        }
        for (int at = path.indexOf('%'); at >= 0; at = path.indexOf('%', at + 1)) {
            int high = at + 2 < path.length() ? Character.digit(path.charAt(at + 1), 16) : -1;
            int low = at + 2 < path.length() ? Character.digit(path.charAt(at + 2), 16) : -1;
            int octet = 16 * high + low;
            if (high < 0 || low < 0 || Octets.isUnreserved((byte) octet) || "/\\;%".indexOf(octet) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static String plain(String path) {
        if (path.indexOf('%') < 0
                && path.indexOf(';') < 0
                && path.indexOf('\\') < 0
                && !path.contains("//")
                && !path.contains("/.")) {
            return path;
        }
        String decoded = path;
        for (int i = 0; i < MAX_DECODINGS && decoded.indexOf('%') >= 0; i++) {
            decoded = QueryString.decode(decoded, false);
        }
        List<String> segments = new ArrayList<>();
        for (String segment : decoded.replace('\\', '/').split("/")) {
            int parameters = segment.indexOf(';');
            String name = parameters < 0 ? segment : segment.substring(0, parameters);
            if (name.equals("..")) {
                if (!segments.isEmpty()) {
                    segments.removeLast();
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                segments.add(name);
            }
        }
        return "/" + String.join("/", segments);
    }
}
