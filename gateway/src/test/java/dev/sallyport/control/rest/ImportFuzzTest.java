package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Documents.file;
import static dev.sallyport.control.rest.Documents.put;
import static dev.sallyport.control.rest.Rest.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.apigateway.ApiGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Real documents with faults: a fault is refused as a client's or the whole document is taken, never half of it. */
class ImportFuzzTest {

    private static final int MUTATIONS = 150;

    private final Documents documents = new Documents();

    @ParameterizedTest
    @ValueSource(strings = {"full.yaml", "global-auth.json", "swagger-base.json", "documented.json"})
    @DisplayName("openapi R2.9: mutations of the tree and of the text never give a 500 and never half an API")
    void mutations(String name) {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        JsonNode original = new YAMLMapper().readTree(file(name));
        String existing = documents.importedId(file("full.yaml"));
        for (int i = 0; i < MUTATIONS; i++) {
            JsonNode mutant = original.deepCopy();
            for (int each = random.nextInt(1, 4); each > 0; each--) {
                mutate(mutant, random);
            }
            String text = i % 3 == 0 ? scratched(file(name), random) : mutant.toString();
            checkCreate(text);
            checkPut(existing, text, i % 2 == 0 ? "merge" : "overwrite");
        }
    }

    private void checkCreate(String text) {
        int before = documents.stored(Kind.REST_API, "").size();
        try {
            String id = given(documents
                    .rest
                    .send(ApiGateway.IMPORT_REST_API, Documents.create(text, Map.of("basepath", "prepend")))
                    .id());
            assertThat(documents.api(id).name()).isNotEmpty();
            assertThat(documents.stored(Kind.RESOURCE, id)).allSatisfy(resource -> {
                if (resource.parentId() != null) {
                    assertThat(documents.stored(Kind.RESOURCE, id))
                            .anyMatch(parent -> parent.id().equals(resource.parentId()));
                }
            });
        } catch (ServiceException e) {
            assertThat(e.status()).as(text).isIn(400, 501);
            assertThat(documents.stored(Kind.REST_API, "")).hasSize(before);
        }
    }

    private void checkPut(String id, String text, String mode) {
        String before = state(id);
        try {
            documents.rest.send(ApiGateway.PUT_REST_API, put(id, mode, text, Map.of()));
        } catch (ServiceException e) {
            assertThat(e.status()).as(text).isIn(400, 501);
            assertThat(state(id)).isEqualTo(before);
        }
    }

    private String state(String id) {
        List<Object> all = new ArrayList<>();
        all.add(documents.api(id));
        for (Kind<?> kind : List.of(
                Kind.RESOURCE,
                Kind.MODEL,
                Kind.AUTHORIZER,
                Kind.REQUEST_VALIDATOR,
                Kind.GATEWAY_RESPONSE,
                Kind.DOCUMENTATION_PART)) {
            all.add(documents.stored(kind, id));
        }
        return all.toString();
    }

    /** Changes one value somewhere: removes it, replaces it by another kind of value, or moves it under another key. */
    private static void mutate(JsonNode root, SplittableRandom random) {
        List<JsonNode> containers = new ArrayList<>();
        collect(root, containers);
        JsonNode container = containers.get(random.nextInt(containers.size()));
        if (container.isEmpty()) {
            return;
        }
        int index = random.nextInt(container.size());
        JsonNode value = other(random);
        switch (container) {
            case ObjectNode object -> {
                String key = List.copyOf(object.propertyNames()).get(index);
                switch (random.nextInt(4)) {
                    case 0 -> object.remove(key);
                    case 1 -> object.set(key + (char) random.nextInt(32, 127), object.path(key));
                    default -> object.set(key, value);
                }
            }
            case ArrayNode array -> array.set(index, value);
            default -> throw new AssertionError(container);
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainer()) {
            containers.add(node);
            node.forEach(each -> collect(each, containers));
        }
    }

    private static JsonNode other(SplittableRandom random) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (random.nextInt(9)) {
            case 0 -> nodes.nullNode();
            case 1 -> nodes.numberNode(random.nextLong());
            case 2 -> nodes.booleanNode(random.nextBoolean());
            case 3 -> nodes.stringNode("");
            case 4 -> nodes.stringNode("#/components/schemas/Pet");
            case 5 -> nodes.objectNode().put("$ref", "#/paths");
            case 6 -> nodes.arrayNode().add(1).add("a");
            case 7 -> nodes.stringNode("/{a}/{a+}\u0000\n\"'");
            default -> nodes.objectNode();
        };
    }

    /** The text with some characters removed, doubled or replaced. */
    private static String scratched(String text, SplittableRandom random) {
        StringBuilder scratched = new StringBuilder(text);
        for (int each = random.nextInt(1, 5); each > 0; each--) {
            int at = random.nextInt(scratched.length());
            switch (random.nextInt(3)) {
                case 0 -> scratched.deleteCharAt(at);
                case 1 -> scratched.insert(at, scratched.charAt(at));
                default -> scratched.setCharAt(at, (char) random.nextInt(9, 256));
            }
        }
        return scratched.toString();
    }
}
