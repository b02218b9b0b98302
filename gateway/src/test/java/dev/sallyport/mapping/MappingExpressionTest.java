package dev.sallyport.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.mapping.json.TextBody;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingExpressionTest {

    /** A request with two values of everything that can have two. */
    private static final class Source implements MappingSource {
        private final String requestBody;

        Source() {
            this("");
        }

        Source(String requestBody) {
            this.requestBody = requestBody;
        }

        @Override
        public @Nullable String pathParameter(String name) {
            return Map.of("id", "5").get(name);
        }

        @Override
        public List<String> queryParameters(String name) {
            return name.equals("q") ? List.of("1", "2") : List.of();
        }

        @Override
        public List<String> requestHeaders(String name) {
            return name.equals("X-A") ? List.of("a", "b") : List.of();
        }

        @Override
        public @Nullable String context(String variable) {
            return Map.of("identity.sourceIp", "::1").get(variable);
        }

        @Override
        public @Nullable String stageVariable(String name) {
            return Map.of("v", "var").get(name);
        }

        @Override
        public List<String> pathParameterNames() {
            return List.of("id");
        }

        @Override
        public List<String> queryParameterNames() {
            return List.of("q");
        }

        @Override
        public List<String> requestHeaderNames() {
            return List.of("X-A");
        }

        @Override
        public List<String> contextNames(String group) {
            return List.of();
        }

        @Override
        public Map<String, String> stageVariables() {
            return Map.of("v", "var");
        }

        @Override
        public TextBody requestText() {
            return new TextBody(requestBody);
        }

        @Override
        public List<String> integrationHeaders(String name) {
            return name.equals("X-B") ? List.of("c", "d") : List.of();
        }

        @Override
        public TextBody integrationText() {
            return new TextBody("answer");
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "method.request.path.id, 5",
                "method.request.querystring.q, 2",
                "method.request.header.X-A, b",
                "method.request.multivalueheader.X-A, \"a,b\"",
                "method.request.multivaluequerystring.q, \"1,2\"",
                "method.request.body, {}",
                "context.identity.sourceIp, ::1",
                "stageVariables.v, var",
                "'it is', it is",
                "'', \"\"",
                "integration.response.header.X-B, d",
                "integration.response.multivalueheader.X-B, \"c,d\"",
                "integration.response.body, answer"
            })
    @DisplayName("MAP-1, MAP-2: every source")
    void sources(String expression, String expected) {
        assertThat(MappingExpression.compile(expression).value(new Source())).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "method.request.path.none",
                "method.request.querystring.Q",
                "method.request.header.none",
                "context.none",
                "stageVariables.none",
                "integration.response.header.none",
                "method.request.multivaluequerystring.none"
            })
    @DisplayName("MAP-3: a missing source skips the mapping")
    void missing(String expression) {
        assertThat(MappingExpression.compile(expression).values(new Source())).isEmpty();
        assertThat(MappingExpression.compile(expression).value(new Source())).isNull();
    }

    @Test
    @DisplayName("MAP-9: several query values stay several")
    void several() {
        assertThat(MappingExpression.compile("method.request.multivaluequerystring.q")
                        .values(new Source()))
                .containsExactly("1", "2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "'",
                "'open",
                "method.request.path.",
                "method.request.cookie.x",
                "$context.x",
                "stageVariables"
            })
    @DisplayName("MAP-1: anything else is refused by name")
    void refused(String expression) {
        assertThatThrownBy(() -> MappingExpression.compile(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(expression);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            nullValues = "none",
            delimiter = '|',
            value = {
                "method.request.body.a | {\"a\":\"text\"} | text",
                "method.request.body.a.b[1] | {\"a\":{\"b\":[1,2]}} | 2",
                "method.request.body.a | {\"a\":{\"b\":[1,true]}} | {\"b\":[1,true]}",
                "method.request.body.a | {\"a\":[\"x\"]} | [\"x\"]",
                "method.request.body.b | {\"a\":1} | none",
                "method.request.body.a | {\"a\":null} | none",
                "method.request.body.a | plain text | none",
                "method.request.body.l[*].n | {\"l\":[{\"n\":1},{\"n\":2}]} | [1,2]",
                "method.request.body.a | ~~ | none"
            })
    @DisplayName("MAP-1, MAP-4: a part of the body: scalars as text, the rest as JSON, nothing when it is not there")
    void bodyPaths(String expression, String body, @Nullable String expected) {
        assertThat(MappingExpression.compile(expression).value(new Source(body)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1", "'a'", "\"open", " {a"})
    @DisplayName("MAP-4: a body that looks like JSON and is none")
    void invalidBody(String body) {
        assertThatThrownBy(
                        () -> MappingExpression.compile("method.request.body.a").value(new Source(body)))
                .isInstanceOf(MappingExpression.InvalidBodyException.class);
    }

    @Test
    @DisplayName("MAP-1: a JSON path that is none is refused by name")
    void invalidPath() {
        assertThatThrownBy(() -> MappingExpression.compile("method.request.body.a[?("))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("method.request.body.a[?(");
    }
}
