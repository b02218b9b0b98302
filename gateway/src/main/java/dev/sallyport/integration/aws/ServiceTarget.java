package dev.sallyport.integration.aws;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an integration URI of an AWS service addresses (INT-60 to INT-62), its stage variables already put in.
 *
 * @param subdomain before the service's name, may hold {@code {places}}; {@code ""} for none
 * @param service as the URI names it, for example {@code dynamodb}
 * @param pathAndQuery what is requested, may hold {@code {places}}; starts with a slash
 * @param target the value of {@code X-Amz-Target} that the action stands for, or null
 */
public record ServiceTarget(
        String region,
        String subdomain,
        String service,
        String pathAndQuery,
        @Nullable String target) {

    private static final Pattern URI =
            Pattern.compile("arn:[a-z-]+:apigateway:([a-z0-9-]+):(?:([^:/]+)\\.)?([a-z0-9-]+):(path|action)/(.*)");

    /** INT-62: services whose actions are called by a header. */
    private static final Map<String, String> TARGETS = Map.of(
            "dynamodb", "DynamoDB_20120810",
            "kinesis", "Kinesis_20131202",
            "states", "AWSStepFunctions");

    /** Services whose requests are signed with another name than their host's. */
    private static final Map<String, String> SIGNING_NAMES = Map.of(
            "email", "ses",
            "runtime.sagemaker", "sagemaker",
            "sync-states", "states");

    /** INT-68: Step Functions answers some actions at a host of their own. */
    private static final String SYNCHRONOUS = "StartSyncExecution";

    /** Parses a URI; null when it addresses no service. */
    public static @Nullable ServiceTarget parse(String uri) {
        Matcher parts = URI.matcher(uri);
        if (!parts.matches()) {
            return null;
        }
        String subdomain = parts.group(2) == null ? "" : parts.group(2);
        String service = parts.group(3).toLowerCase(Locale.ROOT);
        String rest = parts.group(5);
        if (parts.group(4).equals("path")) {
            return new ServiceTarget(parts.group(1), subdomain, service, '/' + rest, null);
        }
        int more = rest.indexOf('&');
        String action = more < 0 ? rest : rest.substring(0, more);
        String prefix = TARGETS.get(service);
        String host = service.equals("states") && action.equals(SYNCHRONOUS) ? "sync-states" : service;
        return new ServiceTarget(
                parts.group(1), subdomain, host, "/?Action=" + rest, prefix == null ? null : prefix + '.' + action);
    }

    /** What a request to the service is signed for. */
    public String signingName() {
        String full = subdomain.isEmpty() ? service : subdomain + '.' + service;
        return SIGNING_NAMES.getOrDefault(full, SIGNING_NAMES.getOrDefault(service, service));
    }
}
