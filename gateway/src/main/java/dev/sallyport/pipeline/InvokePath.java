package dev.sallyport.pipeline;

/**
 * The path of an invoke URL, taken apart as AWS does (rest-data-plane 1.2): slashes before the stage and before the
 * resource collapse, all others stay; nothing is decoded.
 *
 * @param stage the first segment, {@code ""} when there is none
 * @param eventPath the rest, starting with exactly one slash
 * @param contextPath the whole path with slashes before the stage collapsed
 */
record InvokePath(String stage, String eventPath, String contextPath) {

    static InvokePath of(String path) {
        int start = skipSlashes(path, 0);
        int slash = path.indexOf('/', start);
        String contextPath = start == 1 ? path : "/" + path.substring(start);
        if (slash < 0) {
            return new InvokePath(path.substring(start), "/", contextPath);
        }
        int rest = skipSlashes(path, slash);
        String eventPath = path.substring(rest - 1);
        return new InvokePath(path.substring(start, slash), eventPath, contextPath);
    }

    private static int skipSlashes(String path, int from) {
        int i = from;
        while (i < path.length() && path.charAt(i) == '/') {
            i++;
        }
        return i;
    }
}
