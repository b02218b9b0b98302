package dev.sallyport.pipeline.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.http.Headers;
import dev.sallyport.mapping.MappingExpression;
import dev.sallyport.mapping.Template;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.TestExchange;
import dev.sallyport.pipeline.step.SelectIntegrationResponse.Choice;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The steps of custom integrations around the call of the backend. */
class StepsTest {

    private static final Template TEXT = Template.literal(" rendered ");

    @ParameterizedTest(name = "{0}, templates {1}, type {2}")
    @CsvSource(
            nullValues = "none",
            value = {
                "WHEN_NO_MATCH, application/xml, text/plain, passes",
                "WHEN_NO_MATCH, none, text/plain, passes",
                "WHEN_NO_TEMPLATES, application/xml, text/plain, 415",
                "WHEN_NO_TEMPLATES, none, text/plain, passes",
                "NEVER, application/xml, text/plain, 415",
                "NEVER, none, text/plain, 415",
                "NEVER, application/json, none, rendered",
                "NEVER, application/json, Application/JSON; charset=utf-8, rendered",
                "NEVER, $default, text/plain, rendered",
                "NEVER, application/xml, none, 415",
                "WHEN_NO_MATCH, application/json, none, rendered"
            })
    @DisplayName("INT-90 to INT-92")
    void requestTemplate(String behavior, @Nullable String templateType, @Nullable String type, String expected) {
        TestExchange building = TestExchange.of("POST", "/", "/");
        if (type != null) {
            building.header("Content-Type", type);
        }
        Exchange exchange = building.build();
        Map<String, Template> templates = templateType == null ? Map.of() : Map.of(templateType, TEXT);

        Outcome outcome = new SelectRequestTemplate(templates, behavior).run(exchange);

        assertThat(outcome).isEqualTo(expected.equals("415") ? Fault.UNSUPPORTED_MEDIA_TYPE : Outcome.CONTINUE);
        assertThat(exchange.transformedBody()).isEqualTo(expected.equals("rendered") ? "rendered" : null);
    }

    private static Choice choice(int status, @Nullable String pattern) {
        return new Choice(status, pattern == null ? null : Pattern.compile(pattern), true, Map.of(), Map.of());
    }

    private static Exchange answered(int status, @Nullable String subject) {
        Exchange exchange = TestExchange.of("GET", "/", "/").build();
        exchange.integrationResponse(
                status, subject, new Headers().add("X-A", "1").add("X-A", "2"), null);
        return exchange;
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {"404, 400", "4040, 200", "x404, 200", "500, 500", "none, 200", "200, 200", "'404\n', 200"})
    @DisplayName("INT-80, INT-81: the whole subject must match, else the default")
    void selection(@Nullable String subject, int expected) {
        Exchange exchange = answered(200, subject);

        Outcome outcome = new SelectIntegrationResponse(
                        List.of(choice(400, "4\\d{2}"), choice(500, "5..")), choice(200, null))
                .run(exchange);

        assertThat(outcome).isEqualTo(Outcome.CONTINUE);
        assertThat(exchange.status()).isEqualTo(expected);
        assertThat(exchange.responseHeaders().first("Content-Type")).isEqualTo("application/json");
    }

    @Test
    @DisplayName("INT-82, INT-83: no choice, or one without method response, says so in AWS's words")
    void noChoice() {
        Exchange exchange = answered(404, "404");

        assertThat(new SelectIntegrationResponse(List.of(choice(500, "5..")), null).run(exchange))
                .isEqualTo(Fault.configuration("No match for output mapping and no default output mapping configured."
                        + " Endpoint Response Status Code: 404"));
        Choice undeclared = new Choice(418, null, false, Map.of(), Map.of());
        assertThat(new SelectIntegrationResponse(List.of(), undeclared).run(exchange))
                .isEqualTo(Fault.configuration("Output mapping refers to an invalid method response: 418"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "text/html, html, text/html",
                "'text/html;q=0.1,a/b', html, text/html",
                "none, json, application/json",
                "image/png, json, application/json"
            })
    @DisplayName("INT-93: the template by Accept, then JSON")
    void responseTemplate(@Nullable String accept, String body, String type) {
        TestExchange building = TestExchange.of("GET", "/", "/");
        if (accept != null) {
            building.header("Accept", accept);
        }
        Exchange exchange = building.build();
        Map<String, Template> templates = new LinkedHashMap<>();
        templates.put("text/html", Template.literal("html"));
        templates.put("application/json", Template.literal("json"));
        Choice choice = new Choice(200, null, true, Map.of(), templates);

        new SelectIntegrationResponse(List.of(), choice).run(exchange);

        assertThat(exchange.constantResponse()).asString(StandardCharsets.UTF_8).isEqualTo(body);
        assertThat(exchange.responseHeaders().first("Content-Type")).isEqualTo(type);
    }

    @Test
    @DisplayName("MAP-2, MAP-3, HDR-2: response headers are mapped, missing ones skipped, reserved ones remapped")
    void responseHeaders() {
        Exchange exchange = answered(200, "200");
        Map<String, MappingExpression> headers = new LinkedHashMap<>();
        headers.put("X-Last", MappingExpression.compile("integration.response.header.X-A"));
        headers.put("X-None", MappingExpression.compile("integration.response.header.X-B"));
        headers.put("Date", MappingExpression.compile("'today'"));
        headers.put("Content-Type", MappingExpression.compile("'text/plain'"));

        new SelectIntegrationResponse(List.of(), new Choice(200, null, true, headers, Map.of())).run(exchange);

        assertThat(exchange.responseHeaders().first("X-Last")).isEqualTo("2");
        assertThat(exchange.responseHeaders().contains("X-None")).isFalse();
        assertThat(exchange.responseHeaders().first("x-amzn-Remapped-Date")).isEqualTo("today");
        assertThat(exchange.responseHeaders().all("Content-Type")).containsExactly("text/plain");
    }

    @Test
    @DisplayName("MAP-2: a value with a line break fails the call instead of forging a header")
    void lineBreaks() {
        Exchange exchange = answered(200, "200");
        Choice choice = new Choice(200, null, true, Map.of("X", MappingExpression.compile("'a\r\nB: c'")), Map.of());

        assertThat(new SelectIntegrationResponse(List.of(), choice).run(exchange))
                .isInstanceOf(Fault.class);
        MapRequestParameters request = new MapRequestParameters(List.of(new MapRequestParameters.Entry(
                MapRequestParameters.Target.HEADER, "X", MappingExpression.compile("'a\nb'"))));
        assertThat(request.run(exchange)).isInstanceOf(Fault.class);
    }
}
