package dev.sallyport.edge;

import dev.sallyport.http.ByteName;
import dev.sallyport.http.Octets;
import dev.sallyport.http.RequestReader;
import dev.sallyport.pipeline.DomainDirectory;
import dev.sallyport.pipeline.DomainRoutes;
import dev.sallyport.pipeline.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a request is for, by its host and path (companion-services section 1, INV-1 to INV-10). */
enum Destination {

    /** The gateway's own pages: health, metrics and those of the operator. */
    OWN,

    /** The AWS control plane. */
    CONTROL,

    /** An API, whose id and path have been noted. */
    API,

    /** A custom domain name, which has been noted with the path. */
    DOMAIN,

    /** Nobody: a host that on AWS would not lead here (INV-53). */
    NOBODY;

    private static final String EXECUTE_API = ".execute-api.";
    private static final String AWS_PREFIX = "/_aws/execute-api/";
    private static final String RESTAPIS_PREFIX = "/restapis/";
    private static final String USER_REQUEST = "/_user_request_";
    private static final byte[] ROOT = {'/'};

    /**
     * Decides by the host, then by the path. For an API the path is given to the head as for the host form, so that it
     * starts with the stage.
     *
     * @param head has begun with the request
     * @param apiId is pointed to the API's id, in lower case
     * @param domains go before every path, so that nothing of the gateway itself is to be seen below them
     */
    static Destination of(RequestReader request, RequestHead head, ByteName apiId, DomainDirectory domains) {
        byte[] bytes = request.bytes();
        int hostStart = request.hostStart();
        int hostEnd = withoutPort(bytes, hostStart, request.hostEnd());
        int start = request.pathStart();
        int end = request.pathEnd();
        int label = apiLabel(bytes, hostStart, hostEnd);
        if (label > 0) {
            head.path(bytes, start, end);
            head.host(bytes, hostStart, hostEnd);
            lowerCase(apiId, bytes, hostStart, label);
            return API;
        }
        if (!domains.isEmpty()) {
            int nameEnd = hostEnd > hostStart && bytes[hostEnd - 1] == '.' ? hostEnd - 1 : hostEnd;
            DomainRoutes domain = domains.find(bytes, hostStart, nameEnd, apiId);
            if (domain != null) {
                head.path(bytes, start, end);
                head.host(bytes, hostStart, nameEnd);
                head.domain(domain);
                return DOMAIN;
            }
        }
        if (domains.hasPrivate() && domains.isPrivate(Octets.string(bytes, hostStart, hostEnd))) {
            // EDG-6: it is reached by VPC endpoints alone.
            head.path(bytes, start, end);
            head.host(bytes, hostStart, hostEnd);
            return NOBODY;
        }
        return byPath(request, head, apiId, domains);
    }

    static Destination byPath(RequestReader request, RequestHead head, ByteName apiId, DomainDirectory domains) {
        byte[] bytes = request.bytes();
        int start = request.pathStart();
        int end = request.pathEnd();
        if (Octets.startsWith(bytes, start, end, AWS_PREFIX)) {
            int idStart = start + AWS_PREFIX.length();
            int slash = Octets.indexOf(bytes, idStart, end, '/');
            lowerCase(apiId, bytes, idStart, slash < 0 ? end : slash);
            if (slash < 0) {
                head.path(ROOT, 0, 1);
            } else {
                head.path(bytes, slash, end);
                head.sentFrom(start);
            }
            return API;
        }
        if (Octets.startsWith(bytes, start, end, RESTAPIS_PREFIX) && userRequest(bytes, start, end, head, apiId)) {
            return API;
        }
        if (isOwn(bytes, start, end)) {
            return OWN;
        }
        if (!domains.isEmpty() && ForeignHost.isMet(request)) {
            head.path(bytes, start, end);
            head.host(bytes, request.hostStart(), withoutPort(bytes, request.hostStart(), request.hostEnd()));
            return NOBODY;
        }
        return CONTROL;
    }

    private static boolean isOwn(byte[] bytes, int start, int end) {
        return Octets.equals(bytes, start, end, "/health")
                || Octets.equals(bytes, start, end, "/metrics")
                || Octets.equals(bytes, start, end, "/_localstack/health")
                || Octets.startsWith(bytes, start, end, "/_sallyport/");
    }

    /** Where the id in a host like {@code abc123.execute-api.localhost} ends; 0 for any other. */
    static int apiLabel(byte[] bytes, int start, int end) {
        int last = end - EXECUTE_API.length();
        for (int i = start + 1; i <= last; i++) {
            if (bytes[i] == '.' && Octets.equalsIgnoreCase(bytes, i, i + EXECUTE_API.length(), EXECUTE_API)) {
                return i;
            }
        }
        return 0;
    }

    /** {@code /restapis/{api}/{stage}/_user_request_/{path}} becomes {@code /{stage}/{path}}. */
    private static boolean userRequest(byte[] bytes, int start, int end, RequestHead head, ByteName apiId) {
        int idStart = start + RESTAPIS_PREFIX.length();
        int idEnd = Octets.indexOf(bytes, idStart, end, '/');
        int stageEnd = idEnd < 0 ? -1 : Octets.indexOf(bytes, idEnd + 1, end, '/');
        if (stageEnd < 0 || !Octets.startsWith(bytes, stageEnd, end, USER_REQUEST)) {
            return false;
        }
        int rest = stageEnd + USER_REQUEST.length();
        if (rest < end && bytes[rest] != '/') {
            return false;
        }
        lowerCase(apiId, bytes, idStart, idEnd);
        // The stage moves up to the rest of the path, over what stood between them.
        int moved = rest - (stageEnd - idEnd);
        System.arraycopy(bytes, idEnd, bytes, moved, stageEnd - idEnd);
        head.path(bytes, moved, end);
        head.sentFrom(start, idEnd, moved, USER_REQUEST, rest);
        return true;
    }

    /** Ids are nearly always in lower case; only others are copied. */
    private static void lowerCase(ByteName apiId, byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] >= 'A' && bytes[i] <= 'Z') {
                byte[] lower = Octets.string(bytes, start, end)
                        .toLowerCase(Locale.ROOT)
                        .getBytes(StandardCharsets.ISO_8859_1);
                apiId.at(lower, 0, lower.length);
                return;
            }
        }
        apiId.at(bytes, start, end);
    }

    /** Where a host ends without its port. */
    static int withoutPort(byte[] bytes, int start, int end) {
        if (end > start && bytes[end - 1] == ']') {
            return end; // an IPv6 address without a port
        }
        int colon = end - 1;
        while (colon >= start && bytes[colon] != ':') {
            colon--;
        }
        return colon < start ? end : colon;
    }
}
