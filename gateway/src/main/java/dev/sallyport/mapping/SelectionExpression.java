package dev.sallyport.mapping;

import dev.sallyport.mapping.json.JsonText;
import dev.sallyport.mapping.json.JsonTree;
import dev.sallyport.mapping.json.PathExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A compiled selection expression of a WebSocket API (websocket-api W7.8 to W7.12, W12.6): text in which variables stand,
 * {@code $request.body.action} or {@code ${request.body.service}/${request.body.action}}. What begins like a variable and
 * is none stands for itself.
 */
public final class SelectionExpression {

    private static final String BODY = "request.body";
    private static final String STATUS = "integration.response.statuscode";

    private final List<Part> parts;

    /** A part of an expression: writes what it stands for, or says that it cannot be evaluated. */
    private interface Part {
        boolean write(MappingSource source, int status, StringBuilder to);
    }

    private SelectionExpression(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /** Compiles an expression; every text is one. */
    public static SelectionExpression compile(String text) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int end = c == '$' ? end(text, at) : at;
            Part variable = end > at ? variable(name(text, at, end)) : null;
            if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '$') {
                literal.append('$');
                at += 2;
            } else if (variable == null) {
                literal.append(c);
                at++;
            } else {
                addLiteral(parts, literal);
                parts.add(variable);
                at = end;
            }
        }
        addLiteral(parts, literal);
        return new SelectionExpression(parts);
    }

    private static void addLiteral(List<Part> parts, StringBuilder literal) {
        if (!literal.isEmpty()) {
            String text = literal.toString();
            parts.add((source, status, to) -> {
                to.append(text);
                return true;
            });
            literal.setLength(0);
        }
    }

    /** Where the variable ends that begins with a dollar; the dollar itself when there is none. */
    private static int end(String text, int dollar) {
        if (text.startsWith("${", dollar)) {
            int brace = text.indexOf('}', dollar);
            return brace < 0 ? dollar : brace + 1;
        }
        int end = dollar + 1;
        while (end < text.length()
                && (Character.isLetterOrDigit(text.charAt(end)) || "._-[]'\"*@:".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        return end;
    }

    private static String name(String text, int dollar, int end) {
        return text.startsWith("${", dollar) ? text.substring(dollar + 2, end - 1) : text.substring(dollar + 1, end);
    }

    private static @Nullable Part variable(String name) {
        if (name.equals(BODY)) {
            return body("$");
        }
        if (name.startsWith(BODY + ".") || name.startsWith(BODY + "[")) {
            return body("$" + name.substring(BODY.length()));
        }
        if (name.equals(STATUS)) {
            return (source, status, to) -> {
                to.append(status);
                return true;
            };
        }
        if (name.startsWith("integration.response.")
                || name.startsWith("context.")
                || name.startsWith("stageVariables.")) {
            return mapped(name);
        }
        return name.startsWith("request.header.") || name.startsWith("request.querystring.")
                ? mapped("method." + name)
                : null;
    }

    private static @Nullable Part mapped(String name) {
        try {
            MappingExpression expression = MappingExpression.compile(name);
            return (source, status, to) -> {
                String value = expression.value(source);
                to.append(value == null ? "" : value);
                return true;
            };
        } catch (IllegalArgumentException unknown) {
            return null;
        }
    }

    private static @Nullable Part body(String path) {
        PathExpression compiled;
        try {
            compiled = PathExpression.compile(path);
        } catch (IllegalArgumentException invalid) {
            return (source, status, to) -> false;
        }
        return (source, status, to) -> {
            Object tree = source.requestText().tree();
            if (tree == JsonTree.INVALID) {
                return false;
            }
            try {
                append(to, compiled.read(tree, work -> {}));
                return true;
            } catch (IllegalArgumentException unfit) {
                return false;
            }
        };
    }

    /** W7.10, W7.11. */
    private static void append(StringBuilder to, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case String text -> to.append(text);
            case List<?> list -> {
                StringJoiner items = new StringJoiner(", ", "[", "]");
                for (Object item : list) {
                    items.add(item instanceof String text ? text : JsonText.of(item));
                }
                to.append(items);
            }
            case Map<?, ?> map -> to.append(JsonText.of(map));
            default -> {
                if (value != PathExpression.MISSING) {
                    to.append(JsonText.of(value));
                }
            }
        }
    }

    /** What an expression says of a request; null when it cannot be evaluated, above all when its body is no JSON (W7.12). */
    public @Nullable String evaluate(MappingSource source) {
        return evaluate(source, 0);
    }

    /** The same behind the call of an integration, which answered with a status. */
    public @Nullable String evaluate(MappingSource source, int status) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            if (!part.write(source, status, text)) {
                return null;
            }
        }
        return text.toString();
    }
}
