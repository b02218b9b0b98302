package dev.sallyport.control.rest.openapi;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.openapi.Findings;
import dev.sallyport.control.openapi.NamedIds;
import dev.sallyport.control.openapi.Place;
import dev.sallyport.control.openapi.SourceDocument;
import dev.sallyport.control.rest.AuthorizerRules;
import dev.sallyport.model.Authorizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Security schemes as authorizers, and requirements as what guards a method (openapi section 6). */
final class ImportedSecurity {

    private static final String AUTHORIZER = "x-amazon-apigateway-authorizer";
    private static final String AUTH_TYPE = "x-amazon-apigateway-authtype";

    /**
     * What guards a method.
     *
     * @param authorizerId null when the type has none
     */
    record Guard(
            String authorizationType, @Nullable String authorizerId, List<String> scopes, boolean apiKeyRequired) {}

    private enum Scheme {
        AUTHORIZER,
        API_KEY,
        IAM,
        IGNORED
    }

    private final SourceDocument source;
    private final NamedIds ids;
    private final Findings findings;
    private final Map<String, Scheme> schemes = new HashMap<>();
    private final Map<String, Authorizer> authorizers = new LinkedHashMap<>();

    ImportedSecurity(SourceDocument source, NamedIds ids, Findings findings) {
        this.source = source;
        this.ids = ids;
        this.findings = findings;
    }

    /** The authorizers by name, used or not (R6.1). */
    Map<String, Authorizer> authorizers() {
        return authorizers;
    }

    /** Reads the schemes. */
    void read() {
        for (Place scheme : source.securitySchemes().members()) {
            if (scheme.at(AUTHORIZER).isPresent()) {
                schemes.put(scheme.name(), Scheme.AUTHORIZER);
                findings.attempt(
                        scheme.at(AUTHORIZER),
                        "Unable to create authorizer '" + scheme.name() + "'",
                        () -> authorizers.put(scheme.name(), authorizer(scheme)));
            } else {
                schemes.put(scheme.name(), kind(scheme));
            }
        }
    }

    /** R6.9, R6.10, R6.12. */
    private Scheme kind(Place scheme) {
        if ("awsSigv4".equalsIgnoreCase(scheme.text(AUTH_TYPE))) {
            return Scheme.IAM;
        }
        if ("apiKey".equals(scheme.text("type"))
                && "x-api-key".equalsIgnoreCase(scheme.text("name"))
                && "header".equals(scheme.text("in"))) {
            return Scheme.API_KEY;
        }
        findings.warn(
                scheme,
                "Unsupported security definition type '" + scheme.text("type") + "' for '" + scheme.name()
                        + "'. Ignoring.");
        return Scheme.IGNORED;
    }

    private Authorizer authorizer(Place scheme) {
        Place extension = scheme.at(AUTHORIZER);
        extension.members();
        String type = Objects.requireNonNullElse(extension.text("type"), "").toUpperCase(Locale.ROOT);
        if (!List.of("TOKEN", "REQUEST", "COGNITO_USER_POOLS").contains(type)) {
            throw ServiceException.badRequest("Invalid authorizer type specified: " + extension.text("type"));
        }
        String identitySource = extension.textOrNull("identitySource");
        if (identitySource == null && !type.equals("REQUEST") && scheme.text("name") != null) {
            identitySource = "method.request.header." + scheme.text("name"); // R6.4
        }
        Authorizer authorizer = AuthorizerRules.normalized(new Authorizer(
                ids.of(scheme.name()),
                scheme.name(),
                type,
                scheme.textOrNull(AUTH_TYPE),
                extension.at("providerARNs").texts(),
                extension.textOrNull("authorizerUri"),
                extension.textOrNull("authorizerCredentials"),
                identitySource,
                extension.textOrNull("identityValidationExpression"),
                extension.integer("authorizerResultTtlInSeconds")));
        AuthorizerRules.checkUri(authorizer);
        AuthorizerRules.check(authorizer);
        return authorizer;
    }

    /**
     * What guards an operation: what it says itself, else what the root says (R6.6 to R6.11).
     *
     * @param method verb and path, for warnings
     */
    Guard guard(Place operation, String method) {
        Place own = operation.at("security");
        Place requirements = own.isPresent() ? own : source.root().at("security");
        Guard guard = new Guard("NONE", null, List.of(), false);
        for (Place alternative : requirements.items()) {
            for (Place requirement : alternative.members()) {
                guard = with(guard, requirement, method);
            }
        }
        Place extension = operation.at("x-amazon-apigateway-auth");
        if (!extension.isPresent() && guard.authorizationType().equals("NONE") && !own.isPresent()) {
            extension = source.root().at("x-amazon-apigateway-auth");
        }
        return extension.isPresent() ? declared(guard, extension, method) : guard;
    }

    /** R6.11. */
    private Guard declared(Guard guard, Place extension, String method) {
        String type = Objects.requireNonNullElse(extension.text("type"), "").toUpperCase(Locale.ROOT);
        if (!type.equals("AWS_IAM") && !type.equals("NONE")) {
            findings.warn(
                    extension,
                    "Unsupported authorization type '" + extension.text("type") + "' for method '" + method
                            + "'. Ignoring.");
            return guard;
        }
        return new Guard(type, null, List.of(), guard.apiKeyRequired());
    }

    private Guard with(Guard guard, Place requirement, String method) {
        Scheme scheme = schemes.get(requirement.name());
        if (scheme == null) {
            // R6.13
            findings.warn(
                    requirement,
                    "Security definition '" + requirement.name() + "' for method '" + method
                            + "' not found. Ignoring.");
            return guard;
        }
        if (scheme == Scheme.API_KEY) {
            return new Guard(guard.authorizationType(), guard.authorizerId(), guard.scopes(), true);
        }
        if (scheme == Scheme.IGNORED) {
            return guard;
        }
        if (!guard.authorizationType().equals("NONE")) {
            findings.warn(
                    requirement,
                    "More than one authorizer for method '" + method + "'. Ignoring '" + requirement.name() + "'.");
            return guard;
        }
        if (scheme == Scheme.IAM) {
            return new Guard("AWS_IAM", null, List.of(), guard.apiKeyRequired());
        }
        Authorizer authorizer = authorizers.get(requirement.name());
        if (authorizer == null) {
            return guard; // it was refused, so the import fails
        }
        boolean pools = authorizer.type().equals("COGNITO_USER_POOLS");
        List<String> scopes = pools ? new ArrayList<>(requirement.texts()) : List.of();
        return new Guard(pools ? "COGNITO_USER_POOLS" : "CUSTOM", authorizer.id(), scopes, guard.apiKeyRequired());
    }
}
