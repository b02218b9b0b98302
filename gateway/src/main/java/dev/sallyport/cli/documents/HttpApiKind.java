package dev.sallyport.cli.documents;

import dev.sallyport.cli.CommandFailure;
import dev.sallyport.cli.calls.GatewayClient;
import dev.sallyport.cli.calls.GatewayClient.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** HTTP APIs: the document is a text in a JSON body, and a reimport replaces all that the API has. */
final class HttpApiKind implements ApiKind {

    private static final String DEFAULT_STAGE = "$default";

    @Override
    public Imported imported(GatewayClient client, byte[] document, ImportChoices choices) {
        if (choices.mode() != null) {
            throw new CommandFailure(
                    "--mode is for REST APIs: what is imported into an HTTP API replaces all that it has.");
        }
        SortedMap<String, String> query = new TreeMap<>();
        if (choices.basePath() != null) {
            query.put("basepath", choices.basePath());
        }
        if (choices.failOnWarnings()) {
            query.put("failOnWarnings", "true");
        }
        byte[] body =
                JsonMapper.shared().writeValueAsBytes(Map.of("body", new String(document, StandardCharsets.UTF_8)));
        String path = choices.api() == null ? "/v2/apis" : path(choices.api());
        JsonNode imported = JsonMapper.shared().readTree(client.send("PUT", path, query, body, "application/json"));
        return new Imported(
                imported.path("apiId").asString(""),
                imported.path("name").asString(""),
                RestApiKind.texts(imported.path("warnings")),
                RestApiKind.texts(imported.path("importInfo")));
    }

    static String path(String id) {
        return "/v2/apis/" + GatewayClient.encoded(id);
    }

    @Override
    public String renamed(GatewayClient client, String id, String name) {
        return client.json("PATCH", path(id), Map.of("name", name)).path("name").asString("");
    }

    @Override
    public String deployed(GatewayClient client, String id, String stage) {
        JsonNode existing = stage(client, id, stage);
        if (existing == null) {
            String deployment = client.json("POST", path(id) + "/deployments", Map.of())
                    .path("deploymentId")
                    .asString("");
            client.json("POST", path(id) + "/stages", Map.of("stageName", stage, "deploymentId", deployment));
        } else if (!existing.path("autoDeploy").asBoolean(false)) {
            client.json("POST", path(id) + "/deployments", Map.of("stageName", stage));
        }
        return "/_aws/execute-api/" + id + (stage.equals(DEFAULT_STAGE) ? "" : "/" + stage);
    }

    private static @Nullable JsonNode stage(GatewayClient client, String id, String stage) {
        try {
            return client.json("GET", path(id) + "/stages/" + GatewayClient.encoded(stage), null);
        } catch (Refused e) {
            if (e.errorType().startsWith("NotFoundException")) {
                return null;
            }
            throw e;
        }
    }
}
