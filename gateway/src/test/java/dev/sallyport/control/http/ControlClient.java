package dev.sallyport.control.http;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationHandler;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Ids;
import dev.sallyport.model.Scope;
import dev.sallyport.store.InMemoryStore;
import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Structure;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.CreateApiRequest;
import dev.sallyport.wire.apigatewayv2.CreateIntegrationRequest;
import dev.sallyport.wire.apigatewayv2.CreateRouteRequest;
import java.time.Instant;
import java.util.Objects;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/** Calls the operations of apigatewayv2 on a store in memory. */
final class ControlClient {

    static final Scope SCOPE = new Scope("111111111111", "us-east-1");
    static final Instant NOW = Instant.parse("2025-06-01T10:00:00Z");

    final InMemoryStore store = new InMemoryStore();
    final Call call = new Call(SCOPE, "request", "http://localhost:8080");
    private final OperationRegistry registry = new OperationRegistry();
    Instant now = NOW;

    ControlClient() {
        HttpApiOperations.register(
                registry,
                store,
                new Ids(RandomGeneratorFactory.of("L64X128MixRandom").create(42)),
                () -> now.plusMillis(750),
                issuer -> false);
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

    static CreateApiRequest.Builder newWebSocketApi() {
        return CreateApiRequest.builder()
                .name("n")
                .protocolType("WEBSOCKET")
                .routeSelectionExpression("$request.body.action");
    }

    /** A new WebSocket API. */
    String webSocketApi() {
        return given(send(ApiGatewayV2.CREATE_API, newWebSocketApi().build()).apiId());
    }

    /** A new HTTP API. */
    String httpApi() {
        return given(send(
                        ApiGatewayV2.CREATE_API,
                        CreateApiRequest.builder()
                                .name("n")
                                .protocolType("HTTP")
                                .build())
                .apiId());
    }

    /** A new mock integration of a WebSocket API. */
    String mock(String apiId) {
        return given(send(
                        ApiGatewayV2.CREATE_INTEGRATION,
                        CreateIntegrationRequest.builder()
                                .apiId(apiId)
                                .integrationType("MOCK")
                                .build())
                .integrationId());
    }

    /** A new route without a target. */
    String route(String apiId, String key) {
        return given(send(
                        ApiGatewayV2.CREATE_ROUTE,
                        CreateRouteRequest.builder().apiId(apiId).routeKey(key).build())
                .routeId());
    }
}
