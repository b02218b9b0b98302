package dev.sallyport.control.patch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The fields of a model record while a patch works on them. A patch that fails leaves the record as it was because only
 * this copy was touched (R8.1). A field of a nested record is addressed with a dot.
 */
final class Fields {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Map<String, @Nullable Object> root;

    private Fields(Map<String, @Nullable Object> root) {
        this.root = root;
    }

    static Fields of(Object model) {
        return new Fields(new LinkedHashMap<>(JSON.convertValue(model, new TypeReference<Map<String, Object>>() {})));
    }

    <T> T as(Class<T> type) {
        return JSON.convertValue(root, type);
    }

    /** The fields themselves, to be kept within another resource's. */
    Map<String, @Nullable Object> all() {
        return root;
    }

    @Nullable
    Object get(String field) {
        return holder(field).get(last(field));
    }

    void set(String field, @Nullable Object value) {
        holder(field).put(last(field), value);
    }

    /** The map at a field, made when it is absent. */
    @SuppressWarnings("unchecked") // a table names map fields only where the record has maps
    Map<String, @Nullable Object> map(String field) {
        Map<String, @Nullable Object> map = (Map<String, @Nullable Object>) get(field);
        if (map == null) {
            map = new LinkedHashMap<>();
            set(field, map);
        }
        return map;
    }

    /** The list of texts at a field, made when it is absent. */
    @SuppressWarnings("unchecked") // a table names list fields only where the record has lists
    List<String> list(String field) {
        List<String> list = (List<String>) get(field);
        if (list == null) {
            list = new ArrayList<>();
            set(field, list);
        }
        return list;
    }

    private Map<String, @Nullable Object> holder(String field) {
        int dot = field.lastIndexOf('.');
        return dot < 0 ? root : map(field.substring(0, dot));
    }

    private static String last(String field) {
        return field.substring(field.lastIndexOf('.') + 1);
    }
}
