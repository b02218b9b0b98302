package dev.sallyport.control;

import dev.sallyport.wire.Protocol;
import dev.sallyport.wire.Service;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells which service a request means, by the indicators of one port for many services in the order of the
 * specification (companion services, section 1): credential scope, rpc-v2-cbor path, {@code X-Amz-Target},
 * {@code Action} and {@code Version}, path. The first hit decides; the scope wins over everything else (R1.1).
 */
final class ServiceResolver {

    private static final Pattern CBOR_PATH = Pattern.compile("/service/([^/]+)/operation/([^/]+)");
    private static final Pattern LAMBDA_PATH = Pattern.compile("/20\\d\\d-\\d\\d-\\d\\d/.*");
    private static final String V2_PREFIX = "/v2/";

    private final List<Service> services;
    private final Map<String, PathRouter> routers = new HashMap<>();

    ServiceResolver(List<Service> services) {
        this.services = List.copyOf(services);
        for (Service service : services) {
            if (service.protocols().contains(Protocol.REST_JSON)) {
                routers.put(service.key(), new PathRouter(service.operations()));
            }
        }
    }

    /** The router of a rest-json service. */
    PathRouter router(Service service) {
        PathRouter router = routers.get(service.key());
        if (router == null) {
            throw new IllegalArgumentException("not a rest-json service: " + service.key());
        }
        return router;
    }

    /** Whom the request means; never throws, because the form of errors depends on the answer. */
    Addressee resolve(WireRequest request) {
        CredentialScope scope = CredentialScope.of(request);
        if (scope != null) {
            Service service = bySigningName(scope.service(), request.path());
            return service == null
                    ? new Addressee(scope.service(), null, null, guessForm(request, scope.service()), scope)
                    : addressed(service, request, scope);
        }
        Service service = byIndicators(request);
        return service == null
                ? new Addressee("-", null, null, guessForm(request, ""), null)
                : addressed(service, request, null);
    }

    /** The value of a form or query parameter of a query-protocol request; null when absent. */
    static @Nullable String parameter(WireRequest request, String name) {
        String inQuery = QueryParameters.ofLenient(request.query()).first(name);
        if (inQuery != null || !isForm(request)) {
            return inQuery;
        }
        return QueryParameters.ofLenient(new String(request.body(), StandardCharsets.UTF_8))
                .first(name);
    }

    /** The operation that an rpc-v2-cbor path names; null for other paths. */
    static @Nullable String cborOperation(WireRequest request) {
        var matcher = CBOR_PATH.matcher(request.path());
        return matcher.matches() ? matcher.group(2) : null;
    }

    private static Addressee addressed(Service service, WireRequest request, @Nullable CredentialScope scope) {
        Protocol protocol = protocol(service, request);
        return new Addressee(service.key(), service, protocol, ErrorForm.of(protocol, service.key()), scope);
    }

    private @Nullable Service bySigningName(String signingName, String path) {
        Service found = null;
        for (Service service : services) {
            if (!service.signingName().equals(signingName)) {
                continue;
            }
            boolean second = service.key().equals("apigatewayv2");
            if (second && path.startsWith(V2_PREFIX)) {
                return service;
            }
            if (found == null && !second) {
                found = service;
            }
        }
        return found;
    }

    private @Nullable Service byIndicators(WireRequest request) {
        if (isCbor(request)) {
            var matcher = CBOR_PATH.matcher(request.path());
            return matcher.matches() ? byTargetPrefix(matcher.group(1)) : null;
        }
        String target = request.header("X-Amz-Target");
        if (target != null) {
            return byTargetPrefix(target.substring(0, Math.max(target.indexOf('.'), 0)));
        }
        String version = parameter(request, "Version");
        if (version != null && parameter(request, "Action") != null) {
            return services.stream()
                    .filter(s -> s.protocols().contains(Protocol.QUERY)
                            && s.apiVersion().equals(version))
                    .findFirst()
                    .orElse(null);
        }
        return byPath(request.path());
    }

    private @Nullable Service byPath(String path) {
        if (path.startsWith(V2_PREFIX)) {
            return byKey("apigatewayv2");
        }
        if (LAMBDA_PATH.matcher(path).matches()) {
            return byKey("lambda");
        }
        PathRouter first = routers.get("apigateway");
        int end = path.indexOf('/', 1);
        String segment = path.isEmpty() ? "" : path.substring(1, end < 0 ? path.length() : end);
        return first != null && first.startsWith(segment) ? byKey("apigateway") : null;
    }

    private @Nullable Service byKey(String key) {
        return services.stream().filter(s -> s.key().equals(key)).findFirst().orElse(null);
    }

    private @Nullable Service byTargetPrefix(String prefix) {
        return services.stream()
                .filter(s -> prefix.equals(s.targetPrefix()))
                .findFirst()
                .orElse(null);
    }

    /** A service with several protocols (CloudWatch, R1.5) is spoken to in the one whose mark the request bears. */
    private static Protocol protocol(Service service, WireRequest request) {
        List<Protocol> protocols = service.protocols();
        if (protocols.size() == 1) {
            return protocols.getFirst();
        }
        boolean target = request.header("X-Amz-Target") != null;
        for (Protocol protocol : protocols) {
            boolean marked = switch (protocol) {
                case RPC_V2_CBOR -> isCbor(request);
                case AWS_JSON_1_0, AWS_JSON_1_1 -> target;
                case QUERY -> !isCbor(request) && !target;
                case REST_JSON -> false;
            };
            if (marked) {
                return protocol;
            }
        }
        return protocols.getFirst();
    }

    private static ErrorForm guessForm(WireRequest request, String signingName) {
        if (isCbor(request)) {
            return ErrorForm.RPC_V2_CBOR;
        }
        if (request.header("X-Amz-Target") != null) {
            String type = String.valueOf(request.header("Content-Type"));
            return type.contains("json-1.0") ? ErrorForm.AWS_JSON_1_0 : ErrorForm.AWS_JSON_1_1;
        }
        if (parameter(request, "Action") != null) {
            return ErrorForm.QUERY;
        }
        return signingName.startsWith("s3") ? ErrorForm.REST_XML : ErrorForm.REST_JSON;
    }

    private static boolean isCbor(WireRequest request) {
        return "rpc-v2-cbor".equals(request.header("Smithy-Protocol"));
    }

    /** Whether the body holds parameters. */
    static boolean isForm(WireRequest request) {
        String type = request.header("Content-Type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
    }
}
