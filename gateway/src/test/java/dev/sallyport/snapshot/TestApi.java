package dev.sallyport.snapshot;

import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.Integration;
import dev.sallyport.model.Method;
import dev.sallyport.model.Method.MethodResponse;
import dev.sallyport.model.Resource;
import dev.sallyport.model.Scope;
import dev.sallyport.model.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private boolean disabled;
    private @Nullable Integer minimumCompressionSize;

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

    /** Adds a method as it is. */
    public TestApi with(String path, Method method) {
        methods.computeIfAbsent(path, key -> new TreeMap<>()).put(method.httpMethod(), method);
        return this;
    }

    public TestApi binary(String... types) {
        binaryMediaTypes.addAll(List.of(types));
        return this;
    }

    public TestApi compressed(int minimumBytes) {
        minimumCompressionSize = minimumBytes;
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
                List.of("REGIONAL"),
                List.copyOf(binaryMediaTypes),
                minimumCompressionSize,
                "HEADER",
                null,
                disabled,
                resources,
                List.of(),
                List.of(),
                List.of(),
                List.of());
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

    public static Stage stage(String name, Map<String, String> variables) {
        return new Stage(name, "d1e2f3", null, new TreeMap<>(variables), Map.of(), Instant.EPOCH, Instant.EPOCH);
    }
}
