package dev.sallyport.edge;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationHandler;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.http.HttpApiOperations;
import dev.sallyport.control.http.domains.HttpDomainOperations;
import dev.sallyport.control.rest.RestOperations;
import dev.sallyport.control.rest.Tags;
import dev.sallyport.control.rest.domains.DomainOperations;
import dev.sallyport.control.rest.domains.Truststores;
import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.model.Ids;
import dev.sallyport.pipeline.CanaryStickiness;
import dev.sallyport.snapshot.DomainLoader;
import dev.sallyport.snapshot.HttpApiCompiler;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.store.InMemoryStore;
import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Structure;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CreateDeploymentRequest;
import dev.sallyport.wire.apigateway.CreateResourceRequest;
import dev.sallyport.wire.apigateway.CreateRestApiRequest;
import dev.sallyport.wire.apigateway.PutIntegrationRequest;
import dev.sallyport.wire.apigateway.PutMethodRequest;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.CreateApiMappingRequest;
import dev.sallyport.wire.apigatewayv2.CreateApiRequest;
import dev.sallyport.wire.apigatewayv2.CreateDomainNameRequest;
import dev.sallyport.wire.apigatewayv2.CreateIntegrationRequest;
import dev.sallyport.wire.apigatewayv2.CreateRouteRequest;
import dev.sallyport.wire.apigatewayv2.CreateStageRequest;
import dev.sallyport.wire.apigatewayv2.DomainNameConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * APIs that tests make by the operations of both services, and a data plane that follows the store they are in. The
 * functions of an API answer with their names.
 */
final class ServedApis {

    final InMemoryStore store = new InMemoryStore();
    final DomainLoader domains = new DomainLoader(store);
    private final OperationRegistry registry = new OperationRegistry();
    private final Call call = new Call(TestApi.OWNER, "request", "http://localhost:8080");
    private @Nullable DataPlaneFixture data;

    ServedApis() {
        Ids ids = new Ids(new SplittableRandom(42));
        InstantSource clock = InstantSource.system();
        Truststores truststores = (uri, version, region) -> null;
        Tags tags = RestOperations.register(registry, store, ids, clock, Duration.ZERO);
        DomainOperations.register(registry, store, ids, clock, tags, truststores);
        Tags ofHttpApis = HttpApiOperations.register(registry, store, ids, clock, issuer -> true);
        HttpDomainOperations.register(registry, store, ids, clock, ofHttpApis, truststores);
        domains.start();
    }

    /** Serves them from now on; the data plane has been started. */
    void serve(DataPlaneFixture fixture, HttpApiCompiler httpApis) {
        data = fixture;
        fixture.follow(store, CanaryStickiness.OFF);
        fixture.follow(store, httpApis);
    }

    DataPlaneFixture data() {
        return Objects.requireNonNull(data, "serve() comes first");
    }

    <I extends Structure, O extends Structure> O send(Operation<I, O> operation, I input) {
        OperationHandler<I, O> handler = registry.handler(operation);
        return Objects.requireNonNull(handler, operation.name()).handle(call, input);
    }

    private static String given(@Nullable String id) {
        return Objects.requireNonNull(id);
    }

    /** An HTTP API without routes and stages. */
    String bareHttpApi() {
        return given(send(
                        ApiGatewayV2.CREATE_API,
                        CreateApiRequest.builder()
                                .name("n")
                                .protocolType("HTTP")
                                .build())
                .apiId());
    }

    /** An HTTP API whose function answers everything, on {@code $default} and these stages, which deploy themselves. */
    String httpApi(String function, String... stages) {
        data().functions().returns(function, "{\"statusCode\":200,\"body\":\"" + function + "\"}");
        String api = bareHttpApi();
        route(api, "$default", function(api, function));
        stage(api, "$default");
        for (String stage : stages) {
            stage(api, stage);
        }
        return api;
    }

    void stage(String api, String name) {
        send(
                ApiGatewayV2.CREATE_STAGE,
                CreateStageRequest.builder()
                        .apiId(api)
                        .stageName(name)
                        .autoDeploy(true)
                        .build());
    }

