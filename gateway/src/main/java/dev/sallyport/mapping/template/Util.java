package dev.sallyport.mapping.template;

import dev.sallyport.mapping.json.JsonTree;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** {@code $util} (8.3). */
enum Util implements Script {
    INSTANCE;

    @Override
    public @Nullable Object call(String name, @Nullable Object[] arguments, Run run) {
        if (arguments.length != 1) {
            return null;
        }
        String text = arguments[0] == null ? null : run.print(arguments[0]);
        if (text == null) {
            // VTL-20: the text of null, where AWS shows it
            return name.equals("escapeJavaScript") ? "null" : null;
        }
        run.text(text.length());
        Object result = switch (name) {
            case "escapeJavaScript" -> escapeJavaScript(text);
            case "parseJson" -> parseJson(text);
            case "urlEncode" -> URLEncoder.encode(text, StandardCharsets.UTF_8);
            case "urlDecode" -> URLDecoder.decode(text, StandardCharsets.UTF_8);
            case "base64Encode" -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
            case "base64Decode" -> new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
            default -> null;
        };
        if (result instanceof String made) {
            run.text(made.length());
        }
        return result;
    }

    private static @Nullable Object parseJson(String text) {
        Object tree = JsonTree.parse(text);
        if (tree == JsonTree.INVALID) {
            throw new IllegalArgumentException("the text is no JSON");
        }
        return tree;
    }

    /** VTL-20: as Commons Text escapes ECMAScript, which turns {@code '} into {@code \'} and spells out non-ASCII. */
    static String escapeJavaScript(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\'', '"', '\\', '/' -> escaped.append('\\').append(c);
                case '\b' -> escaped.append("\\b");
                case '\t' -> escaped.append("\\t");
                case '\n' -> escaped.append("\\n");
                case '\f' -> escaped.append("\\f");
                case '\r' -> escaped.append("\\r");
                default -> {
                    if (c < ' ' || c > 0x7F) {
                        escaped.append("\\u");
                        for (int shift = 12; shift >= 0; shift -= 4) {
                            escaped.append(Character.toUpperCase(Character.forDigit(c >> shift & 15, 16)));
                        }
                    } else {
                        escaped.append(c);
                    }
                }
            }
        }
        return escaped.toString();
    }
}
