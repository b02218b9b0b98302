package dev.sallyport.control.lambda;

import static dev.sallyport.control.lambda.LambdaFixture.ARN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.functions.Invocation;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.wire.lambda.CreateAliasRequest;
import dev.sallyport.wire.lambda.InvocationRequest;
import dev.sallyport.wire.lambda.InvocationResponse;
import dev.sallyport.wire.lambda.InvokeAsyncRequest;
import dev.sallyport.wire.lambda.Lambda;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvokeTest {

    private final LambdaFixture lambda = new LambdaFixture();

    @BeforeEach
    void createFunction() {
        lambda.createWithVersions("f", 1);
    }

    /** R4.1. */
    @Test
    void answersWhatTheFunctionAnswers() {
        lambda.host.results.add(FakeHost.answered("{\"a\":1}", null, "log"));

        InvocationResponse answer = lambda.run(
                Lambda.INVOKE, request("f").payload(bytes("{\"in\":1}")).build());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.payload()).isEqualTo(bytes("{\"a\":1}"));
        assertThat(answer.executedVersion()).isEqualTo("$LATEST");
        assertThat(answer.functionError()).isNull();
        assertThat(answer.logResult()).isNull();
        Invocation invocation = lambda.host.invocations.getFirst();
        assertThat(invocation.payload()).isEqualTo(bytes("{\"in\":1}"));
        assertThat(invocation.requestId()).isEqualTo("request-1");
        assertThat(invocation.invokedArn()).isEqualTo(ARN + "f");
    }

    /** R4.1, R4.6: a function error is a success of the call. */
    @Test
    void marksFunctionErrorsAndGivesTheLogWhenAsked() {
        lambda.host.results.add(FakeHost.answered("{\"errorMessage\":\"x\"}", "Unhandled", "END\n"));

        InvocationResponse answer =
                lambda.run(Lambda.INVOKE, request("f").logType("Tail").build());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.functionError()).isEqualTo("Unhandled");
        assertThat(answer.logResult()).isEqualTo(Base64.getEncoder().encodeToString(bytes("END\n")));
    }

    @Test
    void sendsAnEmptyObjectWhenTheCallerSendsNothing() {
        lambda.run(Lambda.INVOKE, request("f").build());
        lambda.run(Lambda.INVOKE, request("f").payload(new byte[0]).build());

        assertThat(lambda.host.invocations).extracting(Invocation::payload).containsExactly(bytes("{}"), bytes("{}"));
    }

    @Test
    void runsTheVersionBehindAnAlias() {
        lambda.run(
                Lambda.CREATE_ALIAS,
                CreateAliasRequest.builder()
                        .functionName("f")
                        .name("live")
                        .functionVersion("1")
                        .build());

        InvocationResponse answer =
                lambda.run(Lambda.INVOKE, request("f").qualifier("live").build());
        assertThat(answer.executedVersion()).isEqualTo("1");
        assertThat(lambda.host.invocations.getFirst().invokedArn()).isEqualTo(ARN + "f:live");
    }

    /** R4.2. */
    @Test
    void onlyChecksInADryRun() {
        InvocationResponse answer =
                lambda.run(Lambda.INVOKE, request("f").invocationType("DryRun").build());

        assertThat(answer)
                .isEqualTo(InvocationResponse.builder().statusCode(204).build());
        assertThat(lambda.host.invocations).isEmpty();
    }

    /** R4.2. */
    @Test
    void acceptsAnEvent() {
        InvocationResponse answer =
                lambda.run(Lambda.INVOKE, request("f").invocationType("Event").build());

        assertThat(answer)
                .isEqualTo(InvocationResponse.builder().statusCode(202).build());
        assertThat(lambda.host.invocations).hasSize(1);
    }

    @Test
    void acceptsAnEventInTheOldWay() {
        assertThat(lambda.run(
                                Lambda.INVOKE_ASYNC,
                                InvokeAsyncRequest.builder()
                                        .functionName("f")
                                        .invokeArgs(bytes("{\"old\":true}"))
                                        .build())
                        .status())
                .isEqualTo(202);
        assertThat(lambda.host.invocations.getFirst().payload()).isEqualTo(bytes("{\"old\":true}"));
    }

    /** R3.32. */
    @ParameterizedTest
    @ValueSource(strings = {"RequestResponse", "Event", "DryRun"})
    void namesAMissingFunctionWithItsQualifier(String type) {
        ServiceException refused =
                lambda.refused(Lambda.INVOKE, request("g").invocationType(type).build());
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.getMessage()).isEqualTo("Function not found: " + ARN + "g:$LATEST");

        assertThat(lambda.refused(
                                Lambda.INVOKE,
                                request("f").qualifier("9").invocationType(type).build())
                        .getMessage())
                .isEqualTo("Function not found: " + ARN + "f:9");
    }

    /** R4.3. */
    @ParameterizedTest
    @ValueSource(strings = {"xyz", "{\"a\":}", "{\"a\":1} x", "[1,2", " ", "{} {}", "\"open"})
    void refusesWhatIsNotJson(String payload) {
        ServiceException refused = lambda.refused(
                Lambda.INVOKE, request("f").payload(bytes(payload)).build());
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("InvalidRequestContentException");
        assertThat(refused.getMessage())
                .startsWith("Could not parse request body into json: Could not parse payload into json: ")
                .contains("[Source: (byte[])\"" + payload + "\"; line: 1, column: ");
        assertThat(lambda.host.invocations).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "null", "\"text\"", "[]", " {\"a\":[1.5e300,{\"b\":\"\\u00e9\"}]} "})
    void acceptsAnyJsonValue(String payload) {
        lambda.run(Lambda.INVOKE, request("f").payload(bytes(payload)).build());

        assertThat(lambda.host.invocations.getFirst().payload()).isEqualTo(bytes(payload));
    }

    /** R4.4, from both sides of the bounds. */
    @Test
    void boundsThePayload() {
        lambda.run(Lambda.INVOKE, request("f").payload(text(6_291_456)).build());
        ServiceException refused = lambda.refused(
                Lambda.INVOKE, request("f").payload(text(6_291_457)).build());
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.code()).isEqualTo("RequestTooLargeException");
        assertThat(refused.getMessage())
                .isEqualTo("Request must be smaller than 6291456 bytes for the InvokeFunction operation");

        InvocationRequest.Builder event = request("f").invocationType("Event");
        lambda.run(Lambda.INVOKE, event.payload(text(1_048_576)).build());
        assertThat(lambda.refused(Lambda.INVOKE, event.payload(text(1_048_577)).build())
                        .status())
                .isEqualTo(413);
    }

    /** R3.51. */
    @Test
    void saysWhyItIsThrottled() {
        lambda.host.results.add(new InvocationResult.Throttled("ReservedFunctionConcurrentInvocationLimitExceeded"));

        ServiceException refused = lambda.refused(Lambda.INVOKE, request("f").build());
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("TooManyRequestsException");
        assertThat(refused.getMessage()).isEqualTo("Rate Exceeded.");
        assertThat(refused.members()).containsEntry("Reason", "ReservedFunctionConcurrentInvocationLimitExceeded");
    }

    @Test
    void failsWhenTheHostCannotRunIt() {
        lambda.host.results.add(new InvocationResult.Unavailable("the gateway is ending"));

        ServiceException refused = lambda.refused(Lambda.INVOKE, request("f").build());
        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.code()).isEqualTo("ServiceException");
    }

    @Test
    void passesTheClientContextAndRefusesABadOne() {
        String context = Base64.getEncoder().encodeToString(bytes("{\"client\":{}}"));
        lambda.run(Lambda.INVOKE, request("f").clientContext(context).build());
        assertThat(lambda.host.invocations.getFirst().clientContext()).isEqualTo(context);

        for (String bad : new String[] {"%%%", Base64.getEncoder().encodeToString(bytes("x")), "A".repeat(3584)}) {
            assertThat(lambda.refused(
                                    Lambda.INVOKE,
                                    request("f").clientContext(bad).build())
                            .code())
                    .isEqualTo("InvalidRequestContentException");
        }
    }

    private static InvocationRequest.Builder request(String name) {
        return InvocationRequest.builder().functionName(name);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** A JSON text of so many bytes. */
    private static byte[] text(int length) {
        byte[] text = new byte[length];
        Arrays.fill(text, (byte) 'a');
        text[0] = '"';
        text[length - 1] = '"';
        return text;
    }
}
