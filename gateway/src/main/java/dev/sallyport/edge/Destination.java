package dev.sallyport.edge;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a request is for, by its host and path (companion-services section 1, INV-1 to INV-10). */
sealed interface Destination {

    /** The gateway's own pages: health. */
    record Own(String path) implements Destination {}

    /** The AWS control plane. */
    record Control() implements Destination {}

    /**
     * An API.
     *
     * @param apiId lower case
     * @param path raw, as for the host form: it starts with the stage
     * @param host the host that named the API; null when the path did
     */
    record Api(String apiId, String path, @Nullable String host) implements Destination {}

    /** Decides by the host, then by the path. */
    static Destination of(String host, String path) {
        String name = withoutPort(host).toLowerCase(Locale.ROOT);
        int label = name.indexOf(".execute-api.");
        if (label > 0) {
            return new Api(name.substring(0, label), path, name);
        }
        if (path.startsWith(AWS_PREFIX)) {
            return below(path, AWS_PREFIX.length());
        }
        if (path.startsWith(RESTAPIS_PREFIX) && path.contains(USER_REQUEST)) {
            return userRequest(path);
        }
        if (path.equals("/health") || path.equals("/_localstack/health") || path.startsWith("/_sallyport/")) {
            return new Own(path);
        }
        return new Control();
    }

    String AWS_PREFIX = "/_aws/execute-api/";
    String RESTAPIS_PREFIX = "/restapis/";
    String USER_REQUEST = "/_user_request_";

    private static Destination below(String path, int start) {
        int slash = path.indexOf('/', start);
        String apiId = slash < 0 ? path.substring(start) : path.substring(start, slash);
        return new Api(apiId.toLowerCase(Locale.ROOT), slash < 0 ? "/" : path.substring(slash), null);
    }

    /** {@code /restapis/{api}/{stage}/_user_request_/{path}} becomes {@code /{stage}/{path}}. */
    private static Destination userRequest(String path) {
        int apiEnd = path.indexOf('/', RESTAPIS_PREFIX.length());
        int stageEnd = apiEnd < 0 ? -1 : path.indexOf('/', apiEnd + 1);
        if (stageEnd < 0 || !path.startsWith(USER_REQUEST, stageEnd)) {
            return new Control();
        }
        String rest = path.substring(stageEnd + USER_REQUEST.length());
        if (!rest.isEmpty() && rest.charAt(0) != '/') {
            return new Control();
        }
        return new Api(
                path.substring(RESTAPIS_PREFIX.length(), apiEnd).toLowerCase(Locale.ROOT),
                path.substring(apiEnd, stageEnd) + rest,
                null);
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }
}
