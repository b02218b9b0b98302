package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.rest.Rest.Api;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CreateModelRequest;
import dev.sallyport.wire.apigateway.GetModelRequest;
import dev.sallyport.wire.apigateway.GetModelTemplateRequest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** GetModelTemplate, in the layout of AWS's published examples. */
class ModelTemplateTest {

    private static final String ROOT = "#set($inputRoot = $input.path('$'))\n";

    private final Rest rest = new Rest();
    private final Api api = rest.api();

    @Test
    @DisplayName("The example of the AWS CLI: an object without properties")
    void emptyObject() {
        assertThat(template("Empty")).isEqualTo(ROOT + "{ }");
    }

    @Test
    @DisplayName("The example of the API reference: numbers and texts")
    void numbersAndTexts() {
        create("output", """
                {"type":"object","properties":{"a":{"type":"number"},"b":{"type":"number"},
                 "op":{"type":"string"},"c":{"type":"number"}}}""");
        assertThat(template("output"))
                .isEqualTo(ROOT + "{\n  \"a\" : 3.1415,\n  \"b\" : 3.1415,\n  \"op\" : \"foo\",\n  \"c\" : 3.1415\n}");
    }

    @Test
    @DisplayName("An array at the top, as consoles of AWS have shown it")
    void arrayAtTheTop() {
        create("Data", """
                {"type":"array","items":{"type":"object","properties":{"age":{"type":"integer"},
                 "height":{"type":"integer"}}}}""");
        assertThat(template("Data")).isEqualTo(ROOT + """
                [
                ##TODO: Update this foreach loop to reference array from input json
                #foreach($elem in $inputRoot.TODO)
                 {
                  "age" : 42,
                  "height" : 42
                }\040
                #if($foreach.hasNext),#end
                #end
                ]""");
    }

    @Test
    @DisplayName("Nested objects and arrays, and every other type")
    void nested() {
        create("Pet", """
                {"properties":{"owner":{"properties":{"na\\"me":{"type":["string","null"]}}},
                 "tags":{"items":{"type":"string"}},"alive":{"type":"boolean"},"x":{"type":"null"},"any":{}}}""");
        assertThat(template("Pet")).isEqualTo(ROOT + """
                {
                  "owner" : {
                    "na\\"me" : "foo"
                  },
                  "tags" : [
                ##TODO: Update this foreach loop to reference array from input json
                #foreach($elem in $inputRoot.TODO)
                   "foo"\040
                #if($foreach.hasNext),#end
                #end
                  ],
                  "alive" : true,
                  "x" : null,
                  "any" : { }
                }""");
    }

    @Test
    @DisplayName("References within the schema and to other models; circles end in an empty object")
    void references() {
        create("Name", "{\"type\":\"string\"}");
        create(
                "Pet",
                "{\"properties\":{\"name\":{\"$ref\":\"" + url("Name") + "\"},\"child\":{\"$ref\":\"" + url("Pet")
                        + "\"},\"id\":{\"$ref\":\"#/definitions/id\"},\"lost\":{\"$ref\":\"#/definitions/none\"},"
                        + "\"odd\":{\"$ref\":\"#nowhere\"},\"self\":{\"$ref\":\"#\"}},"
                        + "\"definitions\":{\"id\":{\"type\":\"integer\"}}}");
        create("Zoo", "{\"properties\":{\"pet\":{\"$ref\":\"" + url("Pet") + "\"}}}");
        assertThat(template("Zoo")).isEqualTo(ROOT + """
                {
                  "pet" : {
                    "name" : "foo",
                    "child" : { },
                    "id" : 42,
                    "lost" : { },
                    "odd" : { },
                    "self" : {
                      "name" : "foo",
                      "child" : { },
                      "id" : 42,
                      "lost" : { },
                      "odd" : { },
                      "self" : { }
                    }
                  }
                }""");
    }

    @Test
    @DisplayName("A template ends although references multiply")
    void templatesAreBounded() {
        create("L0", "{\"type\":\"string\"}");
        for (int level = 1; level <= 40; level++) {
            String below = "{\"$ref\":\"" + url("L" + (level - 1)) + "\"}";
            create("L" + level, "{\"properties\":{\"a\":" + below + ",\"b\":" + below + "}}");
        }
        assertThat(template("L40").length()).isLessThan(1_000_000);
    }

    @Test
    @DisplayName("A template and a flattened schema end although models make a long chain")
    void chainsAreBounded() {
        create("C0", "{\"type\":\"string\"}");
        for (int link = 1; link <= 2000; link++) {
            create("C" + link, "{\"properties\":{\"a\":{\"$ref\":\"" + url("C" + (link - 1)) + "\"}}}");
        }
        assertThat(template("C2000")).contains("\"a\" : { }\n");
        String flat = given(rest.send(
                        ApiGateway.GET_MODEL,
                        GetModelRequest.builder()
                                .restApiId(api.id())
                                .modelName("C2000")
                                .flatten(true)
                                .build())
                .schema());
        assertThat(flat).contains("\"C0\":{\"type\":\"string\"}").doesNotContain("https:");
    }

    @Test
    @DisplayName("2.3: a template of an unknown model")
    void unknownModel() {
        assertThat(rest.refused(ApiGateway.GET_MODEL_TEMPLATE, request("Dog")).getMessage())
                .isEqualTo("Invalid model name specified: Dog");
    }

    private String url(String model) {
        return "https://apigateway.amazonaws.com/restapis/" + api.id() + "/models/" + model;
    }

    private void create(String name, String schema) {
        rest.send(
                ApiGateway.CREATE_MODEL,
                CreateModelRequest.builder()
                        .restApiId(api.id())
                        .name(name)
                        .contentType("application/json")
                        .schema(schema)
                        .build());
    }

    private GetModelTemplateRequest request(String name) {
        return GetModelTemplateRequest.builder()
                .restApiId(api.id())
                .modelName(name)
                .build();
    }

    private String template(String name) {
        return given(rest.send(ApiGateway.GET_MODEL_TEMPLATE, request(name)).value());
    }
}
