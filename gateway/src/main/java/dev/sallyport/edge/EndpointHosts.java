package dev.sallyport.edge;

import dev.sallyport.http.ByteName;
import dev.sallyport.http.Headers;
import dev.sallyport.http.Octets;
import dev.sallyport.http.RequestReader;
import dev.sallyport.model.VpcEndpoint;
import dev.sallyport.pipeline.DomainDirectory;
import dev.sallyport.pipeline.PrivateDomain;
import dev.sallyport.pipeline.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Which API a request that comes by a VPC endpoint names (INV-3 to INV-5, EDG-5, EDG-6): by {@code x-apigw-api-id}, by the
 * host of the API, by its alias for the endpoint, by a private custom domain name, or by a local path form. Nothing else is to be had by an endpoint: neither the
 * control plane nor the gateway's own pages.
 */
final class EndpointHosts {

    private static final String API_ID = "x-apigw-api-id";
    private static final String ENDPOINT_PREFIX = "vpce-";
    private static final String ALIAS_INFIX = "-vpce-";

    private EndpointHosts() {}

    /**
     * Reads the API's id and gives the head its path and host.
     *
     * @param head has begun with the request
     * @param apiId is pointed to the API's id, in lower case
     * @param domains have the private custom domain names, which go before every other form
     * @return false when no API is named, or not in a form that this endpoint answers (EDG-3)
     */
    static boolean name(
            RequestReader request, RequestHead head, ByteName apiId, VpcEndpoint endpoint, DomainDirectory domains) {
        byte[] bytes = request.bytes();
        int hostStart = request.hostStart();
        int hostEnd = Destination.withoutPort(bytes, hostStart, request.hostEnd());
        int label = Destination.apiLabel(bytes, hostStart, hostEnd);
        if (label == 0 && domains.hasPrivate() && domains.isPrivate(Octets.string(bytes, hostStart, hostEnd))) {
            return byDomain(request, head, endpoint, domains);
        }
        Headers headers = request.headers();
        int named = headers.find(API_ID);
        if (named >= 0 && headers.all(API_ID).size() > 1) {
            head.path(bytes, request.pathStart(), request.pathEnd());
            return false;
        }
        if (label == 0 && named < 0) {
            return byPath(request, head, apiId);
        }
        head.path(bytes, request.pathStart(), request.pathEnd());
        if (hostEnd > hostStart) {
            head.host(bytes, hostStart, hostEnd);
        }
        String host = label == 0 ? "" : Octets.string(bytes, hostStart, label).toLowerCase(Locale.ROOT);
        int alias = host.indexOf(ALIAS_INFIX);
        if (host.startsWith(ENDPOINT_PREFIX)) {
            // INV-4: the endpoint's own name, with a suffix and perhaps a zone.
            if (named < 0 || !(host + "-").startsWith(endpoint.id() + "-")) {
                return false;
            }
        } else if (alias > 0 && !host.substring(alias + 1).equals(endpoint.id())) {
            return false;
        }
        if (named >= 0) {
            point(apiId, headers.value(named));
        } else if (alias > 0) {
            head.aliased();
            point(apiId, host.substring(0, alias));
        } else {
            point(apiId, host);
        }
        return true;
    }

    /** Whether the first label of a host, in lower case, is an endpoint's own name or an alias for one. */
    static boolean isOfEndpoint(String label) {
        return label.startsWith(ENDPOINT_PREFIX) || label.contains(ALIAS_INFIX);
    }

    /** EDG-6: the domain name has to be associated with the endpoint. */
    private static boolean byDomain(
            RequestReader request, RequestHead head, VpcEndpoint endpoint, DomainDirectory domains) {
        byte[] bytes = request.bytes();
        int hostStart = request.hostStart();
        int hostEnd = Destination.withoutPort(bytes, hostStart, request.hostEnd());
        head.path(bytes, request.pathStart(), request.pathEnd());
        head.host(bytes, hostStart, hostEnd);
        PrivateDomain domain = domains.findPrivate(Octets.string(bytes, hostStart, hostEnd), endpoint.id());
        if (domain != null) {
            head.privateDomain(domain);
        }
        return domain != null;
    }

    /** INV-6, INV-7. */
    private static boolean byPath(RequestReader request, RequestHead head, ByteName apiId) {
        if (Destination.byPath(request, head, apiId, DomainDirectory.NONE) == Destination.API) {
            return true;
        }
        head.path(request.bytes(), request.pathStart(), request.pathEnd());
        return false;
    }

    private static void point(ByteName apiId, String id) {
        byte[] lower = id.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.ISO_8859_1);
        apiId.at(lower, 0, lower.length);
    }
}
