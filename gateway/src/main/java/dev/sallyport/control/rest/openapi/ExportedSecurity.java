package dev.sallyport.control.rest.openapi;

import dev.sallyport.control.openapi.DocumentWriter;
import dev.sallyport.model.Authorizer;
import dev.sallyport.model.DocumentationPart.Location;
import dev.sallyport.model.Method;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Authorizers, API keys and AWS_IAM as security schemes and requirements (R12.19, R12.20). */
final class ExportedSecurity {

    private static final String HEADER = "method.request.header.";

    private final ExportOptions options;
    private final PartTree documentation;
    private final List<Authorizer> authorizers;
    private final Map<String, Authorizer> byId = new HashMap<>();
    private final Map<String, ObjectNode> schemes = new LinkedHashMap<>();
    private final String apiKey;
    private final String sigv4;

    ExportedSecurity(ExportOptions options, List<Authorizer> authorizers, PartTree documentation) {
        this.options = options;
        this.documentation = documentation;
        this.authorizers = authorizers;
        authorizers.forEach(authorizer -> byId.put(authorizer.id(), authorizer));
        this.apiKey = freeName("api_key");
        this.sigv4 = freeName("sigv4");
        if (options.authorizers()) {
            authorizers.forEach(this::scheme);
        }
    }

    /** A name that no authorizer has. */
    private String freeName(String wanted) {
        List<String> taken = authorizers.stream().map(Authorizer::name).toList();
        StringBuilder name = new StringBuilder(wanted);
        while (taken.contains(name.toString())) {
            name.append('_');
        }
        return name.toString();
    }

    /** The schemes by name: those that methods use, and all authorizers when these are shown. */
    Map<String, ObjectNode> schemes() {
        return schemes;
    }

    /** What a method requires; empty when nothing. */
    ArrayNode requirements(Method method) {
        ArrayNode requirements = JsonNodeFactory.instance.arrayNode();
        Authorizer authorizer = method.authorizerId() == null ? null : byId.get(method.authorizerId());
        if (authorizer != null) {
            scheme(authorizer);
            ArrayNode scopes = requirements.addObject().putArray(authorizer.name());
            method.authorizationScopes().forEach(scopes::add);
        } else if (method.authorizationType().equals("AWS_IAM")) {
            ObjectNode scheme = scheme("Authorization");
            if (options.authorizers()) {
                scheme.put("x-amazon-apigateway-authtype", "awsSigv4");
            }
            schemes.put(sigv4, scheme);
            requirements.addObject().putArray(sigv4);
        }
        if (method.apiKeyRequired()) {
            schemes.put(apiKey, scheme("x-api-key"));
            requirements.addObject().putArray(apiKey);
        }
        return requirements;
    }

    private static ObjectNode scheme(String header) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "apiKey")
                .put("name", header)
                .put("in", "header");
    }

    private void scheme(Authorizer authorizer) {
        if (schemes.containsKey(authorizer.name())) {
            return;
        }
        String header = header(authorizer);
        boolean request = authorizer.type().equals("REQUEST");
        ObjectNode scheme = scheme(request ? "Unused" : Objects.requireNonNullElse(header, "Authorization"));
        documentation
                .effective(new Location("AUTHORIZER", null, null, null, authorizer.name()))
                .forEachEntry((key, value) -> {
                    if (key.equals("description")) {
                        scheme.set(key, value);
                    }
                });
        if (options.authorizers()) {
            DocumentWriter.put(scheme, "x-amazon-apigateway-authtype", authorizer.authType());
            scheme.set("x-amazon-apigateway-authorizer", extension(authorizer, header == null));
        }
        schemes.put(authorizer.name(), scheme);
    }

    /** The header that a scheme can name; null when the identity comes from elsewhere. */
    private static @Nullable String header(Authorizer authorizer) {
        String identity = authorizer.identitySource();
        return authorizer.type().equals("REQUEST") || identity == null || !identity.startsWith(HEADER)
                ? null
                : identity.substring(HEADER.length());
    }

    private static ObjectNode extension(Authorizer authorizer, boolean withIdentitySource) {
        ObjectNode extension = JsonNodeFactory.instance.objectNode();
        extension.put("type", authorizer.type().toLowerCase(Locale.ROOT));
        DocumentWriter.put(extension, "authorizerUri", authorizer.authorizerUri());
        DocumentWriter.put(extension, "authorizerCredentials", authorizer.authorizerCredentials());
        if (authorizer.authorizerResultTtlInSeconds() != null) {
            extension.put("authorizerResultTtlInSeconds", authorizer.authorizerResultTtlInSeconds());
        }
        DocumentWriter.put(extension, "identityValidationExpression", authorizer.identityValidationExpression());
        if (withIdentitySource) {
            DocumentWriter.put(extension, "identitySource", authorizer.identitySource());
        }
        if (!authorizer.providerArns().isEmpty()) {
            authorizer.providerArns().forEach(extension.putArray("providerARNs")::add);
        }
        return extension;
    }
}
