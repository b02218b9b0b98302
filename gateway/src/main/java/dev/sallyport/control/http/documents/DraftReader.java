package dev.sallyport.control.http.documents;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.http.HttpApiDrafts;
import dev.sallyport.control.http.HttpApiDrafts.Parts;
import dev.sallyport.control.openapi.BasePaths;
import dev.sallyport.control.openapi.Findings;
import dev.sallyport.control.openapi.NamedIds;
import dev.sallyport.control.openapi.Place;
import dev.sallyport.control.openapi.SourceDocument;
import dev.sallyport.control.rest.TagRules;
import dev.sallyport.model.HttpApiAuthorizer;
import dev.sallyport.model.HttpApiCors;
import dev.sallyport.model.HttpApiDocument;
import dev.sallyport.model.HttpApiIntegration;
import dev.sallyport.model.HttpApiRoute;
import dev.sallyport.model.Ids;
import dev.sallyport.wire.apigatewayv2.Cors;
import dev.sallyport.wire.apigatewayv2.CreateApiRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a document as the draft of an HTTP API. */
final class DraftReader {

    static final String IMPORT_EXPORT_VERSION = "x-amazon-apigateway-importexport-version";
    static final String ONLY_VERSION = "1.0";
    static final String CORS = "x-amazon-apigateway-cors";
    static final String TAG_VALUE = "x-amazon-apigateway-tag-value";

    private final SourceDocument source;
    private final String basePath;
    private final HttpApiDrafts drafts;
    private final boolean isNew;
    private final Findings findings = new Findings();
    private final ImportedSchemes schemes;
    private final ImportedIntegrations integrations;
    private final NamedIds routeIds;

    /**
     * @param basePath {@code ignore}, {@code prepend} or {@code split}
     * @param before what the API has, or null for a new one
     */
    DraftReader(
            SourceDocument source, String basePath, HttpApiDrafts drafts, Ids ids, @Nullable HttpApiDocument before) {
        this.source = source;
        this.basePath = basePath;
        this.drafts = drafts;
        this.isNew = before == null;
        List<HttpApiAuthorizer> authorizers = before == null ? List.of() : before.authorizers();
        List<HttpApiIntegration> formerIntegrations = before == null ? List.of() : before.integrations();
        List<HttpApiRoute> routes = before == null ? List.of() : before.routes();
        this.schemes = new ImportedSchemes(
                source,
                drafts,
                new NamedIds(ids, Ids.SHORT, authorizers, HttpApiAuthorizer::name, HttpApiAuthorizer::id),
                findings);
        this.integrations = new ImportedIntegrations(
                source,
                drafts,
                new NamedIds(
                        ids,
                        HttpApiDrafts.PART_ID_LENGTH,
                        formerIntegrations,
                        integration -> null,
                        HttpApiIntegration::id),
                findings);
        this.routeIds =
                new NamedIds(ids, HttpApiDrafts.PART_ID_LENGTH, routes, HttpApiRoute::routeKey, HttpApiRoute::id);
    }

    /**
     * Reads the document.
     *
     * @throws ServiceException 400 when it is none that AWS would take
     */
    ImportedDraft read(boolean failOnWarnings) {
        try {
            return draft(failOnWarnings);
        } catch (Place.Malformed e) {
            throw source.refused(SourceDocument.INVALID, e);
        }
    }

    private ImportedDraft draft(boolean failOnWarnings) {
        if (source.isSwagger()) { // R17.2
            throw new Place.Malformed("/swagger", "HTTP APIs are imported from OpenAPI 3.0 alone");
        }
        Place root = source.root();
        checkAlgorithm(root.at(IMPORT_EXPORT_VERSION));
        new ParseIssues(source, findings).find();
        new Unsupported(source, findings).report();
        schemes.read();
        ImportedRoutes routes = new ImportedRoutes(
                source,
                drafts,
                schemes,
                integrations,
                routeIds,
                BasePaths.prefix(source, basePath, findings),
                findings);
        routes.read();
        integrations.readUnused();
        Place info = root.at("info");
        String name = info.textOrNull("title");
        if (name == null && isNew) {
            throw new Place.Malformed("/info/title", "the title, which becomes the API's name, is missing");
        }
        String description = info.textOrNull("description");
        String version = info.textOrNull("version");
        HttpApiCors cors = settings(name, description, version);
        Map<String, String> tags = tags();
        Boolean disableExecuteApiEndpoint = source.endpointConfiguration().flagOrNull("disableExecuteApiEndpoint");
        findings.conclude(source, failOnWarnings);
        return new ImportedDraft(
                name,
                description,
                version,
                cors,
                disableExecuteApiEndpoint,
                tags,
                new Parts(integrations.all(), schemes.authorizers(), routes.all()),
                findings.notices(),
                findings.warnings());
    }

    private void checkAlgorithm(Place version) {
        if (version.isPresent() && !ONLY_VERSION.equals(version.text())) {
            findings.error(
                    version,
                    "Invalid " + IMPORT_EXPORT_VERSION + ": " + version.text() + ". The only supported value is "
                            + ONLY_VERSION);
        }
    }

    /** R17.9 and section 22; answers the configuration of CORS, or null. */
    private @Nullable HttpApiCors settings(
            @Nullable String name, @Nullable String description, @Nullable String version) {
        Place extension = source.root().at(CORS);
        Cors.Builder cors = Cors.builder();
        if (extension.isPresent()) {
            extension.members();
            cors.allowCredentials(extension.flagOrNull("allowCredentials"))
                    .allowHeaders(texts(extension, "allowHeaders"))
                    .allowMethods(texts(extension, "allowMethods"))
                    .allowOrigins(texts(extension, "allowOrigins"))
                    .exposeHeaders(texts(extension, "exposeHeaders"))
                    .maxAge(extension.integer("maxAge"));
        }
        CreateApiRequest request = CreateApiRequest.builder()
                .name(name == null ? "-" : name)
                .protocolType("HTTP")
                .description(description)
                .version(version)
                .corsConfiguration(extension.isPresent() ? cors.build() : null)
                .build();
        try {
            return drafts.settings(request);
        } catch (ServiceException e) {
            findings.error(extension.isPresent() ? extension : source.root().at("info"), e.getMessage());
            return null;
        }
    }

    private static @Nullable List<String> texts(Place place, String member) {
        List<String> texts = place.at(member).texts();
        return texts.isEmpty() ? null : texts;
    }

    /** R17.5: a tag without a value has an empty one. */
    private Map<String, String> tags() {
        Map<String, String> tags = new TreeMap<>();
        for (Place tag : source.root().at("tags").items()) {
            String name = tag.text("name");
            String value = tag.text(TAG_VALUE);
            if (name == null) {
                continue; // told as a parse issue
            }
            Map<String, String> one = Map.of(name, value == null ? "" : value);
            try {
                TagRules.check(one);
                tags.putAll(one);
            } catch (ServiceException e) {
                findings.warn(tag, "Unable to create tag '" + name + "': " + e.getMessage() + ". Ignoring.");
            }
        }
        return tags;
    }
}
