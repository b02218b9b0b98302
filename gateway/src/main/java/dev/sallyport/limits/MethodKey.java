package dev.sallyport.limits;

/** How settings name a method: path and verb in one text. */
public final class MethodKey {

    private MethodKey() {}

    /** The key of a method: {@code /test/GET}, and {@code //GET} of the root. */
    public static String of(String resourcePath, String httpMethod) {
        return resourcePath + "/" + httpMethod;
    }

    /** A key as somebody wrote it (R13.2): {@code test/GET} and {@code ~1test/GET} are both {@code /test/GET}. */
    public static String of(String written) {
        String plain = written.replace("~1", "/").replace("~0", "~");
        String key = plain.startsWith("/") ? plain : "/" + plain;
        // The root: its path ends with the slash that stands before the verb.
        return key.lastIndexOf('/') == 0 ? "/" + key : key;
    }
}
