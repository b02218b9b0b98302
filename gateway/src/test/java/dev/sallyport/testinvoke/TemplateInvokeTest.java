package dev.sallyport.testinvoke;

import static dev.sallyport.testinvoke.DraftFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.rest.DraftInvoker.MethodAnswer;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a test invocation shows of templates. */
@Timeout(30)
class TemplateInvokeTest {

    private DraftFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new DraftFixture();
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    private MethodAnswer invoke(String requestTemplate, String responseTemplate) {
        TestIntegration http = TestIntegration.of("HTTP", "POST", fixture.backend.uri("/b"))
                .template(requestTemplate)
                .response("200", null, Map.of(), responseTemplate);
        return fixture.invoke(new TestApi("abc123").on("POST", "/t", http), "POST", request("/t", null, "{\"a\":1}"));
    }

    @Test
    @DisplayName("R22.10: the log shows the body before and after both templates")
    void shown() {
        MethodAnswer answer = invoke("<$input.path('$.a') $context.identity.sourceIp>", "[$input.body]");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("[ok]");
        assertThat(answer.log())
                .contains("Method request body before transformations: {\"a\":1}\n")
                .contains("Endpoint request body after transformations: <1 test-invoke-source-ip>\n")
                .contains("Endpoint response body before transformations: ok\n")
                .contains("Method response body after transformations: [ok]\n");
    }

    @Test
    @DisplayName("VTL-6, LOG-4: a template that fails is told of with its line and column, and in AWS's words")
    void failed() {
        MethodAnswer answer = invoke("{\n $util.parseJson('{')}", "");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.log())
                .contains("the text is no JSON in the request template for application/json, line 2, column 8\n")
                .contains("Execution failed due to configuration error: Unable to transform request\n")
                .contains("Method completed with status: 500\n");
    }

    @Test
    @DisplayName("VTL-6, LOG-4: the same for a response template")
    void failedResponse() {
        MethodAnswer answer = invoke("$input.body", "#evaluate('a')");

        assertThat(answer.log())
                .contains("#evaluate is not available in mapping templates in the template of integration response 200")
                .contains("Execution failed due to configuration error: Unable to transform response\n");
    }
}
