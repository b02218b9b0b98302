package dev.sallyport.model;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A resource of a REST API with its methods (rest-control-plane 7.2).
 *
 * @param parentId null on the root
 * @param pathPart null on the root
 * @param path the full path template, {@code /pets/{petId}}
 * @param methods by verb, or {@code ANY}
 */
public record Resource(
        String id,
        @Nullable String parentId,
        @Nullable String pathPart,
        String path,
        SortedMap<String, Method> methods) {

    public Resource {
        methods = Copies.of(methods);
    }

    /** The same resource at another place of the tree. */
    public Resource movedTo(@Nullable String newParentId, @Nullable String newPathPart, String newPath) {
        return new Resource(id, newParentId, newPathPart, newPath, methods);
    }

    /** The same resource with a method added or replaced. */
    public Resource withMethod(Method method) {
        SortedMap<String, Method> changed = new TreeMap<>(methods);
        changed.put(method.httpMethod(), method);
        return new Resource(id, parentId, pathPart, path, changed);
    }

    /** The same resource without a method. */
    public Resource withoutMethod(String httpMethod) {
        SortedMap<String, Method> changed = new TreeMap<>(methods);
        changed.remove(httpMethod);
        return new Resource(id, parentId, pathPart, path, changed);
    }
}
