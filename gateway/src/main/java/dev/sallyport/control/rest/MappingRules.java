package dev.sallyport.control.rest;

import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Method;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The grammar of parameter mappings and of template content types, with AWS's "Validation Result" errors. */
public final class MappingRules {

    private static final Pattern METHOD_REQUEST_PARAMETER =
            Pattern.compile("method\\.request\\.(path|querystring|header)\\.\\S+");
    private static final Pattern METHOD_RESPONSE_PARAMETER = Pattern.compile("method\\.response\\.header\\.\\S+");
    private static final Pattern INTEGRATION_REQUEST_PARAMETER =
            Pattern.compile("integration\\.request\\.(path|querystring|header)\\.\\S+");

    private static final String EVERYWHERE = "'.*'|context\\..+|stageVariables\\.\\w+";
    private static final Pattern REQUEST_EXPRESSION = Pattern.compile(
            EVERYWHERE
                    + "|method\\.request\\.((path|querystring|header|multivaluequerystring|multivalueheader)\\..+|body(\\..+)?)");
    private static final Pattern RESPONSE_EXPRESSION =
            Pattern.compile(EVERYWHERE + "|integration\\.response\\.((header|multivalueheader)\\..+|body([.\\[].+)?)");

    private static final Pattern GATEWAY_RESPONSE_PARAMETER = Pattern.compile("gatewayresponse\\.header\\.\\S+");
    private static final Pattern GATEWAY_EXPRESSION = Pattern.compile(
            EVERYWHERE + "|method\\.request\\.(path|querystring|header|multivaluequerystring|multivalueheader)\\..+");

    private static final Pattern CONTENT_TYPE = Pattern.compile("\\$default|[^/\\s]+/[^/\\s]+.*");

    private MappingRules() {}

    /** R10.26. */
    public static void checkMethodRequestParameter(String key) {
        if (!METHOD_REQUEST_PARAMETER.matcher(key).matches()) {
            throw unknownParameter(key);
        }
    }

    /** R10.34. */
    public static void checkMethodResponseParameter(String key) {
        if (!METHOD_RESPONSE_PARAMETER.matcher(key).matches()) {
            throw unknownParameter(key);
        }
    }

    /** R10.48: what an integration request takes from the method request, which must declare it. */
    public static void checkRequestMappings(Map<String, String> mappings, Method method) {
        mappings.forEach((key, expression) -> {
            if (!INTEGRATION_REQUEST_PARAMETER.matcher(key).matches()) {
                throw unknownParameter(key);
            }
            if (expression == null || !REQUEST_EXPRESSION.matcher(expression).matches()) {
                throw invalid("Invalid mapping expression specified: " + expression);
            }
            // AWS: the single-value sources alone must be declared by the method
            if (METHOD_REQUEST_PARAMETER.matcher(expression).matches()
                    && !method.requestParameters().containsKey(expression)) {
                throw unknownParameter(expression);
            }
        });
    }

    /** R10.57: what a method response takes from the integration response; the method response must declare the key. */
    public static void checkResponseMappings(
            @Nullable Map<String, String> mappings, Method.@Nullable MethodResponse response) {
        if (mappings == null) {
            return;
        }
        Map<String, Boolean> declared = response == null ? null : response.responseParameters();
        mappings.forEach((key, expression) -> {
            checkMethodResponseParameter(key);
            if (declared == null || !declared.containsKey(key)) {
                throw unknownParameter(key);
            }
            if (expression == null || !RESPONSE_EXPRESSION.matcher(expression).matches()) {
                throw invalid("Invalid mapping expression specified: " + expression);
            }
        });
    }

    /** R7.15: the headers of a gateway response. */
    public static void checkGatewayResponseParameters(Map<String, String> mappings) {
        mappings.forEach((key, expression) -> {
            if (!GATEWAY_RESPONSE_PARAMETER.matcher(key).matches()) {
                throw unknownParameter(key);
            }
            if (!GATEWAY_EXPRESSION.matcher(expression).matches()) {
                throw invalid("Invalid mapping expression specified: " + expression);
            }
        });
    }

    /** R10.56. */
    public static void checkContentTypes(Collection<String> types) {
        for (String type : types) {
            if (!CONTENT_TYPE.matcher(type).matches()) {
                throw ServiceException.badRequest(
                        "Validation Result: warnings : [], errors : [Invalid content type specified: " + type + "]");
            }
        }
    }

    private static ServiceException unknownParameter(String key) {
        return invalid("Invalid mapping expression parameter specified: " + key);
    }

    private static ServiceException invalid(String error) {
        return ServiceException.badRequest(
                "Invalid mapping expression specified: Validation Result: warnings : [], errors : [" + error + "]");
    }
}
