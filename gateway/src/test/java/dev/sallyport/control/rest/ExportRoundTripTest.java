package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Documents.file;
import static dev.sallyport.control.rest.Documents.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.rest.Rest.Api;
import dev.sallyport.model.Authorizer;
import dev.sallyport.model.DocumentationPart;
import dev.sallyport.model.DocumentationVersion;
import dev.sallyport.model.Model;
import dev.sallyport.model.RequestValidator;
import dev.sallyport.model.Resource;
import dev.sallyport.store.EntityJson;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.UpdateStageRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** An export that is imported again gives the same API (openapi R12.21). */
class ExportRoundTripTest {

    private static final int APIS = 60;

    private final Documents documents = new Documents();

    @ParameterizedTest
    @CsvSource({
        "oas30, application/json",
        "oas30, application/yaml",
        "swagger, application/json",
        "swagger, application/yaml"
    })
    @DisplayName("openapi R12.21: import(export(api)) equals api, for APIs of chance")
    void roundTrip(String type, String accepts) {
        for (long seed = 0; seed < APIS; seed++) {
            Api api = documents.rest.api();
            RandomApi.fill(documents.rest, api, seed);
            documents.deploy(api.id(), "test");
            String exported = text(documents.export(api.id(), "test", type, "apigateway", accepts));
            var copy = documents.imported(exported);
            assertThat(copy.warnings()).as("seed " + seed + "\n" + exported).isNull();
            assertThat(canonical(Rest.given(copy.id())))
                    .as("seed " + seed)
                    .containsExactlyElementsOf(canonical(api.id()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "full.yaml",
        "global-auth.json",
        "swagger-base.json",
        "circular.yaml",
        "cognito.yaml",
        "http-method.json"
    })
    @DisplayName("openapi R12.21: import(export(import(document))) equals import(document)")
    void roundTripOfDocuments(String name) {
        String id = documents.importedId(file(name));
        documents.deploy(id, "test");
        for (String type : List.of("oas30", "swagger")) {
            String exported = text(documents.export(id, "test", type, "apigateway", "application/json"));
            String copy = documents.importedId(exported);
            // AWS: the policy keeps the ARN of the API that was exported
            assertThat(canonical(copy).stream().map(line -> line.replace(id, "API")))
                    .as(type)
                    .containsExactlyElementsOf(canonical(id));
        }
    }

    @Test
    @DisplayName("openapi R9.1, R12.21: documentation comes back, parts and standard members told once")
    void roundTripOfDocumentation() {
        String id = documents.importedId(file("documented.json")
                .replace(
                        "\"description\": \"Method description.\",",
                        "\"description\": \"Method description.\", \"x-amazon-apigateway-integration\": {\"type\":"
                                + " \"mock\"},"));
        List<DocumentationPart> parts = documents.stored(Kind.DOCUMENTATION_PART, id);
        documents.rest.store.write(tx -> {
            var version = new DocumentationVersion("1.0", null, documents.rest.now, parts);
            tx.put(Kind.DOCUMENTATION_VERSION, Rest.SCOPE, id, "1.0", version);
            return "";
        });
        documents.deploy(id, "test");
        assertThat(documents.exported(id, "test", "oas30", "documentation").has("x-amazon-apigateway-documentation"))
                .isFalse();
        documents.rest.send(
                ApiGateway.UPDATE_STAGE,
                UpdateStageRequest.builder()
                        .restApiId(id)
                        .stageName("test")
                        .patchOperations(List.of(Rest.replace("/documentationVersion", "1.0")))
                        .build());
        for (String type : List.of("oas30", "swagger")) {
            String exported = text(documents.export(id, "test", type, "apigateway,documentation", "application/json"));
            String copy = documents.importedId(exported);
            assertThat(documents.stored(Kind.DOCUMENTATION_PART, copy))
                    .extracting(DocumentationPart::location, DocumentationPart::properties)
                    .containsExactlyElementsOf(parts.stream()
                            .map(part -> org.assertj.core.groups.Tuple.tuple(part.location(), part.properties()))
                            .toList());
        }
    }

    /** All that is stored of an API, with names and paths instead of ids. */
    private List<String> canonical(String apiId) {
        Map<String, String> names = new HashMap<>();
        for (Resource resource : documents.stored(Kind.RESOURCE, apiId)) {
            names.put(resource.id(), "resource " + resource.path());
        }
        for (Authorizer authorizer : documents.stored(Kind.AUTHORIZER, apiId)) {
            names.put(authorizer.id(), "authorizer " + authorizer.name());
        }
        for (RequestValidator validator : documents.stored(Kind.REQUEST_VALIDATOR, apiId)) {
            names.put(validator.id(), "validator " + validator.name());
        }
        List<String> lines = new ArrayList<>();
        for (Model model : documents.stored(Kind.MODEL, apiId)) {
            names.put(model.id(), "model " + model.name());
            lines.add(model.name()
                    + model.description()
                    + model.contentType()
                    + JsonMapper.shared().readTree(model.schema()));
        }
        documents.stored(Kind.RESOURCE, apiId).forEach(each -> lines.add(EntityJson.write(each)));
        documents.stored(Kind.AUTHORIZER, apiId).forEach(each -> lines.add(EntityJson.write(each)));
        documents.stored(Kind.REQUEST_VALIDATOR, apiId).forEach(each -> lines.add(EntityJson.write(each)));
        documents.stored(Kind.GATEWAY_RESPONSE, apiId).forEach(each -> lines.add(EntityJson.write(each)));
        var api = documents.api(apiId);
        lines.add(api.name()
                + api.description()
                + api.version()
                + api.binaryMediaTypes()
                + api.minimumCompressionSize()
                + api.apiKeySource()
                + api.policy());
        String text = String.join("\n", lines.stream().sorted().toList()).replace(apiId, "API");
        for (Map.Entry<String, String> name : names.entrySet()) {
            text = text.replace("\"" + name.getKey() + "\"", "\"" + name.getValue() + "\"");
        }
        return text.lines().sorted().toList();
    }
}
