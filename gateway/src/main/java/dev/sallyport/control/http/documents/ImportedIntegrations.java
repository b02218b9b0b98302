package dev.sallyport.control.http.documents;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.http.HttpApiDrafts;
import dev.sallyport.control.openapi.Findings;
import dev.sallyport.control.openapi.NamedIds;
import dev.sallyport.control.openapi.Place;
import dev.sallyport.control.openapi.SourceDocument;
import dev.sallyport.model.HttpApiIntegration;
import dev.sallyport.wire.apigatewayv2.CreateIntegrationRequest;
import dev.sallyport.wire.apigatewayv2.TlsConfigInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Integrations of operations and of the components, which operations may share (http-api R17.7, R17.8). */
final class ImportedIntegrations {

    static final String EXTENSION = "x-amazon-apigateway-integration";
    static final String COMPONENTS = "x-amazon-apigateway-integrations";

    private static final Set<String> TYPES = Set.of("HTTP", "HTTP_PROXY", "AWS", "AWS_PROXY", "MOCK");

    private final SourceDocument source;
    private final HttpApiDrafts drafts;
    private final NamedIds ids;
    private final Findings findings;
    private final List<HttpApiIntegration> all = new ArrayList<>();

    /** By the pointer of the place that describes it; null is one that was refused. */
    private final Map<String, @Nullable HttpApiIntegration> byPointer = new HashMap<>();

    ImportedIntegrations(SourceDocument source, HttpApiDrafts drafts, NamedIds ids, Findings findings) {
        this.source = source;
        this.drafts = drafts;
        this.ids = ids;
        this.findings = findings;
    }

    /** The integrations in the order of the document. */
    List<HttpApiIntegration> all() {
        return List.copyOf(all);
    }

    /**
     * The integration of an operation.
     *
     * @param where verb and path, for messages
     * @return null when it has none, or one that is refused, which is told
     */
    @Nullable
    HttpApiIntegration of(Place operation, String where) {
        Place given = operation.at(EXTENSION);
        if (!given.isPresent()) {
            return null;
        }
        String what = "Unable to put integration on " + where + ": ";
        Place place = source.resolved(given);
        if (place == null) {
            findings.error(given, what + "Invalid reference specified: " + given.text("$ref"));
            return null;
        }
        return made(place, what);
    }

    /** Makes what the components have and no operation refers to, as an export shows integrations without a route. */
    void readUnused() {
        for (Place given : source.root().at("components").at(COMPONENTS).members()) {
            String what = "Unable to create integration '" + given.name() + "': ";
            Place place = source.resolved(given);
            if (place == null) {
                findings.error(given, what + "Invalid reference specified: " + given.text("$ref"));
            } else {
                made(place, what);
            }
        }
    }

    private @Nullable HttpApiIntegration made(Place place, String what) {
        if (!byPointer.containsKey(place.pointer())) {
            HttpApiIntegration made = make(place, what);
            byPointer.put(place.pointer(), made);
            if (made != null) {
                all.add(made);
            }
        }
        return byPointer.get(place.pointer());
    }

    private @Nullable HttpApiIntegration make(Place place, String what) {
        place.members();
        String type = upper(place.text("type"));
        if (type == null || !TYPES.contains(type)) {
            findings.error(place, what + "Invalid integration type specified: " + place.text("type"));
            return null;
        }
        if (all.size() >= HttpApiDrafts.MAX_INTEGRATIONS) {
            findings.error(place, what + "Maximum number of integrations for this API has been reached");
            return null;
        }
        try {
            return drafts.integration(ids.of(place.pointer()), request(type, place));
        } catch (ServiceException e) {
            if (e.status() >= 500) {
                throw e;
            }
            findings.warn(place, what + e.getMessage() + ". Ignoring."); // R17.8
            return null;
        }
    }

    private static CreateIntegrationRequest.Builder request(String type, Place place) {
        Map<String, Map<String, String>> responses = new TreeMap<>();
        for (Place status : place.at("responseParameters").members()) {
            responses.put(status.name(), texts(status));
        }
        Place tls = place.at("tlsConfig");
        Place server = tls.at("serverNameToVerify");
        return CreateIntegrationRequest.builder()
                .integrationType(type)
                .integrationSubtype(place.textOrNull("integrationSubtype"))
                .integrationMethod(upper(place.textOrNull("httpMethod")))
                .integrationUri(place.textOrNull("uri"))
                .payloadFormatVersion(version(place, "payloadFormatVersion"))
                .connectionType(upper(place.textOrNull("connectionType")))
                .connectionId(place.textOrNull("connectionId"))
                .credentialsArn(place.textOrNull("credentials"))
                .timeoutInMillis(place.integer("timeoutInMillis"))
                .requestParameters(texts(place.at("requestParameters")))
                .responseParameters(responses)
                .tlsConfig(
                        server.isPresent() || (tls.isPresent() && tls.members().isEmpty())
                                ? TlsConfigInput.builder()
                                        .serverNameToVerify(server.text())
                                        .build()
                                : null);
    }

    private static Map<String, String> texts(Place place) {
        Map<String, String> texts = new TreeMap<>();
        for (Place each : place.members()) {
            String text = each.text();
            texts.put(each.name(), text == null ? "" : text);
        }
        return texts;
    }

    /** A version as text, {@code 2.0} also where YAML was told the number 2. */
    static @Nullable String version(Place place, String member) {
        String version = place.textOrNull(member);
        return version != null && version.matches("\\d") ? version + ".0" : version;
    }

    private static @Nullable String upper(@Nullable String text) {
        return text == null ? null : text.toUpperCase(Locale.ROOT);
    }
}
