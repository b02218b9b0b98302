package dev.sallyport.pipeline.step;

import dev.sallyport.mapping.QueryString;
import dev.sallyport.pipeline.Exchange;
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
 */
record InvokeArn(String text, @Nullable String plain) {

    /** AUT-5: longer ones are refused. */
    private static final int MAX_CHARACTERS = 1600;

    private static final int MAX_DECODINGS = 3;
    private static final int SHOWN_DIGITS = 4;

    static InvokeArn of(Exchange exchange) {
        StageSnapshot stage = exchange.stage();
        String api = "arn:" + stage.owner().partition() + ":execute-api:" + stage.owner().region() + ":"
                + stage.owner().account() + ":" + stage.apiId() + "/" + stage.stageName() + "/"
                + exchange.head().routedVerb();
        String path = exchange.head().routedPath();
        String plain = plain(path);
        return new InvokeArn(api + path, plain.equals(path) ? null : api + plain);
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
