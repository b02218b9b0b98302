package dev.sallyport.control.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.functions.Invocation;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.wire.lambda.DeleteFunctionRequest;
import dev.sallyport.wire.lambda.InvocationRequest;
import dev.sallyport.wire.lambda.Lambda;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** R4.8. */
class EventInvocationsTest {

    private static final EventInvocations.Settings SMALL = new EventInvocations.Settings(
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(2)),
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            Duration.ofHours(6),
            2,
            100);

    private final LambdaFixture lambda = new LambdaFixture(SMALL);

    @Test
    void triesTwiceAgainUnderTheSameRequestId() {
        lambda.create("f");
        lambda.host.results.addAll(List.of(FakeHost.failed(), FakeHost.failed(), FakeHost.failed()));

        invoke("{}");
        assertThat(lambda.host.invocations).hasSize(1);
        lambda.pass(Duration.ofSeconds(59));
        assertThat(lambda.host.invocations).hasSize(1);
        lambda.pass(Duration.ofSeconds(1));
        assertThat(lambda.host.invocations).hasSize(2);
        lambda.pass(Duration.ofSeconds(119));
        assertThat(lambda.host.invocations).hasSize(2);
        lambda.pass(Duration.ofSeconds(1));
        assertThat(lambda.host.invocations)
                .hasSize(3)
                .extracting(Invocation::requestId)
                .containsOnly("request-1");

        lambda.pass(Duration.ofHours(7));
        assertThat(lambda.host.invocations).hasSize(3);
    }

    @Test
    void stopsAtSuccess() {
        lambda.create("f");
        lambda.host.results.add(FakeHost.failed());

        invoke("{}");
        lambda.pass(Duration.ofHours(7));
        assertThat(lambda.host.invocations).hasSize(2);
    }

    @Test
    void waitsForRoomWithoutCountingAFailure() {
        lambda.create("f");
        for (int i = 0; i < 3; i++) {
            lambda.host.results.add(new InvocationResult.Throttled("ConcurrentInvocationLimitExceeded"));
        }
        lambda.host.results.addAll(List.of(FakeHost.failed(), FakeHost.failed(), FakeHost.failed()));

        invoke("{}");
        lambda.pass(Duration.ofSeconds(1 + 2 + 4));
        assertThat(lambda.host.invocations).hasSize(4);
        lambda.pass(Duration.ofMinutes(3));
        assertThat(lambda.host.invocations).hasSize(6);
    }

    @Test
    void givesUpWaitingAfterSixHours() {
        lambda.create("f");
        for (int i = 0; i < 200; i++) {
            lambda.host.results.add(new InvocationResult.Throttled("ConcurrentInvocationLimitExceeded"));
        }

        invoke("{}");
        lambda.pass(Duration.ofHours(6));
        int attempts = lambda.host.invocations.size();
        assertThat(attempts).isBetween(70, 90);
        assertThat(lambda.waiting()).isZero();
    }

    @Test
    void takesTheVersionAsItIsAtEachAttempt() {
        lambda.create("f");
        lambda.host.results.add(FakeHost.failed());

        invoke("{}");
        lambda.updateCode("f", "repaired");
        lambda.pass(Duration.ofMinutes(1));
        assertThat(lambda.host.invocations.getLast().function()).isEqualTo(lambda.stored("f", "$LATEST"));
    }

    @Test
    void dropsAnEventWhoseFunctionIsGone() {
        lambda.create("f");
        lambda.host.results.add(FakeHost.failed());

        invoke("{}");
        lambda.run(
                Lambda.DELETE_FUNCTION,
                DeleteFunctionRequest.builder().functionName("f").build());
        lambda.pass(Duration.ofMinutes(1));
        assertThat(lambda.host.invocations).hasSize(1);
        assertThat(lambda.waiting()).isZero();
    }

    @Test
    void refusesMoreEventsThanItMayHold() {
        lambda.create("f");
        lambda.host.results.addAll(List.of(FakeHost.failed(), FakeHost.failed()));

        invoke("{}");
        invoke("{}");
        ServiceException refused = lambda.refused(Lambda.INVOKE, request("{}"));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("TooManyRequestsException");

        lambda.pass(Duration.ofMinutes(1));
        invoke("{}");
    }

    @Test
    void refusesMoreBytesThanItMayHold() {
        lambda.create("f");
        lambda.host.results.add(FakeHost.failed());
        String sixty = '"' + "x".repeat(58) + '"';

        invoke(sixty);
        assertThat(lambda.refused(Lambda.INVOKE, request(sixty)).status()).isEqualTo(429);
        invoke("{}");
    }

    @Test
    void endsWithTheGateway() {
        lambda.create("f");
        lambda.host.results.add(FakeHost.failed());

        invoke("{}");
        lambda.events.close();
        lambda.pass(Duration.ofHours(1));
        assertThat(lambda.host.invocations).hasSize(1);
        assertThat(lambda.refused(Lambda.INVOKE, request("{}")).status()).isEqualTo(429);
    }

    private void invoke(String payload) {
        lambda.run(Lambda.INVOKE, request(payload));
    }

    private static InvocationRequest request(String payload) {
        return InvocationRequest.builder()
                .functionName("f")
                .invocationType("Event")
                .payload(payload.getBytes(UTF_8))
                .build();
    }
}
