package dev.sallyport.wire;

import java.util.function.Supplier;

/**
 * A member of a structure.
 *
 * @param name the name as SDKs and AWS's validation messages write it
 * @param wireName the name on the wire: JSON key, query parameter, header or path label
 * @param location where the member travels
 * @param required whether the model demands it
 * @param shape a supplier, because structures may refer to themselves
 */
public record Member(String name, String wireName, Location location, boolean required, Supplier<Shape> shape) {

    /** Where a member travels in rest-json; the other protocols put all members in the body. */
    public enum Location {
        /** A key of the body. */
        BODY,
        /** A label of the URI template; greedy when the template says {@code {name+}}. */
        LABEL,
        /** A query parameter; a list is a repeated parameter. */
        QUERY,
        /** A map whose entries are query parameters of their own. */
        QUERY_PARAMS,
        /** A header. */
        HEADER,
        /** A map of the headers whose names start with the wire name. */
        PREFIX_HEADERS,
        /** The whole body: a blob is raw, a structure is JSON. */
        PAYLOAD,
        /** The HTTP status of the answer. */
        STATUS
    }
}
