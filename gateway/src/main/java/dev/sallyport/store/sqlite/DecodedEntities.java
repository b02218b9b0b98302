package dev.sallyport.store.sqlite;

import dev.sallyport.store.EntityJson;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Entities by their stored text, so that what was written or read lately is not parsed again: to freeze an API reads all
 * of its resources, and most of them have not changed. As the text alone decides, nothing here can be out of date, and a
 * transaction that fails leaves nothing wrong behind. Entities are immutable and may be handed out again and again.
 */
final class DecodedEntities {

    /** A character takes one or two bytes, and what it was parsed into about four more. */
    private static final long MAX_CHARACTERS = 4L * 1024 * 1024;

    /** A large one would push out many small ones. */
    private static final int MAX_CHARACTERS_EACH = 64 * 1024;

    private record Key(Class<?> type, String text) {}

    /** In the order of last use. */
    private final SequencedMap<Key, Object> entities = new LinkedHashMap<>(16, 0.75f, true);

    private long characters;

    /** The entity of a text. */
    <T> T read(String text, Class<T> type) {
        Object known = find(text, type);
        if (known != null) {
            return type.cast(known);
        }
        T entity = EntityJson.read(text, type);
        add(text, type, entity);
        return entity;
    }

    /** Notes what a text was written from. */
    synchronized void add(String text, Class<?> type, Object entity) {
        if (text.length() > MAX_CHARACTERS_EACH || entities.put(new Key(type, text), entity) != null) {
            return;
        }
        characters += text.length();
        while (characters > MAX_CHARACTERS) {
            characters -= entities.pollFirstEntry().getKey().text().length();
        }
    }

    private synchronized @Nullable Object find(String text, Class<?> type) {
        return entities.get(new Key(type, text));
    }
}
