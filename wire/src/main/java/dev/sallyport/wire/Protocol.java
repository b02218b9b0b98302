package dev.sallyport.wire;

/** The wire protocols of the AWS services that Sallyport speaks. */
public enum Protocol {
    /** Method and URI name the operation; members travel in path, query, headers and a JSON body. */
    REST_JSON,
    /** {@code POST /} with {@code X-Amz-Target}; the body is JSON 1.0. */
    AWS_JSON_1_0,
    /** {@code POST /} with {@code X-Amz-Target}; the body is JSON 1.1. */
    AWS_JSON_1_1,
    /** Form parameters {@code Action} and {@code Version}; the answer is XML. */
    QUERY,
    /** {@code POST /service/{name}/operation/{op}} with a CBOR body. */
    RPC_V2_CBOR
}
