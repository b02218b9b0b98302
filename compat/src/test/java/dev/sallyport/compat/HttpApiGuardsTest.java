package dev.sallyport.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.AuthorizationType;
import software.amazon.awssdk.services.apigatewayv2.model.Authorizer;
import software.amazon.awssdk.services.apigatewayv2.model.AuthorizerType;
import software.amazon.awssdk.services.apigatewayv2.model.BadRequestException;
import software.amazon.awssdk.services.apigatewayv2.model.ConflictException;
import software.amazon.awssdk.services.apigatewayv2.model.JWTConfiguration;

/** Who gets into an HTTP API of a gateway that enforces, by tokens, functions and signatures (http-api 9 to 11). */
@Timeout(300)
final class HttpApiGuardsTest {

    private static final TokenIssuer ISSUER = new TokenIssuer();
    private static final String AUTHORIZER = """
            let calls = 0;
            exports.handler = async (event) => {
              calls++;
              const who = event.identitySource[0];
              if (who === 'broken') throw new Error('broken');
              return {isAuthorized: who === 'ann', context: {who, calls, arn: event.routeArn}};
            };
            """;

    @RegisterExtension
    static final GatewayProcess GATEWAY = GatewayProcess.with("--auth", "enforce");

    private static Caller root;
    private static ApiGatewayV2Client client;
    private static TestFunctions functions;
    private static String context;

    @BeforeAll
    static void becomeRoot() {
        root = GATEWAY.root();
        client = GATEWAY.as(root.credentials()).apiGatewayV2();
        functions = new TestFunctions(GATEWAY.as(root.credentials()).lambda());
        context = functions.node(
                "http-api-context", "exports.handler = async (event) => event.requestContext.authorizer || {};");
    }

    @AfterAll
    static void endIssuer() {
        ISSUER.close();
    }

    /** An API that answers what it knows of the caller. */
    private static TestHttpApi guarded(String name) {
        TestHttpApi api = TestHttpApi.create(GATEWAY.endpoint(), client, name);
        api.autoDeploy(TestHttpApi.DEFAULT, Map.of());
        return api;
    }

    private static void guard(
            TestHttpApi api, String key, AuthorizationType type, String authorizer, String... scopes) {
        String integration = api.function(context, "2.0");
        client.createRoute(request -> request.apiId(api.id())
                .routeKey(key)
                .target("integrations/" + integration)
                .authorizationType(type)
                .authorizerId(authorizer)
                .authorizationScopes(scopes));
    }

    private static String token(String audience, String scope, long seconds) {
        long now = Instant.now().getEpochSecond();
        return ISSUER.token("{\"iss\":\"" + ISSUER.url() + "\",\"aud\":\"" + audience + "\",\"scope\":\"" + scope
                + "\",\"sub\":\"ann\",\"admin\":true,\"groups\":[\"a\",\"b\"],\"exp\":" + (now + seconds) + "}");
    }

    private static HttpResponse<String> bearing(URI url, String token) {
        return Http.get(url, "Authorization", "Bearer " + token);
    }

    private static String challenge(HttpResponse<String> answer) {
        return answer.headers().firstValue("www-authenticate").orElse("");
    }

    private static JWTConfiguration jwt(String issuer, String audience) {
        return JWTConfiguration.builder().issuer(issuer).audience(audience).build();
    }

    @Test
    @DisplayName("R9.1 to R9.16, R3.47, R3.48: tokens of an issuer that is discovered")
    void jwt() {
        TestHttpApi api = guarded("jwt");
        assertThatThrownBy(() -> client.createAuthorizer(request -> request.apiId(api.id())
                        .name("nobody")
                        .authorizerType(AuthorizerType.JWT)
                        .identitySource("$request.header.Authorization")
                        .jwtConfiguration(jwt(ISSUER.url() + "/nothing", "pets"))))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("Issuer must have a valid discovery endpoint");
        String authorizer = client.createAuthorizer(request -> request.apiId(api.id())
                        .name("jwt")
                        .authorizerType(AuthorizerType.JWT)
                        .identitySource("$request.header.Authorization")
                        .jwtConfiguration(jwt(ISSUER.url().toString(), "pets")))
                .authorizerId();
        guard(api, "GET /open", AuthorizationType.JWT, authorizer);
        guard(api, "GET /scoped", AuthorizationType.JWT, authorizer, "pets/read", "pets/write");

        assertThat(bearing(api.url("/open"), token("pets", "a b", 600)).body())
                .contains("\"admin\":\"true\"", "\"groups\":\"[a b]\"", "\"scopes\":null", "\"sub\":\"ann\"");
        assertThat(bearing(api.url("/scoped"), token("pets", "pets/read more", 600))
                        .body())
                .contains("\"scopes\":[\"pets/read\",\"more\"]");
        HttpResponse<String> none = Http.get(api.url("/open"));
        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(none.body()).isEqualTo("{\"message\":\"Unauthorized\"}");
        assertThat(challenge(none)).isEqualTo("Bearer");
        HttpResponse<String> other = bearing(api.url("/open"), token("toys", "", 600));
        assertThat(other.statusCode()).isEqualTo(401);
        assertThat(challenge(other))
                .isEqualTo("Bearer scope=\"\" error=\"invalid_token\""
                        + " error_description=\"the token does not have a valid audience\"");
        assertThat(challenge(bearing(api.url("/scoped"), token("pets", "pets/read", -5))))
                .isEqualTo("Bearer scope=\"pets/read pets/write\" error=\"invalid_token\""
                        + " error_description=\"the token has expired\"");
        assertThat(bearing(api.url("/open"), "no-token").statusCode()).isEqualTo(401);
        HttpResponse<String> unscoped = bearing(api.url("/scoped"), token("pets", "pets", 600));
        assertThat(unscoped.statusCode()).isEqualTo(403);
        assertThat(unscoped.body()).isEqualTo("{\"message\":\"Forbidden\"}");
    }

