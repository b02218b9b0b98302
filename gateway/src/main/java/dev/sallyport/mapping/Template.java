package dev.sallyport.mapping;

import dev.sallyport.mapping.json.TextBody;
import dev.sallyport.mapping.template.Context;
import dev.sallyport.mapping.template.TemplateException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A mapping template, parsed at deployment. Templates are immutable and shared by all requests. */
public interface Template {

    /**
     * Renders the template for a request.
     *
     * @param source of parameters, stage variables and the context
     * @param body what {@code $input} reads: the request's in a request template, the integration's answer in a response
     *     template
     * @param context the request's; what the template writes into it stays there
     * @throws TemplateException when the template fails or meets a bound
     */
    String render(MappingSource source, TextBody body, Context context);

    /** What the template renders when that is the same for every request, otherwise null. */
    default @Nullable String constantText() {
        return null;
    }

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
        public String render(MappingSource source, TextBody body, Context context) {
            return text;
        }

        @Override
        public String constantText() {
            return text;
        }

        @Override
        public byte[] constant() {
            return bytes;
        }
    }
}
