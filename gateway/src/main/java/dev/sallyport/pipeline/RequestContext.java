package dev.sallyport.pipeline;

import dev.sallyport.http.Headers;
import dev.sallyport.limits.KnownKey;
import dev.sallyport.mapping.json.JsonText;
import dev.sallyport.model.VpcEndpoint;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The variables of {@code $context} (rest-data-plane 8.4), computed when asked for: the one table for mapping templates,
 * parameter mappings, gateway responses and access logs. What only a step can know (authorizer, API key, canary, TLS) that
 * step notes under the variable's name with {@link Exchange#note}; what is noted goes before what is computed.
 */
public final class RequestContext {

    /** VTL-31: the variables that every request has, in the order in which {@code $context.keySet()} gives them. */
    private static final List<String> ALWAYS = List.of(
            "resourceId",
            "resourcePath",
            "httpMethod",
            "extendedRequestId",
            "requestTime",
            "path",
            "accountId",
            "protocol",
            "requestOverride",
            "stage",
            "domainPrefix",
            "requestTimeEpoch",
            "requestId",
            "identity",
            "domainName",
            "deploymentId",
            "responseOverride",
            "apiId");

    /** VTL-31: the members of {@code $context.identity} that are there even when they have no value. */
    public static final List<String> IDENTITY = List.of(
            "cognitoIdentityPoolId",
            "accountId",
            "cognitoIdentityId",
            "caller",
            "sourceIp",
            "principalOrgId",
            "accessKey",
            "cognitoAuthenticationType",
            "cognitoAuthenticationProvider",
            "userArn",
            "userAgent",
            "user");

    /** EDG-7: the same when the request came by a VPC endpoint, in the order of recorded events (secondary). */
    public static final List<String> IDENTITY_BY_ENDPOINT = List.of(
            "cognitoIdentityPoolId",
            "cognitoIdentityId",
            "vpceId",
            "principalOrgId",
            "cognitoAuthenticationType",
            "userArn",
            "userAgent",
            "accountId",
            "caller",
            "sourceIp",
            "accessKey",
            "vpcId",
            "cognitoAuthenticationProvider",
            "user");

    /** Groups of variables that access logs alone know (8.4, column L): templates see nothing of them. */
    private static final Set<String> LOGGED = Set.of(
            "authenticate",
            "authorize",
            "awsEndpointRequestId",
            "awsEndpointRequestId2",
            "cipherSuite",
            "customDomain",
            "dataProcessed",
            "error",
            "integration",
            "integrationErrorMessage",
            "integrationLatency",
            "integrationStatus",
            "responseLatency",
            "responseLength",
            "status",
            "tlsVersion",
            "waf",
            "xrayTraceId");

    private static final String CLIENT_CERTIFICATE = "identity.clientCert.";

    private static final DateTimeFormatter REQUEST_TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    private RequestContext() {}

    /**
     * The value of a variable, null when it is not known or not applicable: VTL-30 makes nothing of it in templates and
     * {@code -} in access logs.
     *
     * @param variable without {@code $context.}, for example {@code identity.sourceIp}
     */
    public static @Nullable String value(Exchange exchange, String variable) {
        Map<String, String> given = exchange.head().testContext();
        if (given != null && given.containsKey(variable)) {
            return given.get(variable);
        }
        String noted = exchange.notes().value(variable);
        if (noted != null) {
            return noted;
        }
        SocketFacts socket = exchange.head().socket();
        String ofSocket = socket == null ? null : socket.value(exchange, variable);
        if (ofSocket != null) {
            return ofSocket;
        }
        return switch (variable) {
            case "customDomain.basePathMatched", "customDomain.routingRuleIdMatched" ->
                ofMapping(exchange.head().mapping(), variable);
            case "domainName" -> domainName(exchange);
            case "domainPrefix" -> domainPrefix(exchange);
            case "extendedRequestId" -> exchange.identity().extendedRequestId();
            case "httpMethod" -> exchange.head().method();
            case "identity.apiKey", "identity.apiKeyId" ->
                ofApiKey(exchange.identity().apiKey(), variable);
            case "identity.sourceIp" -> exchange.head().remoteAddress();
            case "identity.userAgent" -> exchange.head().headers().last("User-Agent");
            case "identity.vpcId", "identity.vpceId" ->
                ofEndpoint(exchange.head().vpcEndpoint(), variable);
            case "path" -> exchange.head().contextPath();
            case "protocol" -> "HTTP/1.1";
            case "requestId" -> exchange.identity().requestId();
            case "requestTime" -> requestTime(exchange);
            case "cipherSuite", "tlsVersion" -> ofTls(exchange.head().tls(), variable);
            case "xrayTraceId" -> exchange.identity().xrayTraceId();
            case "requestTimeEpoch" -> Long.toString(exchange.identity().epochMillis());
            default ->
                variable.startsWith(CLIENT_CERTIFICATE)
                        ? exchange.head().clientCertificate().get(variable)
                        : variable.startsWith("error.")
                                ? ofError(exchange.fault(), variable)
                                : ofStage(exchange, variable);
        };
    }

