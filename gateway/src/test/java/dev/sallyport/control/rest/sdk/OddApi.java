package dev.sallyport.control.rest.sdk;

import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.Authorizer;
import dev.sallyport.model.Method;
import dev.sallyport.model.Method.MethodResponse;
import dev.sallyport.model.Model;
import dev.sallyport.snapshot.TestApi;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An API with everything that is hard to put into code: names, schemas, and ways to authorize. */
final class OddApi {

    private static final String REF = "https://apigateway.amazonaws.com/restapis/x/models/";

    /** The schemas by the names of the models. */
    static final Map<String, String> SCHEMAS = Map.ofEntries(
            Map.entry("Empty", "{\"$schema\": \"http://json-schema.org/draft-04/schema#\", \"type\": \"object\"}"),
            Map.entry("Error", "{\"type\": \"object\", \"properties\": {\"message\": {\"type\": \"string\"}}}"),
            Map.entry("Pet", """
                {"type": "object", "required": ["name", "id"], "properties": {
                  "id": {"type": "integer", "format": "int64"}, "name": {"type": "string"},
                  "status": {"type": "string", "enum": ["available", "sold-out", "日本"]},
                  "owner": {"type": "object", "properties": {
                    "name": {"type": "string"},
                    "address": {"type": "object", "properties": {"city": {"type": ["null", "string"]}}}}},
                  "visits": {"type": "array", "items": {"type": "object", "properties": {"cost": {"type": "number"}}}},
                  "attributes": {"type": "object", "additionalProperties": {"type": "string"}},
                  "friends": {"type": "object", "additionalProperties": {"$ref": "REFPet"}},
                  "grid": {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}},
                  "unknown": {"$ref": "REFNowhere"}, "anything": {"type": "object"}}}""".replace("REF", REF)),
            Map.entry("Pets", "{\"type\": \"array\", \"items\": {\"$ref\": \"" + REF + "Pet\"}}"),
            Map.entry("Rows", """
                {"type": "array", "items": {"type": "object", "properties": {"cell": {"type": "string"}}}}"""),
            Map.entry("Prices", "{\"type\": \"object\", \"additionalProperties\": {\"type\": \"number\"}}"),
            Map.entry("Name", "{\"type\": \"string\"}"),
            Map.entry("Loop", "{\"type\": \"array\", \"items\": {\"$ref\": \"" + REF + "Loop\"}}"),
            Map.entry("Node", "{\"type\": \"object\", \"properties\": {\"next\": {\"$ref\": \"#\"}}}"),
            Map.entry("Local", """
                {"type": "object", "definitions": {
                  "Part": {"type": "object", "properties": {"part": {"$ref": "#/definitions/Part"}}},
                  "Parts": {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "boolean"}}}}},
                 "properties": {"one": {"$ref": "#/definitions/Part"}, "all": {"$ref": "#/definitions/Parts"}}}"""),
            Map.entry("String", "{\"type\": \"object\", \"properties\": {\"length\": {\"type\": \"integer\"}}}"),
            Map.entry("Struct", "{\"type\": \"object\", \"properties\": {\"class\": {\"type\": \"string\"}}}"),
            Map.entry("class", "{\"type\": \"object\", \"properties\": {\"func\": {\"type\": \"string\"}}}"),
            Map.entry("Odd", """
                {"type": "object", "properties": {
                  "class": {"type": "string"}, "description": {"type": "string"}, "default": {"type": "string"},
                  "newName": {"type": "string"}, "initValue": {"type": "boolean"}, "self": {"type": "string"},
                  "hash": {"type": "integer"}, "foo-bar": {"type": "string"}, "foo_bar": {"type": "string"},
                  "1st": {"type": "string"}, "日本": {"type": "string"}, "#{exit}": {"type": "string"},
                  "q\\"u\\\\(o)*/\\u0001te": {"type": "string"}, "id": {"type": "string"}, "end": {"type": "string"},
                  "func": {"type": "array", "items": {"$ref": "REFNode"}}, "send": {"$ref": "REFName"},
                  "kind": {"type": "string", "enum": ["a-b", "a b", "\\"", "#{x}"]}}}""".replace("REF", REF)));

    private OddApi() {}

    static SdkApi api(String endpoint) {
        return SdkApi.of("odd api-1 \"*/", "eu-west-1", endpoint, document());
    }

