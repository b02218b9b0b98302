package dev.sallyport.control.lambda;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.StreamingHandler;
import dev.sallyport.functions.Invocation;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.functions.OpenAnswer;
import dev.sallyport.model.FunctionVersion;
import dev.sallyport.wire.lambda.InvocationRequest;
import dev.sallyport.wire.lambda.InvocationResponse;
import dev.sallyport.wire.lambda.InvokeAsyncRequest;
import dev.sallyport.wire.lambda.InvokeAsyncResponse;
import dev.sallyport.wire.lambda.InvokeWithResponseStreamRequest;
import dev.sallyport.wire.lambda.InvokeWithResponseStreamResponse;
import dev.sallyport.wire.lambda.Lambda;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code Invoke} and its deprecated sibling {@code InvokeAsync} (section 4.1 of companion-services). */
final class Invocations {

    private final LambdaServices services;

    Invocations(LambdaServices services) {
        this.services = services;
    }

    void register(OperationRegistry registry) {
        registry.on(Lambda.INVOKE, this::invoke)
                .on(Lambda.INVOKE_ASYNC, this::invokeAsync)
                .streams(Lambda.INVOKE_WITH_RESPONSE_STREAM, this::stream);
    }

    InvocationResponse invoke(Call call, InvocationRequest input) {
        Unsupported.refuse(input.durableExecutionName() != null, "X-Amz-Durable-Execution-Name");
        Unsupported.refuse(input.tenantId() != null, "X-Amz-Tenant-Id");
        FunctionAddress address = FunctionAddress.of(call, "InvokeFunction", input.functionName(), input.qualifier());
        String clientContext = Payloads.clientContext(input.clientContext());
        return switch (Objects.requireNonNullElse(input.invocationType(), "RequestResponse")) {
            case "RequestResponse" -> {
                byte[] payload = Payloads.checked(input.payload(), Payloads.REQUEST_RESPONSE_BYTES);
                FunctionVersion version = resolve(address);
                InvocationResult result = services.host()
                        .invoke(new Invocation(version, address.arn(), payload, call.requestId(), null, clientContext))
                        .toCompletableFuture()
                        .join();
                yield answer(version, result, "Tail".equals(input.logType()));
            }
            case "Event" -> {
                accept(call, address, Payloads.checked(input.payload(), Payloads.EVENT_BYTES), clientContext);
                yield InvocationResponse.builder().statusCode(202).build();
            }
            case "DryRun" -> {
                Payloads.checked(input.payload(), Payloads.REQUEST_RESPONSE_BYTES);
                resolve(address);
                yield InvocationResponse.builder().statusCode(204).build();
            }
            case String unknown ->
                throw LambdaErrors.validation("Value '" + unknown + "' at 'invocationType' failed to satisfy "
                        + "constraint: Member must satisfy enum value set: [Event, RequestResponse, DryRun]");
        };
    }

    InvokeAsyncResponse invokeAsync(Call call, InvokeAsyncRequest input) {
        FunctionAddress address = FunctionAddress.of(call, "InvokeFunction", input.functionName(), null);
        accept(call, address, Payloads.checked(input.invokeArgs(), Payloads.EVENT_BYTES), null);
        return InvokeAsyncResponse.builder().status(202).build();
    }

    /** R4.10, R4.11. */
    StreamingHandler.Answer<InvokeWithResponseStreamResponse> stream(Call call, InvokeWithResponseStreamRequest input) {
        Unsupported.refuse(input.tenantId() != null, "X-Amz-Tenant-Id");
        FunctionAddress address = FunctionAddress.of(call, "InvokeFunction", input.functionName(), input.qualifier());
        String clientContext = Payloads.clientContext(input.clientContext());
        byte[] payload = Payloads.checked(input.payload(), Payloads.REQUEST_RESPONSE_BYTES);
        FunctionVersion version = resolve(address);
        InvokeWithResponseStreamResponse.Builder head = InvokeWithResponseStreamResponse.builder();
        if ("DryRun".equals(input.invocationType())) {
            return new StreamingHandler.Answer<>(head.statusCode(204).build(), out -> {});
        }
        OpenAnswer answer = services.host()
                .open(new Invocation(version, address.arn(), payload, call.requestId(), null, clientContext));
        byte[] first = first(answer);
        return new StreamingHandler.Answer<>(
                head.statusCode(200)
                        .executedVersion(version.version())
                        .responseStreamContentType("application/vnd.amazon.eventstream")
                        .build(),
                new StreamedResult(answer, first, "Tail".equals(input.logType())));
    }

    /** Waits for the first piece: until then an invocation that does not come about is an error of the call. */
    private static byte @Nullable [] first(OpenAnswer answer) {
        byte[] first;
        try {
            first = answer.next();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LambdaErrors.service("The gateway shuts down");
        }
        if (first == null) {
            switch (answer.result()) {
                case InvocationResult.Throttled throttled -> throw LambdaErrors.tooManyRequests(throttled.reason());
                case InvocationResult.Unavailable unavailable -> throw LambdaErrors.service(unavailable.message());
                case InvocationResult.Completed ignored -> {
                    // An empty or a failed answer; its end tells.
                }
            }
        }
        return first;
    }

    private void accept(Call call, FunctionAddress address, byte[] payload, @Nullable String clientContext) {
        resolve(address);
        boolean accepted = services.events()
                .accept(new EventInvocations.Event(
                        address.scope(),
                        address.name(),
                        address.qualifier(),
                        address.arn(),
                        payload,
                        call.requestId(),
                        clientContext));
        if (!accepted) {
            throw LambdaErrors.tooManyRequests("ConcurrentInvocationLimitExceeded");
        }
    }

    private FunctionVersion resolve(FunctionAddress address) {
        FunctionVersion version = services.catalog().resolve(address.scope(), address.name(), address.qualifier());
        if (version == null) {
            throw LambdaErrors.functionNotFound(address.qualifiedArn());
        }
        return version;
    }

    private static InvocationResponse answer(FunctionVersion version, InvocationResult result, boolean withLog) {
        return switch (result) {
            case InvocationResult.Completed completed ->
                InvocationResponse.builder()
                        .statusCode(200)
                        .functionError(completed.functionError())
                        .logResult(withLog ? Base64.getEncoder().encodeToString(completed.logTail()) : null)
                        .payload(completed.payload())
                        .executedVersion(version.version())
                        .build();
            case InvocationResult.Throttled throttled -> throw LambdaErrors.tooManyRequests(throttled.reason());
            case InvocationResult.Unavailable unavailable -> throw LambdaErrors.service(unavailable.message());
        };
    }
}
