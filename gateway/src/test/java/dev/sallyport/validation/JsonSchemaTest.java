package dev.sallyport.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sallyport.mapping.json.JsonTree;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** References between models, what cannot be compiled, and what a document may cost. */
class JsonSchemaTest {

    private static final String MODELS = "https://apigateway.amazonaws.com/restapis/abc123/models/";

    private static List<String> validate(String document, Map<String, String> models) throws SchemaException {
        return JsonSchema.compile("M", models).validate(JsonTree.parse(document), document.length());
    }

    private static List<String> validate(String document, String schema) throws SchemaException {
        return validate(document, Map.of("M", schema));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"pet\": {\"name\": \"x\"}} | []",
                "{\"pet\": {}} | [object has missing required properties ([\"name\"])]",
                "{\"pet\": {\"name\": \"x\", \"mate\": {\"name\": 1}}} | [instance type (integer) does not match any"
                        + " allowed primitive type (allowed: [\"string\"])]",
                "{\"any\": {}} | [instance failed to match exactly one schema (matched 0 out of 1)]"
            })
    @DisplayName("MRQ-31: models refer to each other by URL, nested in properties and in oneOf, and to themselves")
    void models(String document, String errors) throws Exception {
        Map<String, String> models = Map.of(
                "M",
                "{\"properties\": {\"pet\": {\"$ref\": \"" + MODELS + "Pet\"}, \"any\": {\"oneOf\": [{\"$ref\": \""
                        + MODELS + "Pet\"}]}}}",
                "Pet",
                "{\"type\": \"object\", \"required\": [\"name\"], \"properties\": {\"name\": {\"$ref\":"
                        + " \"#/definitions/n\"}, \"mate\": {\"$ref\": \"" + MODELS
                        + "Pet\"}}, \"definitions\": {\"n\": {\"type\": \"string\"}}}");

        assertThat(validate(document, models)).hasToString(errors);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"$ref\": \"https://example.com/x\"} | names no model of the API",
                "{\"$ref\": \"" + MODELS + "Nobody\"} | there is no model Nobody",
                "{\"$ref\": \"#/definitions/x\"} | leads nowhere",
                "{\"$ref\": \"#\"} | leads to itself",
                "{\"pattern\": \"(\"} | the regular expression (",
                "{\"type\": \"thing\"} | type is not valid",
                "{\"properties\": {\"a\": 1}} | is no object",
                "[] | is no JSON object"
            })
    @DisplayName("DESIGN 5.2: a schema that cannot be compiled is refused and the reason named")
    void refused(String schema, String reason) {
        assertThatThrownBy(() -> JsonSchema.compile("M", Map.of("M", schema)))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining(reason);
    }

    @Test
    @DisplayName("MRQ-33: Empty still demands an object; what is no JSON cannot be read")
    void empty() throws Exception {
        String schema = "{\"$schema\": \"http://json-schema.org/draft-04/schema#\", \"title\": \"Empty Schema\","
                + " \"type\": \"object\"}";

        assertThat(validate("{}", schema)).isEmpty();
        assertThat(validate("[]", schema)).hasSize(1);
        assertThat(validate("", schema)).containsExactly("Unknown error parsing request body");
        assertThat(validate("{} {}", schema)).containsExactly("Unknown error parsing request body");
    }

    @ParameterizedTest
    @CsvSource({"(a+)+$", "^(a|aa)+$", "^(\\w+\\s?)*$", "(x|a)*(y|a)*(z|a)*$"})
    @DisplayName("HARDENING: an expression that backtracks without end ends all the same, and the document is invalid")
    void catastrophe(String expression) {
        String schema = "{\"pattern\": \"" + expression.replace("\\", "\\\\") + "\"}";
        String document = "\"" + "a".repeat(20_000) + "!\"";

        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(validate(document, schema)).isNotEmpty());
    }

    @Test
    @DisplayName("HARDENING: schemas that multiply with each level, and one that contains itself, are bounded")
    void explosion() {
        String branch = "{\"properties\": {\"c\": {\"$ref\": \"#\"}}, \"required\": [\"d\"]}";
        String schema = "{\"anyOf\": [" + branch + "," + branch + "," + branch + "]}";
        String document = "{\"d\": 1, \"c\":".repeat(60) + "{}" + "}".repeat(60);

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertThat(validate(document, schema)).isNotEmpty();
            assertThat(validate("1", "{\"allOf\": [{\"$ref\": \"#\"}]}")).isEqualTo(JsonSchema.UNREADABLE);
            assertThat(validate("1e999999999", "{\"multipleOf\": 0.1}")).isEqualTo(JsonSchema.UNREADABLE);
        });
    }

    @Test
    @DisplayName("HARDENING: long honest documents are read to their end")
    void longDocuments() throws Exception {
        String list = "[" + "\"abcdefghij\",".repeat(100_000) + "\"last\"]";

        assertThat(validate(list, "{\"items\": {\"type\": \"string\", \"pattern\": \"^[a-z]*$\", \"maxLength\": 10}}"))
                .isEmpty();
        assertThat(validate("\"" + "ab".repeat(1_000_000) + "\"", "{\"pattern\": \"^(?:ab)*$\"}"))
                .isEmpty();
    }
}