    @Test
    @DisplayName("R10.4, R10.9, R10.12, R10.15, R10.19: a function decides, what it said is kept, and can be forgotten")
    void request() {
        TestHttpApi api = guarded("request");
        String function = functions.node("http-api-authorizer", AUTHORIZER);
        String authorizer = client.createAuthorizer(request -> request.apiId(api.id())
                        .name("function")
                        .authorizerType(AuthorizerType.REQUEST)
                        .authorizerPayloadFormatVersion("2.0")
                        .enableSimpleResponses(true)
                        .authorizerResultTtlInSeconds(3600)
                        .identitySource("$request.header.X-Who")
                        .authorizerUri("arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/" + function
                                + "/invocations"))
                .authorizerId();
        guard(api, "GET /{pet}", AuthorizationType.CUSTOM, authorizer);

        String first = Http.get(api.url("/bella"), "X-Who", "ann").body();
        assertThat(first).contains("\"lambda\":{", "\"who\":\"ann\"", "\"calls\":1", "/$default/GET/bella\"");
        assertThat(Http.get(api.url("/milo"), "X-Who", "ann").body()).isEqualTo(first);
        client.resetAuthorizersCache(request -> request.apiId(api.id()).stageName(TestHttpApi.DEFAULT));
        assertThat(Http.get(api.url("/milo"), "X-Who", "ann").body()).contains("\"calls\":2", "/GET/milo\"");
        assertThat(Http.get(api.url("/milo"), "X-Who", "bob").statusCode()).isEqualTo(403);
        assertThat(Http.get(api.url("/milo"), "X-Who", "broken").statusCode()).isEqualTo(500);
        HttpResponse<String> nobody = Http.get(api.url("/milo"));
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(challenge(nobody)).isEmpty();
    }

    @Test
    @DisplayName("21.4: an authorizer from its creation to its end")
    void life() {
        TestHttpApi api = guarded("authorizers");
        String id = client.createAuthorizer(request -> request.apiId(api.id())
                        .name("jwt")
                        .authorizerType(AuthorizerType.JWT)
                        .identitySource("$request.header.Authorization")
                        .jwtConfiguration(jwt(ISSUER.url().toString(), "pets")))
                .authorizerId();
        client.updateAuthorizer(
                request -> request.apiId(api.id()).authorizerId(id).name("renamed"));
        var read = client.getAuthorizer(request -> request.apiId(api.id()).authorizerId(id));
        assertThat(read.name()).isEqualTo("renamed");
        assertThat(read.identitySource()).containsExactly("$request.header.Authorization");
        assertThat(read.jwtConfiguration().audience()).isEqualTo(List.of("pets"));
        assertThat(read.authorizerResultTtlInSeconds()).isNull();
        assertThat(client.getAuthorizers(request -> request.apiId(api.id())).items())
                .extracting(Authorizer::authorizerId)
                .containsExactly(id);
        guard(api, "GET /", AuthorizationType.JWT, id);
        assertThatThrownBy(() -> client.deleteAuthorizer(
                        request -> request.apiId(api.id()).authorizerId(id)))
                .isInstanceOf(ConflictException.class);
        String route = client.getRoutes(request -> request.apiId(api.id()))
                .items()
                .getFirst()
                .routeId();
        client.updateRoute(request -> request.apiId(api.id()).routeId(route).authorizationType(AuthorizationType.NONE));
        client.deleteAuthorizer(request -> request.apiId(api.id()).authorizerId(id));
        assertThat(client.getAuthorizers(request -> request.apiId(api.id())).items())
                .isEmpty();
    }

    @Test
    @DisplayName("R11.1, R11.2, 3.5: AWS_IAM takes what the SDK signs for those whom a policy lets in")
    void iam() {
        TestHttpApi api = guarded("iam");
        String integration = api.function(context, "2.0");
        client.createRoute(request -> request.apiId(api.id())
                .routeKey("GET /pets/{id}")
                .target("integrations/" + integration)
                .authorizationType(AuthorizationType.AWS_IAM));
        String resource = "arn:aws:execute-api:us-east-1:111111111111:" + api.id() + "/$default/GET/pets/1";
        Caller allowed = root.user("pets-invoker", Caller.policy("Allow", "execute-api:Invoke", resource));
        URI url = api.url("/pets/1");
        assertThat(allowed.invoke(url).body())
                .contains("\"iam\":{", "\"userArn\":\"arn:aws:iam::111111111111:user/pets-invoker\"");
        for (HttpResponse<String> refused : List.of(allowed.invoke(api.url("/pets/2")), Http.get(url))) {
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).isEqualTo("{\"message\":\"Forbidden\"}");
        }
    }
}
