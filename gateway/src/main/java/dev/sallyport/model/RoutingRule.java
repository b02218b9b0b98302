package dev.sallyport.model;

import java.util.List;

/**
 * A routing rule of a custom domain name (http-api 16.4).
 *
 * @param priority 1 to 1,000,000; the lowest goes first, and no two rules of a domain name have the same
 * @param conditions all of them hold; without any the rule takes everything
 */
public record RoutingRule(String routingRuleId, int priority, List<Condition> conditions, InvokeApi action) {

    public RoutingRule {
        conditions = List.copyOf(conditions);
    }

    /**
     * One of the two kinds is given.
     *
     * @param matchHeaders any of them
     * @param matchBasePaths any of them; without a slash at either end
     */
    public record Condition(List<MatchHeader> matchHeaders, List<String> matchBasePaths) {

        public Condition {
            matchHeaders = List.copyOf(matchHeaders);
            matchBasePaths = List.copyOf(matchBasePaths);
        }
    }

    /**
     * A header and its value.
     *
     * @param header in any case
     * @param valueGlob the value, where an asterisk at either end stands for anything
     */
    public record MatchHeader(String header, String valueGlob) {}

    /**
     * What the rule does.
     *
     * @param stripBasePath whether the base path that was matched is removed before a resource is looked for
     */
    public record InvokeApi(String apiId, String stage, boolean stripBasePath) {}
}
