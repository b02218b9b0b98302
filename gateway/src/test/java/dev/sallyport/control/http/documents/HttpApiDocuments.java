package dev.sallyport.control.http.documents;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationHandler;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.http.HttpApiOperations;
import dev.sallyport.model.HttpApi;
import dev.sallyport.model.HttpApiIntegration;
import dev.sallyport.model.HttpApiRoute;
import dev.sallyport.model.Ids;
import dev.sallyport.model.Scope;
import dev.sallyport.store.InMemoryStore;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Structure;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.ExportApiRequest;
import dev.sallyport.wire.apigatewayv2.ImportApiRequest;
import dev.sallyport.wire.apigatewayv2.ImportApiResponse;
import dev.sallyport.wire.apigatewayv2.ReimportApiRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The control plane of HTTP APIs with their documents, on a store in memory. */
final class HttpApiDocuments {

    static final Scope SCOPE = new Scope("111111111111", "us-east-1");
    static final String FUNCTION = "arn:aws:lambda:us-east-1:111111111111:function:f";
    static final String INVOCATION =
            "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/" + FUNCTION + "/invocations";

    final InMemoryStore store = new InMemoryStore();
    private final OperationRegistry registry = new OperationRegistry();
    private final Call call = new Call(SCOPE, "request", "http://localhost:8080");

    HttpApiDocuments() {
        Ids ids = new Ids(RandomGeneratorFactory.of("L64X128MixRandom").create(42));
        HttpApiOperations.register(registry, store, ids, HttpApiDocuments::now, issuer -> issuer.contains("good"));
        HttpApiDocumentOperations.register(
                registry, store, ids, HttpApiDocuments::now, issuer -> issuer.contains("good"), false);
    }

    private static Instant now() {
        return Instant.parse("2025-06-01T10:00:00.75Z");
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

    static ImportApiRequest request(String document) {
        return ImportApiRequest.builder().body(document).build();
    }

    ImportApiResponse imported(String document) {
        return send(ApiGatewayV2.IMPORT_API, request(document));
    }

    /** The id of the API that is made of a document. */
    String importedId(String document) {
        return given(imported(document).apiId());
    }

    ServiceException refused(String document) {
        return refused(ApiGatewayV2.IMPORT_API, request(document));
    }

    static ReimportApiRequest again(String apiId, String document) {
        return ReimportApiRequest.builder().apiId(apiId).body(document).build();
    }

    static ExportApiRequest.Builder exportOf(String apiId) {
        return ExportApiRequest.builder().apiId(apiId).specification("OAS30").outputType("JSON");
    }

    String text(ExportApiRequest request) {
        return new String(given(send(ApiGatewayV2.EXPORT_API, request).body()), StandardCharsets.UTF_8);
    }

    JsonNode exported(String apiId) {
        return JsonMapper.shared().readTree(text(exportOf(apiId).build()));
    }

    <T> List<T> stored(Kind<T> kind, String parent) {
        return store.read(tx -> tx.list(kind, SCOPE, parent));
    }

    HttpApi api(String id) {
        return given(store.<@Nullable HttpApi>read(tx -> tx.find(Kind.HTTP_API, SCOPE, "", id)));
    }

    /** The keys of the routes, sorted. */
    List<String> keys(String apiId) {
        return stored(Kind.HTTP_API_ROUTE, apiId).stream()
                .map(HttpApiRoute::routeKey)
                .sorted()
                .toList();
    }

    HttpApiRoute route(String apiId, String key) {
        return stored(Kind.HTTP_API_ROUTE, apiId).stream()
                .filter(each -> each.routeKey().equals(key))
                .findFirst()
                .orElseThrow(() -> new AssertionError(key + " is none of " + keys(apiId)));
    }

    /** The integration of a route. */
    HttpApiIntegration integration(String apiId, String key) {
        String id = given(route(apiId, key).integrationId());
        return stored(Kind.HTTP_API_INTEGRATION, apiId).stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Everything that is stored of an API. */
    String state(String id) {
        List<Object> all = new ArrayList<>();
        all.add(api(id));
        for (Kind<?> kind : List.of(
                Kind.HTTP_API_ROUTE,
                Kind.HTTP_API_INTEGRATION,
                Kind.HTTP_API_AUTHORIZER,
                Kind.HTTP_API_STAGE,
                Kind.HTTP_API_DEPLOYMENT)) {
            all.add(stored(kind, id));
        }
        return all.toString();
    }

    /** A document with these paths, in YAML, and with no fault of its own. */
    static String document(String paths) {
        return "openapi: 3.0.1\ninfo: {title: t, version: '1'}\npaths:\n" + paths.indent(2);
    }

    /** An operation of this verb that calls a function, with more members in flow style. */
    static String operation(String verb, String more) {
        return verb + ": {responses: {default: {description: d}}, x-amazon-apigateway-integration: {type: aws_proxy,"
                + " payloadFormatVersion: '2.0', uri: '" + FUNCTION + "'}" + more + "}\n";
    }

    static JsonNode yaml(String text) {
        return new YAMLMapper().readTree(text);
    }
}
