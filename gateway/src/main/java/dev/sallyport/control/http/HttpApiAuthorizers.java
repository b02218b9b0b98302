package dev.sallyport.control.http;

import static java.util.Objects.requireNonNullElse;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Input;
import dev.sallyport.control.rest.Page;
import dev.sallyport.model.HttpApiAuthorizer;
import dev.sallyport.model.HttpApiRoute;
import dev.sallyport.model.Ids;
import dev.sallyport.model.WebSocketRoute;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigatewayv2.CreateAuthorizerRequest;
import dev.sallyport.wire.apigatewayv2.JWTConfiguration;
import dev.sallyport.wire.apigatewayv2.UpdateAuthorizerRequest;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Authorizers of HTTP APIs (http-api 9, 10, 21.4) and WebSocket APIs (websocket-api 5). */
final class HttpApiAuthorizers {

    static final int MAX_AUTHORIZERS = 10;
    private static final int MAX_AUDIENCES = 50;
    private static final Pattern TOKEN_SOURCE =
            Pattern.compile("\\$request\\.(header|querystring)\\.[A-Za-z0-9._~$%&'*+^`|!#-]+");
    private static final Pattern SOURCE =
            Pattern.compile("\\$(request\\.(header|querystring)|context|stageVariables)\\.[A-Za-z0-9._~$%&'*+^`|!#-]+");
    private static final Pattern FUNCTION =
            Pattern.compile("arn:[a-z-]+:apigateway:[^:]+:lambda:path/2015-03-31/functions/\\S+/invocations");
    private static final Pattern ISSUER =
            Pattern.compile("https://[^/\\s?#]+\\S*|http://(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?(/\\S*)?");

    private final Store store;
    private final Ids ids;
    private final HttpApiDeployments deployments;
    private final IssuerCheck issuers;

    HttpApiAuthorizers(Store store, Ids ids, HttpApiDeployments deployments, IssuerCheck issuers) {
        this.store = store;
        this.ids = ids;
        this.deployments = deployments;
        this.issuers = issuers;
    }

    HttpApiAuthorizer create(Call call, String apiId, CreateAuthorizerRequest in) {
        Protocol protocol = store.read(tx -> Protocol.of(tx, call, apiId));
        HttpApiAuthorizer given = of(protocol, in);
        return store.write(tx -> {
            Protocol.of(tx, call, apiId);
            if (tx.list(Kind.HTTP_API_AUTHORIZER, call.scope(), apiId).size() >= MAX_AUTHORIZERS) {
                throw new ServiceException(
                        429, "TooManyRequestsException", "Maximum number of authorizers for this API has been reached");
            }
            String id =
                    ids.next(Ids.SHORT, each -> tx.find(Kind.HTTP_API_AUTHORIZER, call.scope(), apiId, each) != null);
            return put(tx, call, apiId, withId(given, id));
        });
    }

    /**
     * The authorizer that a request describes, without an id yet; refuses what cannot be. Asks the issuer, which takes its
     * time: never within a transaction.
     */
    HttpApiAuthorizer of(Protocol protocol, CreateAuthorizerRequest in) {
        JWTConfiguration jwt = in.jwtConfiguration();
        HttpApiAuthorizer given = new HttpApiAuthorizer(
                "",
                Input.required(in.name()),
                Input.required(in.authorizerType()),
                Input.required(in.identitySource()),
                jwt == null ? null : Input.orNull(jwt.issuer()),
                jwt == null ? List.of() : requireNonNullElse(jwt.audience(), List.<String>of()),
                Input.orNull(in.authorizerUri()),
                Input.orNull(in.authorizerCredentialsArn()),
                Input.orNull(in.authorizerPayloadFormatVersion()),
                in.authorizerResultTtlInSeconds(),
                in.enableSimpleResponses());
        refuseValidation(protocol, in.identityValidationExpression());
        check(protocol, given);
        return given;
    }

    /** (inferred) No authorizer of the second version has one. */
    private static void refuseValidation(Protocol protocol, @Nullable String expression) {
        if (Input.orNull(expression) != null) {
            throw ServiceException.badRequest(
                    "identityValidationExpression is not supported for APIs with protocolType " + protocol);
        }
    }

