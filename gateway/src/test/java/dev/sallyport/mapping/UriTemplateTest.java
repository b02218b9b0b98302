package dev.sallyport.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UriTemplateTest {

    private static final Map<String, String> VALUES =
            Map.of("id", "a b", "proxy", "x/y z", "percent", "50%", "host", "evil.com/?#@", "dots.and-dashes_$", "v");

    @ParameterizedTest
    @CsvSource({
        "http://b/fixed, http://b/fixed",
        "http://b/{id}, http://b/a%20b",
        "http://b/{proxy}, http://b/x/y%20z",
        "http://b/{proxy+}?q={id}, http://b/x/y%20z?q=a%20b",
        "http://b/{percent}, http://b/50%25",
        "http://b/{dots.and-dashes_$}, http://b/v",
        "http://b/{unmapped}/{unmapped+}, http://b/{unmapped}/{unmapped+}",
        "http://b/${other}/${stageVariables, http://b/${other}/${stageVariables",
        "http://{host}.example.com/x, http://evil.com%2F%3F%23%40.example.com/x"
    })
    @DisplayName("MAP-7, INV-23: places are filled with encoded values, others stay")
    void expansion(String template, String expected) {
        assertThat(UriTemplate.compile(template).expand(VALUES)).isEqualTo(expected);
    }

    @Test
    @DisplayName("STG-3, MAP-7: stage variables are put in as they are, undefined ones are nothing")
    void stageVariables() {
        assertThat(UriTemplate.withStageVariables(
                        "http://${stageVariables.host}/${stageVariables.none}${other}", Map.of("host", "$1\\b")))
                .isEqualTo("http://$1\\b/${other}");
        assertThat(UriTemplate.compile("http://b/x").isFixed()).isTrue();
    }
}
