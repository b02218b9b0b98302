package dev.sallyport.control.http;

import static java.util.Objects.requireNonNullElse;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.ApiMappings;
import dev.sallyport.control.rest.Input;
import dev.sallyport.control.rest.RestApis;
import dev.sallyport.control.rest.TagRules;
import dev.sallyport.model.HttpApi;
import dev.sallyport.model.HttpApiCors;
import dev.sallyport.model.Ids;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigatewayv2.Cors;
import dev.sallyport.wire.apigatewayv2.CreateApiRequest;
import dev.sallyport.wire.apigatewayv2.UpdateApiRequest;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** HTTP APIs themselves (http-api 8, 21.1). */
final class HttpApis {

    private static final String ROUTE_SELECTION = "$request.method $request.path";
    private static final String ROUTE_SELECTION_IN_BRACES = "${request.method} ${request.path}";
    static final String API_KEY_SELECTION = "$request.header.x-api-key";

    private static final List<Kind<?>> BELOW = List.of(
            Kind.HTTP_API_STAGE,
            Kind.HTTP_API_DEPLOYMENT,
            Kind.HTTP_API_DOCUMENT,
            Kind.HTTP_API_ROUTE,
            Kind.HTTP_API_INTEGRATION,
            Kind.HTTP_API_AUTHORIZER);

    /** (inferred) All that can stand in a list of a header. */
    private static final Pattern HEADER_VALUE = Pattern.compile("[!-+\\--~]+");

    private final Store store;
    private final Ids ids;
    private final InstantSource clock;
    private final HttpApiDeployments deployments;
    private final QuickCreate quick;

    HttpApis(Store store, Ids ids, InstantSource clock, HttpApiDeployments deployments, QuickCreate quick) {
        this.store = store;
        this.ids = ids;
        this.clock = clock;
        this.deployments = deployments;
        this.quick = quick;
    }

    HttpApi create(Call call, CreateApiRequest in) {
        checkSelections(in.routeSelectionExpression(), in.apiKeySelectionExpression(), in.disableSchemaValidation());
        Map<String, String> tags = requireNonNullElse(in.tags(), Map.of());
        TagRules.check(tags);
        HttpApiCors cors = cors(in.corsConfiguration());
        return store.write(tx -> {
            String id = RestApis.newId(tx, ids, null);
            HttpApi api = new HttpApi(
                    id,
                    Input.required(in.name()),
                    Input.orNull(in.description()),
                    Input.orNull(in.version()),
                    cors,
                    Boolean.TRUE.equals(in.disableExecuteApiEndpoint()),
                    requireNonNullElse(in.ipAddressType(), "ipv4"),
                    requireNonNullElse(in.apiKeySelectionExpression(), API_KEY_SELECTION),
                    List.of(),
                    List.of(),
                    tags,
                    clock.instant().truncatedTo(ChronoUnit.SECONDS));
            tx.put(Kind.HTTP_API, call.scope(), "", id, api);
            if (in.target() != null) {
                quick.create(tx, call, id, in.target(), in.routeKey(), in.credentialsArn());
            } else if (in.routeKey() != null || in.credentialsArn() != null) {
                throw ServiceException.badRequest("RouteKey and CredentialsArn are only supported with a Target");
            }
            return api;
        });
    }

    /** R2.17. */
    private static void checkSelections(
            @Nullable String route, @Nullable String apiKey, @Nullable Boolean disableSchemaValidation) {
        if (route != null && !route.equals(ROUTE_SELECTION) && !route.equals(ROUTE_SELECTION_IN_BRACES)) {
            throw ServiceException.badRequest("The route selection expression of an API with protocolType HTTP must be "
                    + ROUTE_SELECTION_IN_BRACES);
        }
        // Nothing selects API keys of HTTP APIs (R12.5); the one expression that they answer with may be sent back.
        HttpApiRoutes.refuse(apiKey != null && !apiKey.equals(API_KEY_SELECTION), "apiKeySelectionExpression");
        HttpApiRoutes.refuse(Boolean.TRUE.equals(disableSchemaValidation), "disableSchemaValidation");
    }

    /** R8.15; null for a configuration without anything, which is none (R8.17). */
    static @Nullable HttpApiCors cors(@Nullable Cors given) {
        if (given == null || given.equals(Cors.builder().build())) {
            return null;
        }
        HttpApiCors cors = new HttpApiCors(
                given.allowCredentials(),
                requireNonNullElse(given.allowHeaders(), List.of()),
                requireNonNullElse(given.allowMethods(), List.of()),
                requireNonNullElse(given.allowOrigins(), List.of()),
                requireNonNullElse(given.exposeHeaders(), List.of()),
                given.maxAge());
        if (Boolean.TRUE.equals(cors.allowCredentials()) && cors.allowOrigins().contains("*")) {
            throw ServiceException.badRequest("allow-credentials is not supported if 'allow-origin' is *");
        }
        Stream.of(cors.allowHeaders(), cors.allowMethods(), cors.allowOrigins(), cors.exposeHeaders())
                .flatMap(List::stream)
                .filter(value -> !HEADER_VALUE.matcher(value).matches())
                .findFirst()
                .ifPresent(value -> {
                    throw ServiceException.badRequest("Invalid value in the CORS configuration: " + value);
                });
        return cors;
    }

    HttpApi get(Call call, String apiId) {
        return store.read(tx -> HttpApiLookups.api(tx, call, apiId));
    }

    /** UpdateApi: what is given replaces (R8.17, R21.7, R21.9). */
    HttpApi update(Call call, UpdateApiRequest in) {
        String apiId = Input.required(in.apiId());
        checkSelections(in.routeSelectionExpression(), in.apiKeySelectionExpression(), in.disableSchemaValidation());
        HttpApiCors cors = cors(in.corsConfiguration());
        return store.write(tx -> {
            HttpApi current = HttpApiLookups.api(tx, call, apiId);
            HttpApi updated = new HttpApi(
                    apiId,
                    requireNonNullElse(in.name(), current.name()),
                    HttpApiRoutes.given(in.description(), current.description()),
                    HttpApiRoutes.given(in.version(), current.version()),
                    in.corsConfiguration() == null ? current.cors() : cors,
                    requireNonNullElse(in.disableExecuteApiEndpoint(), current.disableExecuteApiEndpoint()),
                    requireNonNullElse(in.ipAddressType(), current.ipAddressType()),
                    current.apiKeySelectionExpression(),
                    current.importInfo(),
                    current.warnings(),
                    current.tags(),
                    current.createdDate());
            tx.put(Kind.HTTP_API, call.scope(), "", apiId, updated);
            if (in.target() != null || in.routeKey() != null || in.credentialsArn() != null) {
                quick.update(tx, call, apiId, in.target(), in.routeKey(), in.credentialsArn());
            }
            deployments.changed(tx, call, apiId);
            return updated;
        });
    }

    void deleteCors(Call call, String apiId) {
        store.write(tx -> {
            HttpApi api = HttpApiLookups.api(tx, call, apiId).withCors(null);
            tx.put(Kind.HTTP_API, call.scope(), "", apiId, api);
            deployments.changed(tx, call, apiId);
            return api;
        });
    }

    /** R21.10. */
    void delete(Call call, String apiId) {
        store.write(tx -> {
            HttpApiLookups.api(tx, call, apiId);
            ApiMappings.refuseForV2Api(tx, call, apiId);
            for (Kind<?> kind : BELOW) {
                tx.deleteAll(kind, call.scope(), apiId);
            }
            return tx.delete(Kind.HTTP_API, call.scope(), "", apiId);
        });
    }
}
