package dev.sallyport.snapshot;

import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.Authorizer;
import dev.sallyport.model.GatewayResponse;
import dev.sallyport.model.Integration;
import dev.sallyport.model.Method;
import dev.sallyport.model.Method.MethodResponse;
import dev.sallyport.model.Model;
import dev.sallyport.model.RequestValidator;
import dev.sallyport.model.Resource;
import dev.sallyport.model.Scope;
import dev.sallyport.model.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Builds the documents that tests compile. */
public final class TestApi {

    /** The owner of all APIs of tests. */
    public static final Scope OWNER = new Scope("123456789012", "eu-west-1");

    private final String apiId;
    private final SortedMap<String, SortedMap<String, Method>> methods = new TreeMap<>();
    private final List<String> binaryMediaTypes = new ArrayList<>();
    private final List<Model> models = new ArrayList<>();
    private final List<RequestValidator> validators = new ArrayList<>();
    private final List<GatewayResponse> gatewayResponses = new ArrayList<>();
    private final List<Authorizer> authorizers = new ArrayList<>();
    private String apiKeySource = "HEADER";
    private boolean disabled;
    private String endpointType = "REGIONAL";
    private @Nullable Integer minimumCompressionSize;
    private @Nullable String policy;

    public TestApi(String apiId) {
        this.apiId = apiId;
    }

    /** Adds a method whose method responses are those of its integration. */
    public TestApi on(String verb, String path, TestIntegration integration) {
        SortedMap<String, MethodResponse> responses = new TreeMap<>();
        Integration built = integration.build();
        built.integrationResponses()
                .keySet()
                .forEach(status -> responses.put(status, new MethodResponse(status, null, null)));
        return with(path, method(verb, built, responses));
    }

    /** Adds a method that needs an API key. */
    public TestApi keyed(String verb, String path, TestIntegration integration) {
        on(verb, path, integration);
        Method open =
                Objects.requireNonNull(Objects.requireNonNull(methods.get(path)).get(verb));
        return with(
                path,
                new Method(
                        verb,
                        "NONE",
                        null,
                        List.of(),
                        true,
                        null,
                        null,
                        new TreeMap<>(),
                        new TreeMap<>(),
                        open.methodResponses(),
                        open.integration()));
    }

    /** Takes API keys from {@code HEADER} or {@code AUTHORIZER}. */
    public TestApi apiKeySource(String source) {
        apiKeySource = source;
        return this;
    }

    /** Adds an authorizer, which {@link #guarded} methods name by its id. */
    public TestApi authorizer(Authorizer authorizer) {
        authorizers.add(authorizer);
        return this;
    }

    /**
     * Adds a method with an authorizer.
     *
     * @param authorizationType {@code CUSTOM} or {@code COGNITO_USER_POOLS}
     */
    public TestApi guarded(
            String verb,
            String path,
            String authorizationType,
            String authorizerId,
            List<String> scopes,
            TestIntegration integration) {
        return guarded(verb, path, authorizationType, authorizerId, scopes, false, integration);
    }

    /** The same with or without an API key. */
    public TestApi guarded(
            String verb,
            String path,
            String authorizationType,
            String authorizerId,
            List<String> scopes,
            boolean apiKeyRequired,
            TestIntegration integration) {
        SortedMap<String, MethodResponse> responses = new TreeMap<>();
        responses.put("200", new MethodResponse("200", null, null));
        return with(
                path,
                new Method(
                        verb,
                        authorizationType,
                        authorizerId,
                        scopes,
                        apiKeyRequired,
                        null,
                        null,
                        new TreeMap<>(),
                        new TreeMap<>(),
                        responses,
                        integration.build()));
    }

    /** Adds a method as it is. */
    public TestApi with(String path, Method method) {
        methods.computeIfAbsent(path, key -> new TreeMap<>()).put(method.httpMethod(), method);
        return this;
    }

    /** Adds a method with an authorization type. */
    public TestApi secured(String verb, String path, String authorizationType, TestIntegration integration) {
        Integration built = integration.build();
        SortedMap<String, MethodResponse> responses = new TreeMap<>();
        built.integrationResponses()
                .keySet()
                .forEach(status -> responses.put(status, new MethodResponse(status, null, null)));
        return with(
                path,
                new Method(
                        verb,
                        authorizationType,
                        null,
                        List.of(),
                        false,
                        null,
                        null,
                        new TreeMap<>(),
                        new TreeMap<>(),
                        responses,
                        built));
    }

    /** Sets the resource policy, with single quotes for double ones. */
    public TestApi policy(String document) {
        policy = document.replace('\'', '"');
        return this;
    }

    public TestApi binary(String... types) {
        binaryMediaTypes.addAll(List.of(types));
        return this;
    }

    /** Adds a model of JSON documents. */
    public TestApi model(String name, String schema) {
        return model(name, "application/json", schema);
    }

