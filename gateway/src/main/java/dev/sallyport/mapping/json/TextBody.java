package dev.sallyport.mapping.json;

import org.jspecify.annotations.Nullable;

/**
 * A body as text, parsed at most once whoever asks: templates, parameter mappings and validation share the tree. A template
 * may change what it has read of it. Belongs to one request.
 */
public final class TextBody {

    /** No body. */
    public static final TextBody EMPTY = new TextBody("");

    private final String text;
    private @Nullable Object tree;
    private boolean parsed;

    /** @param text as it came; {@code ""} when there is no body */
    public TextBody(String text) {
        this.text = text;
    }

    /** The text; {@code ""} when there is no body. */
    public String text() {
        return text;
    }

    /** VTL-10: the text, or {@code {}} when there is none. */
    public String textOrEmptyObject() {
        return text.isEmpty() ? "{}" : text;
    }

    /** The body's tree; {@link JsonTree#INVALID} when it is empty or no JSON. */
    public @Nullable Object tree() {
        if (!parsed) {
            parsed = true;
            tree = text.isEmpty() ? JsonTree.INVALID : JsonTree.parse(text);
        }
        return tree;
    }

    /** Whether the text begins as a JSON document does (MAP-4). */
    public boolean looksLikeJson() {
        String begin = text.stripLeading();
        return !begin.isEmpty() && "{['\"".indexOf(begin.charAt(0)) >= 0;
    }
}
