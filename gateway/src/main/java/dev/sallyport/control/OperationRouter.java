package dev.sallyport.control;

import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Protocol;
import dev.sallyport.wire.Service;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells which operation of a service a request means, as the service's protocol names it. */
final class OperationRouter {

    private final ServiceResolver resolver;
    private final Map<String, Map<String, Operation<?, ?>>> byName = new HashMap<>();

    OperationRouter(ServiceResolver resolver, List<Service> services) {
        this.resolver = resolver;
        for (Service service : services) {
            Map<String, Operation<?, ?>> operations = new HashMap<>();
            service.operations().forEach(operation -> operations.put(operation.name(), operation));
            byName.put(service.key(), operations);
        }
    }

    /**
     * The operation.
     *
     * @throws ServiceException when the service has no such operation, in the words of its protocol
     */
    PathRouter.Match route(Service service, Protocol protocol, WireRequest request) {
        return switch (protocol) {
            case REST_JSON -> byPath(service, request);
            case AWS_JSON_1_0, AWS_JSON_1_1 -> {
                String target = request.header("X-Amz-Target");
                String name = target == null ? "" : target.substring(target.lastIndexOf('.') + 1);
                yield named(service, name, new ServiceException(400, "UnknownOperationException", "Unknown operation"));
            }
            case QUERY -> byAction(service, ServiceResolver.parameter(request, "Action"));
            case RPC_V2_CBOR ->
                named(
                        service,
                        ServiceResolver.cborOperation(request),
                        new ServiceException(404, "UnknownOperationException", "Unknown operation"));
        };
    }

    private PathRouter.Match byPath(Service service, WireRequest request) {
        PathRouter.Match match;
        try {
            match = resolver.router(service)
                    .match(request.method(), request.path(), QueryParameters.ofLenient(request.query()));
        } catch (IllegalArgumentException e) {
            throw ServiceException.badRequest("Invalid path: " + e.getMessage());
        }
        if (match == null) {
            // The control plane of API Gateway is itself a REST API and answers as one (R4.6).
            throw new ServiceException(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
        }
        return match;
    }

    private PathRouter.Match byAction(Service service, @Nullable String action) {
        if (action == null) {
            throw new ServiceException(400, "MissingAction", "The request must contain the parameter Action");
        }
        String text = "Could not find operation " + action + " for version " + service.apiVersion();
        return named(service, action, new ServiceException(400, "InvalidAction", text));
    }

    private PathRouter.Match named(Service service, @Nullable String name, ServiceException unknown) {
        Operation<?, ?> operation = name == null
                ? null
                : byName.getOrDefault(service.key(), Map.of()).get(name);
        if (operation == null) {
            throw unknown;
        }
        return new PathRouter.Match(operation, Map.of(), Set.of());
    }
}
