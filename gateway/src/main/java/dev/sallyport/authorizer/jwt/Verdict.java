package dev.sallyport.authorizer.jwt;

import java.time.Instant;
import java.util.Map;

/** What became of a token (AUT-54). */
public sealed interface Verdict {

    /**
     * The token is good.
     *
     * @param claims in the order of the token, as text (AUT-56)
     * @param expires when it is good no longer
     */
    record Valid(Map<String, String> claims, Instant expires) implements Verdict {}

    /** The token was good until it expired. */
    record Expired() implements Verdict {}

    /**
     * The token is not good.
     *
     * @param reason for logs; says nothing of the token's text
     */
    record Invalid(String reason) implements Verdict {}

    /**
     * Nobody can tell, because the keys of the token's issuer cannot be had.
     *
     * @param reason for logs
     * @param isAnswered whether the issuer has answered, with what are no keys
     */
    record Unavailable(String reason, boolean isAnswered) implements Verdict {}
}
