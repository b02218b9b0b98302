package dev.sallyport.control.rest;

import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Integration;
import dev.sallyport.model.Method;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules of an integration request (rest-control-plane 7.5, 10.5). */
public final class IntegrationRules {

    /** Scheme and host; a stage variable may stand for both, or for any part of the host. */
    private static final Pattern HTTP_URI =
            Pattern.compile("(?i:https?)://[^/?#]+.*|\\$\\{stageVariables\\.\\w+}.*", Pattern.DOTALL);

    private static final List<String> PASSTHROUGH_BEHAVIORS = List.of("WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER");
    private static final Set<String> PROXY_SERVICES = Set.of("lambda", "firehose");

    private static final int MIN_TIMEOUT_MILLIS = 50;
    private static final int MAX_TIMEOUT_MILLIS = 29_000;
    private static final int MAX_STREAM_TIMEOUT_MILLIS = 900_000;

    private IntegrationRules() {}

    /** The integration with the members that its type does not have removed and defaults in place. */
    public static Integration normalized(Integration given, String resourceId) {
        boolean http = given.type().startsWith("HTTP");
        String connectionType = Input.orNull(given.connectionType());
        if (http) {
            connectionType = Objects.requireNonNullElse(connectionType, "INTERNET");
        } else if (!"VPC_LINK".equals(connectionType)) {
            connectionType = null;
        }
        return new Integration(
                given.type(),
                given.httpMethod(),
                given.type().equals("MOCK") ? null : given.uri(), // R10.53
                connectionType,
                given.connectionId(),
                given.credentials(),
                given.requestParameters(),
                given.requestTemplates(),
                given.passthroughBehavior(),
                given.contentHandling(),
                given.timeoutMillis(),
                given.cacheNamespace().isEmpty() ? resourceId : given.cacheNamespace(),
                given.cacheKeyParameters(),
                given.integrationResponses(),
                given.insecureSkipVerification(),
                given.responseTransferMode(),
                given.integrationTarget());
    }

    /** R10.41 to R10.52. */
    public static void check(Integration integration, Method method) {
        String type = integration.type();
        if (integration.httpMethod() != null) {
            MethodRules.checkVerb(integration.httpMethod());
        } else if (!type.equals("MOCK")) {
            throw ServiceException.badRequest("Enumeration value for HttpMethod must be non-empty");
        }
        if (type.startsWith("HTTP")) {
            checkHttpUri(integration.uri());
        } else if (type.startsWith("AWS")) {
            checkArn(type, integration.uri());
        }
        checkTransferMode(integration);
        checkTimeout(integration);
        if (!PASSTHROUGH_BEHAVIORS.contains(integration.passthroughBehavior())) {
            throw ServiceException.badRequest("Invalid passthrough behavior specified. Valid options are "
                    + String.join(",", PASSTHROUGH_BEHAVIORS));
        }
        MappingRules.checkRequestMappings(integration.requestParameters(), method);
        MappingRules.checkContentTypes(integration.requestTemplates().keySet());
    }

    /** R10.43: the address of an HTTP backend. */
    public static void checkHttpUri(@Nullable String uri) {
        if (uri == null || !HTTP_URI.matcher(uri).matches()) {
            throw ServiceException.badRequest("Invalid HTTP endpoint specified for URI");
        }
    }

    /** R10.44, R10.45: what names a service and its action or path. */
    public static void checkArn(String type, @Nullable String uri) {
        if (uri == null || !uri.startsWith("arn:")) {
            throw ServiceException.badRequest("Invalid ARN specified in the request");
        }
        String[] parts = uri.split(":", 6);
        if (parts.length < 6 || !(parts[5].startsWith("path/") || parts[5].startsWith("action/"))) {
            throw ServiceException.badRequest("AWS ARN for integration must contain path or action");
        }
        String service = parts[4].substring(parts[4].lastIndexOf('.') + 1);
        if (type.equals("AWS_PROXY") && !PROXY_SERVICES.contains(service)) {
            throw ServiceException.badRequest("Integrations of type 'AWS_PROXY' currently only supports Lambda function"
                    + " and Firehose stream invocations.");
        }
    }

    /** INT-110, INT-111. The text about Lambda is AWS's, the one about types is (inferred). */
    private static void checkTransferMode(Integration integration) {
        if (!"STREAM".equals(integration.responseTransferMode())) {
            return;
        }
        if (!integration.type().endsWith("_PROXY")) {
            throw ServiceException.badRequest("Invalid ResponseTransferMode. ResponseTransferMode STREAM is only"
                    + " supported for HTTP_PROXY and AWS_PROXY integrations.");
        }
        if (integration.type().equals("AWS_PROXY") && !isStreamingUri(integration.uri())) {
            throw ServiceException.badRequest(
                    "Invalid ResponseTransferMode. ResponseTransferMode STREAM is only"
                            + " supported for Lambda functions invoked by InvokeWithResponseStream for AWS_PROXY integrations.");
        }
    }

    private static boolean isStreamingUri(@Nullable String uri) {
        return uri != null
                && uri.contains(":lambda:path/2021-11-15/functions/")
                && uri.endsWith("/response-streaming-invocations");
    }

    /** R10.46. */
    private static void checkTimeout(Integration integration) {
        boolean stream = "STREAM".equals(integration.responseTransferMode());
        int max = stream ? MAX_STREAM_TIMEOUT_MILLIS : MAX_TIMEOUT_MILLIS;
        if (integration.timeoutMillis() < MIN_TIMEOUT_MILLIS || integration.timeoutMillis() > max) {
            throw ServiceException.badRequest("Timeout should be between 50 ms and " + max + " ms");
        }
    }
}
