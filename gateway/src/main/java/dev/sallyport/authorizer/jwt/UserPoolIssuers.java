package dev.sallyport.authorizer.jwt;

import java.util.Map;

/**
 * Who issues the tokens of a user pool: Cognito, or the provider that a setting names in its place.
 *
 * @param byPool the issuer's URL by the pool's id; {@code *} stands for all pools that are not named, and {@code {pool}}
 *     and {@code {region}} in a URL for the pool's own
 */
public record UserPoolIssuers(Map<String, String> byPool) {

    private static final String OTHERS = "*";

    public UserPoolIssuers {
        byPool = Map.copyOf(byPool);
    }

    /**
     * One issuer.
     *
     * @param url the {@code iss} of its tokens (AUT-51)
     * @param stand whether it stands for Cognito, whose tokens alone must have a {@code token_use}
     */
    record Issuer(String url, boolean stand) {}

    /** Whether an ARN is that of a user pool. */
    static boolean isPool(String arn) {
        String[] parts = arn.split(":", 6);
        return parts.length == 6 && parts[5].startsWith("userpool/") && parts[5].length() > "userpool/".length();
    }

    /** The issuer of the pool of an ARN like {@code arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_AbC}. */
    Issuer of(String poolArn) {
        String[] parts = poolArn.split(":", 6);
        if (parts.length < 6 || !parts[5].startsWith("userpool/")) {
            throw new IllegalArgumentException("the ARN of a user pool was expected: " + poolArn);
        }
        String region = parts[3];
        String pool = parts[5].substring("userpool/".length());
        String stand = byPool.getOrDefault(pool, byPool.get(OTHERS));
        return stand == null
                ? new Issuer("https://cognito-idp." + region + ".amazonaws.com/" + pool, false)
                : new Issuer(stand.replace("{pool}", pool).replace("{region}", region), true);
    }
}
