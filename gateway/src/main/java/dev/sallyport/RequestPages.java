package dev.sallyport;

import dev.sallyport.config.Observing;
import dev.sallyport.edge.OwnPages.Page;
import dev.sallyport.mapping.QueryString;
import dev.sallyport.observe.ExplanationText;
import dev.sallyport.observe.Explanations;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The pages about the last requests: {@code GET /_sallyport/requests} lists them, {@code GET /_sallyport/requests/ID}
 * explains one, {@code PUT /_sallyport/requests?keep=N} says how many are kept. With {@code ?text} for people instead of
 * as JSON.
 */
final class RequestPages {

    static final String PATH = "/_sallyport/requests";

    private final Explanations explanations;

    RequestPages(Explanations explanations) {
        this.explanations = explanations;
    }

    /** Whether a path is one of these pages. */
    static boolean isOne(String path) {
        return path.equals(PATH) || path.startsWith(PATH + "/");
    }

    Page answer(String method, String path, @Nullable String query) {
        boolean list = path.equals(PATH);
        QueryString parameters = QueryString.parse(query);
        if (method.equals("PUT") && list) {
            return keep(parameters);
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return message(405, "The pages of requests know GET, and PUT " + PATH + "?keep=NUMBER");
        }
        boolean text = !parameters.all("text").isEmpty();
        return list ? list(text) : one(QueryString.decode(path.substring(PATH.length() + 1), false), text);
    }

    private Page keep(QueryString parameters) {
        String given =
                parameters.all("keep").isEmpty() ? "" : parameters.all("keep").getLast();
        if (!given.matches("[0-9]{1,4}") || Integer.parseInt(given) > Observing.MAX_EXPLAINED_REQUESTS) {
            return message(
                    400,
                    "keep must be a number from 0 to " + Observing.MAX_EXPLAINED_REQUESTS + ", not \"" + given + "\"");
        }
        explanations.keep(Integer.parseInt(given));
        return json(200, JsonNodeFactory.instance.objectNode().put("keep", explanations.requests()));
    }

    private Page list(boolean text) {
        if (text) {
            StringBuilder lines = new StringBuilder();
            explanations
                    .summaries()
                    .forEach(summary ->
                            lines.append(ExplanationText.line(summary)).append('\n'));
            return plain(lines.toString());
        }
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("keep", explanations.requests());
        ArrayNode requests = list.putArray("requests");
        explanations.summaries().forEach(requests::add);
        return json(200, list);
    }

    private Page one(String id, boolean text) {
        JsonNode found = explanations.find(id);
        if (found == null) {
            return message(404, unknown(id));
        }
        return text ? plain(ExplanationText.of(found)) : json(200, found);
    }

    private String unknown(String id) {
        if (!explanations.isOn()) {
            return "Nothing is known of request " + id
                    + ", because the gateway keeps no requests in detail. Switch that on"
                    + " with \"sallyport explain --on\" (or start with --explained-requests 200) and send the request again";
        }
        return "Request " + id + " is not among the last " + explanations.requests()
                + " requests, which are kept. The id is that of the answer's header x-amzn-RequestId or x-amz-apigw-id;"
                + " \"sallyport explain\" lists what is kept. If newer requests pushed it out, keep more with \"sallyport"
                + " explain --on " + Observing.MAX_EXPLAINED_REQUESTS + "\" and send it again";
    }

    private static Page message(int status, String message) {
        return json(status, JsonNodeFactory.instance.objectNode().put("message", message));
    }

    private static Page json(int status, JsonNode node) {
        return new Page(status, "application/json", JsonMapper.shared().writeValueAsBytes(node));
    }

    private static Page plain(String text) {
        return new Page(200, "text/plain;charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }
}
