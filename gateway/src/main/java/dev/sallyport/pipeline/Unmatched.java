package dev.sallyport.pipeline;

import dev.sallyport.aws.AuthorizationReader;
import dev.sallyport.http.Headers;

/** The answer for a path or verb without a method. */
final class Unmatched {

    private Unmatched() {}

    /** INV-37; INV-38 with the text of AUT-13 when the client sent an Authorization header that is no SigV4. */
    static Fault fault(Headers headers) {
        String authorization = headers.first("Authorization");
        if (authorization == null || authorization.startsWith("AWS4-")) {
            return Fault.MISSING_AUTHENTICATION_TOKEN;
        }
        return new Fault(
                GatewayResponseType.MISSING_AUTHENTICATION_TOKEN,
                403,
                "IncompleteSignatureException",
                AuthorizationReader.notKeyValue(authorization),
                null);
    }
}
