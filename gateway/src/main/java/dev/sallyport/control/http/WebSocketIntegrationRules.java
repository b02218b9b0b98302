package dev.sallyport.control.http;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.IntegrationRules;
import dev.sallyport.control.rest.VpcLinkUses;
import dev.sallyport.mapping.MappingExpression;
import dev.sallyport.model.WebSocketIntegration;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** What an integration of a WebSocket API and its responses may be (websocket-api 9, 12, 21). */
final class WebSocketIntegrationRules {

    static final int MAX_TIMEOUT_MILLIS = 29_000;

    private static final int MIN_TIMEOUT_MILLIS = 50;
    private static final Pattern FUNCTION =
            Pattern.compile("arn:[a-z-]+:apigateway:[^:]+:lambda:path/2015-03-31/functions/\\S+/invocations");
    private static final Pattern CREDENTIALS = Pattern.compile(
            "arn:[a-z-]+:iam::\\d{12}:role/\\S+|arn:[a-z-]+:iam::\\*:user/\\*|\\S*\\$\\{stageVariables\\.\\w+}\\S*");

    private static final String EVERYWHERE = "'.*'|context\\.\\S+|stageVariables\\.\\w+";
    private static final Pattern REQUEST_TARGET =
            Pattern.compile("integration\\.request\\.(header|querystring|path)\\.\\S+");
    private static final Pattern REQUEST_SOURCE = Pattern.compile(EVERYWHERE
            + "|route\\.request\\.(querystring|header|multivaluequerystring|multivalueheader)\\.[a-zA-Z0-9._$-]+"
            + "|route\\.request\\.body(\\..+)?");
    private static final Pattern RESPONSE_TARGET =
            Pattern.compile("(route|method)\\.response\\.(header\\.\\S+|statuscode)");
    private static final Pattern RESPONSE_SOURCE =
            Pattern.compile(EVERYWHERE + "|integration\\.response\\.((header|multivalueheader)\\.\\S+|body(\\..+)?)");

    private WebSocketIntegrationRules() {}

    /** @throws ServiceException naming the first rule that is broken */
    static void check(Store.Reader tx, Call call, WebSocketIntegration integration) {
        String type = integration.type();
        if (type.startsWith("HTTP")) {
            HttpApiIntegrationRules.checkMethod(integration.method());
            IntegrationRules.checkHttpUri(integration.uri()); // W9.6
        } else {
            if (integration.method() != null) {
                HttpApiIntegrationRules.checkMethod(integration.method());
            }
            if (type.startsWith("AWS")) {
                checkArn(type, integration.uri());
            }
        }
        checkConnection(tx, call, integration);
        String credentials = integration.credentialsArn();
        if (credentials != null && !CREDENTIALS.matcher(credentials).matches()) { // W9.9
            throw ServiceException.badRequest("Invalid ARN specified in the request");
        }
        if (integration.timeoutInMillis() < MIN_TIMEOUT_MILLIS
                || integration.timeoutInMillis() > MAX_TIMEOUT_MILLIS) { // W9.2
            throw ServiceException.badRequest(
                    "Timeout should be between " + MIN_TIMEOUT_MILLIS + " ms and " + MAX_TIMEOUT_MILLIS + " ms");
        }
        checkMappings(integration.requestParameters(), REQUEST_TARGET, REQUEST_SOURCE); // W9.10, W9.11
    }

    /** W9.5; a proxy calls a function. */
    private static void checkArn(String type, @Nullable String uri) {
        IntegrationRules.checkArn(type, uri);
        boolean function = uri != null && FUNCTION.matcher(uri).matches();
        if (type.equals("AWS_PROXY") && !function) {
            throw ServiceException.badRequest("Invalid integration URI specified: " + uri);
        }
    }

    /** W21.1, W21.2: a link of either kind; one that a stage variable names cannot be known yet. */
    private static void checkConnection(Store.Reader tx, Call call, WebSocketIntegration integration) {
        String link = integration.connectionId();
        if (!integration.isPrivate()) {
            if (link != null) {
                throw ServiceException.badRequest("ConnectionId is only supported for the connection type VPC_LINK");
            }
            return;
        }
        if (!integration.type().startsWith("HTTP")) {
            throw ServiceException.badRequest(
                    "ConnectionType VPC_LINK is only supported for HTTP and HTTP_PROXY integrations");
        }
        if (link == null) {
            throw ServiceException.badRequest("ConnectionId is required for the connection type VPC_LINK");
        }
        if (!link.contains("${")
                && tx.find(Kind.VPC_LINK, call.scope(), "", link) == null
                && tx.find(Kind.HTTP_API_VPC_LINK, call.scope(), "", link) == null) {
            throw ServiceException.badRequest(VpcLinkUses.NOT_FOUND);
        }
    }

    /** W12.2, W12.7. */
    static void checkResponse(WebSocketIntegration.Response response) {
        String key = response.key();
        boolean pattern = key.length() > 2 && key.startsWith("/") && key.endsWith("/");
        if (!key.equals("$default") && !(pattern && isRegex(key.substring(1, key.length() - 1)))) {
            throw ServiceException.badRequest("Invalid integration response key specified: " + key
                    + ". It is $default or a regular expression in slashes");
        }
        checkMappings(response.parameters(), RESPONSE_TARGET, RESPONSE_SOURCE);
    }

    private static boolean isRegex(String text) {
        try {
            Pattern.compile(text);
            return true;
        } catch (PatternSyntaxException unreadable) {
            return false;
        }
    }

    /** W9.15. */
    private static void checkMappings(Map<String, String> mappings, Pattern target, Pattern source) {
        List<String> errors = new ArrayList<>();
        mappings.forEach((key, value) -> {
            if (!target.matcher(key).matches()) {
                errors.add("Invalid mapping expression parameter specified: " + key);
            } else if (!source.matcher(value).matches() || !isExpression(value)) {
                errors.add("Invalid mapping expression specified: " + value);
            }
        });
        ParameterRules.refuse(errors);
    }

    /** Whether the stages that serve it can read it: the path into a body may be none. */
    private static boolean isExpression(String value) {
        try {
            MappingExpression.compile(value.replaceFirst("^route\\.request\\.", "method.request."));
            return true;
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }
}
