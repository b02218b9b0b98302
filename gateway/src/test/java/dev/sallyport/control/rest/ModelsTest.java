package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.given;
import static dev.sallyport.control.rest.Rest.putMethod;
import static dev.sallyport.control.rest.Rest.replace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Rest.Api;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CreateModelRequest;
import dev.sallyport.wire.apigateway.DeleteModelRequest;
import dev.sallyport.wire.apigateway.GetModelRequest;
import dev.sallyport.wire.apigateway.GetModelsRequest;
import dev.sallyport.wire.apigateway.Model;
import dev.sallyport.wire.apigateway.Models;
import dev.sallyport.wire.apigateway.PutMethodResponseRequest;
import dev.sallyport.wire.apigateway.UpdateModelRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Models (7.8, 10.8) beyond the recorded tests, which the compatibility tests replay. */
class ModelsTest {

    private static final String OBJECT = "{\"type\":\"object\"}";
    private static final String INVALID = "Invalid model specified: Validation Result: warnings : [], errors : [";

    private final Rest rest = new Rest();
    private final Api api = rest.api();

    @Test
    @DisplayName("R7.5: a new API has the models Empty and Error, with ids")
    void aNewApiHasTwoModels() {
        List<Model> models = given(list(null, null).items());
        assertThat(models).extracting(Model::name).containsExactly("Empty", "Error");
        assertThat(models).extracting(Model::id).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z0-9]{6}"));
        JsonNode error = JsonMapper.shared().readTree(given(models.getLast().schema()));
        assertThat(error.at("/properties/message/type").asString()).isEqualTo("string");
        assertThat(given(models.getFirst().schema()))
                .isEqualTo("{\n  \"$schema\": \"http://json-schema.org/draft-04/schema#\",\n"
                        + "  \"title\" : \"Empty Schema\",\n  \"type\" : \"object\"\n}");
    }

    @Test
    @DisplayName("R6.1, R6.3: models are paged, in the order of their creation")
    void modelsArePaged() {
        create("Pet", OBJECT);
        Models first = list(2, null);
        assertThat(first.items()).extracting(Model::name).containsExactly("Empty", "Error");
        Models second = list(2, first.position());
        assertThat(second.items()).extracting(Model::name).containsExactly("Pet");
        assertThat(second.position()).isNull();
    }

    @Test
    @DisplayName("R1.17: an empty description is absent; the schema stays to the letter")
    void createAnswersWhatWasGiven() {
        String schema = "{ \"type\" : \"object\" }";
        Model model = rest.send(
                ApiGateway.CREATE_MODEL,
                model("Pet").description("").schema(schema).build());
        assertThat(model.description()).isNull();
        assertThat(model.schema()).isEqualTo(schema);
        assertThat(get("Pet", null)).isEqualTo(model);
    }

    @Test
    @DisplayName("R10.80 to R10.83: a name that is taken comes before a name or a schema that is wrong")
    void rulesAreCheckedInTheirOrder() {
        assertThat(refused(model("Empty").schema("{}"))).isEqualTo("Model name already exists for this REST API");
        assertThat(refused(model("").schema("{}"))).isEqualTo("Model name must be non-empty");
        assertThat(refused(model("a-b").schema("{}"))).isEqualTo("Model name must be alphanumeric: a-b");
        assertThat(refused(model("Pet").schema("{}")))
                .isEqualTo("Model schema must have at least 1 property or array items defined");
        assertThat(refused(model("Pet").schema(" ")))
                .isEqualTo("Model schema must have at least 1 property or array items defined");
        assertThat(list(null, null).items()).hasSize(2);
    }

    @ParameterizedTest
    @DisplayName("R10.84: what is no schema of draft 4 is refused")
    @ValueSource(
            strings = {
                "no json",
                "[]",
                "null",
                "\"text\"",
                "{\"type\":\"object\"} x",
                "{\"type\":\"pet\"}",
                "{\"type\":[]}",
                "{\"required\":[]}",
                "{\"required\":[\"a\",\"a\"]}",
                "{\"properties\":[]}",
                "{\"properties\":{\"a\":true}}",
                "{\"items\":1}",
                "{\"items\":[]}",
                "{\"allOf\":{}}",
                "{\"enum\":[]}",
                "{\"maxLength\":-1}",
                "{\"maxLength\":1.5}",
                "{\"multipleOf\":0}",
                "{\"minimum\":\"1\"}",
                "{\"exclusiveMinimum\":1}",
                "{\"dependencies\":{\"a\":[1]}}",
                "{\"$ref\":1}",
                "{\"not\":[]}"
            })
    void malformedSchemasAreRefused(String schema) {
        assertThat(refused(model("Pet").schema(schema))).isEqualTo(INVALID + "Invalid model schema specified]");
    }

    @ParameterizedTest
    @DisplayName("R10.84: every keyword of draft 4 is accepted")
    @ValueSource(
            strings = {
                "{\"type\":[\"string\",\"null\"],\"pattern\":\"a\",\"minLength\":0,\"maxLength\":3,\"format\":\"date\"}",
                "{\"properties\":{\"example\":{\"default\":[1]},\"$ref\":{}},\"required\":[\"example\"]}",
                "{\"items\":[{},{}],\"additionalItems\":false,\"uniqueItems\":true,\"minItems\":1,\"maxItems\":2}",
                "{\"items\":{\"minimum\":1,\"exclusiveMinimum\":true,\"maximum\":2.5,\"multipleOf\":0.5}}",
                "{\"patternProperties\":{\"a.*\":{}},\"additionalProperties\":{\"enum\":[null,1]}}",
                "{\"allOf\":[{}],\"anyOf\":[{}],\"oneOf\":[{}],\"not\":{},\"maxProperties\":1,\"minProperties\":0}",
                "{\"definitions\":{\"a\":{}},\"$ref\":\"#/definitions/a\",\"id\":\"http://x\",\"title\":\"t\"}",
                "{\"dependencies\":{\"a\":[\"b\"],\"c\":{}},\"description\":\"d\",\"$schema\":\"s\"}"
            })
    void schemasOfDraft4AreAccepted(String schema) {
        assertThat(create("Pet", schema).schema()).isEqualTo(schema);
    }

    @Test
    @DisplayName("R10.85: unsupported keywords are named, and references must be canonical and known")
    void keywordsAndReferencesAreChecked() {
        String unsupported = "{\"properties\":{\"a\":{\"example\":1,\"nullable\":true}}}";
        assertThat(refused(model("Pet").schema(unsupported)))
                .isEqualTo(INVALID
                        + "Invalid model schema specified. Unsupported keyword(s): [\"example\", \"nullable\"]]");
        String foreign = "{\"$ref\":\"https://apigateway.amazonaws.com/restapis/other/models/Empty\"}";
        for (String schema : List.of(foreign, "{\"$ref\":\"Empty\"}", "{\"$ref\":\"http://example.com/a.json\"}")) {
            assertThat(refused(model("Pet").schema(schema)))
                    .isEqualTo(INVALID + "Invalid model schema specified, Model reference must be in canonical form]");
        }
        assertThat(refused(model("Pet").schema(reference("Dog")))).isEqualTo(INVALID + "Invalid model specified: Dog]");
        create("Pet", "{\"properties\":{\"child\":" + reference("Pet") + ",\"e\":" + reference("Error") + "}}");
    }

    @Test
    @DisplayName("R10.85: a schema that is not of JSON is kept and not checked")
    void otherContentTypesHaveAnySchema() {
        Model model = rest.send(
                ApiGateway.CREATE_MODEL,
                model("Xml").contentType("application/xml").schema("<schema/>").build());
        assertThat(model.schema()).isEqualTo("<schema/>");
        assertThat(get("Xml", true).schema()).isEqualTo("<schema/>");
        assertThat(refused(model("Y").contentType("yes").schema("<schema/>")))
                .isEqualTo("Validation Result: warnings : [], errors : [Invalid content type specified: yes]");
    }

    @Test
    @DisplayName("R24.2, MRQ-34: a schema has at most 400 KB")
    void schemasAreBounded() {
        String fits = "{\"title\":\"" + "x".repeat(ModelSchemas.MAX_BYTES - 12) + "\"}";
        create("Pet", fits);
        assertThat(refused(model("Dog").schema(fits + " ")))
                .isEqualTo(INVALID + "Model schema must not be larger than 409600 bytes]");
    }

    @Test
    @DisplayName("9.13: an update is checked as a new model is, and changes nothing when it is refused")
    void updatesAreChecked() {
        create("Pet", OBJECT);
        assertThat(refusedUpdate("Pet", "{}"))
                .isEqualTo("Model schema must have at least 1 property or array items defined");
        assertThat(refusedUpdate("Pet", reference("Dog"))).isEqualTo(INVALID + "Invalid model specified: Dog]");
        assertThat(get("Pet", null).schema()).isEqualTo(OBJECT);
        Model updated = rest.send(
                ApiGateway.UPDATE_MODEL,
                update("Pet")
                        .patchOperations(List.of(replace("/description", "A pet")))
                        .build());
        assertThat(updated.description()).isEqualTo("A pet");
        assertThat(get("Pet", null)).isEqualTo(updated);
    }

    @Test
    @DisplayName("R6.13: a flattened schema holds the models that it refers to")
    void flattenHoldsTheModelsReferredTo() {
        create("Tag", "{\"type\":\"string\",\"definitions\":{\"x\":{}},\"not\":{\"$ref\":\"#/definitions/x\"}}");
        create("Pet", "{\"properties\":{\"tags\":{\"items\":" + reference("Tag") + "}}}");
        String zoo = "{\"properties\":{\"a\":" + reference("Pet") + ",\"b\":" + reference("Pet")
                + ",\"c\":{\"$ref\":\"#/definitions/own\"}},\"definitions\":{\"own\":{\"title\":\"own\"}}}";
        create("Zoo", zoo);
        assertThat(get("Zoo", false).schema()).isEqualTo(zoo);
        assertThat(get("Zoo", true).schema())
                .isEqualTo(
                        "{\"properties\":{\"a\":{\"$ref\":\"#/definitions/Pet\"},\"b\":{\"$ref\":\"#/definitions/Pet\"}"
                                + ",\"c\":{\"$ref\":\"#/definitions/own\"}},\"definitions\":{\"own\":{\"title\":\"own\"},"
                                + "\"Pet\":{\"properties\":{\"tags\":{\"items\":{\"$ref\":\"#/definitions/Tag\"}}}},"
                                + "\"Tag\":{\"type\":\"string\",\"definitions\":{\"x\":{}},"
                                + "\"not\":{\"$ref\":\"#/definitions/Tag/definitions/x\"}}}}");
        assertThat(get("Zoo", false).schema()).isEqualTo(zoo);
    }

    @Test
    @DisplayName("R6.13: models in circles are flattened once each")
    void flattenEndsInCircles() {
        create("Pet", OBJECT);
        create("Zoo", "{\"items\":" + reference("Pet") + "}");
        rest.send(
                ApiGateway.UPDATE_MODEL,
                update("Pet")
                        .patchOperations(List.of(replace("/schema", "{\"not\":" + reference("Zoo") + "}")))
                        .build());
        assertThat(get("Zoo", true).schema())
                .isEqualTo("{\"items\":{\"$ref\":\"#/definitions/Pet\"},"
                        + "\"definitions\":{\"Pet\":{\"not\":{\"$ref\":\"#\"}}}}");
    }

    @Test
    @DisplayName("R10.86: a model in use is not deleted, and the refusal says by what it is used")
    void modelsInUseStay() {
        create("Pet", OBJECT);
        create("Zoo", reference("Pet"));
        assertThat(refusedDelete("Pet")).isEqualTo("Cannot delete model 'Pet', is referenced in model: Zoo");
        rest.send(ApiGateway.DELETE_MODEL, delete("Zoo"));
        String pets = rest.resource(api, api.root(), "pets");
        rest.method(api, pets, "GET");
        rest.send(
                ApiGateway.PUT_METHOD_RESPONSE,
                PutMethodResponseRequest.builder()
                        .restApiId(api.id())
                        .resourceId(pets)
                        .httpMethod("GET")
                        .statusCode("200")
                        .responseModels(Map.of("application/json", "Pet"))
                        .build());
        assertThat(refusedDelete("Pet"))
                .isEqualTo("Cannot delete model 'Pet', is referenced in method response: /pets/GET");
        rest.send(
                ApiGateway.PUT_METHOD,
                putMethod(api, api.root(), "POST")
                        .requestModels(Map.of("application/json", "Pet"))
                        .build());
        assertThat(refusedDelete("Pet"))
                .isEqualTo("Cannot delete model 'Pet', is referenced in method request: //POST");
        assertThat(get("Pet", null).name()).isEqualTo("Pet");
    }

    @ParameterizedTest
    @DisplayName("2.3: an unknown API is an unknown model, except for creating and listing")
    @CsvSource({"nothere,Empty", "own,Dog"})
    void unknownModels(String apiId, String name) {
        String id = apiId.equals("own") ? api.id() : apiId;
        ServiceException refusal = rest.refused(
                ApiGateway.GET_MODEL,
                GetModelRequest.builder().restApiId(id).modelName(name).build());
        assertThat(refusal.status()).isEqualTo(404);
        assertThat(refusal.getMessage()).isEqualTo("Invalid model name specified: " + name);
    }

    private Model create(String name, String schema) {
        return rest.send(ApiGateway.CREATE_MODEL, model(name).schema(schema).build());
    }

    private CreateModelRequest.Builder model(String name) {
        return CreateModelRequest.builder().restApiId(api.id()).name(name).contentType("application/json");
    }

    private String reference(String name) {
        return "{\"$ref\":\"https://apigateway.amazonaws.com/restapis/" + api.id() + "/models/" + name + "\"}";
    }

    private Model get(String name, @Nullable Boolean flatten) {
        return rest.send(
                ApiGateway.GET_MODEL,
                GetModelRequest.builder()
                        .restApiId(api.id())
                        .modelName(name)
                        .flatten(flatten)
                        .build());
    }

    private Models list(@Nullable Integer limit, @Nullable String position) {
        return rest.send(
                ApiGateway.GET_MODELS,
                GetModelsRequest.builder()
                        .restApiId(api.id())
                        .limit(limit)
                        .position(position)
                        .build());
    }

    private String refused(CreateModelRequest.Builder request) {
        return rest.refused(ApiGateway.CREATE_MODEL, request.build()).getMessage();
    }

    private UpdateModelRequest.Builder update(String name) {
        return UpdateModelRequest.builder().restApiId(api.id()).modelName(name);
    }

    private String refusedUpdate(String name, String schema) {
        return rest.refused(
                        ApiGateway.UPDATE_MODEL,
                        update(name)
                                .patchOperations(List.of(replace("/schema", schema)))
                                .build())
                .getMessage();
    }

    private DeleteModelRequest delete(String name) {
        return DeleteModelRequest.builder().restApiId(api.id()).modelName(name).build();
    }

    private String refusedDelete(String name) {
        ServiceException refusal = rest.refused(ApiGateway.DELETE_MODEL, delete(name));
        assertThat(refusal.status()).isEqualTo(409);
        return refusal.getMessage();
    }
}
