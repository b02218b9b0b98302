package dev.sallyport.model;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a custom domain name serves below a base path (R7.18), or below the key of an API mapping (http-api 16.2): both
 * are the same thing, named by two services.
 *
 * @param basePath one path segment, or {@link #NONE}; several, with slashes between them, when apigatewayv2 made it
 * @param restApiId an API of the domain name's scope, of whatever kind
 * @param stage null when the caller's path names the stage, which only apigateway can say
 * @param apiMappingId unique below the domain name; what was stored without one has it from its base path
 */
public record BasePathMapping(
        String basePath, String restApiId, @Nullable String stage, String apiMappingId) {

    /** How the empty base path is shown, addressed and stored. */
    public static final String NONE = "(none)";

    public BasePathMapping {
        apiMappingId = apiMappingId == null ? derivedId(basePath) : apiMappingId;
    }

    /** A mapping whose id follows from its base path. */
    public BasePathMapping(String basePath, String restApiId, @Nullable String stage) {
        this(basePath, restApiId, stage, derivedId(basePath));
    }

    private static String derivedId(String basePath) {
        long digest = UUID.nameUUIDFromBytes(basePath.getBytes(StandardCharsets.UTF_8))
                .getMostSignificantBits();
        String text = Long.toUnsignedString(digest, Character.MAX_RADIX);
        return "0".repeat(Ids.SHORT).concat(text).substring(text.length());
    }

    /** The base path as a key, {@code ""} for the one that takes everything. */
    public String key() {
        return basePath.equals(NONE) ? "" : basePath;
    }

    /** Whether the key has several levels (http-api R16.13). */
    public boolean hasLevels() {
        return basePath.indexOf('/') >= 0;
    }
}
