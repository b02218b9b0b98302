package dev.sallyport.control.rest.openapi;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.openapi.Findings;
import dev.sallyport.control.openapi.Place;
import dev.sallyport.control.openapi.SourceDocument;
import dev.sallyport.control.rest.Input;
import dev.sallyport.control.rest.Lookups;
import dev.sallyport.control.rest.RestApis;
import dev.sallyport.model.DocumentationPart;
import dev.sallyport.model.Ids;
import dev.sallyport.model.Resource;
import dev.sallyport.model.RestApi;
import dev.sallyport.model.RestApi.EndpointConfiguration;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigateway.DocumentationPartIds;
import dev.sallyport.wire.apigateway.ImportDocumentationPartsRequest;
import dev.sallyport.wire.apigateway.ImportRestApiRequest;
import dev.sallyport.wire.apigateway.PutRestApiRequest;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** ImportRestApi, PutRestApi and ImportDocumentationParts (openapi sections 1 to 11). */
final class Imports {

    private static final String NO_IMPORTER = "Unable to build importer with provided input.";

    private final Store store;
    private final Ids ids;
    private final InstantSource clock;
    private final boolean openApi31;

    Imports(Store store, Ids ids, InstantSource clock, boolean openApi31) {
        this.store = store;
        this.ids = ids;
        this.clock = clock;
        this.openApi31 = openApi31;
    }

    /** ImportRestApi: a new API without the default models (R5.8), or none at all. */
    ApiImport.Imported create(Call call, ImportRestApiRequest request) {
        ImportOptions options = ImportOptions.of(request.failOnWarnings(), request.parameters());
        SourceDocument source = SourceDocument.read(request.body(), call.scope(), openApi31, SourceDocument.INVALID);
        EndpointConfiguration endpoint = endpoint(options);
        return store.write(tx -> {
            String id = RestApis.newId(tx, ids, null);
            String rootId = ids.next(Ids.LONG, candidate -> false);
            RestApi blank = new RestApi(
                    id,
                    "",
                    null,
                    null,
                    List.of(),
                    null,
                    "HEADER",
                    endpoint,
                    null,
                    Map.of(),
                    false,
                    null,
                    null,
                    rootId,
                    clock.instant().truncatedTo(ChronoUnit.SECONDS));
            tx.put(Kind.RESOURCE, call.scope(), id, rootId, new Resource(rootId, null, null, "/", new TreeMap<>()));
            return new ApiImport(tx, call, ids, blank, source, options, true).run();
        });
    }

    /** R3.7. */
    private static EndpointConfiguration endpoint(ImportOptions options) {
        List<String> types = options.endpointTypes();
        for (String type : types) {
            if (!List.of("EDGE", "REGIONAL", "PRIVATE").contains(type)) {
                throw ServiceException.badRequest("Invalid endpoint configuration type specified: " + type);
            }
        }
        if (types.size() > 1) {
            throw ServiceException.badRequest("Cannot create an api with multiple Endpoint Types.");
        }
        return new EndpointConfiguration(
                types.isEmpty() ? List.of("EDGE") : types,
                types.contains("PRIVATE") ? "dualstack" : "ipv4",
                options.vpcEndpointIds());
    }

    /** PutRestApi (R3.1 to R3.4). */
    ApiImport.Imported put(Call call, PutRestApiRequest request) {
        ImportOptions options = ImportOptions.of(request.failOnWarnings(), request.parameters());
        SourceDocument source = SourceDocument.read(request.body(), call.scope(), openApi31, SourceDocument.INVALID);
        boolean overwrite = "overwrite".equals(request.mode());
        return store.write(tx -> {
            RestApi api = Lookups.api(tx, call, Input.required(request.restApiId()));
            return new ApiImport(tx, call, ids, api, source, options, overwrite).run();
        });
    }

    /** ImportDocumentationParts (R9.3, R9.4). */
    DocumentationPartIds importParts(Call call, ImportDocumentationPartsRequest request) {
        SourceDocument source = SourceDocument.read(request.body(), call.scope(), openApi31, NO_IMPORTER);
        Findings findings = new Findings();
        return store.write(tx -> {
            RestApi api = Lookups.api(tx, call, Input.required(request.restApiId()));
            List<DocumentationPart> parts;
            try {
                parts = new ImportedDocumentation(source, List.of(), findings).read();
            } catch (Place.Malformed e) {
                throw source.refused(NO_IMPORTER, e);
            }
            findings.conclude(source, Boolean.TRUE.equals(request.failOnWarnings()));
            List<String> written = new PartWriter(tx, call.scope(), ids, api.id())
                    .write(parts, "overwrite".equals(request.mode()), true);
            return DocumentationPartIds.builder()
                    .ids(written)
                    .warnings(orAbsent(findings.warnings()))
                    .build();
        });
    }

    static @Nullable List<String> orAbsent(List<String> warnings) {
        return warnings.isEmpty() ? null : warnings;
    }
}
