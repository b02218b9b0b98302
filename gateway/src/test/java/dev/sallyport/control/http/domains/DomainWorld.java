package dev.sallyport.control.http.domains;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationHandler;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.http.HttpApiOperations;
import dev.sallyport.control.rest.RestOperations;
import dev.sallyport.control.rest.Tags;
import dev.sallyport.control.rest.domains.DomainOperations;
import dev.sallyport.control.rest.domains.Truststores;
import dev.sallyport.model.Certificate;
import dev.sallyport.model.Ids;
import dev.sallyport.model.Scope;
import dev.sallyport.store.InMemoryStore;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Structure;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CreateRestApiRequest;
import dev.sallyport.wire.apigateway.EndpointConfiguration;
import dev.sallyport.wire.apigateway.PutIntegrationRequest;
import dev.sallyport.wire.apigateway.PutMethodRequest;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.ApiMapping;
import dev.sallyport.wire.apigatewayv2.CreateApiMappingRequest;
import dev.sallyport.wire.apigatewayv2.CreateApiMappingResponse;
import dev.sallyport.wire.apigatewayv2.CreateApiRequest;
import dev.sallyport.wire.apigatewayv2.CreateDomainNameRequest;
import dev.sallyport.wire.apigatewayv2.CreateDomainNameResponse;
import dev.sallyport.wire.apigatewayv2.CreateStageRequest;
import dev.sallyport.wire.apigatewayv2.DomainNameConfiguration;
import dev.sallyport.wire.apigatewayv2.GetApiMappingsRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/** A client of both services on one store in memory, with certificates of ACM in the caller's Region. */
final class DomainWorld implements InstantSource {

    static final String NAME = "api.example.com";
    static final String CERTIFICATE = "arn:aws:acm:us-east-1:111111111111:certificate/a-1";
    static final String IMPORTED = "arn:aws:acm:us-east-1:111111111111:certificate/a-2";

    final InMemoryStore store = new InMemoryStore();
    final OperationRegistry registry = new OperationRegistry();
    final Call call = new Call(new Scope("111111111111", "us-east-1"), "request", "http://localhost:8080");
    Truststores truststores = DomainWorld::issuer;

    DomainWorld() {
        Ids ids = new Ids(RandomGeneratorFactory.of("L64X128MixRandom").create(42));
        Truststores source = (uri, version, region) -> truststores.read(uri, version, region);
        Tags tags = RestOperations.register(registry, store, ids, this, Duration.ZERO);
        DomainOperations.register(registry, store, ids, this, tags, source);
        Tags ofHttpApis = HttpApiOperations.register(registry, store, ids, this, issuer -> true);
        HttpDomainOperations.register(registry, store, ids, this, ofHttpApis, source);
        certificate(CERTIFICATE, "AMAZON_ISSUED");
        certificate(IMPORTED, "IMPORTED");
    }

    private void certificate(String arn, String type) {
        Certificate certificate = new Certificate(
                arn,
                List.of(NAME),
                type,
                "RSA_2048",
                null,
                Instant.EPOCH,
                null,
                null,
                null,
                null,
                "ENABLED",
                "DISABLED",
                new TreeMap<>());
        store.write(tx -> {
            tx.put(Kind.CERTIFICATE, call.scope(), "", arn, certificate);
            return certificate;
        });
    }

    private static String issuer(String uri, @Nullable String version, String region) {
        try (InputStream in =
                Objects.requireNonNull(DomainWorld.class.getResourceAsStream("/certificates/issuer.pem"))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Instant instant() {
        return Instant.parse("2027-06-01T10:00:00.75Z");
    }

    <I extends Structure, O extends Structure> O send(Operation<I, O> operation, I input) {
        OperationHandler<I, O> handler = registry.handler(operation);
        return Objects.requireNonNull(handler, operation.name()).handle(call, input);
    }

    <I extends Structure, O extends Structure> ServiceException refused(Operation<I, O> operation, I input) {
        try {
            O answer = send(operation, input);
            throw new AssertionError(operation.name() + " was not refused but answered " + answer);
        } catch (ServiceException e) {
            return e;
        }
    }

    static <T> T given(@Nullable T value) {
        return Objects.requireNonNull(value);
    }

    static DomainNameConfiguration.Builder regional() {
        return DomainNameConfiguration.builder().certificateArn(CERTIFICATE).endpointType("REGIONAL");
    }

    static CreateDomainNameRequest.Builder newDomain() {
        return CreateDomainNameRequest.builder()
                .domainName(NAME)
                .domainNameConfigurations(List.of(regional().build()));
    }

    CreateDomainNameResponse domain() {
        return send(ApiGatewayV2.CREATE_DOMAIN_NAME, newDomain().build());
    }

    CreateDomainNameResponse domain(String routingMode) {
        return send(
                ApiGatewayV2.CREATE_DOMAIN_NAME,
                newDomain().routingMode(routingMode).build());
    }

    /** An HTTP API with a stage. */
    String httpApi(String stage) {
        String id = given(send(
                        ApiGatewayV2.CREATE_API,
                        CreateApiRequest.builder()
                                .name("n")
                                .protocolType("HTTP")
                                .build())
                .apiId());
        httpStage(id, stage);
        return id;
    }

    void httpStage(String apiId, String stage) {
        send(
                ApiGatewayV2.CREATE_STAGE,
                CreateStageRequest.builder().apiId(apiId).stageName(stage).build());
    }

    /** A Regional REST API with a stage. */
    String restApi(String stage) {
        return restApi(stage, "REGIONAL");
    }

    String restApi(String stage, String endpointType) {
        var api = send(
                ApiGateway.CREATE_REST_API,
                CreateRestApiRequest.builder()
                        .name("shop")
                        .endpointConfiguration(EndpointConfiguration.builder()
                                .types(List.of(endpointType))
                                .build())
                        .build());
        send(
                ApiGateway.PUT_METHOD,
                PutMethodRequest.builder()
                        .restApiId(api.id())
                        .resourceId(api.rootResourceId())
                        .httpMethod("GET")
                        .authorizationType("NONE")
                        .build());
        send(
                ApiGateway.PUT_INTEGRATION,
                PutIntegrationRequest.builder()
                        .restApiId(api.id())
                        .resourceId(api.rootResourceId())
                        .httpMethod("GET")
                        .type("MOCK")
                        .build());
        send(
                ApiGateway.CREATE_DEPLOYMENT,
                dev.sallyport.wire.apigateway.CreateDeploymentRequest.builder()
                        .restApiId(api.id())
                        .stageName(stage)
                        .build());
        return given(api.id());
    }

    static CreateApiMappingRequest.Builder newMapping(String apiId, String stage, @Nullable String key) {
        return CreateApiMappingRequest.builder()
                .domainName(NAME)
                .apiId(apiId)
                .stage(stage)
                .apiMappingKey(key);
    }

    CreateApiMappingResponse map(String apiId, String stage, @Nullable String key) {
        return send(
                ApiGatewayV2.CREATE_API_MAPPING, newMapping(apiId, stage, key).build());
    }

    List<ApiMapping> mappings() {
        return given(send(
                        ApiGatewayV2.GET_API_MAPPINGS,
                        GetApiMappingsRequest.builder().domainName(NAME).build())
                .items());
    }
}
