package dev.sallyport.control.rest.openapi;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.openapi.BasePaths;
import dev.sallyport.control.openapi.Place;
import dev.sallyport.control.openapi.Verbs;
import dev.sallyport.control.rest.Resources;
import dev.sallyport.control.rest.openapi.ImportedMethod.ImportedParts;
import dev.sallyport.model.Ids;
import dev.sallyport.model.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The paths of a document as the tree of resources with their methods (openapi section 4). */
final class ImportedResources {

    private final ImportedParts parts;
    private final Ids ids;
    private final Map<String, String> idsByPath = new LinkedHashMap<>();
    private final Set<String> taken = new HashSet<>();
    private final Map<String, Resource> tree = new LinkedHashMap<>();
    private final Map<String, List<Resource>> children = new HashMap<>();
    private final Set<String> read = new HashSet<>();

    /**
     * @param existing the resources of the API, whose ids stay for their paths
     * @param keep whether the resources themselves and their methods stay too (merge) or only the root does (overwrite)
     */
    ImportedResources(ImportedParts parts, Ids ids, List<Resource> existing, boolean keep) {
        this.parts = parts;
        this.ids = ids;
        for (Resource resource : existing) {
            idsByPath.put(resource.path(), resource.id());
            taken.add(resource.id());
            if (keep) {
                tree.put(resource.path(), resource);
                siblings(resource.parentId()).add(resource);
            } else if (resource.parentId() == null) {
                tree.put(resource.path(), new Resource(resource.id(), null, null, resource.path(), new TreeMap<>()));
            }
        }
    }

    /** Reads all paths below a prefix (R3.12, R4.1). */
    void read(Place paths, List<String> prefix) {
        for (Place item : paths.members()) {
            if (item.name().startsWith("x-")) {
                continue;
            }
            List<String> all = new ArrayList<>(prefix);
            all.addAll(BasePaths.parts(item.name()));
            Resource resource = item.name().startsWith("/") ? resource(all, item) : notAPath(item);
            Place resolved = parts.source().resolved(item);
            if (resource != null && resolved != null) {
                methods(resource.path(), resolved);
            } else if (resolved == null) {
                parts.findings().warn(item, "Reference to path '" + item.text("$ref") + "' not found. Ignoring.");
            }
        }
    }

    private @Nullable Resource notAPath(Place item) {
        parts.findings()
                .error(item, "Unable to create resource at path '" + item.name() + "': a path must start with '/'");
        return null;
    }

    /** The resource of these path parts, made with all above it; null when AWS would not make it (R2.7). */
    private @Nullable Resource resource(List<String> path, Place item) {
        Resource parent = root();
        for (String part : path) {
            String childPath = parent.path().equals("/") ? "/" + part : parent.path() + "/" + part;
            Resource child = tree.get(childPath);
            if (child == null) {
                String id = idsByPath.get(childPath);
                child = new Resource(id == null ? newId() : id, parent.id(), part, childPath, new TreeMap<>());
                try {
                    Resources.checkPlace(siblings(parent.id()), child.id(), parent, part);
                } catch (ServiceException e) {
                    parts.findings()
                            .error(
                                    item,
                                    "Unable to create resource at path '/" + String.join("/", path) + "': "
                                            + e.getMessage());
                    return null;
                }
                tree.put(childPath, child);
                siblings(parent.id()).add(child);
            }
            parent = child;
        }
        return parent;
    }

    private void methods(String path, Place item) {
        for (Place operation : item.members()) {
            String verb = Verbs.of(operation.name());
            if (verb == null || !operation.isPresent()) {
                if (operation.name().equals("trace")) {
                    parts.findings()
                            .warn(
                                    operation,
                                    "Unsupported method 'TRACE' of resource at path '" + path + "'. Ignoring.");
                }
                continue;
            }
            operation.members();
            if (!read.add(verb + " " + path)) {
                parts.findings()
                        .error(
                                operation,
                                "Unable to put method '" + verb + "' on resource at path '" + path
                                        + "': Method already exists for this resource");
                continue;
            }
            Resource resource = tree.get(path);
            if (resource != null) {
                tree.put(
                        path, resource.withMethod(new ImportedMethod(parts, resource, item, operation, verb).method()));
            }
        }
    }

    /** The resources right below one; their methods do not count, so they are as they were made. */
    private List<Resource> siblings(@Nullable String parentId) {
        return children.computeIfAbsent(parentId == null ? "" : parentId, id -> new ArrayList<>());
    }

    private Resource root() {
        Resource root = tree.get("/");
        if (root == null) {
            throw new IllegalStateException("an API has lost its root resource");
        }
        return root;
    }

    private String newId() {
        String id = ids.next(Ids.SHORT, taken::contains);
        taken.add(id);
        return id;
    }

    /** All resources of the API after the import, parents before their children. */
    List<Resource> all() {
        return List.copyOf(tree.values());
    }
}
