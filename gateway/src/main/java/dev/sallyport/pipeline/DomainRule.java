package dev.sallyport.pipeline;

import dev.sallyport.http.ByteName;
import dev.sallyport.http.Headers;
import dev.sallyport.http.Octets;
import dev.sallyport.model.RoutingRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A routing rule (INV-58), compiled. */
public final class DomainRule {

    private final List<List<RoutingRule.MatchHeader>> headers;
    private final List<List<String>> basePaths;
    private final boolean strips;
    private final DomainTarget target;

    public DomainRule(RoutingRule rule) {
        headers = rule.conditions().stream()
                .map(RoutingRule.Condition::matchHeaders)
                .filter(anyOf -> !anyOf.isEmpty())
                .toList();
        basePaths = rule.conditions().stream()
                .map(RoutingRule.Condition::matchBasePaths)
                .filter(anyOf -> !anyOf.isEmpty())
                .toList();
        strips = rule.action().stripBasePath();
        target = new DomainTarget(
                ByteName.of(rule.action().apiId()), rule.action().stage(), 0, null, rule.routingRuleId());
    }

    /**
     * Where the rule leads a request; null when a condition does not hold.
     *
     * @param first where the path begins behind its first slash
     */
    @Nullable
    DomainTarget match(Headers of, byte[] bytes, int first, int end) {
        int longest = 0;
        for (List<String> anyOf : basePaths) {
            int matched = matched(anyOf, bytes, first, end);
            if (matched < 0) {
                return null;
            }
            longest = Math.max(longest, matched);
        }
        for (List<RoutingRule.MatchHeader> anyOf : headers) {
            if (!holds(anyOf, of)) {
                return null;
            }
        }
        return target.stripping(strips ? longest : 0);
    }

    /** How long the longest of the base paths is that the path begins with, by whole segments; -1 for none. */
    private static int matched(List<String> anyOf, byte[] bytes, int first, int end) {
        int longest = -1;
        for (String basePath : anyOf) {
            int length = basePath.length();
            if (length > longest
                    && Octets.startsWith(bytes, first, end, basePath)
                    && (first + length == end || bytes[first + length] == '/')) {
                longest = length;
            }
        }
        return longest;
    }

    private static boolean holds(List<RoutingRule.MatchHeader> anyOf, Headers headers) {
        for (RoutingRule.MatchHeader wanted : anyOf) {
            for (String value : headers.all(wanted.header())) {
                if (fits(wanted.valueGlob(), value)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** An asterisk at either end stands for anything; in between it stands for itself. */
    private static boolean fits(String glob, String value) {
        boolean anyBefore = glob.startsWith("*");
        boolean anyBehind = glob.endsWith("*") && glob.length() > 1;
        String text = glob.substring(anyBefore ? 1 : 0, glob.length() - (anyBehind ? 1 : 0));
        if (anyBefore) {
            return anyBehind ? value.contains(text) : value.endsWith(text);
        }
        return anyBehind ? value.startsWith(text) : value.equals(text);
    }
}
