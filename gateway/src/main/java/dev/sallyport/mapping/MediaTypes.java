package dev.sallyport.mapping;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Media types as API Gateway compares them. */
public final class MediaTypes {

    private MediaTypes() {}

    /** The type of a Content-Type header, in lower case without parameters; absent means JSON (INT-90). */
    public static String ofContent(@Nullable String contentType) {
        return contentType == null || contentType.isBlank() ? "application/json" : bare(contentType);
    }

    /** The first media type of an Accept header (BIN-1), or null. */
    public static @Nullable String firstAccepted(@Nullable String accept) {
        if (accept == null) {
            return null;
        }
        int comma = accept.indexOf(',');
        return bare(comma < 0 ? accept : accept.substring(0, comma));
    }

    /** Whether a request's type is one of the binary media types: equal, {@code type/*}, or all (BIN-1). */
    public static boolean matchesRequest(List<String> binaryTypes, String type) {
        for (String entry : binaryTypes) {
            if (entry.equals("*/*") || matches(entry, type)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a response is asked for as binary, by the first type of Accept (BIN-1). */
    public static boolean matchesAccept(List<String> binaryTypes, @Nullable String accept) {
        String first = firstAccepted(accept);
        if (first == null) {
            return false;
        }
        for (String entry : binaryTypes) {
            if (matches(entry, first) || entry.equals("*/*")) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String entry, String type) {
        String folded = entry.toLowerCase(Locale.ROOT);
        if (folded.equals(type)) {
            return true;
        }
        return folded.endsWith("/*")
                && !folded.startsWith("*")
                && !type.endsWith("/*")
                && type.startsWith(folded.substring(0, folded.length() - 1));
    }

    private static String bare(String type) {
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }
}
