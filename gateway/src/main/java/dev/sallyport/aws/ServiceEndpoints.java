package dev.sallyport.aws;

import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where the services that integrations call are (INT-60): at the upstream set for them, or in this gateway. */
public final class ServiceEndpoints {

    /** Names the upstream of all services that have none of their own. */
    public static final String EVERY_SERVICE = "aws";

    /** The upstream that is AWS itself: each service at its own address, in the Region that the integration names. */
    public static final URI AWS = URI.create("https://amazonaws.com");

    private final Map<String, URI> upstreams;
    private final Set<String> provided;
    private final Supplier<URI> own;
    private final @Nullable OperatorCredentials operator;

    /** Endpoints that get nothing but what is signed as the roles of the embedded IAM. */
    public ServiceEndpoints(Map<String, URI> upstreams, Set<String> provided, Supplier<URI> own) {
        this(upstreams, provided, own, null);
    }

    /**
     * @param upstreams base URLs by the name of the service, and by {@link #EVERY_SERVICE} for all others
     * @param provided the names of the services that the gateway itself provides
     * @param own the base URL of the gateway, asked when it first is needed
     * @param operator what requests to AWS itself are signed with, or null when there are none
     */
    public ServiceEndpoints(
            Map<String, URI> upstreams,
            Set<String> provided,
            Supplier<URI> own,
            @Nullable OperatorCredentials operator) {
        this.upstreams = Map.copyOf(upstreams);
        this.provided = Set.copyOf(provided);
        this.own = own;
        this.operator = operator;
    }

    /**
     * What requests to a service are signed with in the place of the role's session; null when it is the role's session.
     */
    public @Nullable AwsCredentials operatorCredentials(String service) {
        OperatorCredentials known = operator;
        URI upstream = known == null ? null : upstream(service);
        return known != null && upstream != null && known.shownTo().test(upstream) ? known.credentials() : null;
    }

    /** The upstreams that calls of clients can be handed to: these are signed for this gateway's host, so AWS would refuse them. */
    public static Map<String, URI> withoutAws(Map<String, URI> upstreams) {
        Map<String, URI> others = new HashMap<>(upstreams);
        others.values().removeIf(AWS::equals);
        return others;
    }

    private @Nullable URI upstream(String service) {
        URI named = upstreams.get(service);
        return named != null || provided.contains(service) ? named : upstreams.get(EVERY_SERVICE);
    }

    /**
     * The base URL of a service at AWS itself.
     *
     * @param subdomain before the service's name, {@code ""} for none
     */
    public static String atAws(String subdomain, String service, String region) {
        return "https://" + (subdomain.isEmpty() ? "" : subdomain + '.') + service + '.' + region + ".amazonaws.com"
                + (region.startsWith("cn-") ? ".cn" : "");
    }

    /** The base URL of a service, {@link #AWS} for the service at AWS itself, or null when nobody has said where it is. */
    public @Nullable URI of(String service) {
        URI upstream = upstream(service);
        return upstream == null && provided.contains(service) ? own.get() : upstream;
    }

    /** Whether calls of a service can be sent somewhere. */
    public boolean knows(String service) {
        return provided.contains(service) || upstream(service) != null;
    }

    /** What the operator can set for a service that has no endpoint. */
    public static String hint(String service) {
        return "set SALLYPORT_UPSTREAM_" + service.toUpperCase(Locale.ROOT).replace('-', '_')
                + " or SALLYPORT_UPSTREAM_AWS to the URL that answers its calls";
    }
}
