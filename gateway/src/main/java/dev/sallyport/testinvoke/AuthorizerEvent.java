package dev.sallyport.testinvoke;

import dev.sallyport.authorizer.IdentitySources;
import dev.sallyport.control.rest.DraftInvoker;
import dev.sallyport.control.rest.DraftInvoker.AuthorizerTest;
import dev.sallyport.control.rest.DraftInvoker.TestRequest;
import dev.sallyport.mapping.QueryString;
import dev.sallyport.model.Scope;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What a test sends to an authorizer's function, and the identities that it takes from the request. */
final class AuthorizerEvent implements IdentitySources.Request {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final DateTimeFormatter REQUEST_TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final AuthorizerTest test;
    private final TestRequest request;
    private final String path;
    private final QueryString query;
    private final Map<String, String> context;

    AuthorizerEvent(AuthorizerTest test, Instant now) {
        this.test = test;
        this.request = test.request();
        this.path = request.path() == null ? "/" : request.path();
        this.query = QueryString.parse(request.query());
        this.context = context(now);
    }

    /** Variables of {@code $context} by name, in the order of events. */
    private Map<String, String> context(Instant now) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("resourceId", "test-invoke-resource-id"); // (inferred), as are resource and verb
        variables.put("resourcePath", "/");
        variables.put("httpMethod", "GET");
        variables.put("requestTime", REQUEST_TIME.format(now));
        variables.put("path", path);
        variables.put("accountId", test.caller().scope().account());
        variables.put("protocol", "HTTP/1.1");
        variables.put("stage", DraftInvoker.STAGE);
        variables.put("requestTimeEpoch", Long.toString(now.toEpochMilli()));
        variables.put("requestId", test.caller().requestId());
        variables.put("apiId", test.apiId());
        variables.putAll(TestContext.of(test.caller()));
        variables.putAll(test.additionalContext());
        return variables;
    }

    /** The values of the identity sources; null when one is missing or empty (AUT-20, AUT-22). */
    @Nullable
    List<String> identities() {
        return IdentitySources.of(test.authorizer().type(), test.authorizer().identitySource())
                .identities(this);
    }

    @Override
    public List<String> headers(String name) {
        for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
            if (header.getKey().equalsIgnoreCase(name)) {
                return header.getValue();
            }
        }
        return List.of();
    }

    @Override
    public List<String> query(String name) {
        return query.all(name);
    }

    @Override
    public @Nullable String stageVariable(String name) {
        return request.stageVariables().get(name);
    }

    @Override
    public @Nullable String context(String name) {
        return context.get(name);
    }

    /**
     * The event as JSON (AUT-30, R23.4).
     *
     * @param token what a TOKEN authorizer is sent
     */
    byte[] write(@Nullable String token) {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("type", test.authorizer().type());
        event.put("methodArn", methodArn());
        if (test.authorizer().type().equals("TOKEN")) {
            event.put("authorizationToken", token);
        } else {
            event.put("resource", "/");
            event.put("path", path);
            event.put("httpMethod", "GET");
            event.put("headers", last(request.headers()));
            event.put("multiValueHeaders", request.headers());
            Map<String, List<String>> parameters = new LinkedHashMap<>();
            for (int i = 0; i < query.size(); i++) {
                parameters.put(query.name(i), query.all(query.name(i)));
            }
            event.put("queryStringParameters", last(parameters));
            event.put("multiValueQueryStringParameters", parameters);
            event.put("pathParameters", Map.of());
            event.put("stageVariables", request.stageVariables());
            event.put("requestContext", requestContext());
        }
        return JSON.writeValueAsBytes(event);
    }

    private static Map<String, String> last(Map<String, List<String>> values) {
        Map<String, String> last = new LinkedHashMap<>();
        values.forEach((name, all) -> last.put(name, all.getLast()));
        return last;
    }

    /** R23.4: an ARN of a stage that nobody can have. */
    private String methodArn() {
        Scope owner = test.caller().scope();
        return "arn:" + owner.partition() + ":execute-api:" + owner.region() + ":" + owner.account() + ":"
                + test.apiId() + "/ESTestInvoke-stage/GET" + path;
    }

    private Map<String, Object> requestContext() {
        Map<String, Object> members = new LinkedHashMap<>();
        Map<String, String> identity = new LinkedHashMap<>();
        context.forEach((name, value) -> {
            if (name.startsWith("identity.")) {
                identity.put(name.substring("identity.".length()), value);
            } else if (name.equals("requestTimeEpoch") && value.matches("\\d{1,18}")) {
                members.put(name, Long.parseLong(value));
            } else {
                members.put(name, value);
            }
        });
        members.put("identity", identity);
        return members;
    }
}
