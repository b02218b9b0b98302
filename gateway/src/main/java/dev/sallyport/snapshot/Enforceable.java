package dev.sallyport.snapshot;

import dev.sallyport.integration.function.FunctionTarget;
import dev.sallyport.mapping.MappingExpression;
import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.Integration;
import dev.sallyport.model.Integration.IntegrationResponse;
import dev.sallyport.model.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What a deployed document demands that the data plane of this version cannot do. Such a document is stored and deployed
 * all the same; the methods that need it are closed: never open, and nothing that a user set is ever ignored.
 */
final class Enforceable {

    private static final Set<String> AUTHORIZATION_TYPES = Set.of("NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS");

    private final List<String> found = new ArrayList<>();

    private Enforceable() {}

    /** What closes all methods of an API. */
    static List<String> closingAll(ApiDocument document) {
        Enforceable api = new Enforceable();
        api.security(document);
        return api.found;
    }

    /**
     * The endpoint is served without TLS, which satisfies no policy (TLS-6); only what is asked for beyond AWS's default of
     * the endpoint type (TLS-1) is somebody's wish. STRICT compares with a name that TLS alone carries (TLS-4); BASIC
     * checks nothing (R7.21).
     */
    private void security(ApiDocument document) {
        String policy = document.securityPolicy();
        String unasked = document.endpointTypes().contains("PRIVATE") ? "TLS_1_2" : "TLS_1_0";
        when(policy != null && !policy.equals(unasked), "securityPolicy " + policy + " of the API");
        when("STRICT".equals(document.endpointAccessMode()), "endpointAccessMode STRICT of the API");
    }

    /** What closes one method. */
    static List<String> closing(Method method) {
        Enforceable check = new Enforceable();
        check.when(
                !AUTHORIZATION_TYPES.contains(method.authorizationType()),
                "authorizationType " + method.authorizationType());
        if (method.integration() != null) {
            check.integration(method.integration());
        }
        return check.found;
    }

    private void integration(Integration integration) {
        when(
                integration.credentials() != null && !integration.type().startsWith("AWS"),
                "credentials of the integration");
        streaming(integration);
        when(integration.integrationTarget() != null && !HttpCompiler.isPrivate(integration), "integrationTarget");
        String uri = integration.uri() == null ? "" : integration.uri();
        when(
                integration.type().equals("AWS_PROXY") && !FunctionTarget.isLambda(uri),
                "an AWS_PROXY integration with " + uri);
        integration.requestParameters().forEach((key, expression) -> {
            expression(expression);
            when(
                    FunctionTarget.isLambda(uri)
                            && key.regionMatches(true, 0, "integration.request.header.X-Amz-", 0, 33)
                            // What AWS_PROXY ignores (INT-56).
                            && !key.equalsIgnoreCase("integration.request.header.X-Amz-Invocation-Type"),
                    "the request parameter " + key + " of an AWS integration");
        });
        if (!integration.type().endsWith("_PROXY")) {
            integration.integrationResponses().values().forEach(this::response);
        }
    }

    /** INT-110, INT-111. */
    private void streaming(Integration integration) {
        boolean streams =
                HttpCompiler.isStreamed(integration) && !integration.type().equals("HTTP_PROXY");
        boolean streamingUri = integration.uri() != null && FunctionTarget.isStreaming(integration.uri());
        boolean proxy = integration.type().equals("AWS_PROXY");
        when(streams && !(proxy && streamingUri), "responseTransferMode STREAM");
        when(streamingUri && !proxy, "an integration of type " + integration.type() + " with " + integration.uri());
    }

    private void response(IntegrationResponse response) {
        when(response.statusCode().startsWith("1"), "the interim status " + response.statusCode());
        pattern(response.selectionPattern());
        if (response.responseParameters() != null) {
            response.responseParameters().values().forEach(this::expression);
        }
    }

    private void expression(String text) {
        try {
            MappingExpression.compile(text);
        } catch (IllegalArgumentException unknown) {
            when(true, "the mapping " + text);
        }
    }

    private void pattern(@Nullable String pattern) {
        if (pattern != null) {
            try {
                Pattern.compile(pattern);
            } catch (PatternSyntaxException invalid) {
                when(true, "the selection pattern " + pattern);
            }
        }
    }

    private void when(boolean isNeeded, String what) {
        if (isNeeded) {
            found.add(what);
        }
    }
}
