package dev.sallyport.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an authorizer has said of a client: made once for as many requests as its answer is good for. */
public final class Authorization {

    private final Map<String, String> variables;
    private final byte[] members;
    private final byte[] newerMembers;
    private final @Nullable String usageIdentifierKey;

    /**
     * @param variables of {@code $context} by their whole names, such as {@code authorizer.principalId}
     * @param members what {@code requestContext.authorizer} of events holds, as the JSON of an object's members
     * @param usageIdentifierKey the API key that it names (AUT-43), or null
     */
    public Authorization(Map<String, String> variables, String members, @Nullable String usageIdentifierKey) {
        this(variables, members, usageIdentifierKey, "");
    }

    /** @param newerMembers the same for events of format 2.0 (http-api 3.5) */
    public Authorization(
            Map<String, String> variables, String members, @Nullable String usageIdentifierKey, String newerMembers) {
        this.newerMembers = newerMembers.getBytes(StandardCharsets.UTF_8);
        this.variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        this.members = members.getBytes(StandardCharsets.UTF_8);
        this.usageIdentifierKey = usageIdentifierKey;
    }

    /** Variables of {@code $context} by their whole names. */
    public Map<String, String> variables() {
        return variables;
    }

    /** Members of {@code requestContext.authorizer} as JSON; not to be changed. */
    public byte[] members() {
        return members;
    }

    /** Members of {@code requestContext.authorizer} of events of format 2.0 as JSON; not to be changed. */
    public byte[] newerMembers() {
        return newerMembers;
    }

    /** The value of the API key where keys come from authorizers (AUT-43, MRQ-1), or null. */
    public @Nullable String usageIdentifierKey() {
        return usageIdentifierKey;
    }
}
