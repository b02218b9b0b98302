package dev.sallyport.mapping;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A compiled parameter mapping, the right-hand side of {@code requestParameters} and {@code responseParameters} (MAP-1, MAP-2). */
public sealed interface MappingExpression {

    /** The values, in order; empty when the source is missing, which skips the mapping (MAP-3). */
    List<String> values(MappingSource source);

    /** The single value, several joined by commas; null when the source is missing. */
    default @Nullable String value(MappingSource source) {
        List<String> values = values(source);
        return switch (values.size()) {
            case 0 -> null;
            case 1 -> values.getFirst();
            default -> String.join(",", values);
        };
    }

    /** The path parameter that this is the value of, or null when it is anything else. */
    default @Nullable String pathParameter() {
        return null;
    }

    /**
     * Compiles an expression.
     *
     * @throws IllegalArgumentException when the text is none of the forms of MAP-1 and MAP-2; the message is the text
     */
    static MappingExpression compile(String text) {
        if (text.length() >= 2 && text.startsWith("'") && text.endsWith("'")) {
            return new Literal(List.of(text.substring(1, text.length() - 1)));
        }
        for (Source source : Source.values()) {
            if (text.startsWith(source.prefix) && text.length() > source.prefix.length()) {
                return new Lookup(source, text.substring(source.prefix.length()));
            }
        }
        return switch (text) {
            case "method.request.body" -> new Lookup(Source.REQUEST_BODY, "");
            case "integration.response.body" -> new Lookup(Source.RESPONSE_BODY, "");
            default -> throw new IllegalArgumentException(text);
        };
    }

    /** Text between single quotes. */
    record Literal(List<String> text) implements MappingExpression {
        @Override
        public List<String> values(MappingSource source) {
            return text;
        }
    }

    /** A look-up in the request, the integration's response, the context or the stage. */
    record Lookup(Source from, String name) implements MappingExpression {
        @Override
        public List<String> values(MappingSource source) {
            return switch (from) {
                case PATH -> optional(source.pathParameter(name));
                case QUERY -> last(source.queryParameters(name));
                case MULTI_QUERY -> source.queryParameters(name);
                case HEADER -> last(source.requestHeaders(name));
                case MULTI_HEADER -> joined(source.requestHeaders(name));
                case REQUEST_BODY -> List.of(source.requestBody());
                case CONTEXT -> optional(source.context(name));
                case STAGE_VARIABLE -> optional(source.stageVariable(name));
                case RESPONSE_HEADER -> last(source.integrationHeaders(name));
                case MULTI_RESPONSE_HEADER -> joined(source.integrationHeaders(name));
                case RESPONSE_BODY -> List.of(source.integrationBody());
            };
        }

        @Override
        public @Nullable String pathParameter() {
            return from == Source.PATH ? name : null;
        }

        /** Whether this looks inside a body by JSON path. */
        public boolean readsBodyPath() {
            return (from == Source.REQUEST_BODY || from == Source.RESPONSE_BODY) && !name.isEmpty();
        }

        private static List<String> optional(@Nullable String value) {
            return value == null ? List.of() : List.of(value);
        }

        private static List<String> last(List<String> values) {
            return values.size() < 2 ? values : List.of(values.getLast());
        }

        private static List<String> joined(List<String> values) {
            return values.size() < 2 ? values : List.of(String.join(",", values));
        }
    }

    /** Where a look-up looks. */
    enum Source {
        PATH("method.request.path."),
        QUERY("method.request.querystring."),
        MULTI_QUERY("method.request.multivaluequerystring."),
        HEADER("method.request.header."),
        MULTI_HEADER("method.request.multivalueheader."),
        REQUEST_BODY("method.request.body."),
        CONTEXT("context."),
        STAGE_VARIABLE("stageVariables."),
        RESPONSE_HEADER("integration.response.header."),
        MULTI_RESPONSE_HEADER("integration.response.multivalueheader."),
        RESPONSE_BODY("integration.response.body.");

        private final String prefix;

        Source(String prefix) {
            this.prefix = prefix;
        }
    }
}