    public TestApi model(String name, String contentType, String schema) {
        models.add(new Model("m" + models.size(), name, null, contentType, schema));
        return this;
    }

    public TestApi validator(String id, boolean body, boolean parameters) {
        validators.add(new RequestValidator(id, id, body, parameters));
        return this;
    }

    /** Customises a gateway response. */
    public TestApi gatewayResponse(
            String type, @Nullable String status, Map<String, String> parameters, Map<String, String> templates) {
        gatewayResponses.add(new GatewayResponse(type, status, new TreeMap<>(parameters), new TreeMap<>(templates)));
        return this;
    }

    /**
     * Adds a method with a validator.
     *
     * @param parameters to whether they are required
     * @param requestModels content type to model
     */
    public TestApi validated(
            String verb,
            String path,
            String validatorId,
            Map<String, Boolean> parameters,
            Map<String, String> requestModels,
            TestIntegration integration) {
        SortedMap<String, MethodResponse> responses = new TreeMap<>();
        Integration built = integration.build();
        built.integrationResponses()
                .keySet()
                .forEach(status -> responses.put(status, new MethodResponse(status, null, null)));
        return with(
                path,
                new Method(
                        verb,
                        "NONE",
                        null,
                        List.of(),
                        false,
                        validatorId,
                        null,
                        new TreeMap<>(parameters),
                        new TreeMap<>(requestModels),
                        responses,
                        built));
    }

    public TestApi compressed(int minimumBytes) {
        minimumCompressionSize = minimumBytes;
        return this;
    }

    /** Makes it reachable by VPC endpoints alone. */
    public TestApi privately() {
        endpointType = "PRIVATE";
        return this;
    }

    public TestApi disabled() {
        disabled = true;
        return this;
    }

    public ApiDocument document() {
        List<Resource> resources = new ArrayList<>();
        methods.forEach((path, byVerb) -> resources.add(
                new Resource("r" + resources.size(), null, path.substring(path.lastIndexOf('/') + 1), path, byVerb)));
        return new ApiDocument(
                ApiDocument.FORMAT_VERSION,
                apiId,
                List.of(endpointType),
                List.copyOf(binaryMediaTypes),
                minimumCompressionSize,
                apiKeySource,
                policy,
                disabled,
                null,
                null,
                resources,
                models,
                validators,
                authorizers,
                gatewayResponses);
    }

    public static Method method(String verb, Integration integration, SortedMap<String, MethodResponse> responses) {
        return new Method(
                verb,
                "NONE",
                null,
                List.of(),
                false,
                null,
                null,
                new TreeMap<>(),
                new TreeMap<>(),
                responses,
                integration);
    }

    /** Stage {@code test} with settings of methods. */
    public static Stage stage(Map<String, Stage.MethodSetting> settings) {
        return new Stage(
                "test",
                "d1e2f3",
                null,
                false,
                null,
                new TreeMap<>(),
                null,
                null,
                false,
                new TreeMap<>(settings),
                null,
                null,
                Map.of(),
                Instant.EPOCH,
                Instant.EPOCH);
    }

    /** Stage {@code test} with a cache that is there, and settings of methods. */
    public static Stage cachingStage(Map<String, Stage.MethodSetting> settings) {
        return cachingStage("0.5", null, settings);
    }

    /** The same with a cluster of this size, to which something was done. */
    public static Stage cachingStage(
            String size, Stage.@Nullable CacheCluster cluster, Map<String, Stage.MethodSetting> settings) {
        return new Stage(
                "test",
                "d1e2f3",
                null,
                true,
                size,
                new TreeMap<>(),
                null,
                null,
                false,
                new TreeMap<>(settings),
                null,
                null,
                Map.of(),
                Instant.EPOCH,
                Instant.EPOCH,
                cluster);
    }

    /** Settings of a method whose answers are kept; anybody may have a fresh one. */
    public static Stage.MethodSetting caching(int ttlSeconds) {
        return caching(ttlSeconds, false, "FAIL_WITH_403");
    }

    /** Settings of a method whose answers are kept. */
    public static Stage.MethodSetting caching(int ttlSeconds, boolean requiresAuthorization, String strategy) {
        return new Stage.MethodSetting(
                false, null, false, 5000, 10000, true, ttlSeconds, false, requiresAuthorization, strategy);
    }

    /** Settings of a method that limit its rate alone. */
    public static Stage.MethodSetting throttled(int burst, double rate) {
        return new Stage.MethodSetting(false, null, false, burst, rate, false, 300, false, true, "FAIL_WITH_403");
    }

    public static Stage stage(String name, Map<String, String> variables) {
        return new Stage(name, "d1e2f3", null, new TreeMap<>(variables), Map.of(), Instant.EPOCH, Instant.EPOCH);
    }
}
