package com.amazonaws.opensdk.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** JSON as maps, lists, strings, numbers and flags. */
public final class Json {

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** Reads a text; null for an empty one. */
    public static Object parse(String text) {
        if (text.trim().isEmpty()) {
            return null;
        }
        Json json = new Json(text);
        Object value = json.value();
        json.skip();
        if (json.at < text.length()) {
            throw json.malformed();
        }
        return value;
    }

    /** Reads a text; null for one that is no JSON. */
    public static Object parseOrNull(String text) {
        try {
            return parse(text);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    public static Map<?, ?> map(Object json) {
        return (Map<?, ?>) json;
    }

    public static String string(Object json) {
        return json == null ? null : json.toString();
    }

    public static Integer integer(Object json) {
        return json instanceof Number ? Integer.valueOf(((Number) json).intValue()) : null;
    }

    public static Long longInteger(Object json) {
        return json instanceof Number ? Long.valueOf(((Number) json).longValue()) : null;
    }

    public static Double number(Object json) {
        return json instanceof Number ? Double.valueOf(((Number) json).doubleValue()) : null;
    }

    public static Boolean flag(Object json) {
        return json instanceof Boolean ? (Boolean) json : null;
    }

    public static <T> List<T> list(Object json, Function<Object, T> read) {
        if (!(json instanceof List)) {
            return null;
        }
        List<T> list = new ArrayList<>();
        for (Object item : (List<?>) json) {
            list.add(read.apply(item));
        }
        return list;
    }

    public static <T> Map<String, T> mapOf(Object json, Function<Object, T> read) {
        if (!(json instanceof Map)) {
            return null;
        }
        Map<String, T> map = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) json).entrySet()) {
            map.put(String.valueOf(entry.getKey()), read.apply(entry.getValue()));
        }
        return map;
    }

    /** Puts a value that is there. */
    public static void put(Map<String, Object> map, String name, Object value) {
        if (value != null) {
            map.put(name, value);
        }
    }

    /** Writes a value. */
    public static String write(Object value) {
        StringBuilder to = new StringBuilder();
        write(value, to);
        return to.toString();
    }

    private static void write(Object value, StringBuilder to) {
        if (value instanceof JsonValue) {
            write(((JsonValue) value).toJson(), to);
        } else if (value instanceof Map) {
            char separator = '{';
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                to.append(separator);
                writeString(String.valueOf(entry.getKey()), to);
                write(entry.getValue(), to.append(':'));
                separator = ',';
            }
            to.append(separator == '{' ? "{}" : "}");
        } else if (value instanceof Iterable) {
            char separator = '[';
            for (Object item : (Iterable<?>) value) {
                write(item, to.append(separator));
                separator = ',';
            }
            to.append(separator == '[' ? "[]" : "]");
        } else if (value instanceof Double && ((Double) value) == Math.rint((Double) value)
                && Math.abs((Double) value) < 1e15) {
            to.append(((Double) value).longValue());
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            to.append(value);
        } else {
            writeString(value.toString(), to);
        }
    }

    private static void writeString(String value, StringBuilder to) {
        to.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                to.append('\\').append(c);
            } else if (c < ' ') {
                to.append(String.format("\\u%04x", (int) c));
            } else {
                to.append(c);
            }
        }
        to.append('"');
    }

    private Object value() {
        skip();
        switch (peek()) {
            case '{':
                return object();
            case '[':
                return array();
            case '"':
                return readString();
            case 't':
                return word("true", Boolean.TRUE);
            case 'f':
                return word("false", Boolean.FALSE);
            case 'n':
                return word("null", null);
            default:
                return readNumber();
        }
    }

    private Map<String, Object> object() {
        Map<String, Object> map = new LinkedHashMap<>();
        at++;
        skip();
        while (peek() != '}') {
            if (!map.isEmpty()) {
                expect(',');
                skip();
            }
            String name = readString();
            skip();
            expect(':');
            map.put(name, value());
            skip();
        }
        at++;
        return map;
    }

    private List<Object> array() {
        List<Object> list = new ArrayList<>();
        at++;
        skip();
        while (peek() != ']') {
            if (!list.isEmpty()) {
                expect(',');
            }
            list.add(value());
            skip();
        }
        at++;
        return list;
    }

    private String readString() {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(at++);
            if (c == '\\') {
                char escaped = peek();
                at++;
                int simple = "bfnrt".indexOf(escaped);
                if (escaped == 'u') {
                    if (at + 4 > text.length()) {
                        throw malformed();
                    }
                    c = (char) Integer.parseInt(text.substring(at, at + 4), 16);
                    at += 4;
                } else {
                    c = simple < 0 ? escaped : "\b\f\n\r\t".charAt(simple);
                }
            }
            string.append(c);
        }
        at++;
        return string.toString();
    }

    private Object readNumber() {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(start, at);
        try {
            return number.matches("-?\\d{1,18}") ? (Object) Long.valueOf(number) : Double.valueOf(number);
        } catch (NumberFormatException e) {
            throw malformed();
        }
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) {
            throw malformed();
        }
        at += word.length();
        return value;
    }

    private void skip() {
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw malformed();
        }
        return text.charAt(at);
    }

    private void expect(char c) {
        if (peek() != c) {
            throw malformed();
        }
        at++;
    }

    private IllegalArgumentException malformed() {
        return new IllegalArgumentException("no JSON at " + at + " of " + text);
    }
}
