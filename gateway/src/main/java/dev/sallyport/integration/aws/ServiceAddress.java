package dev.sallyport.integration.aws;

import dev.sallyport.aws.ServiceEndpoints;
import dev.sallyport.integration.http.Origin;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a request to a service goes: to AWS in its Region, or to where the operator says (INT-60). */
final class ServiceAddress {

    /** What a mapped value may put before the host. */
    private static final Pattern SUBDOMAIN = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");

    private ServiceAddress() {}

    /**
     * The address of a request.
     *
     * @param prefix before the service's name, {@code ""} for none
     * @param pathAndQuery begins with a slash
     * @return null when it is no valid one, or nobody has said where the service is
     */
    static Origin.@Nullable Target of(
            ServiceEndpoints endpoints, String prefix, String service, String region, String pathAndQuery) {
        URI endpoint = endpoints.of(service);
        if (endpoint == null || (!prefix.isEmpty() && !SUBDOMAIN.matcher(prefix).matches())) {
            return null;
        }
        if (endpoint.equals(ServiceEndpoints.AWS)) {
            return Origin.parse(ServiceEndpoints.atAws(prefix, service, region) + pathAndQuery);
        }
        String base = endpoint.getRawPath();
        String before = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        String authority = endpoint.getScheme() + "://" + endpoint.getRawAuthority();
        Origin.Target target = Origin.parse(authority + before + pathAndQuery);
        return target == null || prefix.isEmpty()
                ? target
                : new Origin.Target(
                        target.origin()
                                .withHostHeader(prefix + '.' + target.origin().hostHeader()),
                        target.pathAndQuery());
    }
}
