package dev.sallyport.control.rest.openapi;

import dev.sallyport.model.DocumentationPart;
import dev.sallyport.model.Ids;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes imported documentation parts (R9.3; R20.5 of the control plane). */
final class PartWriter {

    private final Store.Writer tx;
    private final Scope scope;
    private final Ids ids;
    private final String apiId;

    PartWriter(Store.Writer tx, Scope scope, Ids ids, String apiId) {
        this.tx = tx;
        this.scope = scope;
        this.ids = ids;
        this.apiId = apiId;
    }

    /**
     * Writes parts.
     *
     * @param overwrite whether all other parts go and all ids are new
     * @param mergeKeys whether an existing part of the same location keeps the properties that the new one has not
     * @return the ids of the parts in their order
     */
    List<String> write(List<DocumentationPart> parts, boolean overwrite, boolean mergeKeys) {
        List<DocumentationPart> existing = tx.list(Kind.DOCUMENTATION_PART, scope, apiId);
        Set<String> taken = new HashSet<>();
        existing.forEach(part -> taken.add(part.id()));
        if (overwrite) {
            tx.deleteAll(Kind.DOCUMENTATION_PART, scope, apiId);
        }
        List<String> written = new ArrayList<>();
        for (DocumentationPart part : parts) {
            DocumentationPart replaced = overwrite ? null : find(existing, part);
            String id = replaced == null ? ids.next(Ids.SHORT, taken::contains) : replaced.id();
            taken.add(id);
            String properties = part.properties();
            DocumentationPart.Location location = part.location();
            if (replaced != null) {
                location = replaced.location();
                if (mergeKeys) {
                    ObjectNode merged = PartTree.properties(replaced.properties());
                    PartTree.properties(properties).forEachEntry((key, value) -> merged.set(key, value));
                    properties = merged.toString();
                }
            }
            tx.put(Kind.DOCUMENTATION_PART, scope, apiId, id, new DocumentationPart(id, location, properties));
            written.add(id);
        }
        return written;
    }

    private static @Nullable DocumentationPart find(List<DocumentationPart> existing, DocumentationPart part) {
        for (DocumentationPart each : existing) {
            if (PartTree.same(each.location(), part.location())) {
                return each;
            }
        }
        return null;
    }
}
