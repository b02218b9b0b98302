package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationHandler;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.domains.DomainOperations;
import dev.sallyport.control.rest.domains.Truststores;
import dev.sallyport.control.rest.openapi.OpenApiOperations;
import dev.sallyport.control.rest.usage.UsageOperations;
import dev.sallyport.model.Ids;
import dev.sallyport.model.Scope;
import dev.sallyport.store.InMemoryStore;
import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Structure;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CreateResourceRequest;
import dev.sallyport.wire.apigateway.CreateRestApiRequest;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.PutIntegrationRequest;
import dev.sallyport.wire.apigateway.PutMethodRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/** A client of the registered operations, on a store in memory, a clock that tests move, and ids of a fixed seed. */
final class Rest implements InstantSource {

    static final Scope SCOPE = new Scope("111111111111", "us-east-1");

    final InMemoryStore store = new InMemoryStore();
    final OperationRegistry registry = new OperationRegistry();
    Instant now = Instant.parse("2025-06-01T10:00:00.75Z");
    Truststores truststores = Rest::issuer;
    Call call = new Call(SCOPE, "request", "http://localhost:8080");

    Rest() {
        this(Duration.ZERO);
    }

    /** @param clusterTakes how long a cache cluster is created, deleted or flushed */
    Rest(Duration clusterTakes) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(42);
        Ids ids = new Ids(random);
        Tags tags = RestOperations.register(registry, store, ids, this, clusterTakes);
        DomainOperations.register(
                registry, store, ids, this, tags, (uri, version, region) -> truststores.read(uri, version, region));
        UsageOperations.register(registry, store, ids, this, () -> {}, tags);
        OpenApiOperations.register(registry, store, ids, this, false);
    }

    private static String issuer(String uri, @Nullable String version, String region) {
        try (InputStream in = Objects.requireNonNull(Rest.class.getResourceAsStream("/certificates/issuer.pem"))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Instant instant() {
        return now;
    }

    <I extends Structure, O extends Structure> O send(Operation<I, O> operation, I input) {
        OperationHandler<I, O> handler = registry.handler(operation);
        return Objects.requireNonNull(handler, operation.name()).handle(call, input);
    }

    /** The error that the operation answers. */
    <I extends Structure, O extends Structure> ServiceException refused(Operation<I, O> operation, I input) {
        try {
            O answer = send(operation, input);
            throw new AssertionError(operation.name() + " was not refused but answered " + answer);
        } catch (ServiceException e) {
            return e;
        }
    }

    dev.sallyport.wire.apigateway.RestApi api(
            Function<CreateRestApiRequest.Builder, CreateRestApiRequest.Builder> members) {
        return send(
                ApiGateway.CREATE_REST_API,
                members.apply(CreateRestApiRequest.builder().name("shop")).build());
    }

    Api api() {
        dev.sallyport.wire.apigateway.RestApi api = api(members -> members);
        return new Api(given(api.id()), given(api.rootResourceId()));
    }

    /** An API and its root. */
    record Api(String id, String root) {}

    String resource(Api api, String parentId, String pathPart) {
        return given(send(
                        ApiGateway.CREATE_RESOURCE,
                        CreateResourceRequest.builder()
                                .restApiId(api.id())
                                .parentId(parentId)
                                .pathPart(pathPart)
                                .build())
                .id());
    }

    void method(Api api, String resourceId, String verb) {
        send(ApiGateway.PUT_METHOD, putMethod(api, resourceId, verb).build());
    }

    static PutMethodRequest.Builder putMethod(Api api, String resourceId, String verb) {
        return PutMethodRequest.builder()
                .restApiId(api.id())
                .resourceId(resourceId)
                .httpMethod(verb)
                .authorizationType("NONE");
    }

    static PutIntegrationRequest.Builder putIntegration(Api api, String resourceId, String verb, String type) {
        return PutIntegrationRequest.builder()
                .restApiId(api.id())
                .resourceId(resourceId)
                .httpMethod(verb)
                .type(type);
    }

    void mock(Api api, String resourceId, String verb) {
        method(api, resourceId, verb);
        send(
                ApiGateway.PUT_INTEGRATION,
                putIntegration(api, resourceId, verb, "MOCK").build());
    }

    static PatchOperation op(String op, String path, @Nullable String value) {
        return PatchOperation.builder().op(op).path(path).value(value).build();
    }

    static PatchOperation replace(String path, @Nullable String value) {
        return op("replace", path, value);
    }

    /** The text of a file among the tests' resources. */
    static String file(String path) {
        try (InputStream stream = Rest.class.getResourceAsStream(path)) {
            return new String(Objects.requireNonNull(stream, path).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T> T given(@Nullable T value) {
        return Objects.requireNonNull(value);
    }
}
