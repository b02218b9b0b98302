package dev.sallyport.control.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A value of the document and where it stands. What is absent and what is null read alike.
 *
 * @param pointer the JSON pointer from the root, {@code ""} for the root
 * @param name the last key or index of the pointer
 */
public record Place(JsonNode node, String pointer, String name) {

    /** A document that is not built as OpenAPI says; the reader stops there. */
    public static final class Malformed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String pointer;

        public Malformed(String pointer, String message) {
            super(message);
            this.pointer = pointer;
        }

        String pointer() {
            return pointer;
        }
    }

    /** The whole of a document. */
    public static Place root(JsonNode root) {
        return new Place(root, "", "");
    }

    /** The member of this name, which may be absent; of what is no object nothing is a member. */
    public Place at(String member) {
        return new Place(node.path(member), pointer + "/" + escaped(member), member);
    }

    /** Whether there is something that is not null. */
    public boolean isPresent() {
        return !node.isMissingNode() && !node.isNull();
    }

    /**
     * The members of an object, none when it is absent.
     *
     * @throws Malformed when it is something else
     */
    public List<Place> members() {
        if (!isPresent()) {
            return List.of();
        }
        if (!node.isObject()) {
            throw expected("an object");
        }
        List<Place> members = new ArrayList<>(node.size());
        node.forEachEntry((key, value) -> members.add(new Place(value, pointer + "/" + escaped(key), key)));
        return members;
    }

    /**
     * The elements of a list, none when it is absent.
     *
     * @throws Malformed when it is something else
     */
    public List<Place> items() {
        if (!isPresent()) {
            return List.of();
        }
        if (!node.isArray()) {
            throw expected("a list");
        }
        List<Place> items = new ArrayList<>(node.size());
        for (JsonNode item : node) {
            String index = Integer.toString(items.size());
            items.add(new Place(item, pointer + "/" + index, index));
        }
        return items;
    }

    /** The texts of a list, none when it is absent. */
    public List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (Place item : items()) {
            String text = item.text();
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    /**
     * A plain value as text, as AWS takes the numbers and flags that YAML makes of bare words; null when absent.
     *
     * @throws Malformed when it is an object or a list
     */
    @Nullable
    public String text() {
        if (!isPresent()) {
            return null;
        }
        if (node.isContainer()) {
            throw expected("a plain value");
        }
        return node.asString();
    }

    /** The member of this name as text, or null. */
    @Nullable
    public String text(String member) {
        return at(member).text();
    }

    /** Like {@link #text(String)}, an empty text read as absent (R1.17). */
    @Nullable
    public String textOrNull(String member) {
        String text = text(member);
        return text == null || text.isEmpty() ? null : text;
    }

    /** Whether the member of this name is true, be it as a flag or as text. */
    public boolean flag(String member) {
        return Boolean.TRUE.equals(flagOrNull(member));
    }

    /**
     * The member of this name as a flag, or null.
     *
     * @throws Malformed when it is neither true nor false
     */
    @Nullable
    public Boolean flagOrNull(String member) {
        String text = text(member);
        if (text == null) {
            return null;
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw at(member).expected("true or false");
        };
    }

    /**
     * The member of this name as a number, be it as a number or as text; null when absent (R6.5).
     *
     * @throws Malformed when it is no whole number
     */
    @Nullable
    public Integer integer(String member) {
        String text = text(member);
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return Integer.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw at(member).expected("a whole number");
        }
    }

    /** The fault that something else stands here than what OpenAPI says. */
    public Malformed expected(String what) {
        String found = node.isContainer() ? (node.isArray() ? "a list" : "an object") : "'" + node.asString("") + "'";
        return new Malformed(pointer, "expected " + what + " but found " + found);
    }

    /** A key as a step of a JSON pointer. */
    public static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    /** A step of a JSON pointer as the key that it stands for. */
    public static String unescaped(String step) {
        return step.replace("~1", "/").replace("~0", "~");
    }
}
