package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Documents.file;
import static dev.sallyport.control.rest.Documents.put;
import static dev.sallyport.control.rest.Rest.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.openapi.Mutations;
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
            String text = i % 3 == 0
                    ? Mutations.scratched(file(name), random)
                    : Mutations.of(original, random).toString();
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
}
