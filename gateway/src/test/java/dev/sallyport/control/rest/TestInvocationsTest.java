package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Authorizer;
import dev.sallyport.model.ClientCertificate;
import dev.sallyport.model.Resource;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.TestInvokeAuthorizerRequest;
import dev.sallyport.wire.apigateway.TestInvokeAuthorizerResponse;
import dev.sallyport.wire.apigateway.TestInvokeMethodRequest;
import dev.sallyport.wire.apigateway.TestInvokeMethodResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** TestInvokeMethod and TestInvokeAuthorizer as the control plane sees it: what is looked up, what is handed on, what is answered. */
class TestInvocationsTest implements DraftInvoker {

    private final Rest rest = new Rest();
    private final List<MethodTest> tests = new ArrayList<>();
    private final List<AuthorizerTest> authorizerTests = new ArrayList<>();
    private Rest.Api api;

    @BeforeEach
    void start() {
        TestInvocations.register(rest.registry, rest.store, this);
        rest.call = new Call(Rest.SCOPE, "AKID", "request", "http://localhost", "agent/1");
        api = rest.api();
        rest.mock(api, api.root(), "GET");
        rest.method(api, api.root(), "POST");
    }

    @Override
    public MethodAnswer invokeMethod(MethodTest test) {
        tests.add(test);
        return new MethodAnswer(203, Map.of("X-A", List.of("1", "2")), "body", "log\n", 7);
    }

    @Override
    public AuthorizerAnswer invokeAuthorizer(AuthorizerTest test) {
        authorizerTests.add(test);
        if (test.request().body().equals("claims")) {
            return new AuthorizerAnswer(0, null, null, Map.of("sub", "s"), "log\n", 8);
        }
        return test.request().body().isEmpty()
                ? new AuthorizerAnswer(0, "user", "{}", null, "log\n", 8)
                : new AuthorizerAnswer(401, null, null, null, "log\n", 8);
    }

    private void authorizer(String id, String type, @Nullable String credentials) {
        rest.store.write(tx -> {
            Authorizer authorizer =
                    new Authorizer(id, "name", type, "custom", List.of(), "uri", credentials, null, null, null);
            tx.put(Kind.AUTHORIZER, Rest.SCOPE, api.id(), id, authorizer);
            return authorizer;
        });
    }

    private TestInvokeAuthorizerRequest.Builder authorizerRequest(String id) {
        return TestInvokeAuthorizerRequest.builder().restApiId(api.id()).authorizerId(id);
    }

    @Test
    @DisplayName("R23, R23.1: the stored authorizer is called; principal and policy come back, without claims")
    void authorizerAnswer() {
        authorizer("a1", "TOKEN", null);

        TestInvokeAuthorizerResponse answer = rest.send(
                ApiGateway.TEST_INVOKE_AUTHORIZER,
                authorizerRequest("a1")
                        .headers(Map.of("Authorization", "t"))
                        .additionalContext(Map.of("k", "v"))
                        .build());

        assertThat(answer)
                .isEqualTo(TestInvokeAuthorizerResponse.builder()
                        .clientStatus(0)
                        .log("log\n")
                        .latency(8L)
                        .principalId("user")
                        .policy("{}")
                        .authorization(Map.of())
                        .build());
        AuthorizerTest test = authorizerTests.getFirst();
        assertThat(test.apiId()).isEqualTo(api.id());
        assertThat(test.authorizer().id()).isEqualTo("a1");
        assertThat(test.additionalContext()).isEqualTo(Map.of("k", "v"));
        assertThat(test.request().headers()).isEqualTo(Map.of("Authorization", List.of("t")));
    }

    @Test
    @DisplayName("R23.2: a refusal has its status and nothing of a policy")
    void authorizerRefusal() {
        authorizer("a1", "TOKEN", null);

        TestInvokeAuthorizerResponse answer = rest.send(
                ApiGateway.TEST_INVOKE_AUTHORIZER,
                authorizerRequest("a1").body("x").build());

        assertThat(answer.clientStatus()).isEqualTo(401);
        assertThat(answer.policy()).isNull();
        assertThat(answer.authorization()).isNull();
    }

    @Test
    @DisplayName("R23: a user pool's token gives claims and neither policy nor principal; roles are handed on")
    void claims() {
        authorizer("pool", "COGNITO_USER_POOLS", null);
        authorizer("role", "TOKEN", "arn:aws:iam::111111111111:role/r");

        TestInvokeAuthorizerResponse answer = rest.send(
                ApiGateway.TEST_INVOKE_AUTHORIZER,
                authorizerRequest("pool").body("claims").build());
        rest.send(ApiGateway.TEST_INVOKE_AUTHORIZER, authorizerRequest("role").build());

        assertThat(answer)
                .isEqualTo(TestInvokeAuthorizerResponse.builder()
                        .clientStatus(0)
                        .log("log\n")
                        .latency(8L)
                        .claims(Map.of("sub", "s"))
                        .build());
        assertThat(authorizerTests.getLast().authorizer().authorizerCredentials())
                .isEqualTo("arn:aws:iam::111111111111:role/r");
    }

