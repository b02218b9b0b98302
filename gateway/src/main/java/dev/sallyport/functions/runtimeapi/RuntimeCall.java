package dev.sallyport.functions.runtimeapi;

import io.netty.handler.codec.http.HttpMethod;

/** Which call of the Runtime API a request line means. */
sealed interface RuntimeCall {

    /** {@code GET /runtime/invocation/next}. */
    record Next() implements RuntimeCall {}

    /** {@code POST /runtime/invocation/{id}/response}. */
    record Response(String requestId) implements RuntimeCall {}

    /** {@code POST /runtime/invocation/{id}/error}. */
    record Failure(String requestId) implements RuntimeCall {}

    /** {@code POST /runtime/init/error}. */
    record InitError() implements RuntimeCall {}

    /** Anything else: 404. */
    record Unknown() implements RuntimeCall {}

    RuntimeCall NEXT = new Next();
    RuntimeCall INIT_ERROR = new InitError();
    RuntimeCall UNKNOWN = new Unknown();

    /** Reads a request line. */
    static RuntimeCall of(HttpMethod method, String uri) {
        String prefix = "/2018-06-01/runtime/";
        if (!uri.startsWith(prefix)) {
            return UNKNOWN;
        }
        String path = uri.substring(prefix.length());
        if (method.equals(HttpMethod.GET)) {
            return path.equals("invocation/next") ? NEXT : UNKNOWN;
        }
        if (!method.equals(HttpMethod.POST)) {
            return UNKNOWN;
        }
        if (path.equals("init/error")) {
            return INIT_ERROR;
        }
        int idEnd = path.lastIndexOf('/');
        if (!path.startsWith("invocation/") || idEnd <= "invocation/".length()) {
            return UNKNOWN;
        }
        String id = path.substring("invocation/".length(), idEnd);
        return switch (path.substring(idEnd + 1)) {
            case "response" -> new Response(id);
            case "error" -> new Failure(id);
            default -> UNKNOWN;
        };
    }
}