    /** LOG-22: nothing for requests to the API's own endpoint, and of the two that which did not decide. */
    private static @Nullable String ofMapping(@Nullable DomainTarget mapping, String variable) {
        if (mapping == null) {
            return null;
        }
        return variable.endsWith("basePathMatched") ? mapping.basePathMatched() : mapping.routingRuleIdMatched();
    }

    /** TLS-5. */
    private static @Nullable String ofTls(@Nullable TlsFacts facts, String variable) {
        if (facts == null) {
            return null;
        }
        return variable.equals("tlsVersion") ? facts.version() : facts.cipherSuite();
    }

    /** MRQ-5. */
    private static @Nullable String ofApiKey(@Nullable KnownKey key, String variable) {
        if (key == null) {
            return null;
        }
        return variable.equals("identity.apiKey") ? key.value() : key.id();
    }

    /** EDG-7. */
    private static @Nullable String ofEndpoint(@Nullable VpcEndpoint endpoint, String variable) {
        if (endpoint == null) {
            return null;
        }
        return variable.equals("identity.vpceId") ? endpoint.id() : endpoint.vpcId();
    }

    /** GWR-8: the stage is known before the method is. */
    private static @Nullable String ofStage(Exchange exchange, String variable) {
        StageSnapshot stage = exchange.knownStage();
        if (stage == null) {
            return ofAnswer(exchange, variable);
        }
        return switch (variable) {
            case "accountId" -> stage.owner().account();
            case "apiId" -> stage.apiId();
            case "deploymentId" -> stage.deploymentId();
            case "endpointType" -> stage.endpointType();
            case "isCanaryRequest" -> isCanaryRequest(stage);
            case "stage" -> stage.stageName();
            default -> exchange.isMatched() ? ofMethod(exchange, variable) : ofAnswer(exchange, variable);
        };
    }

    /** CAN-3: empty without a canary. */
    private static @Nullable String isCanaryRequest(StageSnapshot stage) {
        Release release = stage.release();
        return release == null ? null : release.isCanaryRequest();
    }

    private static @Nullable String ofMethod(Exchange exchange, String variable) {
        return switch (variable) {
            case "routeKey" -> exchange.frontDoor() == null ? null : routeKey(exchange.plan());
            case "operationName" -> exchange.plan().operationName();
            case "resourceId" -> exchange.plan().resourceId();
            case "resourcePath" -> exchange.plan().resourcePath();
            case "integration.integrationStatus", "integration.status", "integrationStatus" ->
                exchange.integrationStatus() == 0 ? null : Integer.toString(exchange.integrationStatus());
            case "awsEndpointRequestId", "integration.requestId" ->
                ofIntegration(exchange, "x-amzn-RequestId", "x-amz-request-id");
            case "awsEndpointRequestId2" -> ofIntegration(exchange, "x-amz-id-2", "x-amz-id-2");
            // INT-117; whoever streams has noted it.
            case "integration.responseTransferMode" -> exchange.integrationStatus() == 0 ? null : "BUFFERED";
            default -> ofAnswer(exchange, variable);
        };
    }

    /** What a service calls the request in its answer (8.4); a function's caller has noted it. */
    private static @Nullable String ofIntegration(Exchange exchange, String name, String other) {
        Headers headers = exchange.integrationHeaders();
        String value = headers == null ? null : headers.first(name);
        return value != null || headers == null ? value : headers.first(other);
    }

