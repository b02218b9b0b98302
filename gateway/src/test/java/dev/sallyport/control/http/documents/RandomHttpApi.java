package dev.sallyport.control.http.documents;

import static dev.sallyport.control.http.documents.HttpApiDocuments.given;

import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.Cors;
import dev.sallyport.wire.apigatewayv2.CreateApiRequest;
import dev.sallyport.wire.apigatewayv2.CreateAuthorizerRequest;
import dev.sallyport.wire.apigatewayv2.CreateIntegrationRequest;
import dev.sallyport.wire.apigatewayv2.CreateRouteRequest;
import dev.sallyport.wire.apigatewayv2.JWTConfiguration;
import dev.sallyport.wire.apigatewayv2.TlsConfigInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** An HTTP API of chance, made by the operations, of everything that a document can say. */
final class RandomHttpApi {

    private static final List<String> VERBS =
            List.of("GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY");
    private static final List<String> PATHS = List.of(
            "/", "/a", "/a/", "/a/{id}", "/a/{id}/b", "/{proxy+}", "/a/{x}/{rest+}", "/%20", "/yes", "/1e3", "/é/~0~1");
    private static final List<String> TEXTS =
            List.of("yes", "2020-01-01", "1e3", "null", "a: b # c", "- d", "{e}", "é ☃ 'f' \"g\"", "h\ni");

    private final HttpApiDocuments documents;
    private final SplittableRandom random;
    private final String api;

    private RandomHttpApi(HttpApiDocuments documents, SplittableRandom random) {
        this.documents = documents;
        this.random = random;
        this.api = given(documents.send(ApiGatewayV2.CREATE_API, api()).apiId());
    }

    /** The id of a new API. */
    static String create(HttpApiDocuments documents, long seed) {
        RandomHttpApi made = new RandomHttpApi(documents, new SplittableRandom(seed));
        List<String> integrations = new ArrayList<>();
        for (int i = made.random.nextInt(5); i > 0; i--) {
            integrations.add(made.integration());
        }
        Map<String, Boolean> authorizers = new LinkedHashMap<>();
        for (int i = made.random.nextInt(5); i > 0; i--) {
            made.authorizer(authorizers);
        }
        if (made.chance()) {
            made.route("$default", integrations, authorizers);
        }
        for (String path : PATHS) {
            for (String verb : VERBS) {
                if (made.random.nextInt(5) == 0) {
                    made.route(verb + " " + path, integrations, authorizers);
                }
            }
        }
        return made.api;
    }

    private CreateApiRequest api() {
        CreateApiRequest.Builder api = CreateApiRequest.builder()
                .name(text())
                .protocolType("HTTP")
                .description(chance() ? text() : null)
                .version(chance() ? text() : null)
                .disableExecuteApiEndpoint(chance())
                .tags(chance() ? Map.of("k:/=", "v@+", "empty", "") : Map.of());
        if (chance()) {
            boolean credentials = chance();
            api.corsConfiguration(Cors.builder()
                    .allowCredentials(credentials)
                    .allowOrigins(List.of(credentials ? "https://a.example" : "*", "http://*"))
                    .allowMethods(chance() ? List.of("GET", "*") : null)
                    .allowHeaders(chance() ? List.of("x-a") : null)
                    .exposeHeaders(chance() ? List.of("date", "x-b") : null)
                    .maxAge(random.nextInt(-1, 86_401))
                    .build());
        }
        return api.build();
    }

