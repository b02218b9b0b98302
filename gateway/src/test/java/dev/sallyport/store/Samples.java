package dev.sallyport.store;

import dev.sallyport.model.Integration;
import dev.sallyport.model.Method;
import dev.sallyport.model.Resource;
import dev.sallyport.model.Scope;
import dev.sallyport.model.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Entities to store. */
public final class Samples {

    public static final Scope SCOPE = new Scope("123456789012", "us-east-1");

    private Samples() {}

    public static Stage stage(String name) {
        Instant created = Instant.parse("2026-11-22T10:15:30.123456789Z");
        SortedMap<String, String> variables = new TreeMap<>(Map.of("env", name, "alias", "live"));
        return new Stage(name, "abc123", null, variables, Map.of(), created, created.plusSeconds(5));
    }

    public static Resource resourceWithMethod() {
        Integration integration = new Integration(
                "MOCK",
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                Map.of("application/json", "{\"statusCode\": 200}"),
                "WHEN_NO_MATCH",
                null,
                29_000,
                "res123",
                List.of(),
                new TreeMap<>(Map.of("200", new Integration.IntegrationResponse("200", "", Map.of(), null, null))),
                null,
                null,
                null);
        Method method = new Method(
                "GET",
                "NONE",
                null,
                List.of(),
                true,
                null,
                "listPets",
                new TreeMap<>(Map.of("method.request.header.X", true)),
                new TreeMap<>(),
                new TreeMap<>(Map.of("200", new Method.MethodResponse("200", null, Map.of()))),
                integration);
        return new Resource("res123", "root", "pets", "/pets", new TreeMap<>(Map.of("GET", method)));
    }
}