    private HttpApiAuthorizer put(Store.Writer tx, Call call, String apiId, HttpApiAuthorizer authorizer) {
        tx.put(Kind.HTTP_API_AUTHORIZER, call.scope(), apiId, authorizer.id(), authorizer);
        deployments.changed(tx, call, apiId);
        return authorizer;
    }

    static HttpApiAuthorizer withId(HttpApiAuthorizer it, String id) {
        return new HttpApiAuthorizer(
                id,
                it.name(),
                it.type(),
                it.identitySource(),
                it.issuer(),
                it.audience(),
                it.uri(),
                it.credentialsArn(),
                it.payloadFormatVersion(),
                it.resultTtlInSeconds(),
                it.enableSimpleResponses());
    }

    /** Asks the issuer, which takes its time: never within a transaction. */
    private void check(Protocol protocol, HttpApiAuthorizer authorizer) {
        if (protocol == Protocol.WEBSOCKET) {
            WebSocketAuthorizerRules.check(authorizer);
        } else if (authorizer.type().equals("JWT")) {
            checkJwt(authorizer);
        } else {
            checkRequest(authorizer);
        }
    }

    /** R9.1 to R9.3. */
    private void checkJwt(HttpApiAuthorizer authorizer) {
        List<String> sources = authorizer.identitySource();
        if (sources.size() != 1 || !TOKEN_SOURCE.matcher(sources.getFirst()).matches()) {
            throw ServiceException.badRequest("Invalid identity source specified: " + sources
                    + ". A JWT authorizer has exactly one, $request.header.NAME or $request.querystring.NAME");
        }
        boolean ofRequest = authorizer.uri() != null
                || authorizer.credentialsArn() != null
                || authorizer.payloadFormatVersion() != null
                || Boolean.TRUE.equals(authorizer.enableSimpleResponses());
        if (ofRequest) {
            throw ServiceException.badRequest(
                    "AuthorizerUri, AuthorizerCredentialsArn, AuthorizerPayloadFormatVersion and"
                            + " EnableSimpleResponses are only supported for REQUEST authorizers");
        }
        String issuer = authorizer.issuer();
        if (issuer == null) {
            throw ServiceException.badRequest("Invalid issuer: Issuer can not be empty for JWT Authorizer.");
        }
        if (authorizer.audience().isEmpty()) {
            throw ServiceException.badRequest("Audience is a required parameter for JWT authorizer");
        }
        if (authorizer.audience().size() > MAX_AUDIENCES) {
            throw ServiceException.badRequest("Maximum number of audiences is " + MAX_AUDIENCES);
        }
        // A loopback issuer may do without TLS: nobody stands between.
        if (!ISSUER.matcher(issuer).matches()) {
            throw ServiceException.badRequest("Invalid issuer: " + issuer + ". Issuer must be a valid https URL");
        }
        if (!issuers.hasDiscovery(issuer)) {
            String discovery = issuer + "/.well-known/openid-configuration";
            throw ServiceException.badRequest(
                    "Caught exception when connecting to " + discovery + " for issuer " + issuer
                            + ". Please try again later. Error: Invalid issuer: " + issuer
                            + ". Issuer must have a valid discovery endpoint ended with '/.well-known/openid-configuration'");
        }
    }

    /** R10.1, R10.2, R10.4, R10.9, R10.18. */
    private static void checkRequest(HttpApiAuthorizer authorizer) {
        String version = authorizer.payloadFormatVersion();
        if (version == null) {
            throw ServiceException.badRequest(
                    "AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer");
        }
        if (!version.equals("1.0") && !version.equals("2.0")) {
            throw ServiceException.badRequest(
                    "AuthorizerPayloadFormatVersion " + version + " is invalid. It is 1.0 or 2.0");
        }
        if (authorizer.issuer() != null || !authorizer.audience().isEmpty()) {
            throw ServiceException.badRequest("JwtConfiguration is only supported for JWT authorizers");
        }
        checkUri(authorizer.uri());
        if (Boolean.TRUE.equals(authorizer.enableSimpleResponses()) && !version.equals("2.0")) {
            throw ServiceException.badRequest(
                    "EnableSimpleResponses is only supported for AuthorizerPayloadFormatVersion 2.0");
        }
        for (String source : authorizer.identitySource()) {
            if (!SOURCE.matcher(source).matches()) {
                throw ServiceException.badRequest("Invalid identity source specified: " + source);
            }
        }
        Integer ttl = authorizer.resultTtlInSeconds();
        if (ttl != null && ttl > 0 && authorizer.identitySource().isEmpty()) {
            throw ServiceException.badRequest(
                    "Identity sources are required when AuthorizerResultTtlInSeconds is greater than 0");
        }
    }

