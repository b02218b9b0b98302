package dev.sallyport.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text with whole variables in it, as the bodies of gateway responses are (GWR-13): {@code $context.x},
 * {@code $stageVariables.x} and {@code $method.request.header.x}, {@code .querystring.x} or {@code .path.x}. No template:
 * everything else stands for itself. What has no value leaves nothing behind (GWR-8).
 */
public final class VariableText {

    private static final String NAME = "[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?";
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:(context(?:\\." + NAME
            + ")+)|stageVariables\\.(\\w+)"
            + "|(method\\.request\\.(?:header|multivalueheader|querystring|multivaluequerystring|path)\\." + NAME
            + "(?:\\." + NAME + ")*))");

    private final List<Part> parts;

    /** Text, and then a variable; the last part has none. */
    private record Part(String text, @Nullable MappingExpression variable) {}

    private VariableText(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * Compiles a text.
     *
     * @param stageVariables of the only stage that will use it
     */
    public static VariableText compile(String text, Map<String, String> stageVariables) {
        List<Part> parts = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        Matcher variable = VARIABLE.matcher(text);
        int end = 0;
        while (variable.find()) {
            plain.append(text, end, variable.start());
            end = variable.end();
            if (variable.group(2) != null) {
                plain.append(stageVariables.getOrDefault(variable.group(2), ""));
            } else {
                parts.add(new Part(
                        plain.toString(),
                        MappingExpression.compile(variable.group().substring(1))));
                plain.setLength(0);
            }
        }
        parts.add(new Part(plain.append(text, end, text.length()).toString(), null));
        return new VariableText(parts);
    }

    /** What the text always renders to, or null when it has variables. */
    public @Nullable String constant() {
        return parts.size() == 1 ? parts.getFirst().text() : null;
    }

    /** The text with the values of a request; what has none leaves nothing behind. */
    public String render(MappingSource source) {
        return render(source, "");
    }

    /** The same, with a text for what has no value. */
    public String render(MappingSource source, String otherwise) {
        StringBuilder rendered = new StringBuilder();
        for (Part part : parts) {
            rendered.append(part.text());
            String value = part.variable() == null ? null : part.variable().value(source);
            if (part.variable() != null) {
                rendered.append(value == null || value.isEmpty() ? otherwise : value);
            }
        }
        return rendered.toString();
    }
}
