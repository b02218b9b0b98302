package dev.sallyport.model;

import org.jspecify.annotations.Nullable;

/**
 * What a custom domain name serves below a base path (R7.18).
 *
 * @param basePath one path segment, or {@link #NONE}
 * @param restApiId an API of the domain name's scope
 * @param stage null when the caller's path names the stage
 */
public record BasePathMapping(
        String basePath, String restApiId, @Nullable String stage) {

    /** How the empty base path is shown, addressed and stored. */
    public static final String NONE = "(none)";
}
