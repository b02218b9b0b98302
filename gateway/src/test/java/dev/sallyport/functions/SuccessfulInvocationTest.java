package dev.sallyport.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.FunctionVersion;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SuccessfulInvocationTest {

    private final HostFixture fixture = new HostFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    /** 4.4: nodejs with an async handler. */
    @Test
    void runsAnAsyncNodeHandler() {
        FunctionVersion function =
                fixture.node("exports.handler = async (event) => ({ hello: event.name, n: process.version });");
        assertThat(fixture.succeed(function, "{\"name\":\"wörld\"}")).contains("\"hello\":\"wörld\"");
    }

    /** 4.4: python with a dotted module path. */
    @Test
    void runsAPythonHandlerInAPackage() {
        FunctionVersion function = fixture.function(
                "f",
                "python3.12",
                "src/app.handler",
                Zips.of("src/app.py", "def handler(event, context):\n    return {'hello': event['name']}\n"));
        assertThat(fixture.succeed(function, "{\"name\":\"wörld\"}")).isEqualTo("{\"hello\": \"wörld\"}");
    }

    /** 4.5: the process sees the variables of AWS and of the user, and none of the gateway's. */
    @Test
    void givesTheProcessTheVariablesOfAwsAndNoOthers() {
        FunctionVersion function = fixture.function(
                "f",
                "nodejs20.x",
                "index.handler",
                Zips.of("index.js", "exports.handler = async () => process.env;"),
                10,
                256,
                Map.of("COLOUR", "green"));
        assertThat(fixture.succeed(function, "{}"))
                .contains("\"COLOUR\":\"green\"")
                .contains("\"AWS_LAMBDA_FUNCTION_MEMORY_SIZE\":\"256\"")
                .contains("\"AWS_EXECUTION_ENV\":\"AWS_Lambda_nodejs20.x\"")
                .contains("\"_HANDLER\":\"index.handler\"")
                .contains("\"_X_AMZN_TRACE_ID\":\"Root=1-5759e988")
                .doesNotContain("JAVA_HOME")
                .doesNotContain("\"HOME\"");
    }
}
