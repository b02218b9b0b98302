package dev.sallyport.mapping;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decoded query string: {@code +} is a space, {@code ;} separates as {@code &} does (INV-24, INV-25). A percent sign
 * that begins no escape stands for itself.
 */
public final class QueryString {

    private static final QueryString EMPTY = new QueryString(List.of(), List.of());

    private final List<String> names;
    private final List<String> values;

    private QueryString(List<String> names, List<String> values) {
        this.names = names;
        this.values = values;
    }

    /** Decodes a raw query, without its question mark; null is the empty query. */
    public static QueryString parse(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return EMPTY;
        }
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        int start = 0;
        while (start <= raw.length()) {
            int end = start;
            while (end < raw.length() && raw.charAt(end) != '&' && raw.charAt(end) != ';') {
                end++;
            }
            if (end > start) {
                int equals = raw.indexOf('=', start);
                int nameEnd = equals < 0 || equals > end ? end : equals;
                names.add(decode(raw.substring(start, nameEnd), true));
                values.add(nameEnd == end ? "" : decode(raw.substring(nameEnd + 1, end), true));
            }
            start = end + 1;
        }
        return new QueryString(names, values);
    }

    /** How many parameters there are, repeated ones counted each. */
    public int size() {
        return names.size();
    }

    /** The name of parameter {@code i}. */
    public String name(int i) {
        return names.get(i);
    }

    /** The value of parameter {@code i}. */
    public String value(int i) {
        return values.get(i);
    }

    /** All names, each once, in the order in which they first came. */
    public List<String> names() {
        return names.size() < 2 ? names : List.copyOf(new LinkedHashSet<>(names));
    }

    /** All values of a name, in order; names are case-sensitive (INV-27). */
    public List<String> all(String name) {
        List<String> found = new ArrayList<>(1);
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equals(name)) {
                found.add(values.get(i));
            }
        }
        return found;
    }

    /** Percent-decodes text as UTF-8. */
    public static String decode(String text, boolean plusIsSpace) {
        if (text.indexOf('%') < 0 && !(plusIsSpace && text.indexOf('+') >= 0)) {
            return text;
        }
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            int high = raw[i] == '%' && i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(raw[i + 2], 16);
            if (low >= 0) {
                decoded.write(high << 4 | low);
                i += 2;
            } else {
                decoded.write(plusIsSpace && raw[i] == '+' ? ' ' : raw[i]);
            }
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }

    /** Percent-encodes text as UTF-8, all but the unreserved characters of RFC 3986 and those given. */
    public static String encode(String text, String alsoKept) {
        StringBuilder encoded = null;
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length; i++) {
            char c = (char) (raw[i] & 0xFF);
            boolean kept = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "-._~".indexOf(c) >= 0
                    || alsoKept.indexOf(c) >= 0;
            if (!kept && encoded == null) {
                encoded = new StringBuilder(raw.length + 16).append(new String(raw, 0, i, StandardCharsets.US_ASCII));
            }
            if (encoded != null) {
                if (kept) {
                    encoded.append(c);
                } else {
                    encoded.append('%')
                            .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                            .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
                }
            }
        }
        return encoded == null ? text : encoded.toString();
    }
}
