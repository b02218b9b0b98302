package dev.sallyport.snapshot;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.aws.OperatorCredentials;
import dev.sallyport.aws.RoleSessions;
import dev.sallyport.aws.ServiceEndpoints;
import dev.sallyport.integration.aws.AwsServices;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** AWS services for integrations of tests. */
public final class TestServices {

    /** When all requests of tests are signed. */
    public static final Instant TIME = Instant.parse("2026-03-04T05:06:07Z");

    public static final AwsCredentials CREDENTIALS = new AwsCredentials("ASIATEST", "secret", "the-session-token");

    private TestServices() {}

    /** No service has an endpoint. */
    public static AwsServices none() {
        return new AwsServices(
                new ServiceEndpoints(Map.of(), Set.of(), () -> URI.create("http://127.0.0.1:1")),
                new Roles(),
                InstantSource.fixed(TIME),
                Runnable::run);
    }

    /** These services are all at one place; roles whose name begins with {@code refused} cannot be assumed. */
    public static AwsServices at(Supplier<URI> place, Executor blocking, String... services) {
        return new AwsServices(
                new ServiceEndpoints(Map.of(), Set.of(services), place),
                new Roles(),
                InstantSource.fixed(TIME),
                blocking);
    }

    /** The same, with all requests signed with credentials of the operator's own. */
    public static AwsServices asOperator(
            AwsCredentials operator, Supplier<URI> place, Executor blocking, String... services) {
        Map<String, URI> upstreams = new HashMap<>();
        for (String service : services) {
            upstreams.put(service, place.get());
        }
        return new AwsServices(
                new ServiceEndpoints(
                        upstreams, Set.of(), place, new OperatorCredentials(operator, url -> url.equals(place.get()))),
                new Roles(),
                InstantSource.fixed(TIME),
                blocking);
    }

    /** A role is assumed by its first call. */
    private static final class Roles implements RoleSessions {
        private final Set<String> assumed = ConcurrentHashMap.newKeySet();

        @Override
        public @Nullable AwsCredentials atHand(String account, String roleArn) {
            return assumed.contains(roleArn) ? CREDENTIALS : null;
        }

        @Override
        public boolean permits(String roleArn, String action, String resource) {
            return !roleArn.contains("role/powerless");
        }

        @Override
        public long revision() {
            return 0;
        }

        @Override
        public AwsCredentials assume(String account, String roleArn) throws Refused {
            if (roleArn.contains("role/refused")) {
                throw new Refused("it does not trust anybody");
            }
            if (roleArn.contains("role/broken")) {
                throw new IllegalStateException("a defect, made for a test");
            }
            assumed.add(roleArn);
            return CREDENTIALS;
        }
    }
}
