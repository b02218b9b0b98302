package dev.sallyport.model;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Temporary credentials that STS gave out.
 *
 * @param accessKeyId {@code ASIA…}
 * @param secret 40 characters
 * @param token that the client must send with each call
 * @param arn who the session is, for example {@code arn:aws:sts::123456789012:assumed-role/reader/me}
 * @param userId for example {@code AROA…:me}
 * @param roleName the role that was assumed, or null
 * @param userName the user who took a session token, or null
 * @param policy the session policy that narrows the session, or null
 * @param policyArns managed policies that narrow the session
 * @param tags session tags
 */
public record SecuritySession(
        String accessKeyId,
        String secret,
        String token,
        Instant expiration,
        String arn,
        String userId,
        @Nullable String roleName,
        @Nullable String userName,
        @Nullable String policy,
        List<String> policyArns,
        SortedMap<String, String> tags) {

    public SecuritySession {
        policyArns = List.copyOf(policyArns);
        tags = Copies.of(tags);
    }
}