    @Test
    @DisplayName("2.3: an unknown API or authorizer")
    void refusedAuthorizers() {
        authorizer("a1", "TOKEN", null);

        ServiceException unknown = rest.refused(
                ApiGateway.TEST_INVOKE_AUTHORIZER, authorizerRequest("none").build());
        ServiceException api = rest.refused(
                ApiGateway.TEST_INVOKE_AUTHORIZER,
                authorizerRequest("a1").restApiId("none").build());

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown).hasMessage("Invalid Authorizer identifier specified");
        assertThat(api).hasMessage("Invalid API identifier specified 111111111111:none");
        assertThat(authorizerTests).isEmpty();
    }

    private TestInvokeMethodRequest.Builder request(String verb) {
        return TestInvokeMethodRequest.builder()
                .restApiId(api.id())
                .resourceId(api.root())
                .httpMethod(verb);
    }

    @Test
    @DisplayName("R22: the answer has status, body, both forms of the headers, log and latency")
    void answer() {
        TestInvokeMethodResponse answer =
                rest.send(ApiGateway.TEST_INVOKE_METHOD, request("GET").build());

        assertThat(answer)
                .isEqualTo(TestInvokeMethodResponse.builder()
                        .status(203)
                        .body("body")
                        .headers(Map.of("X-A", "2"))
                        .multiValueHeaders(Map.of("X-A", List.of("1", "2")))
                        .log("log\n")
                        .latency(7L)
                        .build());
    }

    @Test
    @DisplayName("R22.1: the draft as it is now goes to the data plane, with nothing but the method, and who asks")
    void draft() {
        rest.send(
                ApiGateway.TEST_INVOKE_METHOD,
                request("GET")
                        .pathWithQueryString("pets?a=b?c")
                        .body("in")
                        .headers(Map.of("X-A", "1"))
                        .multiValueHeaders(Map.of("X-A", List.of("1", "2"), "X-None", List.of()))
                        .stageVariables(Map.of("v", "w"))
                        .build());

        MethodTest test = tests.getFirst();
        Resource resource = test.document().resources().getFirst();
        assertThat(test.document().apiId()).isEqualTo(api.id());
        assertThat(test.document().resources()).hasSize(1);
        assertThat(resource.methods().keySet()).containsExactly("GET");
        assertThat(test.caller()).isEqualTo(new Caller(Rest.SCOPE, "request", "AKID", "agent/1"));
        assertThat(test.request())
                .isEqualTo(new TestRequest("/pets", "a=b?c", Map.of("X-A", List.of("1", "2")), "in", Map.of("v", "w")));
    }

    @Test
    @DisplayName("R22.3: an unknown API or resource, and an unknown verb")
    void unknown() {
        assertNotFound(request("GET").restApiId("nothing"), Lookups.NO_RESOURCE);
        assertNotFound(request("GET").resourceId("nothing"), Lookups.NO_RESOURCE);
        assertNotFound(request("PUT"), Lookups.NO_METHOD);
        assertThat(tests).isEmpty();
    }

    private void assertNotFound(TestInvokeMethodRequest.Builder request, String message) {
        ServiceException error = rest.refused(ApiGateway.TEST_INVOKE_METHOD, request.build());
        assertThat(error.status()).isEqualTo(404);
        assertThat(error).hasMessage(message);
    }

    @Test
    @DisplayName("R22.4: a method without an integration is run as well, and fails inside")
    void withoutIntegration() {
        rest.send(ApiGateway.TEST_INVOKE_METHOD, request("POST").build());

        assertThat(tests).hasSize(1);
    }

    @Test
    @DisplayName("R22.3 (inferred): ANY is tested as GET, and a verb that it covers as itself")
    void any() {
        String child = rest.resource(api, api.root(), "any");
        rest.method(api, child, "ANY");

        assertThat(verb(child, "ANY")).isEqualTo("GET");
        assertThat(verb(child, "DELETE")).isEqualTo("DELETE");
        assertNotFound(request("get").resourceId(child), Lookups.NO_METHOD);
    }

    private String verb(@Nullable String resource, String verb) {
        rest.send(
                ApiGateway.TEST_INVOKE_METHOD,
                request(verb).resourceId(given(resource)).build());
        return tests.getLast().httpMethod();
    }

    @Test
    @DisplayName("R22, 2.3: the client certificate goes to the data plane; an unknown one is 404")
    void clientCertificate() {
        assertNotFound(request("GET").clientCertificateId("abc123"), Lookups.NO_CLIENT_CERTIFICATE);
        ClientCertificate stored =
                new ClientCertificate("abc123", null, "cert", "key", Instant.EPOCH, Instant.EPOCH, Map.of());
        rest.store.write(tx -> {
            tx.put(Kind.CLIENT_CERTIFICATE, Rest.SCOPE, "", "abc123", stored);
            return stored;
        });

        rest.send(
                ApiGateway.TEST_INVOKE_METHOD,
                request("GET").clientCertificateId("abc123").build());
        rest.send(ApiGateway.TEST_INVOKE_METHOD, request("GET").build());

        assertThat(tests).extracting(MethodTest::certificate).containsExactly(stored, null);
    }
}
