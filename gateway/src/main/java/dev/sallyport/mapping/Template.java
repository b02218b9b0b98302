package dev.sallyport.mapping;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A mapping template, parsed at deployment. Templates are immutable and shared by all requests. */
public interface Template {

    /** Renders the template for a request. */
    String render(MappingSource source);

    /** What the template renders in UTF-8 when that is the same for every request, otherwise null. */
    default byte @Nullable [] constant() {
        return null;
    }

    /** Whether the text holds no reference and no directive, so that it renders to itself. */
    static boolean isLiteral(String text) {
        return text.indexOf('$') < 0 && text.indexOf('#') < 0;
    }

    /** A template of plain text, its white space at both ends removed (VTL-3). */
    static Template literal(String text) {
        return new Literal(text.strip());
    }

    /** Text that renders to itself. */
    final class Literal implements Template {
        private final String text;
        private final byte[] bytes;

        private Literal(String text) {
            this.text = text;
            this.bytes = text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String render(MappingSource source) {
            return text;
        }

        @Override
        public byte[] constant() {
            return bytes;
        }
    }
}
