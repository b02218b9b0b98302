package dev.sallyport.control.http;

import dev.sallyport.control.Call;
import dev.sallyport.control.Constraints;
import dev.sallyport.control.rest.RestApis;
import dev.sallyport.model.HttpApi;
import dev.sallyport.model.HttpApiAuthorizer;
import dev.sallyport.model.HttpApiCors;
import dev.sallyport.model.HttpApiDocument;
import dev.sallyport.model.HttpApiIntegration;
import dev.sallyport.model.HttpApiRoute;
import dev.sallyport.model.Ids;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Structure;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.CreateApiRequest;
import dev.sallyport.wire.apigatewayv2.CreateAuthorizerRequest;
import dev.sallyport.wire.apigatewayv2.CreateIntegrationRequest;
import dev.sallyport.wire.apigatewayv2.CreateRouteRequest;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whole drafts of HTTP APIs, for what makes them at once instead of part by part: every part is judged as its own operation
 * judges it, and then all of them replace what the API had.
 */
public final class HttpApiDrafts {

    /** The length of the ids of routes and of integrations. */
    public static final int PART_ID_LENGTH = HttpApiRoutes.ID_LENGTH;

    /** (http-api 19) */
    public static final int MAX_ROUTES = HttpApiRoutes.MAX_ROUTES;

    /** (http-api 19) */
    public static final int MAX_INTEGRATIONS = HttpApiIntegrations.MAX_INTEGRATIONS;

    /** (http-api 19) */
    public static final int MAX_AUTHORIZERS = HttpApiAuthorizers.MAX_AUTHORIZERS;

    /** How long an integration may take when nobody says so. */
    public static final int TIMEOUT_MILLIS = HttpApiIntegrations.TIMEOUT_MILLIS;

    private static final String ANY_API = "-";

    private final Ids ids;
    private final InstantSource clock;
    private final HttpApiDeployments deployments;
    private final HttpApiAuthorizers authorizers;

    /** @param issuers asks the issuers that JWT authorizers name */
    public HttpApiDrafts(Store store, Ids ids, InstantSource clock, IssuerCheck issuers) {
        this.ids = ids;
        this.clock = clock;
        this.deployments = new HttpApiDeployments(store, ids, clock);
        this.authorizers = new HttpApiAuthorizers(store, ids, deployments, issuers);
    }

    /**
     * The API of this id.
     *
     * @throws dev.sallyport.control.ServiceException 404 when there is none, 400 when it is a WebSocket API (R17.19)
     */
    public HttpApi api(Store.Reader tx, Call call, String apiId) {
        Protocol protocol = Protocol.of(tx, call, apiId);
        if (protocol != Protocol.HTTP) {
            throw protocol.unsupported();
        }
        return HttpApiLookups.api(tx, call, apiId);
    }

    /** What stands in the draft of an API now. */
    public HttpApiDocument current(Store.Reader tx, Call call, HttpApi api) {
        return HttpApiDeployments.document(tx, call, api);
    }

    /**
     * What a stage serves; null when it has no deployment yet.
     *
     * @throws dev.sallyport.control.ServiceException 404 when there is no such stage
     */
    public @Nullable HttpApiDocument deployed(Store.Reader tx, Call call, String apiId, String stageName) {
        String deploymentId = HttpApiLookups.stage(tx, call, apiId, stageName).deploymentId();
        return deploymentId == null
                ? null
                : tx.find(
                        Kind.HTTP_API_DOCUMENT,
                        call.scope(),
                        apiId,
                        HttpApiLookups.deployment(tx, call, apiId, deploymentId).documentDigest());
    }

    /** An API that is not stored yet, as CreateApi makes it of the least that it can be given. */
    public HttpApi blank(Store.Reader tx) {
        return new HttpApi(
                RestApis.newId(tx, ids, null),
                "",
                null,
                null,
                null,
                false,
                "ipv4",
                HttpApis.API_KEY_SELECTION,
                List.of(),
                List.of(),
                Map.of(),
                clock.instant().truncatedTo(ChronoUnit.SECONDS));
    }

