package dev.sallyport.control.rest.sdk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * A text with places: <code>{{name}}</code> is a value, <code>{{#name}}…{{/name}}</code> repeats its inside for each map of
 * a list (or once when the value is true), <code>{{^name}}…{{/name}}</code> stands when there is nothing to repeat. A line
 * with nothing but the mark of a section leaves no trace. Values are put in as they are: whoever fills a template quotes
 * for its language.
 */
final class Template {

    private final List<Part> parts;

    private sealed interface Part {}

    private record Text(String text) implements Part {}

    private record Value(String name) implements Part {}

    private record Section(String name, boolean inverted, List<Part> inside) implements Part {}

    private Template(List<Part> parts) {
        this.parts = parts;
    }

    /**
     * Reads a template of this package.
     *
     * @param resource its path below {@code control/rest/sdk}
     */
    static Template resource(String resource) {
        return parse(text(resource));
    }

    /** Reads a file that is no template. */
    static String text(String resource) {
        try (InputStream in = Template.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalArgumentException when sections are not closed in their order */
    static Template parse(String text) {
        Deque<List<Part>> open = new ArrayDeque<>();
        Deque<String> names = new ArrayDeque<>();
        open.push(new ArrayList<>());
        int at = 0;
        int mark = text.indexOf("{{");
        while (mark >= 0) {
            int end = text.indexOf("}}", mark);
            if (end < 0) {
                throw new IllegalArgumentException("a place is not closed: " + text.substring(mark));
            }
            String name = text.substring(mark + 2, end);
            char kind = name.charAt(0);
            int after = end + 2;
            int before = mark;
            if ("#^/".indexOf(kind) >= 0) {
                int lineStart = text.lastIndexOf('\n', mark - 1) + 1;
                boolean alone = text.substring(lineStart, mark).isBlank()
                        && lineStart >= at
                        && after < text.length()
                        && text.charAt(after) == '\n';
                before = alone ? lineStart : mark;
                after = alone ? after + 1 : after;
            }
            add(open, new Text(text.substring(at, before)));
            switch (kind) {
                case '#', '^' -> {
                    open.push(new ArrayList<>());
                    names.push(name);
                }
                case '/' -> close(open, names, name.substring(1));
                default -> add(open, new Value(name));
            }
            at = after;
            mark = text.indexOf("{{", at);
        }
        if (!names.isEmpty()) {
            throw new IllegalArgumentException("a section is not closed: " + names.peek());
        }
        add(open, new Text(text.substring(at)));
        return new Template(open.pop());
    }

    private static void close(Deque<List<Part>> open, Deque<String> names, String name) {
        if (names.isEmpty() || !names.element().substring(1).equals(name)) {
            throw new IllegalArgumentException("the section " + name + " is closed but was not opened last");
        }
        boolean inverted = names.pop().charAt(0) == '^';
        List<Part> inside = open.pop();
        add(open, new Section(name, inverted, inside));
    }

    private static void add(Deque<List<Part>> open, Part part) {
        open.element().add(part);
    }

    /**
     * The text with its places filled.
     *
     * @param values strings, flags, and lists of such maps; an inner map hides the outer one's names
     * @throws IllegalArgumentException for a name that has no value
     */
    String render(Map<String, ?> values) {
        StringBuilder text = new StringBuilder();
        Deque<Map<String, ?>> scopes = new ArrayDeque<>();
        scopes.push(values);
        render(parts, scopes, text);
        return text.toString();
    }

    private static void render(List<Part> parts, Deque<Map<String, ?>> scopes, StringBuilder to) {
        for (Part part : parts) {
            switch (part) {
                case Text text -> to.append(text.text());
                case Value value -> to.append(find(scopes, value.name()));
                case Section section -> renderSection(section, scopes, to);
            }
        }
    }

    private static void renderSection(Section section, Deque<Map<String, ?>> scopes, StringBuilder to) {
        Object value = find(scopes, section.name());
        if (value instanceof Boolean flag) {
            if (flag != section.inverted()) {
                render(section.inside(), scopes, to);
            }
        } else if (value instanceof List<?> list) {
            if (section.inverted() && list.isEmpty()) {
                render(section.inside(), scopes, to);
            }
            for (Object item : section.inverted() ? List.of() : list) {
                scopes.push(scope(item));
                render(section.inside(), scopes, to);
                scopes.pop();
            }
        } else {
            throw new IllegalArgumentException("the value of section " + section.name() + " is a text");
        }
    }

    @SuppressWarnings("unchecked") // the callers' lists hold maps by name
    private static Map<String, ?> scope(Object item) {
        return (Map<String, ?>) item;
    }

    private static Object find(Deque<Map<String, ?>> scopes, String name) {
        for (Map<String, ?> scope : scopes) {
            Object value = scope.get(name);
            if (value != null) {
                return value;
            }
        }
        throw new IllegalArgumentException("the template has no value for " + name);
    }
}
