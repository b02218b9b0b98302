package dev.sallyport.control.sts;

import static java.util.Objects.requireNonNull;

import dev.sallyport.control.ServiceException;
import dev.sallyport.wire.sts.Tag;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tags of sessions (companion R6.1). */
final class SessionTags {

    private SessionTags() {}

    static SortedMap<String, String> of(@Nullable List<Tag> tags, @Nullable List<String> transitive) {
        SortedMap<String, String> all = new TreeMap<>();
        Set<String> keys = new HashSet<>();
        for (Tag tag : tags == null ? List.<Tag>of() : tags) {
            String key = requireNonNull(tag.key());
            if (!keys.add(key.toLowerCase(Locale.ROOT))) {
                throw invalid("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
            }
            all.put(key, requireNonNull(tag.value()));
        }
        for (String key : transitive == null ? List.<String>of() : transitive) {
            if (!keys.contains(key.toLowerCase(Locale.ROOT))) {
                throw invalid("The specified transitive tag key must be included in the requested tags.");
            }
        }
        return all;
    }

    private static ServiceException invalid(String text) {
        return new ServiceException(400, "InvalidParameterValue", text);
    }
}
