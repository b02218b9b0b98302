package dev.sallyport.control.http;

import dev.sallyport.control.ServiceException;
import dev.sallyport.mapping.HttpApiMapping;
import dev.sallyport.model.HttpApiIntegration;
import dev.sallyport.model.IntegrationSubtype;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What an integration with a service may be (http-api 6). */
final class SubtypeRules {

    private static final Pattern CREDENTIALS =
            Pattern.compile("arn:[a-z-]+:iam::(?:\\d{12}|\\$\\{stageVariables\\.\\w+}):role/\\S+"
                    + "|arn:[a-z-]+:iam::\\*:user/\\*|\\$\\{stageVariables\\.\\w+}");

    private SubtypeRules() {}

    /** The subtype that a text names. */
    static IntegrationSubtype subtype(String text) {
        IntegrationSubtype subtype = IntegrationSubtype.of(text);
        if (subtype == null) {
            throw ServiceException.badRequest("Operation: " + text + " is not supported");
        }
        return subtype;
    }

    /** R6.1. */
    static void check(HttpApiIntegration integration, IntegrationSubtype subtype) {
        if (integration.uri() != null) {
            throw ServiceException.badRequest(
                    "IntegrationUri is not supported for integrations with an IntegrationSubtype");
        }
        // (inferred) POST is what is sent, so that it may be said.
        if (integration.method() != null && !integration.method().equals("POST")) {
            throw ServiceException.badRequest(
                    "IntegrationMethod is not supported for integrations with an IntegrationSubtype");
        }
        if (!integration.payloadFormatVersion().equals("1.0")) {
            throw ServiceException.badRequest("PayloadFormatVersion 2.0 is only supported for Lambda integrations");
        }
        if (integration.isPrivate() || integration.connectionId() != null) {
            throw ServiceException.badRequest("ConnectionType VPC_LINK is only supported for HTTP_PROXY integrations");
        }
        String credentials = integration.credentialsArn();
        if (credentials == null) {
            throw ServiceException.badRequest("CredentialsArn is required for integrations with an IntegrationSubtype");
        }
        if (!CREDENTIALS.matcher(credentials).matches()) {
            throw ServiceException.badRequest("Invalid ARN specified for CredentialsArn: " + credentials);
        }
        checkParameters(integration, subtype);
    }

    /** R6.2; what is said of a parameter that there is not, and of a source that is none, is recorded. */
    private static void checkParameters(HttpApiIntegration integration, IntegrationSubtype subtype) {
        List<String> errors = new ArrayList<>();
        integration.requestParameters().forEach((name, source) -> {
            if (!subtype.has(name)) {
                throw ServiceException.badRequest(
                        "Parameter: " + name + " does not fit schema for Operation: " + integration.subtype());
            }
            if (HttpApiMapping.problem(source, false) != null || isObject(source)) {
                errors.add("Invalid source: " + source + " specified for destination: " + name);
            }
        });
        for (String name : subtype.required()) {
            if (!integration.requestParameters().containsKey(name)) {
                throw ServiceException.badRequest(
                        "Parameter: " + name + " is required for Operation: " + integration.subtype());
            }
        }
        if (!errors.isEmpty()) {
            throw ServiceException.badRequest(
                    "Invalid selection expression specified: Validation Result: warnings : []," + " errors : ["
                            + String.join(", ", errors) + "]");
        }
    }

    /** An object cannot be said: it comes out of the request. */
    private static boolean isObject(String source) {
        return source.startsWith("{");
    }
}
