package dev.sallyport.testinvoke;

import static dev.sallyport.testinvoke.DraftFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.rest.DraftInvoker.MethodAnswer;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StreamedFunctionTest {

    private DraftFixture fixture;

    @BeforeEach
    void open() throws IOException {
        fixture = new DraftFixture();
    }

    @AfterEach
    void close() throws IOException {
        fixture.close();
    }

    @Test
    @DisplayName("R22.9, INT-111: the log of a streamed function names its operation and shows all that it wrote")
    void streamedLambda() {
        fixture.functions.streams(
                "f",
                stream -> stream.prelude("{\"statusCode\":201,\"headers\":{\"A\":\"b\"}}")
                        .write("one ")
                        .write("two")
                        .end());

        MethodAnswer answer = fixture.invoke(
                new TestApi("abc123").on("GET", "/pets", TestIntegration.streamedLambda("f")),
                "GET",
                request("/pets", null, ""));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.headers()).containsEntry("A", List.of("b"));
        assertThat(answer.body()).isEqualTo("one two");
        assertThat(answer.log().lines())
                .anyMatch(line ->
                        line.contains("/2021-11-15/functions/") && line.contains("/response-streaming-invocations"))
                .anyMatch(line -> line.contains("one two"));
    }
}
