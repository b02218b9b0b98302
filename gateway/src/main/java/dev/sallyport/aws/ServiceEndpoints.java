package dev.sallyport.aws;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where the services that integrations call are (INT-60): at the upstream set for them, or in this gateway. */
public final class ServiceEndpoints {

    /** Names the upstream of all services that have none of their own. */
    public static final String EVERY_SERVICE = "aws";

    private final Map<String, URI> upstreams;
    private final Set<String> provided;
    private final Supplier<URI> own;

    /**
     * @param upstreams base URLs by the name of the service, and by {@link #EVERY_SERVICE} for all others
     * @param provided the names of the services that the gateway itself provides
     * @param own the base URL of the gateway, asked when it first is needed
     */
    public ServiceEndpoints(Map<String, URI> upstreams, Set<String> provided, Supplier<URI> own) {
        this.upstreams = Map.copyOf(upstreams);
        this.provided = Set.copyOf(provided);
        this.own = own;
    }

    /** The base URL of a service, or null when nobody has said where it is. */
    public @Nullable URI of(String service) {
        URI named = upstreams.get(service);
        if (named != null) {
            return named;
        }
        return provided.contains(service) ? own.get() : upstreams.get(EVERY_SERVICE);
    }

    /** Whether calls of a service can be sent somewhere. */
    public boolean knows(String service) {
        return upstreams.containsKey(service) || provided.contains(service) || upstreams.containsKey(EVERY_SERVICE);
    }

    /** What the operator can set for a service that has no endpoint. */
    public static String hint(String service) {
        return "set SALLYPORT_UPSTREAM_" + service.toUpperCase(Locale.ROOT).replace('-', '_')
                + " or SALLYPORT_UPSTREAM_AWS to the URL that answers its calls";
    }
}
