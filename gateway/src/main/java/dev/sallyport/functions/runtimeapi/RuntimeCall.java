package dev.sallyport.functions.runtimeapi;

import dev.sallyport.http.Octets;
import dev.sallyport.http.RequestReader;

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

    /** Understands a request line; no call has a query. */
    static RuntimeCall of(RequestReader head) {
        return of(head.method(), head.bytes(), head.pathStart(), head.targetEnd());
    }

    private static RuntimeCall of(String method, byte[] bytes, int start, int end) {
        String prefix = "/2018-06-01/runtime/";
        int at = start + prefix.length();
        if (!Octets.startsWith(bytes, start, end, prefix)) {
            return UNKNOWN;
        }
        if (method.equals("GET")) {
            return Octets.equals(bytes, at, end, "invocation/next") ? NEXT : UNKNOWN;
        }
        if (!method.equals("POST")) {
            return UNKNOWN;
        }
        if (Octets.equals(bytes, at, end, "init/error")) {
            return INIT_ERROR;
        }
        return Octets.startsWith(bytes, at, end, "invocation/")
                ? ofInvocation(bytes, at + "invocation/".length(), end)
                : UNKNOWN;
    }

    private static RuntimeCall ofInvocation(byte[] bytes, int start, int end) {
        int idEnd = end - 1;
        while (idEnd > start && bytes[idEnd] != '/') {
            idEnd--;
        }
        if (idEnd <= start) {
            return UNKNOWN;
        }
        if (Octets.equals(bytes, idEnd, end, "/response")) {
            return new Response(Octets.string(bytes, start, idEnd));
        }
        return Octets.equals(bytes, idEnd, end, "/error") ? new Failure(Octets.string(bytes, start, idEnd)) : UNKNOWN;
    }
}