    private String integration() {
        CreateIntegrationRequest.Builder integration =
                CreateIntegrationRequest.builder().apiId(api);
        switch (random.nextInt(3)) {
            case 0 ->
                integration
                        .integrationType("AWS_PROXY")
                        .integrationUri(chance() ? HttpApiDocuments.FUNCTION : HttpApiDocuments.INVOCATION)
                        .payloadFormatVersion(chance() ? "1.0" : "2.0")
                        .credentialsArn(chance() ? "arn:aws:iam::111111111111:role/r" : null);
            case 1 ->
                integration
                        .integrationType("HTTP_PROXY")
                        .integrationMethod(pick(VERBS))
                        .integrationUri("https://example.com/{a}?b=${stageVariables.c}");
            default ->
                integration
                        .integrationType("HTTP_PROXY")
                        .integrationMethod(pick(VERBS))
                        .connectionType("VPC_LINK")
                        .connectionId("link01")
                        .integrationUri("arn:aws:servicediscovery:us-east-1:111111111111:service/srv-a")
                        .tlsConfig(
                                chance()
                                        ? TlsConfigInput.builder()
                                                .serverNameToVerify(chance() ? "b.example" : null)
                                                .build()
                                        : null);
        }
        integration
                .timeoutInMillis(chance() ? null : Integer.valueOf(random.nextInt(50, 30_001)))
                .requestParameters(
                        chance()
                                ? Map.of(
                                        "append:header.n",
                                        "$request.header.a",
                                        "remove:querystring.q",
                                        "''",
                                        "overwrite:path",
                                        "/x/${request.path.id}")
                                : null)
                .responseParameters(
                        chance()
                                ? Map.of(
                                        "500",
                                        Map.of("overwrite:statuscode", "403"),
                                        "200",
                                        Map.of("append:header.m", "$context.requestId"))
                                : null);
        return given(documents
                .send(ApiGatewayV2.CREATE_INTEGRATION, integration.build())
                .integrationId());
    }

    /** @param authorizers gets the id, and whether it is one of JWT */
    private void authorizer(Map<String, Boolean> authorizers) {
        boolean jwt = chance();
        CreateAuthorizerRequest.Builder authorizer = CreateAuthorizerRequest.builder()
                .apiId(api)
                .name(pick(List.of("sigv4", "one", "an other")))
                .authorizerType(jwt ? "JWT" : "REQUEST");
        if (jwt) {
            authorizer
                    .identitySource(List.of("$request.header.Authorization"))
                    .jwtConfiguration(JWTConfiguration.builder()
                            .issuer("https://good.example/" + random.nextInt(9))
                            .audience(List.of("a", "b"))
                            .build());
        } else {
            boolean second = chance();
            authorizer
                    .identitySource(chance() ? List.of("$request.querystring.t", "$context.routeKey") : List.of())
                    .authorizerUri(HttpApiDocuments.INVOCATION)
                    .authorizerPayloadFormatVersion(second ? "2.0" : "1.0")
                    .enableSimpleResponses(second ? chance() : null)
                    .authorizerCredentialsArn(chance() ? "arn:aws:iam::111111111111:role/r" : null)
                    .authorizerResultTtlInSeconds(chance() ? 0 : null);
        }
        authorizers.put(
                given(documents
                        .send(ApiGatewayV2.CREATE_AUTHORIZER, authorizer.build())
                        .authorizerId()),
                jwt);
    }

    private void route(String key, List<String> integrations, Map<String, Boolean> authorizers) {
        CreateRouteRequest.Builder route = CreateRouteRequest.builder()
                .apiId(api)
                .routeKey(key)
                .operationName(chance() ? "op " + random.nextInt(9) : null)
                .target(integrations.isEmpty() || random.nextInt(4) == 0 ? null : "integrations/" + pick(integrations));
        if (authorizers.isEmpty() || random.nextInt(3) == 0) {
            route.authorizationType(chance() ? "AWS_IAM" : "NONE");
        } else {
            String authorizer = pick(List.copyOf(authorizers.keySet()));
            boolean jwt = Boolean.TRUE.equals(authorizers.get(authorizer));
            route.authorizationType(jwt ? "JWT" : "CUSTOM")
                    .authorizerId(authorizer)
                    .authorizationScopes(jwt && chance() ? List.of("email", "a/b.read") : null);
        }
        documents.send(ApiGatewayV2.CREATE_ROUTE, route.build());
    }

    private boolean chance() {
        return random.nextBoolean();
    }

    private String text() {
        return pick(TEXTS);
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
