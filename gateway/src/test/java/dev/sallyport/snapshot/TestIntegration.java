package dev.sallyport.snapshot;

import dev.sallyport.model.Integration;
import dev.sallyport.model.Integration.IntegrationResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Builds the integrations that tests compile. */
public final class TestIntegration {

    private final String type;
    private final @Nullable String httpMethod;
    private final @Nullable String uri;
    private final Map<String, String> requestParameters = new LinkedHashMap<>();
    private final Map<String, @Nullable String> requestTemplates = new LinkedHashMap<>();
    private final SortedMap<String, IntegrationResponse> responses = new TreeMap<>();
    private String passthrough = "WHEN_NO_MATCH";
    private int timeoutMillis = 29_000;
    private @Nullable String credentials;
    private @Nullable Boolean insecureSkipVerification;
    private @Nullable String contentHandling;
    private @Nullable String linkId;
    private @Nullable String loadBalancer;
    private @Nullable String transferMode;
    private String cacheNamespace = "ns";
    private List<String> cacheKeyParameters = List.of();

    private TestIntegration(String type, @Nullable String httpMethod, @Nullable String uri) {
        this.type = type;
        this.httpMethod = httpMethod;
        this.uri = uri;
    }

    public static TestIntegration of(String type, @Nullable String httpMethod, @Nullable String uri) {
        return new TestIntegration(type, httpMethod, uri);
    }

    /** A mock that answers 200 with a body. */
    public static TestIntegration mock(String body) {
        return of("MOCK", null, null).template("{\"statusCode\": 200}").response("200", null, Map.of(), body);
    }

    public static TestIntegration httpProxy(String httpMethod, String uri) {
        return of("HTTP_PROXY", httpMethod, uri);
    }

    public static TestIntegration lambdaProxy(String function) {
        return of("AWS_PROXY", "POST", lambdaUri(function));
    }

    public static String lambdaUri(String function) {
        return "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:"
                + "function:" + function + "/invocations";
    }

    /** AWS_PROXY with response streaming. */
    public static TestIntegration streamedLambda(String function) {
        return of(
                        "AWS_PROXY",
                        "POST",
                        "arn:aws:apigateway:eu-west-1:lambda:path/2021-11-15/functions/arn:aws:lambda:eu-west-1:"
                                + "123456789012:function:" + function + "/response-streaming-invocations")
                .transfer("STREAM");
    }

    public TestIntegration template(String text) {
        return template("application/json", text);
    }

    public TestIntegration template(String type, String text) {
        requestTemplates.put(type, text);
        return this;
    }

    public TestIntegration map(String target, String expression) {
        requestParameters.put("integration.request." + target, expression);
        return this;
    }

    public TestIntegration passthrough(String behavior) {
        passthrough = behavior;
        return this;
    }

    public TestIntegration handling(@Nullable String newContentHandling) {
        contentHandling = newContentHandling;
        return this;
    }

    public TestIntegration timeout(int millis) {
        timeoutMillis = millis;
        return this;
    }

    public TestIntegration credentials(String arn) {
        credentials = arn;
        return this;
    }

    /** Sets {@code tlsConfig.insecureSkipVerification}. */
    public TestIntegration insecure(boolean skips) {
        insecureSkipVerification = skips;
        return this;
    }

    /** Goes through a VPC link. */
    public TestIntegration link(String id) {
        linkId = id;
        return this;
    }

    /** Goes through a VPC link of the second kind. */
    public TestIntegration link(String id, String loadBalancerArn) {
        loadBalancer = loadBalancerArn;
        return link(id);
    }

    /** Sets {@code responseTransferMode}. */
    public TestIntegration transfer(String mode) {
        transferMode = mode;
        return this;
    }

    /** Keeps answers in this namespace, told apart by these parameters. */
    public TestIntegration cached(String namespace, String... keyParameters) {
        cacheNamespace = namespace;
        cacheKeyParameters = List.of(keyParameters);
        return this;
    }

    /** An integration response as it is. */
    public TestIntegration response(IntegrationResponse response) {
        responses.put(response.statusCode(), response);
        return this;
    }

    /** An integration response without mappings: the body passes. */
    public TestIntegration response(String status, @Nullable String pattern) {
        responses.put(status, new IntegrationResponse(status, pattern, Map.of(), Map.of(), null));
        return this;
    }

    /** @param headers method response header to expression */
    public TestIntegration response(
            String status, @Nullable String pattern, Map<String, String> headers, String template) {
        Map<String, String> parameters = new LinkedHashMap<>();
        headers.forEach((name, expression) -> parameters.put("method.response.header." + name, expression));
        responses.put(
                status,
                new IntegrationResponse(status, pattern, parameters, Map.of("application/json", template), null));
        return this;
    }

    /** @param headers method response header to expression */
    public TestIntegration headers(String status, @Nullable String pattern, Map<String, String> headers) {
        Map<String, String> parameters = new LinkedHashMap<>();
        headers.forEach((name, expression) -> parameters.put("method.response.header." + name, expression));
        responses.put(status, new IntegrationResponse(status, pattern, parameters, Map.of(), null));
        return this;
    }

    public Integration build() {
        return new Integration(
                type,
                httpMethod,
                uri,
                linkId != null ? "VPC_LINK" : type.startsWith("HTTP") ? "INTERNET" : null,
                linkId,
                credentials,
                requestParameters,
                requestTemplates,
                passthrough,
                contentHandling,
                timeoutMillis,
                cacheNamespace,
                cacheKeyParameters,
                responses,
                insecureSkipVerification,
                transferMode,
                loadBalancer);
    }
}
