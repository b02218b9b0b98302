package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.patch.PartPatch;
import dev.sallyport.model.DocumentationPart;
import dev.sallyport.model.DocumentationPart.Location;
import dev.sallyport.model.Ids;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigateway.CreateDocumentationPartRequest;
import dev.sallyport.wire.apigateway.DocumentationPartLocation;
import dev.sallyport.wire.apigateway.GetDocumentationPartsRequest;
import dev.sallyport.wire.apigateway.PatchOperation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Documentation parts (rest-control-plane 7.14, 20): pieces of documentation, each at the location of what it describes. */
public final class DocumentationParts {

    private static final String UNKNOWN = "Invalid Documentation part identifier specified";

    private final Store store;
    private final Ids ids;

    public DocumentationParts(Store store, Ids ids) {
        this.store = store;
        this.ids = ids;
    }

    /** CreateDocumentationPart; the location is answered as it was given (R20.1). */
    DocumentationPart create(Call call, CreateDocumentationPartRequest request) {
        String apiId = Input.required(request.restApiId());
        return store.write(tx -> {
            Lookups.api(tx, call, apiId);
            Location location = location(Input.required(request.location()));
            DocumentationLocations.check(location);
            checkFree(tx, call, apiId, location);
            String properties = Input.required(request.properties());
            checkProperties(properties);
            String id = ids.next(
                    Ids.SHORT, candidate -> tx.find(Kind.DOCUMENTATION_PART, call.scope(), apiId, candidate) != null);
            DocumentationPart part = new DocumentationPart(id, location, properties);
            tx.put(Kind.DOCUMENTATION_PART, call.scope(), apiId, id, part);
            return part;
        });
    }

    private static Location location(DocumentationPartLocation given) {
        return new Location(
                Input.required(given.type()),
                Input.orNull(given.path()),
                Input.orNull(given.method()),
                Input.orNull(given.statusCode()),
                Input.orNull(given.name()));
    }

    private static void checkFree(Store.Reader tx, Call call, String apiId, Location location) {
        if (documented(tx, call, apiId).contains(DocumentationLocations.effective(location))) {
            throw ServiceException.conflict("Documentation part already exists for the specified location: "
                    + DocumentationLocations.text(location) + ".");
        }
    }

    private static Set<Location> documented(Store.Reader tx, Call call, String apiId) {
        Set<Location> locations = new HashSet<>();
        tx.list(Kind.DOCUMENTATION_PART, call.scope(), apiId)
                .forEach(part -> locations.add(DocumentationLocations.effective(part.location())));
        return locations;
    }

    /** R20.3. */
    private static void checkProperties(String properties) {
        if (properties.isEmpty()) {
            throw ServiceException.badRequest("Documentation part properties must be non-empty");
        }
        if (ModelSchemas.parsed(properties) == null) {
            throw ServiceException.badRequest("Invalid Documentation part properties: must be a JSON object");
        }
    }

    DocumentationPart get(Call call, String apiId, String id) {
        return store.read(tx -> find(tx, call, apiId, id));
    }

    /** GetDocumentationParts of parts that exist, with its filters (R6.14). */
    Page<DocumentationPart> list(Call call, GetDocumentationPartsRequest request) {
        String apiId = Input.required(request.restApiId());
        List<DocumentationPart> all = store.read(tx -> {
            Lookups.api(tx, call, apiId);
            return tx.list(Kind.DOCUMENTATION_PART, call.scope(), apiId);
        });
        List<DocumentationPart> wanted =
                all.stream().filter(part -> isWanted(part.location(), request)).toList();
        return Page.of(wanted, DocumentationPart::id, request.limit(), request.position());
    }

    /**
     * GetDocumentationParts with {@code locationStatus=UNDOCUMENTED}: the locations of what the API has and no part
     * describes. A part with a wildcard describes nothing but its own location.
     */
    Page<Location> undocumented(Call call, GetDocumentationPartsRequest request) {
        String apiId = Input.required(request.restApiId());
        List<Location> all = store.read(tx -> {
            Lookups.api(tx, call, apiId);
            Set<Location> documented = documented(tx, call, apiId);
            return DocumentedEntities.of(tx, call, apiId).stream()
                    .filter(location -> !documented.contains(location) && isWanted(location, request))
                    .toList();
        });
        return Page.of(all, DocumentationLocations::text, request.limit(), request.position());
    }

    private static boolean isWanted(Location location, GetDocumentationPartsRequest filter) {
        Location effective = DocumentationLocations.effective(location);
        String type = Input.orNull(filter.type());
        String name = Input.orNull(filter.nameQuery());
        String path = Input.orNull(filter.path());
        return (type == null || type.equals(effective.type()))
                && (name == null || name.equals(effective.name()))
                && (path == null
                        || (effective.path() != null && effective.path().startsWith(path)));
    }

    /** UpdateDocumentationPart (9.6). */
    DocumentationPart update(Call call, String apiId, String id, @Nullable List<PatchOperation> operations) {
        return store.write(tx -> {
            DocumentationPart current = find(tx, call, apiId, id);
            DocumentationPart patched = PartPatch.DOCUMENTATION_PART.apply(current, operations);
            checkProperties(patched.properties());
            tx.put(Kind.DOCUMENTATION_PART, call.scope(), apiId, id, patched);
            return patched;
        });
    }

    void delete(Call call, String apiId, String id) {
        store.write(tx -> {
            Lookups.api(tx, call, apiId); // AWS: deleting looks for the API, where reading looks for the part at once
            find(tx, call, apiId, id);
            return tx.delete(Kind.DOCUMENTATION_PART, call.scope(), apiId, id);
        });
    }

    private static DocumentationPart find(Store.Reader tx, Call call, String apiId, String id) {
        return Lookups.orNotFound(tx.find(Kind.DOCUMENTATION_PART, call.scope(), apiId, id), UNKNOWN);
    }
}