    /**
     * The CORS configuration of an API, judged with its name, description and version.
     *
     * @throws dev.sallyport.control.ServiceException 400 when CreateApi would refuse them
     */
    public @Nullable HttpApiCors settings(CreateApiRequest in) {
        Constraints.check(ApiGatewayV2.CREATE_API, in);
        return in.corsConfiguration() == null ? null : HttpApis.cors(in.corsConfiguration());
    }

    /**
     * The integration that CreateIntegration would make.
     *
     * @throws dev.sallyport.control.ServiceException when it would refuse to
     */
    public HttpApiIntegration integration(String id, CreateIntegrationRequest.Builder in) {
        return HttpApiIntegrations.of(
                id, checked(ApiGatewayV2.CREATE_INTEGRATION, in.apiId(ANY_API).build()));
    }

    /**
     * The authorizer that CreateAuthorizer would make. Asks the issuer, so never within a transaction.
     *
     * @throws dev.sallyport.control.ServiceException when it would refuse to
     */
    public HttpApiAuthorizer authorizer(String id, CreateAuthorizerRequest.Builder in) {
        return HttpApiAuthorizers.withId(
                authorizers.of(
                        Protocol.HTTP,
                        checked(
                                ApiGatewayV2.CREATE_AUTHORIZER,
                                in.apiId(ANY_API).build())),
                id);
    }

    /**
     * The route that CreateRoute would make; that integration and authorizer are there, the caller sees to.
     *
     * @throws dev.sallyport.control.ServiceException when it would refuse to
     */
    public HttpApiRoute route(String id, CreateRouteRequest.Builder given) {
        CreateRouteRequest in =
                checked(ApiGatewayV2.CREATE_ROUTE, given.apiId(ANY_API).build());
        HttpApiRoute route = new HttpApiRoute(
                id,
                Objects.requireNonNull(in.routeKey()),
                in.target(),
                Objects.requireNonNullElse(in.authorizationType(), "NONE"),
                in.authorizerId(),
                Objects.requireNonNullElse(in.authorizationScopes(), List.of()),
                in.operationName(),
                false);
        RouteKeys.check(route.routeKey());
        HttpApiRoutes.checkScopes(route);
        return route;
    }

    private static <I extends Structure> I checked(Operation<I, ?> operation, I in) {
        Constraints.check(operation, in);
        return in;
    }

    /** Stores an API with these parts and none else, and deploys it to the stages that do so by themselves. */
    public void replace(Store.Writer tx, Call call, HttpApi api, Parts parts) {
        tx.put(Kind.HTTP_API, call.scope(), "", api.id(), api);
        replace(tx, call, api, Kind.HTTP_API_INTEGRATION, parts.integrations(), HttpApiIntegration::id);
        replace(tx, call, api, Kind.HTTP_API_AUTHORIZER, parts.authorizers(), HttpApiAuthorizer::id);
        replace(tx, call, api, Kind.HTTP_API_ROUTE, parts.routes(), HttpApiRoute::id);
        deployments.changed(tx, call, api.id());
    }

    /** The parts of a draft; what routes refer to is among them. */
    public record Parts(
            List<HttpApiIntegration> integrations, List<HttpApiAuthorizer> authorizers, List<HttpApiRoute> routes) {}

    private static <T> void replace(
            Store.Writer tx, Call call, HttpApi api, Kind<T> kind, List<T> parts, Function<T, String> id) {
        Set<String> kept = new HashSet<>();
        parts.forEach(part -> kept.add(id.apply(part)));
        for (T before : tx.list(kind, call.scope(), api.id())) {
            if (!kept.contains(id.apply(before))) {
                tx.delete(kind, call.scope(), api.id(), id.apply(before));
            }
        }
        parts.forEach(part -> tx.put(kind, call.scope(), api.id(), id.apply(part), part));
    }

    /** The address of an API, without a stage. */
    public static String endpoint(Call call, String apiId) {
        return HttpApiViews.endpoint(call, apiId);
    }

    /** An API as the operation answers it. */
    public static <O extends Structure> O answer(Call call, HttpApi api, Operation<?, O> operation) {
        return Likeness.of(HttpApiViews.api(call, api), operation);
    }
}
