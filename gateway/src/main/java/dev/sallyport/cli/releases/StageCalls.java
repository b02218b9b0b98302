package dev.sallyport.cli.releases;

import dev.sallyport.cli.CommandFailure;
import dev.sallyport.cli.calls.GatewayClient;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The calls that commands about stages make. */
final class StageCalls {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String APPLICATION_JSON = "application/json";

    private final GatewayClient client;

    StageCalls(GatewayClient client) {
        this.client = client;
    }

    /** One operation of a PATCH, as AWS has it. */
    static Map<String, String> replace(String path, String value) {
        return Map.of("op", "replace", "path", path, "value", value);
    }

    /** One operation of a PATCH, as AWS has it. */
    static Map<String, String> copy(String from, String path) {
        return Map.of("op", "copy", "from", from, "path", path);
    }

    /** One operation of a PATCH, as AWS has it. */
    static Map<String, String> remove(String path) {
        return Map.of("op", "remove", "path", path);
    }

    /** GetStage. */
    JsonNode stage(String apiId, String stageName) {
        return read(client.send("GET", path(apiId, stageName), new TreeMap<>(), new byte[0], APPLICATION_JSON));
    }

    /** UpdateStage. */
    JsonNode update(String apiId, String stageName, List<Map<String, String>> operations) {
        byte[] body = JSON.writeValueAsBytes(Map.of("patchOperations", operations));
        return read(client.send("PATCH", path(apiId, stageName), new TreeMap<>(), body, APPLICATION_JSON));
    }

    /** One of the gateway's own pages. */
    JsonNode page(String path, SortedMap<String, String> query) {
        return read(client.send("GET", path, query, new byte[0], APPLICATION_JSON));
    }

    private static String path(String apiId, String stageName) {
        return "/restapis/" + GatewayClient.encoded(apiId) + "/stages/" + GatewayClient.encoded(stageName);
    }

    private static JsonNode read(byte[] answer) {
        try {
            JsonNode read = JSON.readTree(answer);
            if (read.isObject()) {
                return read;
            }
        } catch (JacksonException e) {
            throw new CommandFailure("What answers is no gateway of this version.", e);
        }
        throw new CommandFailure("What answers is no gateway of this version.");
    }
}
