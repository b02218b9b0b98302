package dev.sallyport.snapshot;

import dev.sallyport.http.ByteName;
import dev.sallyport.http.Octets;
import dev.sallyport.pipeline.DomainDirectory;
import dev.sallyport.pipeline.DomainRoutes;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The custom domain names at one moment. One or two look-ups find a host, however many names there are. */
final class DomainTable implements DomainDirectory {

    static final DomainTable EMPTY = new DomainTable(Map.of());

    private static final String WILDCARD = "*.";

    private final Map<String, DomainRoutes> byName;
    private final Map<ByteName, DomainRoutes> exact = new HashMap<>();

    /** By what stands behind the first label. */
    private final Map<ByteName, DomainRoutes> wildcards = new HashMap<>();

    private DomainTable(Map<String, DomainRoutes> byName) {
        this.byName = byName;
        byName.forEach((name, routes) -> {
            if (name.startsWith(WILDCARD)) {
                wildcards.put(ByteName.of(name.substring(WILDCARD.length())), routes);
            } else {
                exact.put(ByteName.of(name), routes);
            }
        });
    }

    /** This table with another meaning of a name, or without the name. */
    DomainTable with(String name, @Nullable DomainRoutes routes) {
        Map<String, DomainRoutes> changed = new HashMap<>(byName);
        if (routes == null) {
            changed.remove(name);
        } else {
            changed.put(name, routes);
        }
        return new DomainTable(changed);
    }

    @Override
    public boolean isEmpty() {
        return byName.isEmpty();
    }

    @Override
    public @Nullable DomainRoutes find(byte[] bytes, int start, int end, ByteName probe) {
        for (int i = start; i < end; i++) {
            if (bytes[i] >= 'A' && bytes[i] <= 'Z') {
                byte[] lower = Octets.string(bytes, start, end)
                        .toLowerCase(Locale.ROOT)
                        .getBytes(StandardCharsets.ISO_8859_1);
                return findLowerCase(lower, 0, lower.length, probe);
            }
        }
        return findLowerCase(bytes, start, end, probe);
    }

    private @Nullable DomainRoutes findLowerCase(byte[] bytes, int start, int end, ByteName probe) {
        DomainRoutes found = exact.get(probe.at(bytes, start, end));
        if (found != null || wildcards.isEmpty()) {
            return found;
        }
        int dot = Octets.indexOf(bytes, start, end, '.');
        return dot <= start ? null : wildcards.get(probe.at(bytes, dot + 1, end));
    }
}
