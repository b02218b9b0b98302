package dev.sallyport.mapping.template;

import dev.sallyport.mapping.json.JsonText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What templates wrote into {@code $context.requestOverride} and {@code $context.responseOverride} (VTL-40 to VTL-47). */
public final class Overrides {

    private static final int MIN_STATUS = 100;
    private static final int MAX_STATUS = 599;

    private final Context.Node context;

    Overrides(Context.Node context) {
        this.context = context;
    }

    /** Values by header of the integration request. */
    public Map<String, List<String>> requestHeaders() {
        return values("requestOverride", "header");
    }

    /** Values by query parameter of the integration request. */
    public Map<String, List<String>> requestQuery() {
        return values("requestOverride", "querystring");
    }

    /** Values by path parameter of the integration request. */
    public Map<String, List<String>> requestPath() {
        return values("requestOverride", "path");
    }

    /** Values by header of the method response. */
    public Map<String, List<String>> responseHeaders() {
        return values("responseOverride", "header");
    }

    /** The status of the method response; nothing when it is not overridden or not by an integer of HTTP (VTL-44). */
    public OptionalInt responseStatus() {
        Object status = member("responseOverride", "status");
        if (status == null) {
            return OptionalInt.empty();
        }
        String text = status.toString();
        if (text.length() != 3 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalInt.empty();
        }
        int code = Integer.parseInt(text);
        return code < MIN_STATUS || code > MAX_STATUS ? OptionalInt.empty() : OptionalInt.of(code);
    }

    private @Nullable Object member(String group, String name) {
        Object written = context.written(group);
        return written instanceof Map<?, ?> map ? map.get(name) : null;
    }

    private Map<String, List<String>> values(String group, String name) {
        if (!(member(group, name) instanceof Map<?, ?> map) || map.isEmpty()) {
            return Map.of();
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (key != null && value != null) {
                values.put(key.toString(), texts(value));
            }
        });
        return values;
    }

    /** VTL-42: a list gives several values. */
    private static List<String> texts(Object value) {
        if (!(value instanceof Collection<?> list)) {
            return List.of(text(value));
        }
        List<String> texts = new ArrayList<>(list.size());
        for (Object element : list) {
            if (element != null) {
                texts.add(text(element));
            }
        }
        return texts;
    }

    private static String text(Object value) {
        StringBuilder text = new StringBuilder();
        JsonText.print(text, value);
        return text.toString();
    }
}
