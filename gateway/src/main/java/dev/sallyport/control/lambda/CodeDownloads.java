package dev.sallyport.control.lambda;

import dev.sallyport.model.FunctionVersion;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Serves the packages to which {@code GetFunction} points with {@code Code.Location} (R3.30). As with the signed URLs of
 * AWS, knowing the URL is enough: it holds the SHA-256 of the package. It works as long as the version has this code.
 */
public final class CodeDownloads {

    /** What the paths of downloads start with. */
    public static final String PATH_PREFIX = "/_sallyport/functions/";

    /** The type of what is downloaded. */
    public static final String CONTENT_TYPE = "application/zip";

    private static final Pattern PATH = Pattern.compile(Pattern.quote(PATH_PREFIX)
            + "(?<account>\\d{12})/(?<region>[a-z0-9-]+)/(?<name>[a-zA-Z0-9_.-]+)/(?<version>latest|[0-9]+)/"
            + "(?<digest>[0-9a-f]{64})\\.zip");

    private final Store store;

    public CodeDownloads(Store store) {
        this.store = store;
    }

    /**
     * Reads the package that a path names. Blocks.
     *
     * @param path without a query
     * @return null when the path names none, which is to be answered with 404
     */
    public byte @Nullable [] find(String path) {
        Matcher parts = PATH.matcher(path);
        if (!parts.matches()) {
            return null;
        }
        Scope scope = new Scope(parts.group("account"), parts.group("region"));
        String number = parts.group("version");
        String digest = parts.group("digest");
        String version = number.equals("latest") ? FunctionVersion.LATEST : number;
        return store.<Optional<byte[]>>read(transaction -> {
                    FunctionVersion found =
                            transaction.find(Kind.FUNCTION_VERSION, scope, parts.group("name"), version);
                    return found == null || !found.codeDigest().equals(digest)
                            ? Optional.empty()
                            : Optional.ofNullable(transaction.blob(digest));
                })
                .orElse(null);
    }

    /** The URL of a version's package. */
    static String location(String endpoint, FunctionVersion version) {
        String number = version.version().equals(FunctionVersion.LATEST) ? "latest" : version.version();
        return endpoint + PATH_PREFIX + version.scope().account() + '/'
                + version.scope().region() + '/' + version.name() + '/' + number + '/' + version.codeDigest() + ".zip";
    }
}
