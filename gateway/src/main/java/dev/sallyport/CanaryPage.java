package dev.sallyport;

import dev.sallyport.edge.OwnPages.Page;
import dev.sallyport.mapping.QueryString;
import dev.sallyport.pipeline.CanarySplit;
import dev.sallyport.pipeline.Release;
import dev.sallyport.pipeline.ReleaseCounts;
import dev.sallyport.pipeline.ReleaseCounts.Totals;
import dev.sallyport.pipeline.StageSnapshot;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The page {@code GET /_sallyport/canaries}: every stage with a canary, and what the requests of both its releases have
 * come to, as JSON. {@code ?apiId=} and {@code ?stageName=} choose some of them.
 */
final class CanaryPage {

    static final String PATH = "/_sallyport/canaries";

    private final Supplier<List<StageSnapshot>> running;

    /** @param running the snapshots that serve */
    CanaryPage(Supplier<List<StageSnapshot>> running) {
        this.running = running;
    }

    Page answer(String method, @Nullable String query) {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return page(405, page.put("message", "The page of canaries knows GET"));
        }
        QueryString parameters = QueryString.parse(query);
        ArrayNode canaries = page.putArray("canaries");
        for (StageSnapshot base : running.get()) {
            Release release = base.release();
            CanarySplit split = release == null ? null : release.split();
            if (release != null
                    && split != null
                    && isWanted(parameters, "apiId", base.apiId())
                    && isWanted(parameters, "stageName", base.stageName())) {
                add(canaries.addObject(), base, release, split);
            }
        }
        return page(200, page);
    }

    private static boolean isWanted(QueryString parameters, String name, String value) {
        List<String> wanted = parameters.all(name);
        return wanted.isEmpty() || wanted.contains(value);
    }

    private static void add(ObjectNode node, StageSnapshot base, Release release, CanarySplit split) {
        Totals ofBase = release.counts().totals();
        node.put("apiId", base.apiId())
                .put("stageName", base.stageName())
                .put("percentTraffic", split.percentTraffic())
                .put("sticky", split.isSticky())
                .put("generation", ofBase.generation());
        add(node.putObject("base"), base.deploymentId(), ofBase);
        StageSnapshot canary = split.canary();
        Release ofCanary = canary == null ? null : canary.release();
        if (canary != null && ofCanary != null) {
            add(
                    node.putObject("canary"),
                    canary.deploymentId(),
                    ofCanary.counts().totals());
        }
    }

    private static void add(ObjectNode node, String deploymentId, Totals totals) {
        node.put("deploymentId", deploymentId)
                .put("requests", totals.requests())
                .put("clientErrors", totals.clientErrors())
                .put("serverErrors", totals.serverErrors());
        ArrayNode latencies = node.putArray("latencies");
        for (int i = 0; i < totals.latencies().length; i++) {
            if (totals.latencies()[i] > 0) {
                latencies
                        .addObject()
                        .put("fromMillis", ReleaseCounts.bucketStartMillis(i))
                        .put("requests", totals.latencies()[i]);
            }
        }
    }

    private static Page page(int status, ObjectNode page) {
        return new Page(status, "application/json", JsonMapper.shared().writeValueAsBytes(page));
    }
}
