package dev.sallyport.control.http.documents;

import dev.sallyport.control.openapi.DocumentWriter;
import dev.sallyport.model.HttpApiAuthorizer;
import dev.sallyport.model.HttpApiDocument;
import dev.sallyport.model.HttpApiRoute;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Authorizers as security schemes, and what guards routes as requirements (http-api R17.9, R17.10). */
final class ExportedSchemes {

    private static final String HEADER = "$request.header.";

    private final HttpApiDocument document;
    private final boolean extensions;

    /** By the id of the authorizer, which has a name that another may have too (R21.33). */
    private final Map<String, String> names = new HashMap<>();

    private final String sigv4;

    ExportedSchemes(HttpApiDocument document, boolean extensions) {
        this.document = document;
        this.extensions = extensions;
        Set<String> taken = new HashSet<>();
        for (HttpApiAuthorizer authorizer : document.authorizers()) {
            names.put(authorizer.id(), unique(authorizer.name(), authorizer.id(), taken));
        }
        this.sigv4 = unique("sigv4", "iam", taken);
    }

    private static String unique(String name, String suffix, Set<String> taken) {
        String each = name;
        while (!taken.add(each)) {
            each += "_" + suffix;
        }
        return each;
    }

    ObjectNode write() {
        ObjectNode schemes = JsonNodeFactory.instance.objectNode();
        for (HttpApiAuthorizer authorizer : document.authorizers()) {
            schemes.set(String.valueOf(names.get(authorizer.id())), scheme(authorizer));
        }
        if (document.routes().stream().anyMatch(ExportedSchemes::isSigned)) {
            ObjectNode scheme = schemes.putObject(sigv4);
            scheme.put("type", "apiKey").put("name", "Authorization").put("in", "header");
            if (extensions) {
                scheme.put(ImportedSchemes.AUTH_TYPE, ImportedSchemes.SIGV4);
            }
        }
        return schemes;
    }

    private static boolean isSigned(HttpApiRoute route) {
        return route.authorizationType().equals("AWS_IAM");
    }

    /** Adds what a route requires to its operation. */
    void require(ObjectNode operation, HttpApiRoute route) {
        String scheme = isSigned(route) ? sigv4 : names.get(String.valueOf(route.authorizerId()));
        if (scheme != null) {
            ArrayNode scopes = operation.putArray("security").addObject().putArray(scheme);
            route.authorizationScopes().forEach(scopes::add);
        }
    }

    private ObjectNode scheme(HttpApiAuthorizer authorizer) {
        ObjectNode scheme = JsonNodeFactory.instance.objectNode();
        boolean jwt = authorizer.type().equals("JWT");
        if (jwt) {
            scheme.put("type", "oauth2").putObject("flows");
        } else {
            List<String> sources = authorizer.identitySource();
            boolean header = !sources.isEmpty() && sources.getFirst().startsWith(HEADER);
            scheme.put("type", "apiKey");
            scheme.put("name", header ? sources.getFirst().substring(HEADER.length()) : "Unused");
            scheme.put("in", "header");
        }
        if (extensions) {
            extension(scheme.putObject(ImportedSchemes.AUTHORIZER), authorizer, jwt);
        }
        return scheme;
    }

    private static void extension(ObjectNode node, HttpApiAuthorizer authorizer, boolean jwt) {
        if (!authorizer.identitySource().isEmpty()) {
            node.put("identitySource", String.join(",", authorizer.identitySource()));
        }
        if (jwt) {
            ObjectNode configuration = node.putObject("jwtConfiguration");
            authorizer.audience().forEach(configuration.putArray("audience")::add);
            DocumentWriter.put(configuration, "issuer", authorizer.issuer());
        }
        DocumentWriter.put(node, "authorizerUri", authorizer.uri());
        DocumentWriter.put(node, "authorizerCredentials", authorizer.credentialsArn());
        DocumentWriter.put(node, "authorizerPayloadFormatVersion", authorizer.payloadFormatVersion());
        if (authorizer.resultTtlInSeconds() != null) {
            node.put("authorizerResultTtlInSeconds", authorizer.resultTtlInSeconds());
        }
        node.put("type", authorizer.type().toLowerCase(Locale.ROOT));
        if (authorizer.enableSimpleResponses() != null) {
            node.put("enableSimpleResponses", authorizer.enableSimpleResponses());
        }
    }
}
