package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Input.required;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.Authorizer;
import dev.sallyport.model.ClientCertificate;
import dev.sallyport.model.Method;
import dev.sallyport.model.Resource;
import dev.sallyport.model.RestApi;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.TestInvokeAuthorizerRequest;
import dev.sallyport.wire.apigateway.TestInvokeAuthorizerResponse;
import dev.sallyport.wire.apigateway.TestInvokeMethodRequest;
import dev.sallyport.wire.apigateway.TestInvokeMethodResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** TestInvokeMethod and TestInvokeAuthorizer (rest-control-plane 22, 23): run a part of the draft as it is now. */
public final class TestInvocations {

    private static final Set<String> COVERED_BY_ANY =
            Set.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");

    private final Store store;
    private final DraftInvoker invoker;

    private TestInvocations(Store store, DraftInvoker invoker) {
        this.store = store;
        this.invoker = invoker;
    }

    /** Registers the operations that run drafts. */
    public static void register(OperationRegistry registry, Store store, DraftInvoker invoker) {
        TestInvocations tests = new TestInvocations(store, invoker);
        registry.on(ApiGateway.TEST_INVOKE_METHOD, tests::method)
                .on(ApiGateway.TEST_INVOKE_AUTHORIZER, tests::authorizer);
    }

    private record Draft(ApiDocument document, @Nullable ClientCertificate certificate) {}

    private TestInvokeMethodResponse method(Call call, TestInvokeMethodRequest in) {
        String verb = required(in.httpMethod());
        String certificateId = Input.orNull(in.clientCertificateId());
        Draft draft = store.read(tx -> new Draft(
                draft(tx, call, required(in.restApiId()), in.resourceId(), verb),
                certificateId == null ? null : Lookups.clientCertificate(tx, call, certificateId)));
        DraftInvoker.MethodAnswer answer = invoker.invokeMethod(new DraftInvoker.MethodTest(
                caller(call),
                draft.document(),
                verb.equals("ANY") ? "GET" : verb, // (inferred): ANY is no verb that anything could be sent with
                request(in.pathWithQueryString(), in.headers(), in.multiValueHeaders(), in.body(), in.stageVariables()),
                draft.certificate()));
        Map<String, String> single = new LinkedHashMap<>();
        answer.headers().forEach((name, values) -> single.put(name, values.getLast()));
        return TestInvokeMethodResponse.builder()
                .status(answer.status())
                .body(answer.body())
                .headers(single)
                .multiValueHeaders(answer.headers())
                .log(answer.log())
                .latency(answer.latencyMillis())
                .build();
    }

    /** R22.3: the draft with nothing but the method; a verb that ANY covers runs the method of ANY (inferred). */
    private static ApiDocument draft(
            Store.Reader tx, Call call, String apiId, @Nullable String resourceId, String verb) {
        Resource resource = Lookups.resource(tx, call, apiId, resourceId);
        Method exact = resource.methods().get(verb);
        Method any = COVERED_BY_ANY.contains(verb) ? resource.methods().get("ANY") : null;
        Method method = Lookups.orNotFound(exact == null ? any : exact, Lookups.NO_METHOD);
        RestApi api = Lookups.api(tx, call, apiId);
        SortedMap<String, Method> only = new TreeMap<>(Map.of(method.httpMethod(), method));
        Resource alone = new Resource(resource.id(), resource.parentId(), resource.pathPart(), resource.path(), only);
        return Deployments.document(tx, call.scope(), api, List.of(alone));
    }

    private TestInvokeAuthorizerResponse authorizer(Call call, TestInvokeAuthorizerRequest in) {
        String apiId = required(in.restApiId());
        Authorizer authorizer = store.read(tx -> {
            Lookups.api(tx, call, apiId);
            return Lookups.orNotFound(
                    tx.find(Kind.AUTHORIZER, call.scope(), apiId, required(in.authorizerId())), Lookups.NO_AUTHORIZER);
        });
        DraftInvoker.AuthorizerAnswer answer = invoker.invokeAuthorizer(new DraftInvoker.AuthorizerTest(
                caller(call),
                apiId,
                authorizer,
                request(in.pathWithQueryString(), in.headers(), in.multiValueHeaders(), in.body(), in.stageVariables()),
                Objects.requireNonNullElse(in.additionalContext(), Map.of())));
        boolean hasPolicy = answer.policy() != null;
        return TestInvokeAuthorizerResponse.builder()
                .clientStatus(answer.clientStatus())
                .log(answer.log())
                .latency(answer.latencyMillis())
                .principalId(answer.principalId())
                .policy(answer.policy())
                .authorization(hasPolicy ? Map.of() : null) // (inferred)
                .claims(answer.claims())
                .build();
    }

    private static DraftInvoker.Caller caller(Call call) {
        return new DraftInvoker.Caller(call.scope(), call.requestId(), call.accessKeyId(), call.userAgent());
    }

    private static DraftInvoker.TestRequest request(
            @Nullable String pathWithQueryString,
            @Nullable Map<String, String> headers,
            @Nullable Map<String, List<String>> multiValueHeaders,
            @Nullable String body,
            @Nullable Map<String, String> stageVariables) {
        String target = Input.orNull(pathWithQueryString);
        int mark = target == null ? -1 : target.indexOf('?');
        String path = target == null || mark < 0 ? target : target.substring(0, mark);
        return new DraftInvoker.TestRequest(
                path == null || path.startsWith("/") ? path : "/" + path,
                target == null || mark < 0 ? null : target.substring(mark + 1),
                merged(headers, multiValueHeaders),
                Objects.requireNonNullElse(body, ""),
                Objects.requireNonNullElse(stageVariables, Map.of()));
    }

    /** All values of each name; one that both maps give counts once. */
    private static Map<String, List<String>> merged(
            @Nullable Map<String, String> headers, @Nullable Map<String, List<String>> multiValueHeaders) {
        Map<String, List<String>> merged = new LinkedHashMap<>();
        Objects.requireNonNullElse(headers, Map.<String, String>of())
                .forEach((name, value) -> merged.put(name, new ArrayList<>(List.of(value))));
        Objects.requireNonNullElse(multiValueHeaders, Map.<String, List<String>>of())
                .forEach((name, values) -> {
                    List<String> all = merged.computeIfAbsent(name, key -> new ArrayList<>());
                    values.stream().filter(value -> !all.contains(value)).forEach(all::add);
                });
        merged.values().removeIf(List::isEmpty);
        return merged;
    }
}
