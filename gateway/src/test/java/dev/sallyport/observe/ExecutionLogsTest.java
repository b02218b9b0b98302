package dev.sallyport.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.http.Headers;
import dev.sallyport.model.Scope;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.GatewayResponseType;
import dev.sallyport.pipeline.MethodLog;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import dev.sallyport.pipeline.TestExchange;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What guards leave in execution logs; requests over sockets are in the edge's test of the same name. */
class ExecutionLogsTest {

    private static final Step CALL = new Step() {
        @Override
        public Outcome run(Exchange exchange) {
            return Outcome.CONTINUE;
        }

        @Override
        public boolean isIntegration() {
            return true;
        }
    };

    private final AtomicLong nanos = new AtomicLong();
    private final RequestTrace trace = new RequestTrace(1_700_000_000_000L, nanos::get, 1024, null);
    private final Exchange exchange = TestExchange.of("GET", "/pets", "/pets")
            .header("x-api-key", "abcdefghijkl")
            .build();
    private final List<String> lines = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();

    private void write(boolean needsKey, @Nullable Fault fault) {
        trace.end();
        InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(1_700_000_000_000L));
        new ExecutionLogs(
                        (kind, told, owner, group, stream, millis, message) -> {
                            lines.add(message.substring(message.indexOf(") ") + 2));
                            times.add(millis - 1_700_000_000_000L);
                        },
                        clock)
                .write(
                        new MethodLog(new Scope("123456789012", "eu-west-1"), "g", null, "s", false, false, needsKey),
                        exchange,
                        trace,
                        fault,
                        false);
    }

    @Test
    @DisplayName("LOG-3 2 to 6: what an authorizer did stands before the execution, in the order in which it happened")
    void authorizer() {
        trace.began(step -> Outcome.CONTINUE);
        trace.log("Starting authorizer: a1b2c3 for request: r");
        nanos.addAndGet(2_000_000);
        trace.request("https://lambda/authorizer", new Headers(1), "{}");
        nanos.addAndGet(3_000_000);
        trace.response(200, new Headers(1), "{}");
        nanos.addAndGet(1_000_000);
        trace.log("Successfully completed authorizer execution");
        trace.ended(Outcome.CONTINUE);
        nanos.addAndGet(4_000_000);
        trace.began(CALL);
        trace.request("https://backend/", new Headers(1), "");
        trace.response(200, new Headers(1), "");

        write(false, null);

        assertThat(lines)
                .containsSubsequence(
                        "Extended Request Id: OQ3x1Gd8joEFZAw=",
                        "Starting authorizer: a1b2c3 for request: r",
                        "Sending request to https://lambda/authorizer",
                        "Received response. Status: 200, Integration latency: 3 ms",
                        "Successfully completed authorizer execution",
                        "Starting execution for request: 1f0a7a0e-2b1c-4f0e-9a53-7d2f0c5b6e11",
                        "Sending request to https://backend/",
                        "Successfully completed execution");
        assertThat(times.get(lines.indexOf("Successfully completed authorizer execution")))
                .isEqualTo(6);
    }

    @Test
    @DisplayName("LOG-3 7, 9, 12: the key that opened the method is masked, its id is not")
    void key() {
        exchange.note("identity.apiKey", "abcdefghijkl");
        exchange.note("identity.apiKeyId", "k1");

        write(true, null);

        assertThat(lines)
                .containsSubsequence(
                        "Verifying Usage Plan for request: 1f0a7a0e-2b1c-4f0e-9a53-7d2f0c5b6e11. API Key: ******ghijkl"
                                + " API Stage: abc123/test",
                        "Usage Plan check succeeded for API Key ******ghijkl and API Stage abc123/test",
                        "HTTP Method: GET, Resource Path: /pets",
                        "API Key: ***",
                        "API Key ID: k1")
                .noneMatch(line -> line.contains("does not require"))
                .noneMatch(line -> line.contains("abcdefghijkl"));
    }

    @Test
    @DisplayName("LOG-3: what a guard refuses is not executed")
    void refused() {
        write(true, new Fault(GatewayResponseType.INVALID_API_KEY, 403, "ForbiddenException", "Forbidden", null));

        assertThat(lines)
                .containsExactly(
                        "Extended Request Id: OQ3x1Gd8joEFZAw=",
                        "Verifying Usage Plan for request: 1f0a7a0e-2b1c-4f0e-9a53-7d2f0c5b6e11. API Key:  API Stage:"
                                + " abc123/test",
                        "Method completed with status: 403");
    }
}
