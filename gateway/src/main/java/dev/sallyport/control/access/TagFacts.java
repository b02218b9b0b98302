package dev.sallyport.control.access;

import dev.sallyport.control.Attempt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call says of tags: those that it gives or takes away ({@code aws:RequestTag/…}, {@code aws:TagKeys}), and those that
 * the thing has that it is about ({@code aws:ResourceTag/…}). Names of tags count in any case, as in AWS's condition keys.
 */
final class TagFacts {

    static final String REQUEST_TAG = "aws:requesttag/";
    static final String RESOURCE_TAG = "aws:resourcetag/";
    static final String TAG_KEYS = "aws:tagkeys";

    private final Attempt attempt;
    private final String resource;
    private final TaggedThings things;
    private @Nullable Map<String, String> given;
    private @Nullable Map<String, String> found;

    /** @param resource the ARN of what the call is about, or {@code *} */
    TagFacts(Attempt attempt, String resource, TaggedThings things) {
        this.attempt = attempt;
        this.resource = resource;
        this.things = things;
    }

    /** Whether a condition key is about tags. */
    static boolean isKey(String key) {
        return key.equals(TAG_KEYS) || key.startsWith(REQUEST_TAG) || resourceTag(key) != null;
    }

    /** IAM has its own name for the tags of its things. */
    private static @Nullable String resourceTag(String key) {
        if (key.startsWith(RESOURCE_TAG)) {
            return key.substring(RESOURCE_TAG.length());
        }
        return key.startsWith("iam:resourcetag/") ? key.substring("iam:resourcetag/".length()) : null;
    }

    /** The values of a condition key, null when the call has none. */
    @Nullable
    List<String> values(String key) {
        if (key.equals(TAG_KEYS)) {
            List<String> keys = new ArrayList<>(given().keySet());
            keys.addAll(taken());
            return keys.isEmpty() ? null : keys;
        }
        String ofResource = resourceTag(key);
        String value =
                ofResource == null ? value(given(), key.substring(REQUEST_TAG.length())) : value(found(), ofResource);
        return value == null ? null : List.of(value);
    }

    private static @Nullable String value(Map<String, String> tags, String name) {
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            if (tag.getKey().equalsIgnoreCase(name)) {
                return tag.getValue();
            }
        }
        return null;
    }

    private Map<String, String> found() {
        Map<String, String> known = found;
        if (known == null) {
            known = things.tags(attempt.scope(), resource);
            found = known;
        }
        return known;
    }

    /** The tags of the call's input: a map, or IAM's, STS's and ACM's list of keys and values. */
    private Map<String, String> given() {
        Map<String, String> known = given;
        if (known == null) {
            known = new LinkedHashMap<>();
            for (String member : List.of("tags", "Tags")) {
                add(known, attempt.input().get(member));
            }
            given = known;
        }
        return known;
    }

    private static void add(Map<String, String> tags, @Nullable Object member) {
        if (member instanceof Map<?, ?> map) {
            map.forEach((name, value) -> tags.put(String.valueOf(name), String.valueOf(value)));
        } else if (member instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof dev.sallyport.wire.iam.Tag tag) {
                    put(tags, tag.key(), tag.value());
                } else if (each instanceof dev.sallyport.wire.sts.Tag tag) {
                    put(tags, tag.key(), tag.value());
                } else if (each instanceof dev.sallyport.wire.acm.Tag tag) {
                    put(tags, tag.key(), tag.value());
                }
            }
        }
    }

    private static void put(Map<String, String> tags, @Nullable String name, @Nullable String value) {
        if (name != null) {
            tags.put(name, value == null ? "" : value);
        }
    }

    /** The names of the tags that the call takes away. */
    private List<String> taken() {
        List<String> names = new ArrayList<>();
        for (String member : List.of("tagKeys", "TagKeys")) {
            if (attempt.input().get(member) instanceof List<?> list) {
                list.forEach(name -> names.add(String.valueOf(name)));
            }
        }
        return names;
    }
}
