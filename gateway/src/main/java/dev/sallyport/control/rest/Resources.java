package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.patch.PatchTables;
import dev.sallyport.model.Ids;
import dev.sallyport.model.Resource;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigateway.PatchOperation;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Resources (rest-control-plane 7.2, 10.2): the tree of path parts of an API. */
public final class Resources {

    private static final Pattern VARIABLE = Pattern.compile("\\{[a-zA-Z0-9._\\-:]+\\+?}");
    private static final Pattern PATH_PART = Pattern.compile("[a-zA-Z0-9_\\-.,:]+|" + VARIABLE.pattern());

    private final Store store;
    private final Ids ids;

    public Resources(Store store, Ids ids) {
        this.store = store;
        this.ids = ids;
    }

    Resource create(Call call, String apiId, String parentId, String pathPart) {
        return store.write(tx -> {
            Resource parent = Lookups.resource(tx, call, apiId, parentId);
            List<Resource> all = tx.list(Kind.RESOURCE, call.scope(), apiId);
            String id =
                    ids.next(Ids.SHORT, candidate -> tx.find(Kind.RESOURCE, call.scope(), apiId, candidate) != null);
            checkPlace(all, id, parent, pathPart);
            Resource resource = new Resource(id, parentId, pathPart, path(parent, pathPart), new TreeMap<>());
            tx.put(Kind.RESOURCE, call.scope(), apiId, id, resource);
            return resource;
        });
    }

    Resource get(Call call, String apiId, String resourceId) {
        return store.read(tx -> Lookups.resource(tx, call, apiId, resourceId));
    }

    /** GetResources, in the order of the paths (R6.5). */
    Page<Resource> list(Call call, String apiId, @Nullable Integer limit, @Nullable String position) {
        List<Resource> all = store.read(tx -> {
            Lookups.api(tx, call, apiId);
            return tx.list(Kind.RESOURCE, call.scope(), apiId);
        });
        List<Resource> sorted =
                all.stream().sorted(Comparator.comparing(Resource::path)).toList();
        return Page.of(sorted, Resource::id, limit, position);
    }

    /** UpdateResource (9.13): renames or moves a resource, and everything below goes with it (R10.21b). */
    Resource update(Call call, String apiId, String resourceId, @Nullable List<PatchOperation> operations) {
        return store.write(tx -> {
            Resource current = Lookups.resource(tx, call, apiId, resourceId);
            Resource patched = PatchTables.RESOURCE.apply(current, operations);
            if (operations == null || operations.isEmpty()) {
                return current;
            }
            if (current.parentId() == null) {
                String member = Input.required(operations.getFirst().path()).substring(1);
                throw ServiceException.badRequest("Root resource cannot update its " + member + ".");
            }
            List<Resource> all = tx.list(Kind.RESOURCE, call.scope(), apiId);
            Resource parent = Lookups.resource(tx, call, apiId, patched.parentId());
            if (isWithin(all, parent, current)) {
                throw ServiceException.badRequest("Resources cannot be cyclical.");
            }
            String pathPart = Objects.requireNonNullElse(patched.pathPart(), "");
            checkPlace(all, current.id(), parent, pathPart);
            move(tx, call, apiId, all, patched, path(parent, pathPart));
            return Lookups.resource(tx, call, apiId, resourceId);
        });
    }

    private static void move(
            Store.Writer tx, Call call, String apiId, List<Resource> all, Resource resource, String path) {
        Resource moved = resource.movedTo(resource.parentId(), resource.pathPart(), path);
        tx.put(Kind.RESOURCE, call.scope(), apiId, resource.id(), moved);
        for (Resource child : all) {
            if (resource.id().equals(child.parentId())) {
                move(tx, call, apiId, all, child, path(moved, Input.required(child.pathPart())));
            }
        }
    }

    /** DeleteResource: the resource, its methods and everything below (R10.21a). */
    void delete(Call call, String apiId, String resourceId) {
        store.write(tx -> {
            Resource resource = Lookups.resource(tx, call, apiId, resourceId);
            if (resource.parentId() == null) {
                throw ServiceException.badRequest("Root resource cannot be deleted");
            }
            List<Resource> all = tx.list(Kind.RESOURCE, call.scope(), apiId);
            for (Resource each : all) {
                if (isWithin(all, each, resource)) {
                    tx.delete(Kind.RESOURCE, call.scope(), apiId, each.id());
                }
            }
            return resource;
        });
    }

    /**
     * R10.13 to R10.18, in this order.
     *
     * @param all the resources right below the parent; others do no harm
     */
    public static void checkPlace(List<Resource> all, String id, Resource parent, String pathPart) {
        List<String> siblings = all.stream()
                .filter(each ->
                        parent.id().equals(each.parentId()) && !each.id().equals(id))
                .map(each -> Input.required(each.pathPart()))
                .toList();
        if (siblings.contains(pathPart)) {
            throw ServiceException.conflict("Another resource with the same parent already has this name: " + pathPart);
        }
        if (VARIABLE.matcher(pathPart).matches()) {
            for (String sibling : siblings) {
                if (VARIABLE.matcher(sibling).matches()) {
                    throw ServiceException.badRequest("A sibling (" + sibling
                            + ") of this resource already has a variable path part -- only one is allowed");
                }
            }
        }
        if (parent.pathPart() != null && parent.pathPart().endsWith("+}")) {
            throw ServiceException.badRequest(
                    "Cannot create a child of a resource with a greedy path variable: " + parent.pathPart());
        }
        if (!PATH_PART.matcher(pathPart).matches()) {
            throw ServiceException.badRequest("Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path"
                    + " variable and curly braces at the beginning and the end.");
        }
    }

    private static boolean isWithin(List<Resource> all, Resource resource, Resource ancestor) {
        Map<String, Resource> byId = all.stream().collect(Collectors.toMap(Resource::id, Function.identity()));
        Resource each = resource;
        while (each != null) {
            if (each.id().equals(ancestor.id())) {
                return true;
            }
            each = each.parentId() == null ? null : byId.get(each.parentId());
        }
        return false;
    }

    private static String path(Resource parent, String pathPart) {
        return parent.path().equals("/") ? "/" + pathPart : parent.path() + "/" + pathPart;
    }
}