    /** R10.2, W22.17. */
    static void checkUri(@Nullable String uri) {
        if (uri == null || !FUNCTION.matcher(uri).matches()) {
            throw ServiceException.badRequest("Invalid authorizer URI: " + uri);
        }
    }

    HttpApiAuthorizer get(Call call, String apiId, String id) {
        return store.read(tx -> HttpApiLookups.authorizer(tx, call, apiId, id));
    }

    Page<HttpApiAuthorizer> list(Call call, String apiId, @Nullable String maxResults, @Nullable String nextToken) {
        return store.read(tx -> {
            Protocol.of(tx, call, apiId);
            return HttpApiPages.read(tx, call, Kind.HTTP_API_AUTHORIZER, apiId, maxResults, nextToken);
        });
    }

    HttpApiAuthorizer update(Call call, String apiId, UpdateAuthorizerRequest in) {
        String id = Input.required(in.authorizerId());
        Protocol protocol = store.read(tx -> Protocol.of(tx, call, apiId));
        HttpApiAuthorizer before = get(call, apiId, id);
        refuseValidation(protocol, in.identityValidationExpression());
        HttpApiAuthorizer checked = merged(before, in);
        if (!checked.type().equals(before.type())) {
            throw ServiceException.badRequest("The type of an authorizer cannot be changed");
        }
        check(protocol, checked);
        return store.write(tx -> {
            HttpApiAuthorizer current = HttpApiLookups.authorizer(tx, call, apiId, id);
            if (!current.equals(before)) { // R20.10
                throw ServiceException.conflict(
                        "Unable to complete operation due to concurrent modification. Please try again later.");
            }
            return put(tx, call, apiId, checked);
        });
    }

    private static HttpApiAuthorizer merged(HttpApiAuthorizer before, UpdateAuthorizerRequest in) {
        JWTConfiguration jwt = in.jwtConfiguration();
        return new HttpApiAuthorizer(
                before.id(),
                requireNonNullElse(in.name(), before.name()),
                requireNonNullElse(in.authorizerType(), before.type()),
                requireNonNullElse(in.identitySource(), before.identitySource()),
                jwt == null ? before.issuer() : HttpApiRoutes.given(jwt.issuer(), before.issuer()),
                jwt == null ? before.audience() : requireNonNullElse(jwt.audience(), before.audience()),
                HttpApiRoutes.given(in.authorizerUri(), before.uri()),
                HttpApiRoutes.given(in.authorizerCredentialsArn(), before.credentialsArn()),
                HttpApiRoutes.given(in.authorizerPayloadFormatVersion(), before.payloadFormatVersion()),
                in.authorizerResultTtlInSeconds() == null
                        ? before.resultTtlInSeconds()
                        : in.authorizerResultTtlInSeconds(),
                in.enableSimpleResponses() == null ? before.enableSimpleResponses() : in.enableSimpleResponses());
    }

    /** R21.32. */
    void delete(Call call, String apiId, String id) {
        store.write(tx -> {
            HttpApiLookups.authorizer(tx, call, apiId, id);
            Stream<String> ofHttp = tx.list(Kind.HTTP_API_ROUTE, call.scope(), apiId).stream()
                    .filter(route -> id.equals(route.authorizerId()))
                    .map(HttpApiRoute::id);
            Stream<String> ofWebSocket = tx.list(Kind.WEB_SOCKET_ROUTE, call.scope(), apiId).stream()
                    .filter(route -> id.equals(route.authorizerId()))
                    .map(WebSocketRoute::id);
            HttpApiRoutes.refuseReferenced(
                    "Authorizer", Stream.concat(ofHttp, ofWebSocket).toList());
            tx.delete(Kind.HTTP_API_AUTHORIZER, call.scope(), apiId, id);
            deployments.changed(tx, call, apiId);
            return id;
        });
    }
}
