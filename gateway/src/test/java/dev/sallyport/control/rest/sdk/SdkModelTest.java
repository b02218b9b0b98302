package dev.sallyport.control.rest.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.sdk.SdkModel.ListOf;
import dev.sallyport.control.rest.sdk.SdkModel.MapOf;
import dev.sallyport.control.rest.sdk.SdkModel.ModelOf;
import dev.sallyport.control.rest.sdk.SdkModel.Property;
import dev.sallyport.control.rest.sdk.SdkModel.Simple;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R16.5: what the schemas of models become, for every language. */
class SdkModelTest {

    private final SortedMap<String, SdkModel> models = SdkModel.all(OddApi.models(OddApi.SCHEMAS));

    private SdkModel model(String name) {
        return Objects.requireNonNull(models.get(name), name);
    }

    private static Property property(String name, SdkModel.Type type) {
        return new Property(name, type, false, List.of());
    }

    @Test
    @DisplayName("R16.5: properties keep their order, types, and what is required and allowed")
    void properties() {
        assertThat(model("Pet").properties())
                .containsExactly(
                        new Property("id", Simple.LONG, true, List.of()),
                        new Property("name", Simple.STRING, true, List.of()),
                        new Property("status", Simple.STRING, false, List.of("available", "sold-out", "日本")),
                        property("owner", new ModelOf("Pet_owner")),
                        property("visits", new ListOf(new ModelOf("Pet_visits"))),
                        property("attributes", new MapOf(Simple.STRING)),
                        property("friends", new MapOf(new ModelOf("Pet"))),
                        property("grid", new ListOf(new ListOf(Simple.INTEGER))),
                        property("unknown", new ModelOf("Nowhere")),
                        property("anything", Simple.OBJECT));
    }

    @Test
    @DisplayName("R16.5: an object within a model is a model of its own")
    void nested() {
        assertThat(model("Pet_owner").properties())
                .containsExactly(
                        property("name", Simple.STRING), property("address", new ModelOf("Pet_owner_address")));
        assertThat(model("Pet_owner_address").properties()).containsExactly(property("city", Simple.STRING));
        assertThat(model("Pet_visits").properties()).containsExactly(property("cost", Simple.NUMBER));
    }

    @Test
    @DisplayName("R16.5: lists, maps and simple values at the root are no classes; an empty object is one")
    void aliases() {
        assertThat(model("Pets").alias()).isEqualTo(new ListOf(new ModelOf("Pet")));
        assertThat(model("Rows").alias()).isEqualTo(new ListOf(new ModelOf("Rows_inner")));
        assertThat(model("Prices").alias()).isEqualTo(new MapOf(Simple.NUMBER));
        assertThat(model("Name").alias()).isEqualTo(Simple.STRING);
        assertThat(model("Empty")).isEqualTo(new SdkModel("Empty", null, List.of()));
    }

    @Test
    @DisplayName("R16.5: references within a schema, to itself and to its definitions")
    void references() {
        assertThat(model("Node").properties()).containsExactly(property("next", new ModelOf("Node")));
        assertThat(model("Local").properties())
                .containsExactly(
                        property("one", new ModelOf("Local_part")), property("all", new ModelOf("Local_parts")));
        assertThat(model("Local_part").properties()).containsExactly(property("part", new ModelOf("Local_part")));
        assertThat(model("Local_parts").alias()).isEqualTo(new ListOf(new ModelOf("Local_parts_inner")));
        assertThat(model("Local_parts_inner").properties()).containsExactly(property("a", Simple.BOOLEAN));
    }

    @Test
    @DisplayName("R16.5: a list of nothing but itself has items of any type")
    void cycles() {
        assertThat(model("Loop").alias()).isEqualTo(new ListOf(Simple.OBJECT));
        SortedMap<String, SdkModel> two = SdkModel.all(OddApi.models(Map.of(
                "A", "{\"$ref\": \"https://x/models/B\"}",
                "B", "{\"type\": \"object\", \"additionalProperties\": {\"$ref\": \"https://x/models/A\"}}")));
        assertThat(two.get("A")).isEqualTo(new SdkModel("A", Simple.OBJECT, List.of()));
        assertThat(two.get("B")).isEqualTo(new SdkModel("B", new MapOf(new ModelOf("A")), List.of()));
    }

    @Test
    @DisplayName("names of nested objects that meet get a number")
    void clashes() {
        SortedMap<String, SdkModel> models = SdkModel.all(OddApi.models(Map.of("M", """
            {"properties": {"a-b": {"properties": {"x": {}}}, "a b": {"properties": {"y": {}}}, "@": {"properties": {"z": {}}}}}
            """)));
        assertThat(models.keySet()).containsExactly("M", "M_aB", "M_aB2", "M_value");
    }

    @ParameterizedTest
    @DisplayName("R16.5: oneOf, anyOf and allOf at the root, and what is no JSON, are refused by name")
    @ValueSource(strings = {"{\"oneOf\": []}", "{\"anyOf\": []}", "{\"allOf\": []}", "{"})
    void refused(String schema) {
        assertThatThrownBy(() -> SdkModel.all(List.of(SdkFixture.model("Any", schema))))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("model Any");
    }

    @ParameterizedTest
    @DisplayName("16.5: names in the manner of Ruby")
    @CsvSource({
        "GetABOp, get_ab_op",
        "petId, pet_id",
        "X-Trace, x_trace",
        "PostApiRoot, post_api_root",
        "URLPath, url_path"
    })
    void underscore(String name, String underscored) {
        assertThat(SdkNames.underscore(name)).isEqualTo(underscored);
    }

    @ParameterizedTest
    @DisplayName("16.5: the name of an API in the name of its client")
    @CsvSource({"SimpleCalc, SimpleCalc", "Core API, CoreAPI", "dev-aws-nodejs, Devawsnodejs", "日本, Api"})
    void client(String api, String client) {
        assertThat(SdkNames.client(api)).isEqualTo(client);
    }
}
