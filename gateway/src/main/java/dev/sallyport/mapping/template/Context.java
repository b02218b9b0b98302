package dev.sallyport.mapping.template;

import dev.sallyport.mapping.MappingSource;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code $context} of one request (8.4): a map whose variables are asked for when they are read, and in which templates
 * write. What the request template wrote is still there for the response template (INT-25).
 */
public final class Context {

    private static final List<String> REQUEST_OVERRIDES = List.of("path", "header", "querystring");
    private static final List<String> RESPONSE_OVERRIDES = List.of("header");

    private final Node root;

    /** @param source knows the variables */
    public Context(MappingSource source) {
        root = new Node("", source);
    }

    Node root() {
        return root;
    }

    /** What templates have asked to override; empty when they have not. */
    public Overrides overrides() {
        return new Overrides(root);
    }

    /** A group of variables as a map. It prints nothing (VTL-31). */
    static final class Node extends AbstractMap<String, @Nullable Object> {
        private final String group;
        private final @Nullable MappingSource source;
        private final Map<String, @Nullable Object> written = new LinkedHashMap<>();

        private Node(String group, @Nullable MappingSource source) {
            this.group = group;
            this.source = source;
        }

        private static Node written(List<String> members) {
            Node node = new Node("", null);
            for (String member : members) {
                node.written.put(member, new Node("", null));
            }
            return node;
        }

        @Override
        public @Nullable Object get(@Nullable Object key) {
            if (!(key instanceof String name)) {
                return null;
            }
            if (written.containsKey(name)) {
                return written.get(name);
            }
            MappingSource known = source;
            if (known == null) {
                return null;
            }
            String variable = group + name;
            return switch (variable) {
                case "requestOverride" -> kept(name, written(REQUEST_OVERRIDES));
                case "responseOverride" -> kept(name, written(RESPONSE_OVERRIDES));
                case "requestTimeEpoch" -> {
                    String millis = known.context(variable);
                    yield millis == null ? null : (Object) Long.valueOf(millis);
                }
                case "authorizer.claims" -> known.contextNames(variable).isEmpty() ? null : group(variable, name);
                default ->
                    known.contextNames(variable).isEmpty() && !variable.equals("authorizer")
                            ? variable.startsWith("error") ? null : known.context(variable)
                            : group(variable, name);
            };
        }

        private Node group(String variable, String name) {
            return kept(name, new Node(variable + ".", source));
        }

        private Node kept(String name, Node node) {
            written.put(name, node);
            return node;
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            return key instanceof String name && (written.containsKey(name) || keys().containsKey(name));
        }

        @Override
        public @Nullable Object put(String key, @Nullable Object value) {
            return written.put(key, value);
        }

        private Map<String, Boolean> keys() {
            Map<String, Boolean> keys = new LinkedHashMap<>();
            if (source != null) {
                source.contextNames(group.isEmpty() ? "" : group.substring(0, group.length() - 1))
                        .forEach(name -> keys.put(name, true));
            }
            written.forEach((name, value) -> {
                // A group that was only looked at is no key of its own.
                if (!(value instanceof Node node)
                        || node.source == null
                        || !node.keys().isEmpty()) {
                    keys.put(name, true);
                }
            });
            return keys;
        }

        @Override
        public Set<Entry<String, @Nullable Object>> entrySet() {
            Map<String, Boolean> keys = keys();
            return new AbstractSet<>() {
                @Override
                public Iterator<Entry<String, @Nullable Object>> iterator() {
                    Iterator<String> names = keys.keySet().iterator();
                    return new Iterator<>() {
                        @Override
                        public boolean hasNext() {
                            return names.hasNext();
                        }

                        @Override
                        public Entry<String, @Nullable Object> next() {
                            String name = names.next();
                            return new SimpleImmutableEntry<>(name, Node.this.get(name));
                        }
                    };
                }

                @Override
                public int size() {
                    return keys.size();
                }
            };
        }

        /** What was written under a name, without making anything. */
        @Nullable
        Object written(String name) {
            return written.get(name);
        }
    }
}