    private static ApiDocument document() {
        Map<String, Boolean> words =
                Map.of("querystring.self", true, "querystring.in", false, "header.class", false, "header.body", false);
        ApiDocument plain = new TestApi("abc123")
                .with("/", method("GET").result("Error").build())
                .with(
                        "/class/{default}/{id}",
                        method("GET").parameters(words).result("Odd").build())
                .with(
                        "/files/{path+}",
                        method("PUT").input("Pet").result("Empty").build())
                .with("/pets", method("POST").input("Pets").result("Pets").build())
                .with(
                        "/pets",
                        method("GET")
                                .parameters(Map.of("querystring.X-Trace", true))
                                .result("Pets")
                                .build())
                .with("/pets", method("ANY").build())
                .with(
                        "/pets/{petId}",
                        method("GET")
                                .authorization("AWS_IAM", null)
                                .result("Pet")
                                .build())
                .with("/upload", method("POST").binary().result("Prices").build())
                .with("/empty", method("POST").input("Empty").result("Nowhere").build())
                .with("/words", method("POST").input("String").result("class").build())
                .with("/plain", method("PATCH").input("Name").result("Struct").build())
                .with("/init", method("GET").result("Local").build())
                .with("/copy-it", method("GET").result("Rows").build())
                .with("/a/b", method("GET").build())
                .with("/a-b", method("GET").build())
                .with("/日本", method("DELETE").build())
                .with("/token", method("GET").authorization("CUSTOM", "t1").build())
                .with(
                        "/pool",
                        method("GET").authorization("COGNITO_USER_POOLS", "p1").build())
                .with("/key", method("GET").key().operation("class").build())
                .with(
                        "/named",
                        method("PUT")
                                .operation("AddNumbers")
                                .input("Node")
                                .result("Loop")
                                .build())
                .document();
        return new ApiDocument(
                plain.formatVersion(),
                plain.apiId(),
                plain.endpointTypes(),
                List.of("image/png"),
                null,
                "HEADER",
                null,
                false,
                null,
                null,
                plain.resources(),
                SCHEMAS.entrySet().stream()
                        .map(schema -> SdkFixture.model(schema.getKey(), schema.getValue()))
                        .sorted((a, b) -> a.name().compareTo(b.name()))
                        .toList(),
                List.of(),
                List.of(
                        authorizer("t1", "my \"token\"", "TOKEN", "method.request.header.X-Token"),
                        authorizer("p1", "pool", "COGNITO_USER_POOLS", null)),
                List.of());
    }

    /** The models that a list of schemas would have. */
    static List<Model> models(Map<String, String> schemas) {
        return schemas.entrySet().stream()
                .map(schema -> SdkFixture.model(schema.getKey(), schema.getValue()))
                .toList();
    }

    private static Authorizer authorizer(String id, String name, String type, @Nullable String source) {
        return new Authorizer(id, name, type, null, List.of(), null, null, source, null, null);
    }

    static Builder method(String verb) {
        return new Builder(verb);
    }

    /** Collects what a method has. */
    static final class Builder {
        private final String verb;
        private final TreeMap<String, Boolean> parameters = new TreeMap<>();
        private final TreeMap<String, String> inputs = new TreeMap<>();
        private final TreeMap<String, MethodResponse> responses = new TreeMap<>();
        private String authorization = "NONE";
        private @Nullable String authorizer;
        private @Nullable String operation;
        private boolean key;

        private Builder(String verb) {
            this.verb = verb;
        }

        Builder parameters(Map<String, Boolean> declared) {
            declared.forEach((name, required) -> parameters.put("method.request." + name, required));
            return this;
        }

        Builder input(String model) {
            inputs.put("application/json", model);
            return this;
        }

        Builder binary() {
            inputs.put("image/png", "Empty");
            return this;
        }

        Builder result(String model) {
            return answer("200", model);
        }

        Builder answer(String status, String model) {
            responses.put(status, new MethodResponse(status, null, Map.of("application/json", model)));
            return this;
        }

        Builder authorization(String type, @Nullable String id) {
            authorization = type;
            authorizer = id;
            return this;
        }

        Builder operation(String name) {
            operation = name;
            return this;
        }

        Builder key() {
            key = true;
            return this;
        }

        Method build() {
            answer("404", "Error").answer("409", "Pet");
            return new Method(
                    verb,
                    authorization,
                    authorizer,
                    List.of(),
                    key,
                    null,
                    operation,
                    parameters,
                    inputs,
                    responses,
                    null);
        }
    }
}
