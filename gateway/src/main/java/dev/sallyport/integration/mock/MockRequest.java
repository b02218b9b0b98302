package dev.sallyport.integration.mock;

import java.util.OptionalInt;

/**
 * The lenient reading of a MOCK request (INT-20, INT-21): text around the object, unquoted keys and values, single
 * quotes and trailing commas are fine; quotes must balance and {@code statusCode} must be a bare integer.
 */
final class MockRequest {

    private final String text;
    private final int end;
    private int at;

    private MockRequest(String text, int start, int end) {
        this.text = text;
        this.at = start;
        this.end = end;
    }

    /** The status code, or nothing when AWS would answer 500. */
    static OptionalInt statusCode(String text) {
        int open = text.indexOf('{');
        int close = text.lastIndexOf('}');
        if (open < 0 || close < open) {
            return OptionalInt.empty();
        }
        return new MockRequest(text, open + 1, close).members();
    }

    private OptionalInt members() {
        OptionalInt status = OptionalInt.empty();
        while (skipTo() < end) {
            String key = token();
            if (key.isEmpty() || skipTo() >= end || text.charAt(at) != ':') {
                return OptionalInt.empty();
            }
            at++;
            skipBlanks();
            String value = value();
            if (value.isEmpty()) {
                return OptionalInt.empty();
            }
            if (unquoted(key).equals("statusCode")) {
                status = integer(value);
                if (status.isEmpty()) {
                    return status;
                }
            }
        }
        return status;
    }

    private static OptionalInt integer(String value) {
        if (value.isEmpty() || value.length() > 9) {
            return OptionalInt.empty();
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return OptionalInt.empty();
            }
        }
        return OptionalInt.of(Integer.parseInt(value));
    }

    /** A key or a plain value; empty when quotes do not balance. */
    private String token() {
        char quote = text.charAt(at);
        if (quote == '"' || quote == '\'') {
            int closing = at + 1;
            while (closing < end && text.charAt(closing) != quote) {
                closing += text.charAt(closing) == '\\' ? 2 : 1;
            }
            if (closing >= end) {
                return "";
            }
            String token = text.substring(at, closing + 1);
            at = closing + 1;
            return token;
        }
        int start = at;
        while (at < end && ",:{}[]".indexOf(text.charAt(at)) < 0) {
            char c = text.charAt(at);
            if (c == '"' || c == '\'') {
                return "";
            }
            at++;
        }
        return text.substring(start, at).strip();
    }

    private String value() {
        if (at < end && (text.charAt(at) == '{' || text.charAt(at) == '[')) {
            return nested();
        }
        return at < end ? token() : "";
    }

    private String nested() {
        int start = at;
        int depth = 0;
        while (at < end) {
            char c = text.charAt(at);
            if (c == '"' || c == '\'') {
                if (token().isEmpty()) {
                    return "";
                }
                continue;
            }
            at++;
            if (c == '{' || c == '[') {
                depth++;
            } else if ((c == '}' || c == ']') && --depth == 0) {
                return text.substring(start, at);
            }
        }
        return "";
    }

    private static String unquoted(String token) {
        boolean quoted = token.length() >= 2 && (token.charAt(0) == '"' || token.charAt(0) == '\'');
        return quoted ? token.substring(1, token.length() - 1) : token;
    }

    private void skipBlanks() {
        while (at < end && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    /** Skips blanks and commas between members. */
    private int skipTo() {
        while (at < end && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == ',')) {
            at++;
        }
        return at;
    }
}
