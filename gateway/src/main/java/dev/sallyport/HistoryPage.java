package dev.sallyport;

import dev.sallyport.control.rest.history.Change;
import dev.sallyport.control.rest.history.History;
import dev.sallyport.control.rest.history.History.Deployed;
import dev.sallyport.control.rest.history.History.Difference;
import dev.sallyport.control.rest.history.History.Overview;
import dev.sallyport.control.rest.history.History.Staged;
import dev.sallyport.edge.OwnPages.Page;
import dev.sallyport.mapping.QueryString;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The pages about deployments, as JSON: {@code GET /_sallyport/history/API?limit=N} lists them with the stages, {@code GET
 * /_sallyport/history/API/diff?from=DEPLOYMENT&to=DEPLOYMENT} tells what differs, where a stage's name or {@code draft} may
 * stand for a deployment.
 */
final class HistoryPage {

    static final String PATH = "/_sallyport/history";
    private static final String DIFF = "/diff";
    private static final int DEPLOYMENTS = 20;

    private final History history;

    HistoryPage(History history) {
        this.history = history;
    }

    Page answer(String method, String path, @Nullable String query) {
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return message(405, "The pages of the history know GET");
        }
        QueryString parameters = QueryString.parse(query);
        String rest = path.length() > PATH.length() ? path.substring(PATH.length() + 1) : "";
        boolean isDiff = rest.endsWith(DIFF);
        String apiId = QueryString.decode(isDiff ? rest.substring(0, rest.length() - DIFF.length()) : rest, false);
        try {
            ObjectNode found = isDiff ? difference(apiId, parameters) : overview(apiId, parameters);
            return found == null ? message(404, "There is no API " + apiId) : page(200, found);
        } catch (IllegalArgumentException e) {
            return message(404, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable ObjectNode overview(String apiId, QueryString parameters) {
        String limit = parameter(parameters, "limit");
        int most = limit != null && limit.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(limit) : DEPLOYMENTS;
        Overview overview = history.overview(apiId, most);
        if (overview == null) {
            return null;
        }
        ObjectNode page = JsonNodeFactory.instance
                .objectNode()
                .put("apiId", apiId)
                .put("name", overview.api().name());
        ArrayNode stages = page.putArray("stages");
        for (Staged staged : overview.stages()) {
            ObjectNode stage = stages.addObject()
                    .put("stageName", staged.stage().stageName())
                    .put("deploymentId", staged.stage().deploymentId())
                    .put("behindDraft", staged.behindDraft());
            var canary = staged.stage().canarySettings();
            if (canary != null) {
                stage.put("canaryDeploymentId", canary.deploymentId()).put("canaryPercent", canary.percentTraffic());
            }
        }
        ArrayNode deployments = page.putArray("deployments");
        for (Deployed deployed : overview.deployments()) {
            ObjectNode deployment = deployments
                    .addObject()
                    .put("id", deployed.deployment().id())
                    .put("createdDate", deployed.deployment().createdDate().toString());
            if (deployed.deployment().description() != null) {
                deployment.put("description", deployed.deployment().description());
            }
            if (deployed.changes() >= 0) {
                deployment.put("changes", deployed.changes());
            }
            ArrayNode runs = deployment.putArray("stages");
            deployed.stages().forEach(runs::add);
        }
        return page;
    }

    private @Nullable ObjectNode difference(String apiId, QueryString parameters) {
        String from = parameter(parameters, "from");
        String to = parameter(parameters, "to");
        if (from == null || to == null) {
            throw new IllegalArgumentException("from and to must name deployments, stages or the draft");
        }
        Difference difference = history.difference(apiId, from, to);
        if (difference == null) {
            return null;
        }
        ObjectNode page = JsonNodeFactory.instance
                .objectNode()
                .put("apiId", apiId)
                .put("name", difference.api().name())
                .put("from", difference.from())
                .put("to", difference.to());
        ArrayNode changes = page.putArray("changes");
        for (Change each : difference.changes()) {
            ObjectNode change = changes.addObject()
                    .put("subject", each.subject())
                    .put("action", each.action().name().toLowerCase(Locale.ROOT));
            ArrayNode details = change.putArray("details");
            for (Change.Detail detail : each.details()) {
                ObjectNode node = details.addObject().put("member", detail.member());
                if (detail.from() != null) {
                    node.set("from", detail.from());
                }
                if (detail.to() != null) {
                    node.set("to", detail.to());
                }
            }
        }
        return page;
    }

    private static @Nullable String parameter(QueryString parameters, String name) {
        List<String> values = parameters.all(name);
        return values.isEmpty() ? null : values.getLast();
    }

    private static Page message(int status, String message) {
        return page(status, JsonNodeFactory.instance.objectNode().put("message", message));
    }

    private static Page page(int status, ObjectNode page) {
        return new Page(status, "application/json", JsonMapper.shared().writeValueAsBytes(page));
    }
}
