package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.patch.PartPatch;
import dev.sallyport.model.DocumentationVersion;
import dev.sallyport.model.Stage;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigateway.CreateDocumentationVersionRequest;
import dev.sallyport.wire.apigateway.PatchOperation;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Documentation versions (rest-control-plane 7.14, 20): snapshots of all documentation parts of an API. */
public final class DocumentationVersions {

    private final Store store;
    private final InstantSource clock;

    public DocumentationVersions(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** CreateDocumentationVersion (R20.4); the texts are inferred. */
    DocumentationVersion create(Call call, CreateDocumentationVersionRequest request) {
        String apiId = Input.required(request.restApiId());
        String name = Input.required(request.documentationVersion());
        String stageName = Input.orNull(request.stageName());
        return store.write(tx -> {
            Lookups.api(tx, call, apiId);
            if (name.isEmpty()) {
                throw ServiceException.badRequest("Documentation version must be non-empty");
            }
            if (tx.find(Kind.DOCUMENTATION_VERSION, call.scope(), apiId, name) != null) {
                throw ServiceException.conflict("Documentation version already exists");
            }
            DocumentationVersion version = new DocumentationVersion(
                    name,
                    Input.orNull(request.description()),
                    clock.instant().truncatedTo(ChronoUnit.SECONDS),
                    tx.list(Kind.DOCUMENTATION_PART, call.scope(), apiId));
            if (stageName != null) {
                Stage stage = Lookups.stage(tx, call, apiId, stageName);
                tx.put(
                        Kind.STAGE,
                        call.scope(),
                        apiId,
                        stageName,
                        stage.withDocumentationVersion(name, version.createdDate()));
            }
            tx.put(Kind.DOCUMENTATION_VERSION, call.scope(), apiId, name, version);
            return version;
        });
    }

    DocumentationVersion get(Call call, String apiId, String version) {
        return store.read(tx -> find(tx, call, apiId, version));
    }

    Page<DocumentationVersion> list(Call call, String apiId, @Nullable Integer limit, @Nullable String position) {
        List<DocumentationVersion> all = store.read(tx -> {
            Lookups.api(tx, call, apiId);
            return tx.list(Kind.DOCUMENTATION_VERSION, call.scope(), apiId);
        });
        return Page.of(all, DocumentationVersion::version, limit, position);
    }

    /** UpdateDocumentationVersion (9.5). */
    DocumentationVersion update(Call call, String apiId, String version, @Nullable List<PatchOperation> operations) {
        return store.write(tx -> {
            DocumentationVersion current = find(tx, call, apiId, version);
            DocumentationVersion patched = PartPatch.DOCUMENTATION_VERSION.apply(current, operations);
            tx.put(Kind.DOCUMENTATION_VERSION, call.scope(), apiId, version, patched);
            return patched;
        });
    }

    void delete(Call call, String apiId, String version) {
        store.write(tx -> {
            find(tx, call, apiId, version);
            for (Stage stage : tx.list(Kind.STAGE, call.scope(), apiId)) {
                if (version.equals(stage.documentationVersion())) {
                    throw ServiceException.conflict("Cannot delete documentation version '" + version
                            + "', is referenced in stage: " + stage.stageName());
                }
            }
            return tx.delete(Kind.DOCUMENTATION_VERSION, call.scope(), apiId, version);
        });
    }

    private static DocumentationVersion find(Store.Reader tx, Call call, String apiId, String version) {
        Lookups.api(tx, call, apiId);
        return Lookups.orNotFound(
                tx.find(Kind.DOCUMENTATION_VERSION, call.scope(), apiId, version),
                "Invalid Documentation version specified");
    }
}
