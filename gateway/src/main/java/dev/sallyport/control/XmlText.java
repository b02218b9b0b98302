package dev.sallyport.control;

import org.jspecify.annotations.Nullable;

/** Text as it may stand in XML 1.0, between tags and in attributes. */
final class XmlText {

    private XmlText() {}

    /** Escapes a text; characters that XML cannot hold at all, as most control characters, become U+FFFD. */
    static String of(@Nullable String text) {
        StringBuilder out = new StringBuilder();
        String.valueOf(text).codePoints().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\r' -> out.append("&#xD;");
                default -> out.appendCodePoint(isLegal(c) ? c : 0xFFFD);
            }
        });
        return out.toString();
    }

    private static boolean isLegal(int c) {
        return c == '\t' || c == '\n' || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
    }
}
