package dev.sallyport.observe;

import dev.sallyport.http.Headers;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What logs and explanations must not tell: credentials in headers, in queries and in JSON. Of a header the last
 * six characters are shown where AWS shows them (LOG-3 16), never more than half of it.
 */
final class Secrets {

    private static final int SHOWN = 6;
    private static final String HIDDEN = "***";

    /** In lower case. AWS names authorization headers, API keys "and similar". (inferred) What else is one. */
    private static final Set<String> NAMES = Set.of(
            "access_token",
            "api-key",
            "api_key",
            "apikey",
            "authorization",
            "authorizationtoken",
            "client_secret",
            "cookie",
            "id_token",
            "password",
            "proxy-authorization",
            "refresh_token",
            "secretaccesskey",
            "sessiontoken",
            "set-cookie",
            "usageidentifierkey",
            "x-amz-credential",
            "x-amz-security-token",
            "x-amz-signature",
            "x-api-key");

    private static final String ANY_NAME = String.join("|", NAMES);

    /** A member of an object in JSON with its value: a text, or a list of texts. */
    private static final Pattern MEMBER = Pattern.compile(
            "\"(?:" + ANY_NAME + ")\"\\s*+:\\s*+(?:\"((?:[^\"\\\\]|\\\\.)*+)\"?|\\[([^\\]]*+))",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern PARAMETER =
            Pattern.compile("[?&](?:sig|signature|token|" + ANY_NAME + ")=([^&#]*+)", Pattern.CASE_INSENSITIVE);

    /** {@code Basic} and {@code Bearer} tokens wherever they stand. */
    private static final Pattern TOKEN = Pattern.compile("\\b(?:Bearer|Basic) ++([A-Za-z0-9._~+/=-]{8,}+)");

    private Secrets() {}

    static boolean isName(String name) {
        return NAMES.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Asterisks, and the end of it. */
    static String mask(String secret) {
        int shown = Math.min(SHOWN, secret.length() / 2);
        return "*".repeat(secret.length() - shown) + secret.substring(secret.length() - shown);
    }

    /** Headers by name, several values of one joined by commas. */
    static Map<String, String> masked(Headers headers) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i);
            String value = headers.value(i);
            byName.merge(name, isName(name) ? mask(value) : value, (before, more) -> before + "," + more);
        }
        return byName;
    }

    /** Headers by name as {@link #masked(Headers)} has them, but of secrets nothing is left. */
    static Map<String, String> hidden(Headers headers) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i);
            byName.merge(name, isName(name) ? HIDDEN : headers.value(i), (before, more) -> before + "," + more);
        }
        return byName;
    }

    /** The parameters of a query by name. */
    static Map<String, String> inQuery(Map<String, String> values) {
        Map<String, String> shown = new LinkedHashMap<>();
        values.forEach((name, value) ->
                shown.put(name, PARAMETER.matcher("?" + name + "=").matches() ? HIDDEN : value));
        return shown;
    }

    /** A body: JSON whose members may be secrets, and tokens in any text. */
    static String inText(String text) {
        return replaced(TOKEN, replaced(MEMBER, text));
    }

    /** An address with its query. */
    static String inUri(String uri) {
        return replaced(PARAMETER, uri);
    }

    private static String replaced(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length());
        int from = 0;
        do {
            int group = matcher.groupCount() > 1 && matcher.group(1) == null ? 2 : 1;
            shown.append(text, from, matcher.start(group)).append(group == 2 ? "\"***\"" : HIDDEN);
            from = matcher.end(group);
        } while (matcher.find());
        return shown.append(text, from, text.length()).toString();
    }
}
