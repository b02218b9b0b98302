package dev.sallyport.control.iam;

import static java.util.Objects.requireNonNull;

import dev.sallyport.wire.iam.Tag;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tags of IAM's things: lists on the wire, maps in the store. */
final class TagLists {

    private static final int MAX_TAGS = 50;

    private TagLists() {}

    static SortedMap<String, String> of(@Nullable List<Tag> tags) {
        return merged(new TreeMap<>(), tags);
    }

    /** The tags with others set or replaced. */
    static SortedMap<String, String> merged(SortedMap<String, String> before, @Nullable List<Tag> tags) {
        SortedMap<String, String> merged = new TreeMap<>(before);
        Set<String> seen = new HashSet<>();
        for (Tag tag : tags == null ? List.<Tag>of() : tags) {
            String key = requireNonNull(tag.key());
            if (!seen.add(key.toLowerCase(Locale.ROOT))) {
                throw IamErrors.invalidInput(
                        "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
            }
            // Keys differ by more than case, and a tag set again takes the new spelling.
            merged.keySet().removeIf(key::equalsIgnoreCase);
            merged.put(key, requireNonNull(tag.value()));
        }
        if (merged.size() > MAX_TAGS) {
            throw IamErrors.limitExceeded("The number of tags has reached the maximum limit.");
        }
        return merged;
    }

    static SortedMap<String, String> without(SortedMap<String, String> before, @Nullable List<String> keys) {
        SortedMap<String, String> rest = new TreeMap<>(before);
        requireNonNull(keys).forEach(key -> rest.keySet().removeIf(key::equalsIgnoreCase));
        return rest;
    }

    static List<Tag> list(SortedMap<String, String> tags) {
        return tags.entrySet().stream()
                .map(it -> Tag.builder().key(it.getKey()).value(it.getValue()).build())
                .toList();
    }

    /** Null when there are none, for answers that leave the member out then. */
    static @Nullable List<Tag> listOrNull(SortedMap<String, String> tags) {
        return tags.isEmpty() ? null : list(tags);
    }
}
