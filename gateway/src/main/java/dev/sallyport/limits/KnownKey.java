package dev.sallyport.limits;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An API key as requests meet it. What it may do changes while requests run. */
public final class KnownKey {

    private final String id;
    private final String value;
    final byte[] octets;
    final long hash;
    private volatile boolean enabled;
    private volatile Map<String, StageAccess> stages = Map.of();

    KnownKey(String id, String value, SipHash hashing) {
        this.id = id;
        this.value = value;
        this.octets = value.getBytes(StandardCharsets.UTF_8);
        this.hash = hashing.hash(octets, 0, octets.length);
    }

    public String id() {
        return id;
    }

    /** The secret itself. */
    public String value() {
        return value;
    }

    /** Says what the key may do from now on. */
    void may(boolean newEnabled, Map<String, StageAccess> newStages) {
        stages = newStages;
        enabled = newEnabled;
    }

    /**
     * What the key may do on a stage; null when it is disabled or no usage plan of it covers the stage (MRQ-3).
     *
     * @param stage {@code apiId:stage}
     */
    public @Nullable StageAccess on(String stage) {
        return enabled ? stages.get(stage) : null;
    }
}
