package dev.sallyport.control.rest.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

    @Test
    @DisplayName("values are put in as they are, inner names hide outer ones")
    void values() {
        Template template = Template.parse("{{a}}:{{#list}}<{{a}}{{b}}>{{/list}}{{a}}");

        assertThat(template.render(
                        Map.of("a", "\"", "list", List.of(Map.of("b", "1"), Map.of("a", "x", "b", "{{a}}")))))
                .isEqualTo("\":<\"1><x{{a}}>\"");
    }

    @Test
    @DisplayName("a section of a flag or an empty list, and what stands in its place")
    void sections() {
        Template template =
                Template.parse("{{#on}}yes{{/on}}{{^on}}no{{/on}} {{#list}}item{{/list}}{{^list}}none{{/list}}");

        assertThat(template.render(Map.of("on", true, "list", List.of()))).isEqualTo("yes none");
        assertThat(template.render(Map.of("on", false, "list", List.of(Map.of()))))
                .isEqualTo("no item");
    }

    @Test
    @DisplayName("a line with nothing but the mark of a section leaves no trace")
    void lines() {
        Template template = Template.parse("a\n  {{#list}}\n  {{b}}\n  {{/list}}\nz\n");

        assertThat(template.render(Map.of("list", List.of(Map.of("b", "1"), Map.of("b", "2")))))
                .isEqualTo("a\n  1\n  2\nz\n");
        assertThat(template.render(Map.of("list", List.of()))).isEqualTo("a\nz\n");
    }

    @ParameterizedTest
    @DisplayName("a template that is not whole is refused when it is read")
    @ValueSource(strings = {"{{a", "{{#a}}", "{{/a}}", "{{#a}}{{#b}}{{/a}}{{/b}}"})
    void malformed(String text) {
        assertThatThrownBy(() -> Template.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("a name without a value is a mistake, as is a section of a text")
    void unknown() {
        assertThatThrownBy(() -> Template.parse("{{a}}").render(Map.of())).hasMessageContaining("no value for a");
        assertThatThrownBy(() -> Template.parse("{{#a}}{{/a}}").render(Map.of("a", "text")))
                .hasMessageContaining("section a is a text");
    }
}
