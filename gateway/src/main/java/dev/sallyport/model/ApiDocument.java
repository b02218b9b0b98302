package dev.sallyport.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What CreateDeployment freezes: everything of an API that must not change under a stage (R11.1). Equal APIs give equal
 * documents, so its digest is its identity.
 *
 * @param formatVersion of this document, {@link #FORMAT_VERSION} when written today
 * @param binaryMediaTypes in the order of insertion
 * @param endpointTypes exactly one of {@code EDGE}, {@code REGIONAL}, {@code PRIVATE}
 * @param resources sorted by path
 * @param models sorted by name
 * @param requestValidators sorted by id
 * @param authorizers sorted by id
 * @param gatewayResponses the customised ones, sorted by type
 */
public record ApiDocument(
        int formatVersion,
        String apiId,
        List<String> endpointTypes,
        List<String> binaryMediaTypes,
        @Nullable Integer minimumCompressionSize,
        String apiKeySource,
        @Nullable String policy,
        boolean disableExecuteApiEndpoint,
        List<Resource> resources,
        List<Model> models,
        List<RequestValidator> requestValidators,
        List<Authorizer> authorizers,
        List<GatewayResponse> gatewayResponses) {

    public ApiDocument {
        endpointTypes = List.copyOf(endpointTypes);
        binaryMediaTypes = List.copyOf(binaryMediaTypes);
        resources = List.copyOf(resources);
        models = List.copyOf(models);
        requestValidators = List.copyOf(requestValidators);
        authorizers = List.copyOf(authorizers);
        gatewayResponses = List.copyOf(gatewayResponses);
    }

    /** The version of the document format that this release writes. */
    public static final int FORMAT_VERSION = 2;

    /**
     * What of the document a test invocation runs on: these resources, and nothing that stands between a client and the
     * methods (resource policy, private endpoints, compression), nor what dresses their errors for clients (inferred).
     */
    public ApiDocument forTest(List<Resource> newResources) {
        return new ApiDocument(
                formatVersion,
                apiId,
                List.of("REGIONAL"),
                binaryMediaTypes,
                null,
                apiKeySource,
                null,
                false,
                newResources,
                models,
                requestValidators,
                authorizers,
                List.of());
    }
}
