package dev.sallyport.control.access;

import dev.sallyport.control.Attempt;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Store;
import dev.sallyport.wire.Operation;
import dev.sallyport.wire.apigateway.PatchOperation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What permissions calls need, as AWS's Service Authorization Reference names actions and resources (rest-control-plane R3.2
 * and R3.3 for API Gateway). Where a service offers no resource, the resource is {@code *}.
 */
final class Demands {

    private static final String PASS_ROLE = "iam:PassRole";

    private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+");
    private static final Pattern FUNCTION = Pattern.compile("(?:arn:aws[a-zA-Z-]*:lambda:)?(?:[a-z]{2}[a-z-]*-\\d:)?"
            + "(?:\\d{12}:)?(?:function:)?([a-zA-Z0-9_.-]+)(?::([$a-zA-Z0-9_.-]+))?");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(/))");
    private static final Pattern OPERATION = Pattern.compile("[A-Za-z0-9]{1,128}");

    /** The actions on routing rules, by operation. */
    private static final Map<String, String> ON_ROUTING_RULES = Map.of(
            "CreateRoutingRule", "CreateRoutingRule",
            "DeleteRoutingRule", "DeleteRoutingRule",
            "GetRoutingRule", "GetRoutingRule",
            "ListRoutingRules", "ListRoutingRules",
            "PutRoutingRule", "UpdateRoutingRule");

    private final IamDemands iam;

    Demands(Store store) {
        this.iam = new IamDemands(store);
    }

    /**
     * The permissions that a call needs; none for calls that everybody may make.
     *
     * @param userName the caller's, or null
     */
    List<Demand> of(Attempt attempt, @Nullable String userName) {
        Operation<?, ?> operation = attempt.operation();
        if (operation == null) {
            return List.of(new Demand(attempt.service() + ':' + named(attempt), "*"));
        }
        return switch (attempt.service()) {
            case "apigateway", "apigatewayv2" -> apiGateway(attempt, operation);
            case "lambda" -> lambda(attempt, operation.name());
            case "iam" -> iam.of(attempt, operation.name(), userName);
            case "sts" -> sts(attempt, operation.name());
            case "logs" -> List.of(new Demand("logs:" + operation.name(), logGroup(attempt)));
            case "acm" -> List.of(new Demand("acm:" + operation.name(), or(attempt.text("CertificateArn"), "*")));
            case "monitoring" -> List.of(new Demand("cloudwatch:" + operation.name(), "*"));
            default -> List.of(new Demand(attempt.service() + ':' + operation.name(), "*"));
        };
    }

    /** The operation of a service that is not provided, when the request names one; otherwise only {@code SERVICE:*} lets it pass. */
    private static String named(Attempt attempt) {
        String target = attempt.request().header("X-Amz-Target");
        String name = target == null ? "" : target.substring(target.lastIndexOf('.') + 1);
        return OPERATION.matcher(name).matches() ? name : "*";
    }

    /** R3.2, R3.3: the verb, and the path as it was understood. */
    private static List<Demand> apiGateway(Attempt attempt, Operation<?, ?> operation) {
        Scope scope = attempt.scope();
        String path = path(attempt, operation);
        String arn = "arn:" + scope.partition() + ":apigateway:" + scope.region() + ":";
        String ofFirst = attempt.text("domainNameId");
        String domainId = ofFirst == null ? attempt.text("DomainNameId") : ofFirst;
        // R3.5: private domain names are the account's.
        boolean isPrivate = domainId != null && path.startsWith("/domainnames/");
        if (isPrivate) {
            path = path.replaceFirst("^(/domainnames/[^/]+)", "$1+" + Matcher.quoteReplacement(domainId));
        }
        String onRules = ON_ROUTING_RULES.get(operation.name());
        if (onRules != null) {
            // AWS: actions of their own, and always the account's (http-api R16.42); those without an id are on all
            // rules.
            String rules = path.endsWith("/routingrules") ? path + "/*" : path;
            return List.of(new Demand("apigateway:" + onRules, arn + scope.account() + ':' + rules));
        }
        String resource = arn + (isPrivate ? scope.account() : "") + ':' + path;
        List<Demand> demands = new ArrayList<>();
        demands.add(new Demand("apigateway:" + operation.method(), resource));
        passed(attempt).forEach(role -> demands.add(new Demand(PASS_ROLE, role)));
        return demands;
    }

    private static String path(Attempt attempt, Operation<?, ?> operation) {
        String template = operation.uri();
        int question = template.indexOf('?');
        String whole = question < 0 ? template : template.substring(0, question);
        // R20.17: ARNs name the resources of both versions alike.
        String path = whole.startsWith("/v2/") ? whole.substring("/v2".length()) : whole;
        StringBuilder text = new StringBuilder();
        for (String segment : path.substring(1).split("/", -1)) {
            boolean label = segment.startsWith("{");
            String name = label ? segment.substring(1, segment.length() - (segment.endsWith("+}") ? 2 : 1)) : "";
            text.append('/').append(label ? attempt.labels().getOrDefault(name, "") : segment);
        }
        return text.toString();
    }

    /** The roles that a call hands to API Gateway: whoever may not pass a role must not work through it. */
    private static List<String> passed(Attempt attempt) {
        List<String> roles = new ArrayList<>();
        for (String member : List.of(
                "credentials",
                "authorizerCredentials",
                "cloudwatchRoleArn",
                "CredentialsArn",
                "AuthorizerCredentialsArn")) {
            addRole(roles, attempt.text(member));
        }
        if (attempt.input().get("patchOperations") instanceof List<?> patches) {
            for (Object patch : patches) {
                if (patch instanceof PatchOperation each) {
                    addRole(roles, each.value());
                }
            }
        }
        if (attempt.input().get("body") instanceof byte[] document) {
            String text = ESCAPED.matcher(new String(document, StandardCharsets.UTF_8))
                    .replaceAll(it -> Matcher.quoteReplacement(unescaped(it)));
            ROLE.matcher(text).results().map(MatchResult::group).distinct().forEach(roles::add);
        }
        return roles;
    }

    private static String unescaped(MatchResult escape) {
        if (escape.group(3) != null) {
            return escape.group(3);
        }
        String digits = escape.group(1) == null ? escape.group(2) : escape.group(1);
        return Character.toString((char) Integer.parseInt(digits, 16));
    }

    private static void addRole(List<String> roles, @Nullable String text) {
        if (text != null && ROLE.matcher(text).matches()) {
            roles.add(text);
        }
    }

    private static List<Demand> lambda(Attempt attempt, String operation) {
        boolean invokes = operation.startsWith("Invoke");
        String action = "lambda:" + (invokes ? "InvokeFunction" : operation);
        List<Demand> demands = new ArrayList<>();
        String tagged = attempt.text("Resource");
        String function = attempt.text("FunctionName");
        if (tagged != null) {
            demands.add(new Demand(action, tagged));
        } else if (function == null) {
            demands.add(new Demand(action, "*"));
        } else {
            demands.add(new Demand(action, function(attempt, function, invokes)));
        }
        String role = attempt.text("Role");
        if (role != null) {
            demands.add(new Demand(PASS_ROLE, role));
        }
        return demands;
    }

    private static String function(Attempt attempt, String text, boolean qualified) {
        Matcher parts = FUNCTION.matcher(text);
        if (!parts.matches()) {
            // The operation refuses it; until then it is nothing that a policy could name.
            return text;
        }
        Scope scope = attempt.scope();
        String arn = "arn:" + scope.partition() + ":lambda:" + scope.region() + ':' + scope.account() + ":function:"
                + parts.group(1);
        String qualifier = or(parts.group(2), or(attempt.text("Qualifier"), ""));
        return qualified && !qualifier.isEmpty() ? arn + ':' + qualifier : arn;
    }

    private static List<Demand> sts(Attempt attempt, String operation) {
        String action = "sts:" + operation;
        return switch (operation) {
            // R6, AWS: no policy is asked.
            case "GetCallerIdentity", "GetSessionToken" -> List.of();
            case "AssumeRole" -> List.of(new Demand(action, or(attempt.text("RoleArn"), "*")));
            case "GetFederationToken" -> {
                Scope scope = attempt.scope();
                yield List.of(new Demand(
                        action,
                        "arn:" + scope.partition() + ":sts::" + scope.account() + ":federated-user/"
                                + or(attempt.text("Name"), "")));
            }
            default -> List.of(new Demand(action, "*"));
        };
    }

    /** (inferred) As denials of CloudWatch Logs write it: the group, then the stream, empty when it is about the group. */
    private static String logGroup(Attempt attempt) {
        String arn = or(attempt.text("resourceArn"), or(attempt.text("logGroupIdentifier"), ""));
        if (arn.toLowerCase(Locale.ROOT).startsWith("arn:")) {
            return arn;
        }
        Scope scope = attempt.scope();
        return "arn:" + scope.partition() + ":logs:" + scope.region() + ':' + scope.account() + ":log-group:"
                + or(attempt.text("logGroupName"), arn) + ":log-stream:" + or(attempt.text("logStreamName"), "");
    }

    static String or(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }
}
