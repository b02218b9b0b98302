package dev.sallyport.control;

import dev.sallyport.wire.Protocol;

/** How a client expects errors to be written. */
enum ErrorForm {
    /** {@code {"message": …}} and the header {@code x-amzn-ErrorType} (R2.1). */
    REST_JSON,
    /** As rest-json, with Lambda's {@code Type} (companion R2.12). */
    LAMBDA,
    /** {@code __type} and {@code message}, JSON 1.0. */
    AWS_JSON_1_0,
    /** {@code __type} and {@code message}, JSON 1.1. */
    AWS_JSON_1_1,
    /** {@code <ErrorResponse>} (companion R2.5). */
    QUERY,
    /** A CBOR map of {@code __type} and {@code message}. */
    RPC_V2_CBOR,
    /** {@code <Error>} as S3 writes it; only for saying that a service is not provided. */
    REST_XML;

    static ErrorForm of(Protocol protocol, String serviceKey) {
        return switch (protocol) {
            case REST_JSON -> serviceKey.equals("lambda") ? LAMBDA : REST_JSON;
            case AWS_JSON_1_0 -> AWS_JSON_1_0;
            case AWS_JSON_1_1 -> AWS_JSON_1_1;
            case QUERY -> QUERY;
            case RPC_V2_CBOR -> RPC_V2_CBOR;
        };
    }
}
