package dev.sallyport.cli.documents;

import dev.sallyport.cli.calls.GatewayClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** REST APIs: the document itself is the body. */
final class RestApiKind implements ApiKind {

    @Override
    public Imported imported(GatewayClient client, byte[] document, ImportChoices choices) {
        String api = choices.api();
        SortedMap<String, String> query = new TreeMap<>();
        query.put("mode", api == null ? "import" : Objects.requireNonNullElse(choices.mode(), "merge"));
        if (choices.basePath() != null) {
            query.put("basepath", choices.basePath());
        }
        if (choices.failOnWarnings()) {
            query.put("failonwarnings", "true");
        }
        String path = api == null ? "/restapis" : "/restapis/" + GatewayClient.encoded(api);
        byte[] answer = client.send(api == null ? "POST" : "PUT", path, query, document, "application/json");
        JsonNode imported = JsonMapper.shared().readTree(answer);
        return new Imported(
                imported.path("id").asString(""),
                imported.path("name").asString(""),
                texts(imported.path("warnings")),
                List.of());
    }

    static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asString("")));
        return texts;
    }

    @Override
    public String renamed(GatewayClient client, String id, String name) {
        Map<String, String> rename = Map.of("op", "replace", "path", "/name", "value", name);
        return client.json("PATCH", "/restapis/" + id, Map.of("patchOperations", List.of(rename)))
                .path("name")
                .asString("");
    }

    @Override
    public String deployed(GatewayClient client, String id, String stage) {
        client.json("POST", "/restapis/" + id + "/deployments", Map.of("stageName", stage));
        return "/_aws/execute-api/" + id + "/" + stage;
    }
}
