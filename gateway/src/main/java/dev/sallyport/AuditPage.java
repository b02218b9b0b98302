package dev.sallyport;

import dev.sallyport.edge.OwnPages.Page;
import dev.sallyport.model.VpcEndpoint;
import dev.sallyport.pipeline.StageSnapshot;
import dev.sallyport.snapshot.RouteAccess;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The page {@code GET /_sallyport/audit}: every deployed method with who can reach it and why, as JSON. */
final class AuditPage {

    private final Supplier<List<StageSnapshot>> running;
    private final List<VpcEndpoint> endpoints;

    /**
     * @param running the snapshots that serve
     * @param endpoints the gateway's VPC endpoints
     */
    AuditPage(Supplier<List<StageSnapshot>> running, Collection<VpcEndpoint> endpoints) {
        this.running = running;
        this.endpoints = List.copyOf(endpoints);
    }

    Page answer(String method) {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return page(405, page.put("message", "The page of the audit knows GET"));
        }
        ArrayNode routes = page.putArray("routes");
        for (RouteAccess access : RouteAccess.of(running.get(), endpoints)) {
            ObjectNode route = routes.addObject()
                    .put("apiId", access.stage().apiId())
                    .put("stageName", access.stage().stageName())
                    .put("deploymentId", access.stage().deploymentId())
                    .put("httpMethod", access.method().httpMethod())
                    .put("path", access.method().resourcePath())
                    .put("reach", access.reach().name());
            ArrayNode guards = route.putArray("guards");
            access.guards()
                    .forEach(guard ->
                            guards.addObject().put("type", guard.type().name()).put("who", guard.who()));
        }
        return page(200, page);
    }

    private static Page page(int status, ObjectNode page) {
        return new Page(status, "application/json", JsonMapper.shared().writeValueAsBytes(page));
    }
}
