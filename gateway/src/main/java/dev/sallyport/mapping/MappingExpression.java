package dev.sallyport.mapping;

import dev.sallyport.mapping.json.JsonText;
import dev.sallyport.mapping.json.JsonTree;
import dev.sallyport.mapping.json.PathExpression;
import dev.sallyport.mapping.json.TextBody;
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
                String name = text.substring(source.prefix.length());
                return switch (source) {
                    case REQUEST_BODY, RESPONSE_BODY -> bodyPath(source, name, text);
                    default -> new Lookup(source, name);
                };
            }
        }
        return switch (text) {
            case "method.request.body" -> new Lookup(Source.REQUEST_BODY, "");
            case "integration.response.body" -> new Lookup(Source.RESPONSE_BODY, "");
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static MappingExpression bodyPath(Source from, String path, String whole) {
        try {
            return new BodyPath(from, PathExpression.compile("$." + path));
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException(whole, invalid);
        }
    }

    /** A body that looks like JSON and is none, of which a mapping wants a part (MAP-4). */
    final class InvalidBodyException extends RuntimeException {

        private static final long serialVersionUID = 1;

        InvalidBodyException() {
            super("the body is no JSON", null, false, false);
        }
    }

    /** A part of a body: text as it is, objects and lists as JSON (MAP-1, MAP-4). */
    record BodyPath(Source from, PathExpression path) implements MappingExpression {

        /** @throws InvalidBodyException when the body should be JSON and is not */
        @Override
        public List<String> values(MappingSource source) {
            TextBody body = from == Source.REQUEST_BODY ? source.requestText() : source.integrationText();
            Object tree = body.tree();
            if (tree == JsonTree.INVALID) {
                if (body.looksLikeJson()) {
                    throw new InvalidBodyException();
                }
                return List.of();
            }
            Object value;
            try {
                value = path.read(tree, work -> {});
            } catch (IllegalArgumentException unfit) {
                return List.of();
            }
            if (value == null || value == PathExpression.MISSING) {
                return List.of();
            }
            return List.of(value instanceof String text ? text : JsonText.of(value));
        }
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
                case REQUEST_BODY -> List.of(source.requestText().textOrEmptyObject());
                case CONTEXT -> optional(source.context(name));
                case STAGE_VARIABLE -> optional(source.stageVariable(name));
                case RESPONSE_HEADER -> last(source.integrationHeaders(name));
                case MULTI_RESPONSE_HEADER -> joined(source.integrationHeaders(name));
                case RESPONSE_BODY -> List.of(source.integrationText().text());
            };
        }

        @Override
        public @Nullable String pathParameter() {
            return from == Source.PATH ? name : null;
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
