package dev.sallyport.control.openapi;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a path item names the verbs of its operations (openapi R4.2, R4.3). */
public final class Verbs {

    /** The member of a path item that takes all verbs that have no operation of their own. */
    public static final String ANY_METHOD = "x-amazon-apigateway-any-method";

    private static final Map<String, String> BY_MEMBER = Map.of(
            "get",
            "GET",
            "put",
            "PUT",
            "post",
            "POST",
            "delete",
            "DELETE",
            "options",
            "OPTIONS",
            "head",
            "HEAD",
            "patch",
            "PATCH",
            ANY_METHOD,
            "ANY");

    private Verbs() {}

    /** The verb of a member of a path item, {@code ANY} for the extension, null for whatever is no operation. */
    public static @Nullable String of(String member) {
        return BY_MEMBER.get(member);
    }

    /** The member of a path item for a verb. */
    public static String member(String verb) {
        return verb.equals("ANY") ? ANY_METHOD : verb.toLowerCase(Locale.ROOT);
    }
}
