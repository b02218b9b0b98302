package dev.sallyport.control.rest.openapi;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.openapi.BasePaths;
import dev.sallyport.control.openapi.Findings;
import dev.sallyport.control.openapi.NamedIds;
import dev.sallyport.control.openapi.Place;
import dev.sallyport.control.openapi.SourceDocument;
import dev.sallyport.control.patch.PatchTables;
import dev.sallyport.control.rest.ResourcePolicies;
import dev.sallyport.control.rest.SecurityRules;
import dev.sallyport.control.rest.VpcLinkUses;
import dev.sallyport.control.rest.openapi.ImportedMethod.ImportedParts;
import dev.sallyport.model.Authorizer;
import dev.sallyport.model.Ids;
import dev.sallyport.model.Model;
import dev.sallyport.model.RequestValidator;
import dev.sallyport.model.Resource;
import dev.sallyport.model.RestApi;
import dev.sallyport.model.RestApi.EndpointConfiguration;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One import into one API, inside one transaction: reads the document, judges it, then writes all of it (R2.9). */
final class ApiImport {

    static final String SECURITY_POLICY = "x-amazon-apigateway-security-policy";
    static final String ACCESS_MODE = "x-amazon-apigateway-endpoint-access-mode";
    private static final int MAX_COMPRESSION_BYTES = 10_485_760;

    private final Store.Writer tx;
    private final Call call;
    private final Scope scope;
    private final Ids ids;
    private final RestApi api;
    private final SourceDocument source;
    private final ImportOptions options;
    private final boolean overwrite;
    private final Findings findings = new Findings();
    private final ImportedModels models;
    private final ImportedSecurity security;
    private final ImportedValidators validators;

    /**
     * @param api as it is stored
     * @param overwrite whether what the document does not have goes (R3.4) or stays (R3.2)
     */
    ApiImport(
            Store.Writer tx,
            Call call,
            Ids ids,
            RestApi api,
            SourceDocument source,
            ImportOptions options,
            boolean overwrite) {
        this.tx = tx;
        this.call = call;
        this.scope = call.scope();
        this.ids = ids;
        this.api = api;
        this.source = source;
        this.options = options;
        this.overwrite = overwrite;
        this.models = new ImportedModels(source, api.id(), named(Kind.MODEL, Model::name, Model::id), findings);
        this.security =
                new ImportedSecurity(source, named(Kind.AUTHORIZER, Authorizer::name, Authorizer::id), findings);
        this.validators = new ImportedValidators(
                source, named(Kind.REQUEST_VALIDATOR, RequestValidator::name, RequestValidator::id), findings);
    }

    /**
     * What an import did.
     *
     * @param warnings in the order of the document
     */
    record Imported(RestApi api, List<String> warnings) {}

    /**
     * Imports.
     *
     * @throws ServiceException 400 when AWS would not take the document; the transaction must not be committed then
     */
    Imported run() {
        try {
            return imported();
        } catch (Place.Malformed e) {
            throw source.refused(SourceDocument.INVALID, e);
        }
    }

    private Imported imported() {
        models.read();
        validators.read();
        security.read();
        var gatewayResponses = ImportedGatewayResponses.read(source, findings);
        List<String> prefix = BasePaths.prefix(source, options.basePath(), findings);
        ImportedResources resources = new ImportedResources(
                new ImportedParts(
                        source,
                        models,
                        security,
                        validators,
                        integration -> VpcLinkUses.check(tx, call, integration),
                        findings),
                ids,
                list(Kind.RESOURCE),
                !overwrite);
        resources.read(source.root().at("paths"), prefix);
        RestApi changed = api();
        var documentation = options.documentation() ? new ImportedDocumentation(source, prefix, findings).read() : null;
        findings.conclude(source, options.failOnWarnings());

        tx.put(Kind.REST_API, scope, "", api.id(), changed);
        write(Kind.MODEL, models.models().values(), Model::name);
        write(Kind.REQUEST_VALIDATOR, validators.validators().values(), RequestValidator::id);
        write(Kind.AUTHORIZER, security.authorizers().values(), Authorizer::id);
        write(Kind.GATEWAY_RESPONSE, gatewayResponses.values(), each -> each.responseType());
        write(Kind.RESOURCE, resources.all(), Resource::id);
        if (documentation != null) {
            new PartWriter(tx, scope, ids, api.id()).write(documentation, overwrite, false);
        }
        return new Imported(changed, findings.warnings());
    }

    private <T> NamedIds named(Kind<T> kind, Function<T, @Nullable String> name, Function<T, String> id) {
        return new NamedIds(ids, Ids.SHORT, list(kind), name, id);
    }

    private <T> List<T> list(Kind<T> kind) {
        return tx.list(kind, scope, api.id());
    }

