package dev.sallyport.control.http;

import dev.sallyport.control.ServiceException;
import dev.sallyport.model.HttpApiIntegration;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an integration of an HTTP API may be (http-api 3.1, 4, 5, 21.3). */
final class HttpApiIntegrationRules {

    private static final Set<String> METHODS =
            Set.of("ANY", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");
    private static final Pattern FUNCTION = Pattern.compile(
            "arn:[a-z-]+:lambda:[^:]*:[^:]*:function:\\S+|arn:[a-z-]+:apigateway:[^:]+:lambda:path/2015-03-31/functions/\\S+"
                    + "/invocations");
    private static final Pattern URL = Pattern.compile("https?://\\S+");
    private static final Pattern PRIVATE = Pattern.compile(
            "arn:[a-z-]+:elasticloadbalancing:[^:]+:\\d{12}:listener/\\S+|arn:[a-z-]+:servicediscovery:[^:]+:\\d{12}:service/\\S+");
    private static final Pattern CALLER = Pattern.compile("arn:[a-z-]+:iam::\\*:user/\\*");

    private HttpApiIntegrationRules() {}

    /** R21.24. */
    private static void checkType(String type, @Nullable String subtype) {
        if (!type.endsWith("_PROXY")) {
            throw ServiceException.badRequest(
                    "Currently, an API with a protocol type of HTTP may only be associated with"
                            + " proxy integrations (AWS_PROXY, HTTP_PROXY)");
        }
        if (subtype != null) {
            if (type.equals("HTTP_PROXY")) {
                throw ServiceException.badRequest("integrationSubtype is only supported for AWS_PROXY integrations");
            }
            SubtypeRules.subtype(subtype);
        }
    }

    /** @throws ServiceException naming the first rule that is broken */
    static void check(HttpApiIntegration integration) {
        checkType(integration.type(), integration.subtype());
        if (!integration.payloadFormatVersion().equals("1.0")
                && !integration.payloadFormatVersion().equals("2.0")) {
            throw ServiceException.badRequest(
                    "PayloadFormatVersion " + integration.payloadFormatVersion() + " is invalid. It is 1.0 or 2.0");
        }
        String subtype = integration.subtype();
        if (subtype != null) {
            refuseTls(integration);
            SubtypeRules.check(integration, SubtypeRules.subtype(subtype));
            ParameterRules.checkResponse(integration.responseParameters());
            return;
        }
        if (integration.type().equals("AWS_PROXY")) {
            function(integration);
        } else {
            http(integration);
        }
        ParameterRules.checkRequest(integration.requestParameters());
        ParameterRules.checkResponse(integration.responseParameters());
    }

    private static void function(HttpApiIntegration integration) {
        String uri = integration.uri();
        if (uri == null || !FUNCTION.matcher(uri).matches()) {
            throw ServiceException.badRequest("Invalid integration URI specified: " + uri);
        }
        if (!"POST".equals(integration.method())) {
            throw ServiceException.badRequest("IntegrationMethod of a Lambda integration must be POST");
        }
        if (integration.isPrivate()) {
            throw ServiceException.badRequest("ConnectionType VPC_LINK is only supported for HTTP_PROXY integrations");
        }
        String credentials = integration.credentialsArn();
        if (credentials != null && CALLER.matcher(credentials).matches()) {
            throw ServiceException.notSupported("credentialsArn " + credentials + " of a Lambda integration");
        }
        refuseTls(integration);
    }

    private static void http(HttpApiIntegration integration) {
        checkMethod(integration.method());
        if (integration.payloadFormatVersion().equals("2.0")) { // R21.25
            throw ServiceException.badRequest("PayloadFormatVersion 2.0 is only supported for Lambda integrations");
        }
        if (integration.credentialsArn() != null) {
            throw ServiceException.badRequest("CredentialsArn is only supported for AWS_PROXY integrations");
        }
        String uri = integration.uri();
        if (integration.isPrivate()) {
            if (integration.connectionId() == null) { // R21.22
                throw ServiceException.badRequest("ConnectionId is required for the connection type VPC_LINK");
            }
            if (uri == null || !PRIVATE.matcher(uri).matches()) { // R5.1
                throw ServiceException.badRequest(
                        "Invalid integration URI specified: " + uri + ". For the connection type"
                                + " VPC_LINK it is the ARN of a listener or of a Cloud Map service");
            }
        } else {
            if (uri == null || !URL.matcher(uri).matches()) { // R4.1
                throw ServiceException.badRequest("Invalid HTTP endpoint specified for URI");
            }
            if (integration.connectionId() != null) {
                throw ServiceException.badRequest("ConnectionId is only supported for the connection type VPC_LINK");
            }
            refuseTls(integration);
        }
    }

    static void checkMethod(@Nullable String method) {
        if (method == null || !METHODS.contains(method)) {
            throw ServiceException.badRequest("Invalid HTTP method specified: " + method);
        }
    }

    private static void refuseTls(HttpApiIntegration integration) {
        if (integration.tls()) { // R5.3
            throw ServiceException.badRequest("TlsConfig is only supported for private integrations");
        }
    }
}
