package dev.sallyport.edge;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.iam.Identities;
import dev.sallyport.iam.Identity;
import dev.sallyport.iam.Permissions;
import dev.sallyport.iam.Policy;
import dev.sallyport.iam.PolicyException;
import dev.sallyport.iam.Requester;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** People with access keys. Whoever has been looked up once is at hand from then on, as in production. */
public final class TestIdentities implements Identities {

    private final Map<String, Identity> known = new ConcurrentHashMap<>();
    private final Set<String> atHand = ConcurrentHashMap.newKeySet();

    /** A user whose key is {@code AKIA} and the name in capitals. */
    public AwsCredentials user(String account, String name, String... statements) {
        return add(
                new AwsCredentials("AKIA" + name.toUpperCase(Locale.ROOT), "secret of " + name, null),
                null,
                new Requester(
                        Requester.Type.USER,
                        account,
                        "arn:aws:iam::" + account + ":user/" + name,
                        null,
                        "AIDA" + name,
                        name,
                        Map.of(),
                        false),
                statements);
    }

    /** A session of a role. */
    public AwsCredentials session(String account, String role, Instant expiration, String... statements) {
        return add(
                new AwsCredentials("ASIA" + role.toUpperCase(Locale.ROOT), "secret of " + role, "token+/="),
                expiration,
                new Requester(
                        Requester.Type.ASSUMED_ROLE,
                        account,
                        "arn:aws:sts::" + account + ":assumed-role/" + role + "/me",
                        "arn:aws:iam::" + account + ":role/" + role,
                        "AROA" + role + ":me",
                        null,
                        Map.of(),
                        true),
                statements);
    }

    private AwsCredentials add(
            AwsCredentials credentials, @Nullable Instant expiration, Requester requester, String... statements) {
        String document = "{\"Version\":\"2012-10-17\",\"Statement\":["
                + String.join(",", statements).replace('\'', '"') + "]}";
        try {
            List<Policy> policies =
                    statements.length == 0 ? List.of() : List.of(Policy.compile(document, Policy.Use.IDENTITY));
            known.put(
                    credentials.accessKeyId(),
                    new Identity(
                            credentials.accessKeyId(),
                            credentials.secretAccessKey(),
                            credentials.sessionToken(),
                            expiration,
                            requester,
                            new Permissions(policies, null, null, null)));
        } catch (PolicyException e) {
            throw new IllegalArgumentException(e);
        }
        return credentials;
    }

    @Override
    public @Nullable Identity atHand(String accessKeyId) {
        return atHand.contains(accessKeyId) ? known.get(accessKeyId) : null;
    }

    @Override
    public @Nullable Identity find(String accessKeyId) {
        if (accessKeyId.equals("AKIABROKEN")) {
            throw new IllegalStateException("a store that is broken, made for a test");
        }
        atHand.add(accessKeyId);
        return known.get(accessKeyId);
    }
}