    private <T> void write(Kind<T> kind, Collection<T> entities, Function<T, String> id) {
        Set<String> kept = new HashSet<>();
        for (T entity : entities) {
            kept.add(id.apply(entity));
            if (!entity.equals(tx.find(kind, scope, api.id(), id.apply(entity)))) {
                tx.put(kind, scope, api.id(), id.apply(entity), entity);
            }
        }
        if (overwrite) {
            for (T existing : list(kind)) {
                if (!kept.contains(id.apply(existing))) {
                    tx.delete(kind, scope, api.id(), id.apply(existing));
                }
            }
        }
    }

    /** R3.3 to R3.5: what the document says of the API itself. */
    private RestApi api() {
        Place root = source.root();
        Place info = root.at("info");
        info.members();
        String title = info.textOrNull("title");
        if (title == null && api.name().isEmpty()) {
            throw new Place.Malformed("/info/title", "the title, which becomes the API's name, is missing");
        }
        String description = info.textOrNull("description");
        String version = info.textOrNull("version");
        RestApi changed = new RestApi(
                api.id(),
                title == null ? api.name() : title,
                description == null && !overwrite ? api.description() : description,
                version == null && !overwrite ? api.version() : version,
                binaryMediaTypes(root.at("x-amazon-apigateway-binary-media-types")),
                minimumCompressionSize(root),
                apiKeySource(root.at("x-amazon-apigateway-api-key-source")),
                endpoint(),
                policy(root.at("x-amazon-apigateway-policy")),
                api.tags(),
                disableExecuteApiEndpoint(),
                oneOf(
                        root.at(SECURITY_POLICY),
                        PatchTables.SECURITY_POLICIES,
                        PatchTables.INVALID_SECURITY_POLICY,
                        api.securityPolicy()),
                oneOf(
                        root.at(ACCESS_MODE),
                        PatchTables.ACCESS_MODES,
                        PatchTables.INVALID_ACCESS_MODE,
                        api.endpointAccessMode()),
                api.rootResourceId(),
                api.createdDate());
        checkSecurity(changed);
        return changed;
    }

    /** What a document does not name stays, as the whole endpoint configuration does (R3.4). */
    private @Nullable String oneOf(Place extension, List<String> allowed, String refusal, @Nullable String otherwise) {
        String given = extension.text();
        if (given != null && !allowed.contains(given)) {
            findings.error(extension, refusal);
            return otherwise;
        }
        return given == null ? otherwise : given;
    }

    private void checkSecurity(RestApi changed) {
        Place mode = source.root().at(ACCESS_MODE);
        Place place = mode.isPresent() ? mode : source.root().at(SECURITY_POLICY);
        if (place.isPresent()) {
            try {
                SecurityRules.check(changed);
            } catch (ServiceException e) {
                findings.error(place, e.getMessage());
            }
        }
    }

    private List<String> binaryMediaTypes(Place extension) {
        Set<String> types = new LinkedHashSet<>(overwrite ? List.of() : api.binaryMediaTypes());
        types.addAll(extension.texts());
        return new ArrayList<>(types);
    }

    private @Nullable Integer minimumCompressionSize(Place root) {
        String member = "x-amazon-apigateway-minimum-compression-size";
        Integer bytes = root.integer(member);
        if (bytes != null && (bytes < 0 || bytes > MAX_COMPRESSION_BYTES)) {
            findings.error(
                    root.at(member),
                    "Invalid minimum compression size, must be between 0 and " + MAX_COMPRESSION_BYTES);
        }
        return bytes == null && !overwrite ? api.minimumCompressionSize() : bytes;
    }

    private String apiKeySource(Place extension) {
        String given = extension.text();
        if (given == null) {
            return overwrite ? "HEADER" : api.apiKeySource();
        }
        if (!given.equals("HEADER") && !given.equals("AUTHORIZER")) {
            findings.error(extension, "Invalid API key source specified: " + given);
        }
        return given;
    }

    private @Nullable String policy(Place extension) {
        if (!extension.isPresent()) {
            return overwrite ? null : api.policy();
        }
        String text = extension.node().isString()
                ? extension.node().stringValue()
                : extension.node().toString();
        try {
            return ResourcePolicies.stored(text, scope, api.id());
        } catch (ServiceException e) {
            findings.error(extension, e.getMessage());
            return null;
        }
    }

    private boolean disableExecuteApiEndpoint() {
        return Objects.requireNonNullElse(
                source.endpointConfiguration().flagOrNull("disableExecuteApiEndpoint"),
                api.disableExecuteApiEndpoint());
    }

    /** The type never comes from the document, and not from a put either (R3.7, R3.4). */
    private EndpointConfiguration endpoint() {
        List<String> vpcEndpoints =
                source.endpointConfiguration().at("vpcEndpointIds").texts();
        EndpointConfiguration current = api.endpointConfiguration();
        return vpcEndpoints.isEmpty()
                ? current
                : new EndpointConfiguration(current.types(), current.ipAddressType(), vpcEndpoints);
    }
}
