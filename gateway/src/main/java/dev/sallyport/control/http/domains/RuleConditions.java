package dev.sallyport.control.http.domains;

import static java.util.Objects.requireNonNullElse;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Input;
import dev.sallyport.model.RoutingRule;
import dev.sallyport.model.RoutingRule.Condition;
import dev.sallyport.model.RoutingRule.InvokeApi;
import dev.sallyport.model.RoutingRule.MatchHeader;
import dev.sallyport.wire.apigatewayv2.RoutingRuleAction;
import dev.sallyport.wire.apigatewayv2.RoutingRuleActionInvokeApi;
import dev.sallyport.wire.apigatewayv2.RoutingRuleCondition;
import dev.sallyport.wire.apigatewayv2.RoutingRuleMatchBasePaths;
import dev.sallyport.wire.apigatewayv2.RoutingRuleMatchHeaderValue;
import dev.sallyport.wire.apigatewayv2.RoutingRuleMatchHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The conditions and the action of a routing rule (R16.34 to R16.38), with the limits that the guide's restrictions on routing
 * rules tell. The wording is inferred.
 */
final class RuleConditions {

    private static final int MAX_HEADER_CONDITIONS = 2;
    private static final int MAX_PATH_CONDITIONS = 1;
    private static final int HEADER_BELOW = 40;
    private static final int GLOB_BELOW = 128;
    private static final int INFIX_BELOW = 40;
    private static final int PATH_BELOW = 128;
    private static final Pattern HEADER = Pattern.compile("[a-zA-Z0-9?!#$%&'.^_`|~+-]+");

    /** AWS: its guide lists the characters of names alone, and has a slash in its own examples. */
    private static final Pattern GLOB = Pattern.compile("\\*?[^*\\p{Cntrl}\\P{ASCII}]*\\*?");

    private static final Pattern BASE_PATH = Pattern.compile("[a-zA-Z0-9$_.+!*'()/-]+");
    private static final Pattern RESERVED_HEADER = Pattern.compile("(?:access-control-|apigw-|x-amz-|x-amzn-).*");
    private static final Set<String> RESERVED_HEADERS = Set.of(
            "authorization",
            "connection",
            "content-encoding",
            "content-length",
            "content-location",
            "forwarded",
            "keep-alive",
            "origin",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailers",
            "transfer-encoding",
            "upgrade",
            "x-apigw-api-id",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto",
            "x-restapi",
            "via");

    private RuleConditions() {}

    static List<Condition> read(List<RoutingRuleCondition> given) {
        List<Condition> conditions =
                given.stream().map(RuleConditions::condition).toList();
        long ofHeaders = conditions.stream()
                .filter(each -> !each.matchHeaders().isEmpty())
                .count();
        refuse(
                ofHeaders > MAX_HEADER_CONDITIONS,
                "A routing rule can have at most " + MAX_HEADER_CONDITIONS + " matchHeaders conditions");
        refuse(
                conditions.size() - ofHeaders > MAX_PATH_CONDITIONS,
                "A routing rule can have at most " + MAX_PATH_CONDITIONS + " matchBasePaths condition");
        return conditions;
    }

    private static Condition condition(RoutingRuleCondition given) {
        RoutingRuleMatchHeaders headers = given.matchHeaders();
        RoutingRuleMatchBasePaths basePaths = given.matchBasePaths();
        refuse(
                (headers == null) == (basePaths == null),
                "A condition of a routing rule must have either matchHeaders or matchBasePaths");
        List<MatchHeader> ofHeaders = headers == null
                ? List.of()
                : Input.required(headers.anyOf()).stream()
                        .map(RuleConditions::header)
                        .toList();
        List<String> ofPaths = basePaths == null ? List.of() : Input.required(basePaths.anyOf());
        refuse(ofHeaders.isEmpty() && ofPaths.isEmpty(), "anyOf of a condition of a routing rule cannot be empty");
        ofPaths.forEach(RuleConditions::checkBasePath);
        return new Condition(ofHeaders, ofPaths);
    }

    private static MatchHeader header(RoutingRuleMatchHeaderValue given) {
        String name = Input.required(given.header());
        String lower = name.toLowerCase(Locale.ROOT);
        refuse(
                name.length() >= HEADER_BELOW || !HEADER.matcher(name).matches(),
                "Invalid header name in the condition of a routing rule: " + name);
        refuse(
                RESERVED_HEADERS.contains(lower)
                        || RESERVED_HEADER.matcher(lower).matches(),
                "The header " + name + " is not supported in conditions of routing rules");
        String glob = Input.required(given.valueGlob());
        boolean infix = glob.length() > 1 && glob.startsWith("*") && glob.endsWith("*");
        refuse(
                glob.isEmpty()
                        || glob.length() >= (infix ? INFIX_BELOW : GLOB_BELOW)
                        || !GLOB.matcher(glob).matches(),
                "Invalid header value in the condition of a routing rule: " + glob);
        return new MatchHeader(name, glob);
    }

    private static void checkBasePath(String basePath) {
        refuse(
                basePath.length() >= PATH_BELOW
                        || !BASE_PATH.matcher(basePath).matches()
                        || basePath.startsWith("/")
                        || basePath.endsWith("/"),
                "Invalid base path in the condition of a routing rule: " + basePath);
    }

    static InvokeApi action(List<RoutingRuleAction> given) {
        refuse(given.size() != 1, "A routing rule must have exactly one action");
        RoutingRuleActionInvokeApi invoke = Input.required(given.getFirst().invokeApi());
        return new InvokeApi(
                Input.required(invoke.apiId()),
                Input.required(invoke.stage()),
                requireNonNullElse(invoke.stripBasePath(), false));
    }

    /** The rule as it is answered; {@code stripBasePath} always (R16.38). */
    static dev.sallyport.wire.apigatewayv2.RoutingRule shown(RoutingRule rule, String arn) {
        return dev.sallyport.wire.apigatewayv2.RoutingRule.builder()
                .actions(List.of(RoutingRuleAction.builder()
                        .invokeApi(RoutingRuleActionInvokeApi.builder()
                                .apiId(rule.action().apiId())
                                .stage(rule.action().stage())
                                .stripBasePath(rule.action().stripBasePath())
                                .build())
                        .build()))
                .conditions(
                        rule.conditions().stream().map(RuleConditions::shown).toList())
                .priority(rule.priority())
                .routingRuleArn(arn)
                .routingRuleId(rule.routingRuleId())
                .build();
    }

    private static RoutingRuleCondition shown(Condition condition) {
        if (condition.matchHeaders().isEmpty()) {
            return RoutingRuleCondition.builder()
                    .matchBasePaths(RoutingRuleMatchBasePaths.builder()
                            .anyOf(condition.matchBasePaths())
                            .build())
                    .build();
        }
        return RoutingRuleCondition.builder()
                .matchHeaders(RoutingRuleMatchHeaders.builder()
                        .anyOf(condition.matchHeaders().stream()
                                .map(each -> RoutingRuleMatchHeaderValue.builder()
                                        .header(each.header())
                                        .valueGlob(each.valueGlob())
                                        .build())
                                .toList())
                        .build())
                .build();
    }

    private static void refuse(boolean wrong, String text) {
        if (wrong) {
            throw ServiceException.badRequest(text);
        }
    }
}
