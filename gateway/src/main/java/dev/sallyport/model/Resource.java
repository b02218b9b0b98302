package dev.sallyport.model;

import java.util.SortedMap;
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
        SortedMap<String, Method> methods) {}
