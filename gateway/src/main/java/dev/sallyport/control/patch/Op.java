package dev.sallyport.control.patch;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The operations that AWS's model knows; most resources support only some of them (R8.3, R8.4). */
public enum Op {
    ADD,
    REMOVE,
    MOVE,
    TEST,
    REPLACE,
    COPY;

    /** The operation of a request, or null when the request names none. */
    static @Nullable Op of(@Nullable String wire) {
        for (Op op : values()) {
            if (op.wire().equals(wire)) {
                return op;
            }
        }
        return null;
    }

    /** The name in requests and messages. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
