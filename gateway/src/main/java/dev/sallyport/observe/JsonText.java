package dev.sallyport.observe;

import dev.sallyport.http.ByteText;
import java.nio.charset.StandardCharsets;

/** JSON in the making: what is quoted is escaped as JSON wants it. */
final class JsonText extends ByteText {

    JsonText(int expected) {
        super(expected);
    }

    /** Begins an object with its first member. */
    JsonText first(String name) {
        octet('{').octet('"').text(name).text("\":");
        return this;
    }

    /** Begins the next member. */
    JsonText next(String name) {
        text(",\"").text(name).text("\":");
        return this;
    }

    /** Adds text of any characters, in quotation marks. */
    JsonText string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        octet('"');
        for (byte octet : utf8) {
            if (octet < 0) {
                octet((char) (octet & 0xFF));
            } else {
                escaped(octet);
            }
        }
        octet('"');
        return this;
    }

    /** Bytes from outside are no UTF-8 for certain: beyond ASCII each stands for its own character. */
    @Override
    public ByteText quoted(byte[] text, int start, int end) {
        for (int i = start; i < end; i++) {
            escaped(text[i]);
        }
        return this;
    }

    private void escaped(byte octet) {
        switch (octet) {
            case '"', '\\' -> octet('\\').octet((char) octet);
            case '\n' -> octet('\\').octet('n');
            case '\r' -> octet('\\').octet('r');
            case '\t' -> octet('\\').octet('t');
            default -> {
                if (octet < ' ' || octet == 127) {
                    text("\\u00");
                    octet(Character.forDigit(octet >> 4 & 15, 16)).octet(Character.forDigit(octet & 15, 16));
                } else {
                    octet((char) octet);
                }
            }
        }
    }
}
