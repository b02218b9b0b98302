package dev.sallyport.integration.http;

import dev.sallyport.http.HeadWriter;
import dev.sallyport.mapping.QueryString;
import dev.sallyport.mapping.UriTemplate;
import dev.sallyport.pipeline.Exchange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Path and query of an integration's URI whose places are all filled from path parameters of the method, as in {@code
 * http://backend/{proxy}}: what most proxies are. Values without anything to encode go from request to request as bytes.
 */
final class BoundPath {

    /** Text, and behind it the place at the same index; there is one text more. */
    private final byte[][] texts;

    /** For each place the path parameter, or -1 for one that is not mapped and stays as it is written. */
    private final int[] parameters;

    private final boolean hasQuery;

    private BoundPath(byte[][] texts, int[] parameters, boolean hasQuery) {
        this.texts = texts;
        this.parameters = parameters;
        this.hasQuery = hasQuery;
    }

    /**
     * Binds the places of a template.
     *
     * @param sources path parameters of the method by place
     * @param pathParameters of the method, in the order of its path
     */
    static BoundPath of(UriTemplate pathAndQuery, Map<String, String> sources, List<String> pathParameters) {
        List<String> parts = pathAndQuery.parts();
        byte[][] texts = new byte[parts.size() / 2 + 1][];
        int[] parameters = new int[parts.size() / 2];
        boolean query = false;
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            if (i % 2 == 0) {
                texts[i / 2] = part.getBytes(StandardCharsets.ISO_8859_1);
                query |= part.indexOf('?') >= 0;
            } else {
                String place = part.endsWith("+") ? part.substring(0, part.length() - 1) : part;
                String source = sources.get(place);
                parameters[i / 2] = source == null ? -1 : pathParameters.indexOf(source);
                if (parameters[i / 2] < 0) {
                    texts[i / 2] = (parts.get(i - 1) + "{" + part + "}").getBytes(StandardCharsets.ISO_8859_1);
                }
            }
        }
        return new BoundPath(texts, parameters, query);
    }

    /** Whether the URI has a query of its own. */
    boolean hasQuery() {
        return hasQuery;
    }

    void write(HeadWriter to, Exchange exchange) {
        to.constant(texts[0]);
        for (int i = 0; i < parameters.length; i++) {
            int parameter = parameters[i];
            if (parameter >= 0 && !exchange.writePlainPathValue(to, parameter)) {
                String value = QueryString.decode(exchange.pathValue(parameter), false);
                to.text(QueryString.encode(value, "/"));
            }
            to.constant(texts[i + 1]);
        }
    }
}
