package dev.sallyport.cli.demo;

import dev.sallyport.cli.CommandFailure;
import dev.sallyport.cli.FirstCredentials;
import dev.sallyport.cli.calls.SigningKey;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** A client of AWS's REST-JSON services: signs as the SDKs do and says in full what failed. */
final class AwsClient {

    private static final int SUCCESS_END = 300;
    private static final JsonMapper JSON = new JsonMapper();

    private final String endpoint;
    private final SigningKey key;

    /** @param root of a gateway that asks who calls, or null */
    AwsClient(String endpoint, String region, @Nullable FirstCredentials root) {
        this.endpoint = endpoint;
        this.key =
                new SigningKey(root == null ? SigningKey.ANYBODY : root.credentials(), region, InstantSource.system());
    }

    /** POSTs a JSON body and answers with the JSON body. */
    JsonNode post(String service, String pathAndQuery, Map<String, ?> body) {
        return send(service, "POST", pathAndQuery, body);
    }

    /** POSTs a document as it is and answers with the JSON body. */
    JsonNode postDocument(String service, String pathAndQuery, String document) {
        return send(service, "POST", pathAndQuery, document.getBytes(StandardCharsets.UTF_8));
    }

    /** PUTs a JSON body and answers with the JSON body. */
    JsonNode put(String service, String pathAndQuery, Map<String, ?> body) {
        return send(service, "PUT", pathAndQuery, body);
    }

    /** GETs a JSON body. */
    JsonNode get(String service, String pathAndQuery) {
        return send(service, "GET", pathAndQuery, Map.of());
    }

    private JsonNode send(String service, String method, String pathAndQuery, Map<String, ?> body) {
        return send(
                service,
                method,
                pathAndQuery,
                method.equals("GET")
                        ? new byte[0]
                        : JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode send(String service, String method, String pathAndQuery, byte[] payload) {
        URI uri = URI.create(endpoint + pathAndQuery);
        Map<String, String> headers = new LinkedHashMap<>(key.headers(service, method, uri, payload));
        headers.put("Content-Type", "application/json");
        String what = method + " " + pathAndQuery + " of " + service;
        PlainHttp.Response response;
        try {
            response = PlainHttp.send(method, uri, headers, payload);
        } catch (IOException e) {
            throw new CommandFailure("The gateway did not answer " + what + " (" + e + ")." + advice(), e);
        }
        if (response.status() >= SUCCESS_END) {
            throw new CommandFailure("The gateway answered " + what + " with status " + response.status() + ": "
                    + response.body().strip() + "." + advice());
        }
        return response.body().isBlank() ? MissingNode.getInstance() : JSON.readTree(response.body());
    }

    private static String advice() {
        return " That is a fault of this version of Sallyport: run again with --log-level debug and report what you see.";
    }
}
