package dev.sallyport.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One document on its way through a compiled schema. Errors are gathered as the oracle does it: all keywords of a schema
 * speak, in the order of their names; members and elements are looked at only as long as nothing has failed. Schemas of
 * {@code anyOf} and its like have a verdict of their own and say nothing.
 */
final class Validation {

    private static final int MAX_DEPTH = 600;
    private static final int MAX_MESSAGE_CHARACTERS = 256 * 1024;

    private @Nullable List<String> messages = new ArrayList<>();
    private boolean failed;
    private int messageCharacters;
    private int depth;
    private long stepsLeft;

    /** @param steps schemas visited, elements compared and characters read by regular expressions, at most */
    Validation(long steps) {
        stepsLeft = steps;
    }

    /** The work is more than a document may cost. */
    static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Exhausted() {
            super("a document costs too much to validate", null, false, false);
        }
    }

    /** Counts work. */
    void step() {
        if (--stepsLeft < 0) {
            throw new Exhausted();
        }
    }

    /** Counts work that goes by size. */
    void steps(long count) {
        stepsLeft -= count;
        step();
    }

    /** What is wrong, in order; empty when nothing is. */
    List<String> messages() {
        List<String> found = messages;
        return found == null ? List.of() : List.copyOf(found);
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of the product
    void error(String format, Object... arguments) {
        failed = true;
        List<String> into = messages;
        if (into != null && messageCharacters <= MAX_MESSAGE_CHARACTERS) {
            String message = format.formatted(arguments);
            messageCharacters += message.length();
            into.add(message);
        }
    }

    /** Whether an instance fits a schema, without a word about it. */
    boolean fits(SchemaNode schema, @Nullable Object instance) {
        List<String> outerMessages = messages;
        boolean outerFailed = failed;
        messages = null;
        failed = false;
        check(schema, instance);
        boolean fits = !failed;
        messages = outerMessages;
        failed = outerFailed;
        return fits;
    }

    /** Checks an instance; errors are added to what has been found. */
    void check(SchemaNode schema, @Nullable Object instance) {
        step();
        if (++depth > MAX_DEPTH) {
            throw new Exhausted();
        }
        for (Keyword keyword : schema.keywords(JsonType.of(instance))) {
            keyword.check(this, instance);
            if (failed && messages == null) {
                break;
            }
        }
        if (!failed && schema.hasChildren()) {
            if (instance instanceof Map<?, ?> map) {
                checkMembers(schema, map);
            } else if (instance instanceof List<?> list) {
                checkElements(schema, list);
            }
        }
        depth--;
    }

    private void checkMembers(SchemaNode schema, Map<?, ?> members) {
        Map<?, ?> sorted = members.size() < 2 ? members : new TreeMap<Object, Object>(members);
        for (Map.Entry<?, ?> member : sorted.entrySet()) {
            schema.checkMember(this, (String) member.getKey(), member.getValue());
            if (failed && messages == null) {
                return;
            }
        }
    }

    private void checkElements(SchemaNode schema, List<?> elements) {
        int index = 0;
        for (Object element : elements) {
            SchemaNode own = schema.element(index++);
            if (own != null) {
                check(own, element);
            }
            if (failed && messages == null) {
                return;
            }
        }
    }
}
