package dev.sallyport.pipeline;

import dev.sallyport.http.ByteName;
import dev.sallyport.http.Octets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a custom domain name serves (rest-data-plane 1.4), compiled: its routing rules in the order of their priority, and
 * its mappings, of which the longest that fits is found by as many look-ups as the longest key has segments. Immutable.
 */
public final class DomainRoutes {

    private final String name;
    private final DomainAccess access;
    private final List<DomainRule> rules;
    private final Map<ByteName, DomainTarget> byKey;
    private final int deepestKey;
    private final @Nullable DomainTarget catchAll;
    private final ApiStages nowhere;

    /**
     * @param name as it is stored; a wildcard begins with {@code *.}
     * @param access what it demands of connections
     * @param rules in the order of their priority; empty when the routing mode knows none
     * @param mappings targets by base path, {@code ""} for the one that takes everything; empty when the mode knows none
     * @param nowhere refuses what is led nowhere, in the words of the APIs that the domain name serves
     */
    public DomainRoutes(
            String name,
            DomainAccess access,
            List<DomainRule> rules,
            Map<String, DomainTarget> mappings,
            ApiStages nowhere) {
        this.name = name;
        this.access = access;
        this.rules = List.copyOf(rules);
        this.byKey = new HashMap<>();
        int deepest = 0;
        for (Map.Entry<String, DomainTarget> mapping : mappings.entrySet()) {
            String key = mapping.getKey();
            if (!key.isEmpty()) {
                byKey.put(ByteName.of(key), mapping.getValue());
                deepest = Math.max(deepest, key.split("/", -1).length);
            }
        }
        this.deepestKey = deepest;
        this.catchAll = mappings.get("");
        this.nowhere = nowhere;
    }

    /** Refuses requests that are led nowhere, or that its connection may not carry. */
    public ApiStages nowhere() {
        return nowhere;
    }

    /** As it is stored. */
    public String name() {
        return name;
    }

    /** What it demands of the connections that requests come by. */
    public DomainAccess access() {
        return access;
    }

    /**
     * Finds out where a request is to go, and has its head tell so.
     *
     * @param head knows the headers and the path
     * @param probe is pointed elsewhere
     * @return null when no rule and no mapping fits (INV-53, INV-59)
     */
    public @Nullable DomainTarget route(RequestHead head, byte[] bytes, int start, int end, ByteName probe) {
        int first = start;
        while (first < end && bytes[first] == '/') {
            first++;
        }
        DomainTarget target = byRule(head, bytes, first, end);
        if (target == null) {
            target = byKey(bytes, first, end, probe);
        }
        if (target != null) {
            head.mapped(target);
        }
        return target;
    }

    /** INV-57: rules go before mappings, whichever would fit better. */
    private @Nullable DomainTarget byRule(RequestHead head, byte[] bytes, int first, int end) {
        for (DomainRule rule : rules) {
            DomainTarget target = rule.match(head.headers(), bytes, first, end);
            if (target != null) {
                return target;
            }
        }
        return null;
    }

    /** INV-50. */
    private @Nullable DomainTarget byKey(byte[] bytes, int first, int end, ByteName probe) {
        DomainTarget longest = catchAll;
        int from = first;
        for (int depth = 0; depth < deepestKey && from < end; depth++) {
            int slash = Octets.indexOf(bytes, from, end, '/');
            int segmentEnd = slash < 0 ? end : slash;
            DomainTarget found = byKey.get(probe.at(bytes, first, segmentEnd));
            if (found != null) {
                longest = found;
            }
            from = segmentEnd + 1;
        }
        return longest;
    }
}
