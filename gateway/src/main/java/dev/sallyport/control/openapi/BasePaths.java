package dev.sallyport.control.openapi;

import dev.sallyport.control.ServiceException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The base path of a document and what of it stands above its paths (openapi 3.1, http-api R17.13). */
public final class BasePaths {

    private static final List<String> HANDLINGS = List.of("ignore", "prepend", "split");

    private BasePaths() {}

    /**
     * How a query says that base paths are handled; {@code ignore} when it does not (openapi R3.9).
     *
     * @throws ServiceException 400 when it is none of the ways there are
     */
    public static String handling(@Nullable String given) {
        String handling = given == null ? "ignore" : given;
        if (!HANDLINGS.contains(handling)) {
            throw ServiceException.badRequest(
                    "Invalid base path handling: " + handling + ". Must be one of: " + HANDLINGS);
        }
        return handling;
    }

    /** The path parts that go before every path of the document (R3.11 to R3.13). */
    public static List<String> prefix(SourceDocument source, String handling, Findings findings) {
        List<String> parts = parts(basePath(source, findings));
        return switch (handling) {
            case "prepend" -> parts;
            case "split" -> parts.isEmpty() ? parts : parts.subList(1, parts.size());
            default -> List.of();
        };
    }

    /** R3.10 and R3.14. */
    private static @Nullable String basePath(SourceDocument source, Findings findings) {
        if (source.isSwagger()) {
            return source.root().text("basePath");
        }
        List<Place> servers = source.root().at("servers").items();
        if (servers.isEmpty()) {
            return null;
        }
        if (servers.size() > 1) {
            findings.warn(
                    source.root().at("servers"),
                    "More than one server provided. Ignoring all but the first for defining endpoint configuration");
        }
        Place server = servers.getFirst();
        String variable = server.at("variables").at("basePath").text("default");
        // AWS: the variable counts although the URL may not use it
        return variable != null ? variable : path(server.text("url"));
    }

    private static @Nullable String path(@Nullable String url) {
        if (url == null) {
            return null;
        }
        int scheme = url.indexOf("://");
        if (scheme < 0) {
            return url;
        }
        int path = url.indexOf('/', scheme + 3);
        return path < 0 ? null : url.substring(path);
    }

    /** The parts of a path; slashes too many give no empty part (R3.15). */
    public static List<String> parts(@Nullable String path) {
        return path == null
                ? List.of()
                : Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList();
    }
}
