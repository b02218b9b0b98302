package dev.sallyport.control.rest.history;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What has become of one thing of an API.
 *
 * @param subject {@code GET /pets}, {@code model Pet}, {@code API} for its own settings
 * @param details member by member, in their order; of what was added or removed those that it has
 */
public record Change(String subject, Action action, List<Detail> details) {

    public Change {
        details = List.copyOf(details);
    }

    /** What can become of a thing. */
    public enum Action {
        ADDED,
        CHANGED,
        REMOVED
    }

    /**
     * What has become of a member.
     *
     * @param member {@code integration.uri}, as the stored form has it
     * @param from null when it was not there
     * @param to null when it is not there any more
     */
    public record Detail(
            String member,
            @Nullable JsonNode from,
            @Nullable JsonNode to) {}
}