    /** The key of a route of an HTTP API, of which a plan is made (http-api R3.8). */
    public static String routeKey(MethodPlan plan) {
        return plan.resourcePath().startsWith("/")
                ? plan.httpMethod() + " " + plan.resourcePath()
                : plan.resourcePath();
    }

    /** LOG-22: what the client has got. */
    private static @Nullable String ofAnswer(Exchange exchange, String variable) {
        return switch (variable) {
            // (inferred) http-api 14: the bodies, in and out.
            case "dataProcessed" -> Long.toString(RequestPipeline.dataBytes(exchange));
            case "responseLength" -> Long.toString(exchange.client().sentBodyBytes());
            case "status" ->
                exchange.client().sentStatus() == 0
                        ? null
                        : Integer.toString(exchange.client().sentStatus());
            default -> null;
        };
    }

    /** GWR-17: only once the request has failed. */
    private static @Nullable String ofError(@Nullable Fault fault, String variable) {
        if (fault == null) {
            return null;
        }
        return switch (variable) {
            case "error.message" -> fault.message();
            case "error.messageString" -> JsonText.quoted(fault.message());
            case "error.responseType" -> fault.type().name();
            case "error.validationErrorString" -> fault.validationError();
            default -> null;
        };
    }

    /**
     * The names in a group of variables as templates see it, in their order (VTL-31).
     *
     * @param group {@code ""} for {@code $context} itself, or {@code identity}, {@code authorizer},
     *     {@code authorizer.claims}, {@code identity.clientCert}
     * @return names without the group; empty when the request has none
     */
    public static List<String> names(Exchange exchange, String group) {
        Set<String> names = new LinkedHashSet<>();
        if (group.isEmpty()) {
            names.addAll(ALWAYS);
            StageSnapshot stage = exchange.knownStage();
            if (stage != null && stage.release() != null) {
                names.add("isCanaryRequest");
            }
        } else if (group.equals("identity")) {
            names.addAll(exchange.head().vpcEndpoint() == null ? IDENTITY : IDENTITY_BY_ENDPOINT);
            if (exchange.identity().apiKey() != null) {
                names.add("apiKey");
                names.add("apiKeyId");
            }
        }
        addChildren(names, group, exchange.head().clientCertificate());
        Authorization authorization = exchange.authorization();
        if (authorization != null) {
            addChildren(names, group, authorization.variables());
        }
        if (!group.equals("authorizer")) {
            addChildren(
                    names, group, exchange.notes().all()); // what access logs measure of authorizers is theirs alone
        }
        Map<String, String> given = exchange.head().testContext();
        if (given != null) {
            addChildren(names, group, given);
        }
        if (group.isEmpty()) {
            names.removeAll(LOGGED);
        }
        return List.copyOf(names);
    }

    private static void addChildren(Set<String> names, String group, Map<String, String> variables) {
        String prefix = group.isEmpty() ? "" : group + ".";
        for (String variable : variables.keySet()) {
            if (variable.startsWith(prefix)) {
                int dot = variable.indexOf('.', prefix.length());
                names.add(variable.substring(prefix.length(), dot < 0 ? variable.length() : dot));
            }
        }
    }

    /** {@code 14/Nov/2023:22:13:20 +0000}. */
    public static String requestTime(Exchange exchange) {
        return REQUEST_TIME.format(Instant.ofEpochMilli(exchange.identity().epochMillis()));
    }

    /** The host of the API: the one that the client used, or AWS's for the path form (INV-9). */
    public static String domainName(Exchange exchange) {
        Map<String, String> given = exchange.head().testContext();
        String tested = given == null ? null : given.get("domainName");
        if (tested != null) {
            return tested;
        }
        String host = exchange.head().host();
        return host != null
                ? host
                : exchange.stage().apiId() + ".execute-api."
                        + exchange.stage().owner().region() + ".amazonaws.com";
    }

    /** The first label of the host. */
    public static String domainPrefix(Exchange exchange) {
        String host = domainName(exchange);
        int dot = host.indexOf('.');
        return dot < 0 ? host : host.substring(0, dot);
    }
}