    /** The id of an integration with a function. */
    String function(String api, String function) {
        return integration(CreateIntegrationRequest.builder()
                .apiId(api)
                .integrationType("AWS_PROXY")
                .integrationUri(TestHttpApi.FUNCTION + function)
                .payloadFormatVersion("2.0"));
    }

    /** The id of an integration with a backend. */
    String backend(String api, String uri) {
        return integration(CreateIntegrationRequest.builder()
                .apiId(api)
                .integrationType("HTTP_PROXY")
                .integrationMethod("ANY")
                .integrationUri(uri)
                .payloadFormatVersion("1.0"));
    }

    String integration(CreateIntegrationRequest.Builder integration) {
        return given(send(ApiGatewayV2.CREATE_INTEGRATION, integration.build()).integrationId());
    }

    void route(String api, String key, String integration) {
        send(
                ApiGatewayV2.CREATE_ROUTE,
                CreateRouteRequest.builder()
                        .apiId(api)
                        .routeKey(key)
                        .target("integrations/" + integration)
                        .build());
    }

    /** A REST API whose function answers everything below its root. */
    String restApi(String function, String stage) {
        data().functions().returns(function, "{\"statusCode\":200,\"body\":\"" + function + "\"}");
        var api = send(
                ApiGateway.CREATE_REST_API,
                CreateRestApiRequest.builder().name(function).build());
        String proxy = given(send(
                        ApiGateway.CREATE_RESOURCE,
                        CreateResourceRequest.builder()
                                .restApiId(api.id())
                                .parentId(api.rootResourceId())
                                .pathPart("{proxy+}")
                                .build())
                .id());
        for (String resource : List.of(given(api.rootResourceId()), proxy)) {
            send(
                    ApiGateway.PUT_METHOD,
                    PutMethodRequest.builder()
                            .restApiId(api.id())
                            .resourceId(resource)
                            .httpMethod("ANY")
                            .authorizationType("NONE")
                            .build());
            send(
                    ApiGateway.PUT_INTEGRATION,
                    PutIntegrationRequest.builder()
                            .restApiId(api.id())
                            .resourceId(resource)
                            .httpMethod("ANY")
                            .type("AWS_PROXY")
                            .integrationHttpMethod("POST")
                            .uri("arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/" + TestHttpApi.FUNCTION
                                    + function + "/invocations")
                            .build());
        }
        send(
                ApiGateway.CREATE_DEPLOYMENT,
                CreateDeploymentRequest.builder()
                        .restApiId(api.id())
                        .stageName(stage)
                        .build());
        return given(api.id());
    }

    void domain(String name, String routingMode) {
        send(
                ApiGatewayV2.CREATE_DOMAIN_NAME,
                CreateDomainNameRequest.builder()
                        .domainName(name)
                        .domainNameConfigurations(
                                List.of(DomainNameConfiguration.builder().build()))
                        .routingMode(routingMode)
                        .build());
    }

    void domain(String name) {
        domain(name, "API_MAPPING_ONLY");
    }

    /** The id of a new mapping. */
    String map(String domain, String key, String api, String stage) {
        return given(send(
                        ApiGatewayV2.CREATE_API_MAPPING,
                        CreateApiMappingRequest.builder()
                                .domainName(domain)
                                .apiMappingKey(key)
                                .apiId(api)
                                .stage(stage)
                                .build())
                .apiMappingId());
    }

    /** The host of the default endpoint of an API. */
    static String endpoint(String api) {
        return api + ".execute-api.eu-west-1.amazonaws.com";
    }

    /** One request on a connection of its own. */
    Answer get(String host, String path, String... lines) throws IOException {
        return call("GET", host, path, lines);
    }

    Answer call(String verb, String host, String path, String... lines) throws IOException {
        try (RawClient client = data().client()) {
            StringBuilder head = new StringBuilder(verb + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
            for (String line : lines) {
                head.append(line).append("\r\n");
            }
            client.send(head + "Content-Length: 0\r\n\r\n");
            return verb.equals("HEAD") ? new Answer(client.head(), "") : client.answer();
        }
    }
}
