package dev.sallyport.pipeline;

/** The verbs of REST APIs. */
final class Verbs {

    private Verbs() {}

    /** Whether {@code ANY} stands for the verb (INV-35); others are never matched (INV-39). */
    static boolean coveredByAny(String verb) {
        return switch (verb) {
            case "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT" -> true;
            default -> false;
        };
    }
}
