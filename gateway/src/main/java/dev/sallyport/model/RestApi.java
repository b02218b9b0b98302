package dev.sallyport.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The draft of a REST API without its resources (rest-control-plane 7.1).
 *
 * @param id ten characters of {@code [a-z0-9]}
 * @param description null when never given
 * @param version null when never given
 * @param binaryMediaTypes in the order of insertion
 * @param minimumCompressionSize bytes; null when compression is off
 * @param apiKeySource {@code HEADER} or {@code AUTHORIZER}
 * @param policy the resource policy as compact JSON, or null
 * @param securityPolicy null when never given
 * @param endpointAccessMode null when never given
 */
public record RestApi(
        String id,
        String name,
        @Nullable String description,
        @Nullable String version,
        List<String> binaryMediaTypes,
        @Nullable Integer minimumCompressionSize,
        String apiKeySource,
        EndpointConfiguration endpointConfiguration,
        @Nullable String policy,
        Map<String, String> tags,
        boolean disableExecuteApiEndpoint,
        @Nullable String securityPolicy,
        @Nullable String endpointAccessMode,
        String rootResourceId,
        Instant createdDate) {

    public RestApi {
        binaryMediaTypes = List.copyOf(binaryMediaTypes);
        tags = Copies.of(tags);
    }

    /** The same API with other tags. */
    public RestApi withTags(Map<String, String> newTags) {
        return copy(policy, newTags);
    }

    /** The same API with another resource policy, or with none. */
    public RestApi withPolicy(@Nullable String newPolicy) {
        return copy(newPolicy, tags);
    }

    private RestApi copy(@Nullable String newPolicy, Map<String, String> newTags) {
        return new RestApi(
                id,
                name,
                description,
                version,
                binaryMediaTypes,
                minimumCompressionSize,
                apiKeySource,
                endpointConfiguration,
                newPolicy,
                newTags,
                disableExecuteApiEndpoint,
                securityPolicy,
                endpointAccessMode,
                rootResourceId,
                createdDate);
    }

    /**
     * Where an API can be reached.
     *
     * @param types {@code EDGE}, {@code REGIONAL} or {@code PRIVATE}; AWS allows exactly one
     * @param ipAddressType {@code ipv4} or {@code dualstack}
     */
    public record EndpointConfiguration(List<String> types, String ipAddressType, List<String> vpcEndpointIds) {

        public EndpointConfiguration {
            types = List.copyOf(types);
            vpcEndpointIds = List.copyOf(vpcEndpointIds);
        }
    }
}
