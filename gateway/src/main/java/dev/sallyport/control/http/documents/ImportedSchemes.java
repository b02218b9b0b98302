package dev.sallyport.control.http.documents;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.http.HttpApiDrafts;
import dev.sallyport.control.openapi.Findings;
import dev.sallyport.control.openapi.NamedIds;
import dev.sallyport.control.openapi.Place;
import dev.sallyport.control.openapi.SourceDocument;
import dev.sallyport.model.HttpApiAuthorizer;
import dev.sallyport.wire.apigatewayv2.CreateAuthorizerRequest;
import dev.sallyport.wire.apigatewayv2.JWTConfiguration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Security schemes as authorizers, and requirements as what guards a route (http-api R9.4, R17.9 to R17.11). */
final class ImportedSchemes {

    static final String AUTHORIZER = "x-amazon-apigateway-authorizer";
    static final String AUTH_TYPE = "x-amazon-apigateway-authtype";
    static final String AUTH = "x-amazon-apigateway-auth";
    static final String SIGV4 = "awsSigv4";

    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final Guard OPEN = new Guard("NONE", null, List.of());

    /**
     * What guards a route.
     *
     * @param authorizerId null when the type has none
     */
    record Guard(String authorizationType, @Nullable String authorizerId, List<String> scopes) {}

    /** What a scheme is to an HTTP API, when no authorizer is made of it. */
    private enum Scheme {
        /** Requests are signed. */
        IAM,
        /** HTTP APIs have none. */
        API_KEY,
        /** A requirement of it cannot be met, so that what requires it is not made. */
        JWT_WITHOUT_AUTHORIZER,
        /** Likewise, of a Lambda authorizer. */
        CUSTOM_WITHOUT_AUTHORIZER
    }

    private final SourceDocument source;
    private final HttpApiDrafts drafts;
    private final NamedIds ids;
    private final Findings findings;
    private final Map<String, Scheme> schemes = new HashMap<>();
    private final Map<String, HttpApiAuthorizer> authorizers = new LinkedHashMap<>();

    ImportedSchemes(SourceDocument source, HttpApiDrafts drafts, NamedIds ids, Findings findings) {
        this.source = source;
        this.drafts = drafts;
        this.ids = ids;
        this.findings = findings;
    }

    /** The authorizers, used or not. */
    List<HttpApiAuthorizer> authorizers() {
        return List.copyOf(authorizers.values());
    }

    /** Reads the schemes. */
    void read() {
        for (Place given : source.securitySchemes().members()) {
            Place scheme = source.resolved(given);
            if (scheme == null) {
                findings.warn(given, "Reference to security scheme '" + given.text("$ref") + "' not found. Ignoring.");
                continue;
            }
            if (scheme.at(AUTHORIZER).isPresent()) {
                authorizer(given.name(), scheme);
            } else {
                schemes.put(given.name(), kind(given.name(), scheme));
            }
        }
    }

    private Scheme kind(String name, Place scheme) {
        scheme.members();
        if (SIGV4.equalsIgnoreCase(scheme.text(AUTH_TYPE))) {
            return Scheme.IAM;
        }
        if ("apiKey".equals(scheme.text("type")) && "x-api-key".equalsIgnoreCase(scheme.text("name"))) {
            findings.inform(scheme, "Unsupported security definition type 'apiKey' for '" + name + "'. Ignoring.");
            return Scheme.API_KEY;
        }
        return Scheme.JWT_WITHOUT_AUTHORIZER;
    }

    /** AWS: an authorizer that cannot be made is a warning, and with it go the routes that require it (R9.4). */
    private void authorizer(String name, Place scheme) {
        Place extension = scheme.at(AUTHORIZER);
        extension.members();
        String type = Objects.requireNonNullElse(extension.text("type"), "").toUpperCase(Locale.ROOT);
        schemes.put(name, type.equals("REQUEST") ? Scheme.CUSTOM_WITHOUT_AUTHORIZER : Scheme.JWT_WITHOUT_AUTHORIZER);
        try {
            if (authorizers.size() >= HttpApiDrafts.MAX_AUTHORIZERS) {
                throw ServiceException.badRequest("Maximum number of authorizers for this API has been reached");
            }
            authorizers.put(name, drafts.authorizer(ids.of(name), request(name, type, scheme)));
        } catch (ServiceException e) {
            refused(extension, "Unable to create Authorizer '" + name + "': ", e);
        }
    }

    private void refused(Place place, String what, ServiceException refusal) {
        if (refusal.status() >= 500) {
            throw refusal;
        }
        findings.warn(place, what + refusal.getMessage() + ". Ignoring.");
    }

