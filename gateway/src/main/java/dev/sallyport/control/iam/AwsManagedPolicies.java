package dev.sallyport.control.iam;

import dev.sallyport.model.ManagedPolicy;
import dev.sallyport.store.EntityJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The policies that AWS manages, as far as they are known here: those that go with functions and APIs, and a few that
 * are used everywhere (companion R5.8). The documents of the great ones are reduced to the services that are near.
 */
final class AwsManagedPolicies {

    private static final String RESOURCE = "/dev/sallyport/control/iam/managed-policies.json";
    private static final String PREFIX = ":iam::aws:policy";
    private static final int ID_CHARACTERS = 17;

    private AwsManagedPolicies() {}

    /** The policy of an ARN of that partition, or null. */
    static @Nullable ManagedPolicy find(String arn, String partition) {
        String start = "arn:" + partition + PREFIX;
        ManagedPolicy policy = arn.startsWith(start) ? Known.BY_PATH.get(arn.substring(start.length())) : null;
        return policy == null ? null : in(policy, partition);
    }

    /** All that are known. */
    static List<ManagedPolicy> all(String partition) {
        return Known.BY_PATH.values().stream().map(it -> in(it, partition)).toList();
    }

    private static ManagedPolicy in(ManagedPolicy policy, String partition) {
        List<ManagedPolicy.Version> versions = new ArrayList<>();
        for (ManagedPolicy.Version it : policy.versions()) {
            String document = it.document().replace("\"arn:aws:", "\"arn:" + partition + ":");
            versions.add(new ManagedPolicy.Version(it.number(), document, it.createDate()));
        }
        return new ManagedPolicy(
                "arn:" + partition + PREFIX + policy.path() + policy.name(),
                policy.name(),
                policy.id(),
                policy.path(),
                policy.description(),
                policy.createDate(),
                policy.updateDate(),
                policy.tags(),
                versions,
                policy.defaultVersion(),
                policy.lastVersion());
    }

    /** Read when somebody first asks. */
    private static final class Known {

        private static final Map<String, ManagedPolicy> BY_PATH = read();

        private static Map<String, ManagedPolicy> read() {
            try (InputStream in = AwsManagedPolicies.class.getResourceAsStream(RESOURCE)) {
                byte[] bytes = Objects.requireNonNull(in, RESOURCE).readAllBytes();
                Map<String, ManagedPolicy> policies = new LinkedHashMap<>();
                Collection<JsonNode> nodes = JsonMapper.shared().readTree(bytes).values();
                for (JsonNode node : nodes) {
                    ManagedPolicy policy = policy(node);
                    policies.put(policy.path() + policy.name(), policy);
                }
                return policies;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static ManagedPolicy policy(JsonNode node) {
            String name = node.required("name").asString();
            Instant updated = Instant.parse(node.required("updateDate").asString());
            int version = node.required("version").asInt();
            return new ManagedPolicy(
                    "",
                    name,
                    id(name),
                    node.required("path").asString(),
                    node.required("description").asString(),
                    Instant.parse(node.required("createDate").asString()),
                    updated,
                    new TreeMap<>(),
                    List.of(new ManagedPolicy.Version(
                            version, node.required("document").toString(), updated)),
                    version,
                    version);
        }

        /** Every gateway gives such a policy the same id. */
        private static String id(String name) {
            String digest = EntityJson.digest(name).toUpperCase(Locale.ROOT);
            StringBuilder id = new StringBuilder("ANPA");
            for (byte b : digest.substring(0, ID_CHARACTERS).getBytes(StandardCharsets.US_ASCII)) {
                // Hex digits as base32 ones, which have no 0 and no 1.
                id.append(b < '2' ? (char) (b - '0' + 'Y') : b > '7' && b <= '9' ? (char) (b - '8' + 'G') : (char) b);
            }
            return id.toString();
        }
    }
}
