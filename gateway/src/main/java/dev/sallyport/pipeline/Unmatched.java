package dev.sallyport.pipeline;

import dev.sallyport.http.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

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
                "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded"
                        + " with Base64): '" + digest(authorization) + "'.",
                null);
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
