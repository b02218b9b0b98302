package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationHandler;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.rest.usage.UsageOperations;
import dev.sallyport.model.Ids;
import dev.sallyport.model.RestApi;
import dev.sallyport.store.EntityJson;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.store.sqlite.SqliteStore;
import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Structure;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.ApiKeys;
import dev.sallyport.wire.apigateway.CreateApiKeyRequest;
import dev.sallyport.wire.apigateway.CreateRestApiRequest;
import dev.sallyport.wire.apigateway.GetApiKeysRequest;
import dev.sallyport.wire.apigateway.GetRestApisRequest;
import dev.sallyport.wire.apigateway.ImportApiKeysRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** As many API keys and APIs as an account may have: what one call costs does not grow with them. */
class ManyApiKeysTest {

    private static final int MANY = 10_000;

    /** The goal is 20 ms for 99 of 100 calls; half of them must meet it even on a busy machine. */
    private static final long MEDIAN_MILLIS = 20;

    private final Call call = new Call(Rest.SCOPE, "request", "http://localhost:8080");
    private final OperationRegistry registry = new OperationRegistry();
    private final Store store = SqliteStore.inMemory();

    @BeforeEach
    void fill() {
        Ids ids = new Ids(RandomGeneratorFactory.of("L64X128MixRandom").create(42));
        Instant now = Instant.parse("2025-06-01T10:00:00Z");
        Tags tags = RestOperations.register(registry, store, ids, () -> now);
        UsageOperations.register(registry, store, ids, () -> now, () -> {}, tags);
        fillWithApis();
        StringBuilder file = new StringBuilder("name,key\n");
        for (int i = 0; i < MANY; i++) {
            file.append("key-")
                    .append(i)
                    .append(",value-of-the-api-key-")
                    .append(i)
                    .append('\n');
        }
        var imported = send(
                ApiGateway.IMPORT_API_KEYS,
                ImportApiKeysRequest.builder()
                        .format("csv")
                        .body(file.toString().getBytes(StandardCharsets.UTF_8))
                        .build());
        assertThat(imported.ids()).hasSize(MANY);
        assertThat(imported.warnings()).isEmpty();
    }

    private void fillWithApis() {
        String id = given(send(
                        ApiGateway.CREATE_REST_API,
                        CreateRestApiRequest.builder().name("first").build())
                .id());
        store.write(tx -> {
            String json = EntityJson.write(given(tx.find(Kind.REST_API, Rest.SCOPE, "", id)));
            for (int i = 1; i < MANY; i++) {
                RestApi copy = EntityJson.read(json.replace(id, "api" + i), RestApi.class);
                tx.put(Kind.REST_API, Rest.SCOPE, "", copy.id(), copy);
            }
            return MANY;
        });
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void callsStayFastWithManyKeysAndApis() {
        assertThat(medianMillis(() -> send(
                        ApiGateway.CREATE_API_KEY,
                        CreateApiKeyRequest.builder().name("one more").build())))
                .as("CreateApiKey")
                .isLessThan(MEDIAN_MILLIS);
        assertThat(medianMillis(() -> send(
                        ApiGateway.GET_API_KEYS,
                        GetApiKeysRequest.builder().includeValues(true).build())))
                .as("GetApiKeys")
                .isLessThan(MEDIAN_MILLIS);
        assertThat(medianMillis(() -> send(
                        ApiGateway.CREATE_REST_API,
                        CreateRestApiRequest.builder().name("one more").build())))
                .as("CreateRestApi")
                .isLessThan(MEDIAN_MILLIS);
        assertThat(medianMillis(() -> send(
                        ApiGateway.GET_REST_APIS, GetRestApisRequest.builder().build())))
                .as("GetRestApis")
                .isLessThan(MEDIAN_MILLIS);
        everyKeyIsOnOnePage();
    }

    private void everyKeyIsOnOnePage() {
        Set<String> seen = new HashSet<>();
        String position = null;
        int pages = 0;
        do {
            ApiKeys page = send(
                    ApiGateway.GET_API_KEYS,
                    GetApiKeysRequest.builder()
                            .nameQuery("key-")
                            .limit(500)
                            .position(position)
                            .build());
            given(page.items()).forEach(key -> seen.add(given(key.name())));
            position = page.position();
            pages++;
        } while (position != null);
        assertThat(seen).hasSize(MANY);
        assertThat(pages).isEqualTo(20);
    }

    private static long medianMillis(Runnable work) {
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < 51; i++) {
            long start = System.nanoTime();
            work.run();
            nanos.add(System.nanoTime() - start);
        }
        return nanos.stream().sorted().toList().get(25) / 1_000_000;
    }

    private <I extends Structure, O extends Structure> O send(Operation<I, O> operation, I input) {
        OperationHandler<I, O> handler = registry.handler(operation);
        return Objects.requireNonNull(handler).handle(call, input);
    }
}
