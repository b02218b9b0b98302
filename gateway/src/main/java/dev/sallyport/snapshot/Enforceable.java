package dev.sallyport.snapshot;

import dev.sallyport.integration.function.FunctionTarget;
import dev.sallyport.mapping.MappingExpression;
import dev.sallyport.mapping.Template;
import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.Integration;
import dev.sallyport.model.Integration.IntegrationResponse;
import dev.sallyport.model.Method;
import dev.sallyport.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What the data plane of this version cannot do. A document that needs any of it is refused at CreateDeployment by name:
 * nothing that a user set is ever accepted and ignored.
 */
public final class Enforceable {

    private final List<String> found = new ArrayList<>();
    private final String where;

    private Enforceable(String where) {
        this.where = where;
    }

    /** What a document needs and the data plane lacks, each as the subject of a sentence; empty when it can be deployed. */
    public static List<String> unsupported(ApiDocument document) {
        Enforceable api = new Enforceable("the API");
        api.when(document.policy() != null, "the resource policy");
        api.when(document.endpointTypes().contains("PRIVATE"), "endpoint type PRIVATE");
        api.when(document.minimumCompressionSize() != null, "minimumCompressionSize");
        List<String> all = new ArrayList<>(api.found);
        for (Resource resource : document.resources()) {
            for (Method method : resource.methods().values()) {
                all.addAll(unsupported(method, method.httpMethod() + " " + resource.path()));
            }
        }
        return all;
    }

    static boolean isEnforceable(Method method) {
        return unsupported(method, "").isEmpty();
    }

    private static List<String> unsupported(Method method, String where) {
        Enforceable check = new Enforceable(where);
        check.when(!method.authorizationType().equals("NONE"), "authorizationType " + method.authorizationType());
        check.when(method.apiKeyRequired(), "apiKeyRequired");
        check.when(method.requestValidatorId() != null, "requestValidatorId");
        if (method.integration() != null) {
            check.integration(method.integration());
        }
        return check.found;
    }

    private void integration(Integration integration) {
        when(integration.credentials() != null, "credentials of the integration");
        when("VPC_LINK".equals(integration.connectionType()), "connectionType VPC_LINK");
        when(integration.contentHandling() != null, "contentHandling of the integration");
        when(!integration.cacheKeyParameters().isEmpty(), "cacheKeyParameters");
        when(Boolean.TRUE.equals(integration.insecureSkipVerification()), "tlsConfig.insecureSkipVerification");
        when("STREAM".equals(integration.responseTransferMode()), "responseTransferMode STREAM");
        when(integration.integrationTarget() != null, "integrationTarget");
        String uri = integration.uri() == null ? "" : integration.uri();
        when(
                integration.type().equals("AWS") && !FunctionTarget.isLambda(uri),
                "an AWS integration with a service other than Lambda (" + uri + ")");
        when(
                integration.type().equals("AWS_PROXY") && !FunctionTarget.isLambda(uri),
                "an AWS_PROXY integration with " + uri);
        integration.requestParameters().forEach((key, expression) -> {
            expression(expression);
            when(
                    integration.type().equals("AWS")
                            && key.regionMatches(true, 0, "integration.request.header.X-Amz-", 0, 33),
                    "the request parameter " + key + " of an AWS integration");
        });
        if (!integration.type().endsWith("_PROXY")) {
            templates(integration.requestTemplates());
            integration.integrationResponses().values().forEach(this::response);
        }
    }

    private void response(IntegrationResponse response) {
        when(
                response.contentHandling() != null,
                "contentHandling of the integration response " + response.statusCode());
        when(response.statusCode().startsWith("1"), "the interim status " + response.statusCode());
        pattern(response.selectionPattern());
        if (response.responseParameters() != null) {
            response.responseParameters().values().forEach(this::expression);
        }
        if (response.responseTemplates() != null) {
            templates(response.responseTemplates());
        }
    }

    private void templates(Map<String, @Nullable String> templates) {
        templates.forEach((type, text) ->
                when(text != null && !Template.isLiteral(text), "a mapping template with VTL (" + type + ")"));
    }

    private void expression(String text) {
        try {
            boolean readsPath = MappingExpression.compile(text) instanceof MappingExpression.Lookup lookup
                    && lookup.readsBodyPath();
            when(readsPath, "the mapping " + text);
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
            found.add(where.isEmpty() ? what : what + " of " + where);
        }
    }
}