    /** R17.10. */
    private static CreateAuthorizerRequest.Builder request(String name, String type, Place scheme) {
        Place extension = scheme.at(AUTHORIZER);
        CreateAuthorizerRequest.Builder request = CreateAuthorizerRequest.builder()
                .name(name)
                .authorizerUri(extension.textOrNull("authorizerUri"))
                .authorizerCredentialsArn(extension.textOrNull("authorizerCredentials"))
                .authorizerPayloadFormatVersion(
                        ImportedIntegrations.version(extension, "authorizerPayloadFormatVersion"))
                .authorizerResultTtlInSeconds(extension.integer("authorizerResultTtlInSeconds"))
                .enableSimpleResponses(extension.flagOrNull("enableSimpleResponses"))
                .identityValidationExpression(extension.textOrNull("identityValidationExpression"));
        switch (type) {
            case "JWT" -> {
                List<String> sources = identitySource(extension.at("identitySource"));
                request.authorizerType("JWT")
                        .identitySource(sources.isEmpty() ? List.of("$request.header.Authorization") : sources)
                        .jwtConfiguration(jwt(scheme));
            }
            case "REQUEST" ->
                request.authorizerType("REQUEST").identitySource(identitySource(extension.at("identitySource")));
            default ->
                throw ServiceException.badRequest("Invalid authorizer type specified: " + extension.text("type")
                        + ". Valid options are jwt,request");
        }
        return request;
    }

    private static JWTConfiguration jwt(Place scheme) {
        Place configuration = scheme.at(AUTHORIZER).at("jwtConfiguration");
        configuration.members();
        String issuer = configuration.textOrNull("issuer");
        String discovery = scheme.textOrNull("openIdConnectUrl");
        if (issuer == null && discovery != null) {
            issuer = discovery.endsWith(DISCOVERY)
                    ? discovery.substring(0, discovery.length() - DISCOVERY.length())
                    : discovery;
        }
        List<String> audience = configuration.at("audience").texts();
        return JWTConfiguration.builder().issuer(issuer).audience(audience).build();
    }

    /** Expressions separated by commas, as everywhere in documents, or in a list, as on the wire. */
    private static List<String> identitySource(Place place) {
        if (place.isPresent() && place.node().isArray()) {
            return place.texts();
        }
        String text = place.text();
        return text == null
                ? List.of()
                : Arrays.stream(text.split(","))
                        .map(String::strip)
                        .filter(each -> !each.isEmpty())
                        .toList();
    }

    /**
     * What guards an operation: what it says itself, else what the root says (openapi R6.7).
     *
     * @param verb for messages, as is the path
     * @return null when the route must not be made, which is told
     */
    @Nullable
    Guard guard(Place operation, String verb, String path) {
        String what = "Unable to put method '" + verb + "' on resource at path '" + path + "': ";
        Place own = operation.at("security");
        Place security = own.isPresent() ? own : source.root().at("security");
        List<List<Place>> alternatives = alternatives(security);
        List<Place> required = alternatives.isEmpty() ? List.of() : alternatives.getFirst();
        Place auth = operation.at(AUTH).isPresent() || own.isPresent()
                ? operation.at(AUTH)
                : source.root().at(AUTH);
        boolean signed = "AWS_IAM".equalsIgnoreCase(auth.text("type"));
        boolean signedToo =
                signed && !required.isEmpty() && schemes.get(required.getFirst().name()) != Scheme.IAM;
        if (alternatives.size() > 1 || required.size() > 1 || signedToo) { // R17.11
            findings.error(security, what + "An operation can have only one security requirement");
            return null;
        }
        if (required.isEmpty()) {
            return signed ? new Guard("AWS_IAM", null, List.of()) : OPEN;
        }
        return guard(required.getFirst(), what);
    }

    /** The alternatives, each with what it requires; API keys count for nothing. */
    private List<List<Place>> alternatives(Place security) {
        List<List<Place>> alternatives = new ArrayList<>();
        for (Place alternative : security.items()) {
            List<Place> all = alternative.members();
            List<Place> required = all.stream()
                    .filter(each -> schemes.get(each.name()) != Scheme.API_KEY)
                    .toList();
            if (all.isEmpty() || !required.isEmpty()) {
                alternatives.add(required);
            }
        }
        return alternatives;
    }

    private @Nullable Guard guard(Place requirement, String what) {
        HttpApiAuthorizer authorizer = authorizers.get(requirement.name());
        if (authorizer != null) {
            boolean jwt = authorizer.type().equals("JWT");
            List<String> scopes = requirement.texts();
            if (!jwt && !scopes.isEmpty()) {
                findings.inform(
                        requirement, "Unsupported scopes of Lambda authorizer '" + requirement.name() + "'. Ignoring.");
            }
            return new Guard(jwt ? "JWT" : "CUSTOM", authorizer.id(), jwt ? scopes : List.of());
        }
        Scheme scheme = schemes.get(requirement.name());
        if (scheme == Scheme.IAM) {
            return new Guard("AWS_IAM", null, List.of());
        }
        String type = scheme == Scheme.CUSTOM_WITHOUT_AUTHORIZER ? "CUSTOM" : "JWT";
        findings.warn(
                requirement,
                what + "Invalid authorizer definition. Setting the authorization type to " + type
                        + " requires a valid authorizer. Ignoring.");
        return null;
    }
}
